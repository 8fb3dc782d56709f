"""Measures what a run costs an outlet that has many documents already, beside one that has few.

    python benchmarks/scale.py [--documents 0 100000 1000000] [--beside 10000] [--rounds 3]

An outlet is crawled from a newsroom on loopback. Its state, manifest, folder of texts and index then get so many old
documents, and 57 other outlets so many each. In each round and for each number it runs: a crawl with nothing new,
one with 20 new articles, `outlets`, `health`, and `grow` with nothing due. It prints the least time of all rounds,
the highest memory of a process, and the bytes read and written, also as ratios to the smallest number. The exit code is
1 if a ratio exceeds its goal.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from crawler.archive.index.surt import surt  # noqa: E402 - this script is not run as a module
from crawler.state import state_path  # noqa: E402 - the same
from tests.support.newsroom import HOUR, Newsroom  # noqa: E402 - the same
from tests.support.project import FAST  # noqa: E402 - the same

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FIRST = 40
"""Articles of the newsroom that are crawled before the outlet gets its old documents."""
NEW = 20
"""Articles that appear before the run with new ones."""
TIME, MEMORY, BYTES = 1.1, 20_000_000, 2.0
"""Goals: most of the time and of the bytes, as multiples, and bytes of memory more than with the fewest documents."""
OTHERS = 57
_BATCH = 10_000


@dataclass
class Cost:
    """The cost of one command."""

    seconds: float
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


def old_rows(count: int, first: int, template: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield the manifest rows of old documents, and their lines."""
    host = template["url"].split("/news/")[0]
    for number in range(first, first + count):
        sha256 = hashlib.sha256(f"{host}{number}".encode()).hexdigest()
        url = f"{host}/news/2019/01/{number % 28 + 1:02}/{number + 5_000_000}"
        row = {
            **template,
            "name": f"{number:03}_{sha256[:16]}.txt",
            "url": url,
            "canonical_url": url,
            "captured": f"2019-01-{number % 28 + 1:02}T05:00:00.000000Z",
            "published": f"2019-01-{number % 28 + 1:02}T04:00:00+00:00",
            "offset": 10_000_000 + number * 3000,
            "record_id": f"urn:uuid:{sha256[:32]}",
            "payload_digest": f"sha1:{sha256[:32].upper()}",
            "sha256": sha256,
            "previous": None,
            "version": 1,
        }
        yield row, json.dumps(row, ensure_ascii=False) + "\n"


def inflate(output: Path, outlet: str, count: int) -> None:
    """Give an outlet old documents: rows of the state, lines of the manifest and the index, and texts."""
    folder = output / "text" / outlet
    with closing(sqlite3.connect(state_path(output, outlet), isolation_level=None)) as db:
        db.execute("PRAGMA synchronous=OFF")
        capture = _row(db, "SELECT * FROM captures WHERE page AND status = 200 LIMIT 1")
        document = _row(db, "SELECT * FROM documents ORDER BY number DESC LIMIT 1")
        (seq,) = db.execute("SELECT max(seq) + 1 FROM captures").fetchone()
        first, end, text = document["number"] + 1, document["end"], folder / json.loads(document["row"])["name"]
        index = []
        db.execute("BEGIN")
        with (folder / "manifest.jsonl").open("a", encoding="utf-8") as manifest:
            for place, (row, line) in enumerate(old_rows(count, first, json.loads(document["row"]))):
                end += len(line.encode())
                shared = {"url": row["url"], "canonical_url": row["url"], "date": row["captured"]}
                _insert(db, "captures", {**capture, **shared, **_keys(row, capture), "seq": seq + place, "settled": 1})
                added = {"number": first + place, "seq": seq + place, "row": line, "end": end, "article": row["url"]}
                dated = {"published": row["published"], "day": row["published"][:10]}
                _insert(db, "documents", {**document, **added, **dated, "sha256": row["sha256"], "body": row["sha256"]})
                manifest.write(line)
                if place % _BATCH == 0:
                    shutil.copy(text, folder / row["name"])
                    text = folder / row["name"]
                else:
                    os.link(text, folder / row["name"])  # a file system allows some 65,000 names of one file
                index.append(_index_line(row))
        db.execute("COMMIT")
    (output / "archive" / outlet / f"{outlet}.cdxj").write_text("".join(sorted(index)))


