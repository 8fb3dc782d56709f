"""Measures the cost of a second run: the requests of each run at a newsroom of a thousand articles.

    python benchmarks/growth.py [--articles 1000] [--hours 3] [--seed 0]

The articles were published over the last weeks, twenty a day. Run 1 reads them all. Run 2 begins some hours later;
nothing has changed. Then 5 % as many new articles appear, 2 % of the old ones change, drawn from all, and run 3 begins
as many hours after run 2. The newsroom has a robots.txt, a front page, a feed of the newest fifty, and a sitemap index
with one sitemap a day, all with validators and times of change. Goals: run 2 sends at most 1 % of run 1's requests and
stores nothing; run 3 sends at most 10 % of them, and stores exactly the new and the changed articles.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.newsroom import HOUR, Newsroom  # noqa: E402 - this script is not run as a module
from tests.support.project import FAST, texts  # noqa: E402 - the same

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
A_DAY = 20
NEW = 0.05
CHANGED = 0.02
SECOND = 0.01
"""Most requests of run 2, as a share of those of run 1."""
THIRD = 0.10
"""Most requests of run 3, as a share of those of run 1."""


def crawl(room: Newsroom, output: Path) -> Counter[tuple[str, int]]:
    """Crawl at the newsroom's time; return the number of requests by kind and by status of the answer.

    Raises:
        CalledProcessError: The crawl failed.
    """
    room.answered.clear()
    subprocess.run(
        [
            *(
                sys.executable,
                "-m",
                "tests.support.clocked",
                room.now.isoformat(),
                "crawl",
                "site",
                "-a",
                f"url={room.url}/",
            ),
            *("-s", f"OUTPUT={output}", "-s", "LOG_LEVEL=WARNING", *FAST),
        ],
        cwd=ROOT,
        env=os.environ,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return Counter((_kind(path), status) for path, status in room.answered)


def _kind(path: str) -> str:
    if path == "/robots.txt":
        return "robots"
    return "article" if path.startswith("/news/") else "list"


def contents(output: Path) -> list[str]:
    """Return the documents' contents, in the manifest's order."""
    return [
        (path.parent / json.loads(line)["name"]).read_text()
        for path in output.glob("text/*/manifest.jsonl")
        for line in path.read_text().splitlines()
    ]


def told(name: str, asked: Counter[tuple[str, int]], first: int) -> str:
    """Return a run's line of the output."""
    kinds = ", ".join(f"{count} {kind} {status}" for (kind, status), count in sorted(asked.items()))
    return f"{name}: {asked.total()} requests ({asked.total() / first:.2%}): {kinds}"


def main() -> int:
    """Run three times; return 1 if a goal is missed, else 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--hours", type=float, default=3.0, help="hours between two runs")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    draw = random.Random(options.seed)  # noqa: S311 - a script, not a secret
    missed = []
    with tempfile.TemporaryDirectory() as folder, Newsroom(NOON) as room:
        output = Path(folder)
        days = options.articles / A_DAY
        for ago in sorted((draw.uniform(0, days) for _ in range(options.articles)), reverse=True):
            room.publish((NOON - timedelta(days=ago)).replace(microsecond=0))
        asked = crawl(room, output)
        first = asked.total()
        print(told("run 1", asked, first), flush=True)
        stored = contents(output)
        if Counter(stored) != Counter(story.document for story in room.stories):
            missed.append(f"run 1 stored {len(stored)} documents of {options.articles} articles")

        before = texts(output)
        room.now += options.hours * HOUR
        asked = crawl(room, output)
        print(told("run 2", asked, first), flush=True)
        if asked.total() > SECOND * first:
            missed.append(
                f"run 2 sent {asked.total()} requests; the limit is {int(SECOND * first)}, {SECOND:.0%} of run 1"
            )
        if texts(output) != before:
            missed.append("run 2 stored something")

        begin = room.now
        room.now += options.hours * HOUR
        chosen = draw.sample(room.stories, round(options.articles * CHANGED))
        fresh = [
            room.publish((begin + draw.random() * options.hours * HOUR).replace(microsecond=0))
            for _ in range(round(options.articles * NEW))
        ]
        for story in chosen:
            room.change(story)
        asked = crawl(room, output)
        print(told("run 3", asked, first), flush=True)
        if asked.total() > THIRD * first:
            missed.append(
                f"run 3 sent {asked.total()} requests; the limit is {int(THIRD * first)}, {THIRD:.0%} of run 1"
            )
        wanted = Counter(story.document for story in (*fresh, *chosen))
        if (added := Counter(contents(output)[len(stored) :])) != wanted:
            missed.append(
                f"run 3 stored {(added - wanted).total()} documents too many and {(wanted - added).total()} too few"
            )
        if not texts(output).items() >= {name: text for name, text in before.items() if name.endswith(".txt")}.items():
            missed.append("run 3 changed a document")
    print("\n".join(missed) or "all goals are met")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
