"""Measures what a run costs an outlet that has many documents already, beside one that has few.

    python benchmarks/scale.py [--documents 0 100000 1000000] [--beside 10000] [--rounds 3]

An outlet is crawled from a newsroom on loopback. Its state, manifest, folder of texts and index then get so many old
documents, and 57 other outlets so many each: copies of one, each under its own name. In each round and for each number
it runs: a crawl with nothing new, one with 20 new articles, `outlets`, `health`, and `grow` with nothing due. It prints
the least time of all rounds, the least time of the processors, which a busy machine stretches less, the highest memory
of a process, and the bytes read and written, also as ratios to the smallest number. The exit code is 1 if a ratio
exceeds its goal; of the two times the smaller ratio counts.
"""

from __future__ import annotations

import argparse
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from scale_outlets import copy_outlet, inflate  # noqa: E402 - it needs the path

from crawler.state import state_path  # noqa: E402 - this script is not run as a module
from tests.support.newsroom import HOUR, Newsroom  # noqa: E402 - the same
from tests.support.project import FAST  # noqa: E402 - the same

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FIRST = 40
"""Articles of the newsroom that are crawled before the outlet gets its old documents."""
NEW = 20
"""Articles that appear before the run with new ones."""
TIME, MEMORY, BYTES = 1.1, 20_000_000, 2.0
"""Goals: most of the time and of the bytes, as multiples, and bytes of memory more than with the fewest documents."""
OTHERS = 57


@dataclass
class Cost:
    """The cost of one command."""

    seconds: float
    cpu: float
    """Seconds that the processors worked for its processes."""
    memory: int
    """Highest resident memory of one of its processes, in bytes."""
    moved: int
    """Bytes that its processes read and wrote, from the disk or its cache."""


@dataclass
class Site:
    """An output folder, and the newsroom that its outlet is crawled from."""

    room: Newsroom
    output: Path
    outlet: str
    others: list[str]


def stand_beside(site: Site, count: int) -> None:
    """Give other outlets an archive, a state and texts with so many documents each, whose last run was just now."""
    first, *rest = site.others
    copy_outlet(site.output, site.outlet, site.output, first)
    inflate(site.output, first, count)
    began = datetime.now(UTC).isoformat()
    with closing(sqlite3.connect(state_path(site.output, first))) as db, db:
        db.execute("UPDATE runs SET began = ?, summary = json_set(summary, '$.began', ?)", (began, began))
    for outlet in rest:
        copy_outlet(site.output, first, site.output, outlet)


def made(folder: Path, documents: int, beside: int, others: list[str], before: Site | None) -> Site:
    """Crawl a newsroom, and give its outlet and the other ones their documents.

    Args:
        folder: The output folder.
        documents: Old documents of the outlet.
        beside: Old documents of each other outlet.
        others: The names of the other outlets.
        before: A site that was made already, from which the other outlets are copied; None for the first.
    """
    room = Newsroom(NOW)
    room.__enter__()
    for number in range(FIRST):
        room.publish(NOW - timedelta(days=30, hours=number))
    site = Site(room=room, output=folder, outlet="", others=others)
    crawl(site)
    site.outlet = next((folder / "archive").iterdir()).name
    if before is None:
        stand_beside(site, beside)
    else:
        for name in others:
            copy_outlet(before.output, name, folder, name)
    if documents:
        inflate(folder, site.outlet, documents)
    return site


def crawl(site: Site) -> Cost:
    """Crawl the newsroom some hours later."""
    site.room.now += 3 * HOUR
    command = ("-m", "tests.support.clocked", site.room.now.isoformat(), "crawl", "site", "-a", f"url={site.room.url}/")
    return cost((*command, "-s", f"OUTPUT={site.output}", "-s", "LOG_LEVEL=ERROR", *FAST))


def crawl_new(site: Site) -> Cost:
    """Crawl the newsroom after it has published articles."""
    for number in range(NEW):
        site.room.publish((site.room.now + timedelta(minutes=number)).replace(microsecond=0))
    return crawl(site)