def _row(db: sqlite3.Connection, query: str) -> dict[str, Any]:
    rows = db.execute(query)
    return dict(zip((column[0] for column in rows.description), rows.fetchone(), strict=True))


def _keys(row: dict[str, Any], capture: dict[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in capture.keys() & {"offset", "record_id", "payload_digest"}}


def _insert(db: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    names = ", ".join(row)
    db.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})", list(row.values()))  # noqa: S608 - our own names


def _index_line(row: dict[str, Any]) -> str:
    fields = {
        "url": row["url"],
        "mime": "text/html",
        "status": "200",
        "digest": row["payload_digest"],
        "length": "3000",
        "offset": str(row["offset"]),
        "filename": row["warc"],
    }
    return f"{surt(row['url'])} 20190101050000 {json.dumps(fields)}\n"


def stand_beside(site: Site, count: int) -> None:
    """Give other outlets a state and texts with so many documents each, whose last run was just now."""
    first, *rest = site.others
    for folder in ("text", "archive"):
        shutil.copytree(site.output / folder / site.outlet, site.output / folder / first)
    shutil.copy(state_path(site.output, site.outlet), state_path(site.output, first))
    inflate(site.output, first, count)
    with closing(sqlite3.connect(state_path(site.output, first))) as db, db:
        began = datetime.now(UTC).isoformat()
        db.execute("UPDATE runs SET began = ?, summary = json_set(summary, '$.began', ?)", (began, began))
    for outlet in rest:
        shutil.copytree(site.output / "text" / first, site.output / "text" / outlet, copy_function=_link)
        shutil.copy(state_path(site.output, first), state_path(site.output, outlet))


def _link(source: str, target: str) -> None:
    """Make a second name of a file; a copy where a file system allows no more names."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy(source, target)


def made(folder: Path, documents: int, beside: int, others: list[str]) -> Site:
    """Crawl a newsroom, and give its outlet and the other ones their documents."""
    room = Newsroom(NOW)
    room.__enter__()
    for number in range(FIRST):
        room.publish(NOW - timedelta(days=30, hours=number))
    site = Site(room=room, output=folder, outlet="", others=others)
    crawl(site)
    site.outlet = next((folder / "archive").iterdir()).name
    stand_beside(site, beside)
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
    return Cost(seconds=seconds, memory=told["memory"], moved=told["moved"])


def measured(report: Path, arguments: list[str]) -> int:
    """Run Python as a child, and write the memory and the bytes of it and its children."""
    code = subprocess.call([sys.executable, *arguments])
    moved = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    report.write_text(json.dumps({"memory": memory, "moved": int(moved["rchar"]) + int(moved["wchar"])}))
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
        sites = {}
        for count in options.documents:
            began = time.monotonic()
            sites[count] = made(Path(folder) / str(count), count, options.beside, others)
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
        memory=min(one.memory for one in costs),
        moved=min(one.moved for one in costs),
    )


def _told(step: str, count: int, cost: Cost, least: Cost) -> bool:
    """Print a line, and return whether the goals are met."""
    met = (
        cost.seconds <= TIME * least.seconds
        and cost.memory <= least.memory + MEMORY
        and cost.moved <= BYTES * least.moved
    )
    print(
        f"{step:<12} {count:>9,} documents: {cost.seconds:6.2f} s ({cost.seconds / least.seconds:.2f}), "
        f"{cost.memory / 1e6:4.0f} MB ({(cost.memory - least.memory) / 1e6:+.0f}), "
        f"{cost.moved / 1e6:6.1f} MB moved ({cost.moved / least.moved:.2f}){'' if met else '  MISSED'}",
        flush=True,
    )
    return met


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measured"]:
        raise SystemExit(measured(Path(sys.argv[2]), sys.argv[3:]))
    raise SystemExit(main())