def command(site: Site, *words: str) -> Cost:
    """Run a command that only looks."""
    return cost(("-m", "scrapy", *words, "-s", f"OUTPUT={site.output}"))


def cost(arguments: tuple[str, ...]) -> Cost:
    """Run Python with these arguments in a process that measures itself and its children."""
    report = Path(tempfile.mkdtemp()) / "cost.json"
    began = time.monotonic()
    subprocess.run(
        [sys.executable, __file__, "--measured", str(report), *arguments],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    seconds = time.monotonic() - began
    told = json.loads(report.read_text())
    return Cost(seconds=seconds, cpu=told["cpu"], memory=told["memory"], moved=told["moved"])


def measured(report: Path, arguments: list[str]) -> int:
    """Run Python as a child, and write the memory and the bytes of it and its children."""
    code = subprocess.call([sys.executable, *arguments])
    moved = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = {"cpu": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss * 1024}
    report.write_text(json.dumps({**told, "moved": int(moved["rchar"]) + int(moved["wchar"])}))
    return code


STEPS = {
    "nothing new": crawl,
    f"{NEW} new": crawl_new,
    "outlets": lambda site: command(site, "outlets"),
    "health": lambda site: command(site, "health"),
    "grow": lambda site: command(site, "grow", *site.others),
}


def main() -> int:
    """Measure, print a line for each step and number; return 1 if a goal is missed, else 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, nargs="+", default=[0, 100_000, 1_000_000])
    parser.add_argument("--beside", type=int, default=10_000, help="documents of each other outlet")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    listed = subprocess.run(
        [sys.executable, "-m", "scrapy", "list"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    others = [name for name in listed.stdout.split() if name != "site"][:OTHERS]
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        sites: dict[int, Site] = {}
        for count in options.documents:
            began = time.monotonic()
            before = next(iter(sites.values()), None)
            sites[count] = made(Path(folder) / str(count), count, options.beside, others, before)
            print(f"{count:,} documents: made in {time.monotonic() - began:.0f} s", flush=True)
        costs: dict[tuple[str, int], list[Cost]] = {}
        for _ in range(options.rounds):
            for step, run in STEPS.items():
                for count, site in sites.items():
                    costs.setdefault((step, count), []).append(run(site))
        for step in STEPS:
            least = _least(costs[step, options.documents[0]])
            for count in options.documents:
                missed += not _told(step, count, _least(costs[step, count]), least)
        for site in sites.values():
            site.room.__exit__(None, None, None)
    return int(missed > 0)


def _least(costs: list[Cost]) -> Cost:
    """Return the least of each figure of several rounds."""
    return Cost(
        seconds=min(one.seconds for one in costs),
        cpu=min(one.cpu for one in costs),
        memory=min(one.memory for one in costs),
        moved=min(one.moved for one in costs),
    )


def _told(step: str, count: int, cost: Cost, least: Cost) -> bool:
    """Print a line, and return whether the goals are met."""
    times, cpu = cost.seconds / least.seconds, cost.cpu / least.cpu
    met = min(times, cpu) <= TIME and cost.memory <= least.memory + MEMORY and cost.moved <= BYTES * least.moved
    print(
        f"{step:<12} {count:>9,} documents: {cost.seconds:6.2f} s ({times:.2f}), {cost.cpu:5.2f} s of CPU ({cpu:.2f}), "
        f"{cost.memory / 1e6:4.0f} MB ({(cost.memory - least.memory) / 1e6:+.0f}), "
        f"{cost.moved / 1e6:6.1f} MB moved ({cost.moved / least.moved:.2f}){'' if met else '  MISSED'}",
        flush=True,
    )
    return met


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measured"]:
        raise SystemExit(measured(Path(sys.argv[2]), sys.argv[3:]))
    raise SystemExit(main())
