"""Measures `scrapy export`: a corpus made of the seeds' paragraphs, exported, and exported again after it grew.

    python benchmarks/export.py [--documents 100000] [--outlets 58] [--folder DIR] [--limits]

It prints documents a second of processor time without and with signals of quality, the highest memory, and the seconds
that an export takes in which nothing is new, and one with 1,000 more documents; each in a process of its own. With
`--limits` the exit code is 1 where a figure misses its goal.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from crawler.items import Capture  # noqa: E402 - this script is not run as a module
from crawler.state import State  # noqa: E402 - the same
from crawler.state.records import StoredCapture  # noqa: E402 - the same

SPEED, WITH_SIGNALS, MEMORY, GROWTH = 10_000, 2_000, 600_000_000, 5.0
"""Goals: documents a second of processor time without and with signals, bytes of memory, and seconds for 1,000 more
documents."""
NEW = 1_000
BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
DAYS = 365
_BATCH = 5_000


@dataclass
class Cost:
    """The cost of one export."""

    seconds: float
    """From its start to its end, the interpreter's start included."""
    processor: float
    """Seconds of processor time."""
    memory: int
    """Highest resident memory, in bytes."""


def paragraphs() -> list[list[str]]:
    """Return the paragraphs of each seed."""
    return [path.read_text("utf-8").split("\n") for path in sorted((ROOT / "seeds").glob("*.txt"))]


def text_of(draw: random.Random, seeds: list[list[str]]) -> tuple[str, str]:
    """Return a title and a body with as many paragraphs as a seed, each taken from any seed."""
    length = len(draw.choice(seeds)) - 1
    body = [draw.choice(draw.choice(seeds)[1:]) for _ in range(length)]
    return f"{draw.choice(seeds)[0]} {draw.randrange(10**6)}", "\n".join(body)


def grow(output: Path, outlets: list[str], first: int, count: int) -> None:
    """Give the outlets so many documents in all, in turn; they are published over a year, new ones at its end."""
    for place, outlet in enumerate(outlets):
        numbers = range(first + (place - first) % len(outlets), first + count, len(outlets))
        with State(output, outlet) as state:
            batch = []
            for number in numbers:
                batch.append(number)
                if len(batch) == _BATCH:
                    add(output, state, batch, first + count)
                    batch = []
            add(output, state, batch, first + count)


def add(output: Path, state: State, numbers: list[int], total: int) -> None:
    """Add documents to an outlet's state and texts."""
    seeds, draw = paragraphs(), random.Random(f"{state.outlet} {numbers[:1]}")  # noqa: S311 - the same each time
    folder = output / "text" / state.outlet
    folder.mkdir(parents=True, exist_ok=True)
    first = state.count_documents()
    captures = state.add_captures([capture(state.outlet, number, total) for number in numbers])
    fates = []
    for place, one in enumerate(captures):
        title, body = text_of(draw, seeds)
        row = manifest_row(one, first + place, title, body)
        (folder / row["name"]).write_bytes(f"{title}\n{body}".encode())
        fates.append(
            StoredCapture(
                seq=one.seq,
                number=first + place,
                sha256=row["sha256"],
                article=one.canonical_url,
                version=1,
                published=row["published"],
                day=row["published"][:10],
                body=hashlib.sha256(body.encode()).hexdigest(),
                row=row,
            )
        )
    state.settle(fates)


def capture(outlet: str, number: int, total: int) -> Capture:
    """Return the capture of a document; its date goes from the year's begin to its end."""
    moment = BEGIN + timedelta(seconds=number * DAYS * 86_400 // total)
    return Capture(
        outlet=outlet,
        url=f"https://{outlet}/news/{number}",
        canonical_url=f"https://{outlet}/news/{number}",
        date=moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        status=200,
        page=True,
        warc=f"{outlet}-{moment:%Y%m%d}000000000-00000.warc.gz",
        offset=number * 3_000,
        length=3_000,
        record_id=f"urn:uuid:{hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest()}",
        payload_digest=f"sha1:{hashlib.sha1(str(number).encode(), usedforsecurity=False).hexdigest().upper()[:32]}",
    )


def manifest_row(one: Capture, number: int, title: str, body: str) -> dict[str, Any]:
    """Return a manifest row with metadata as outlets give it."""
    sha256 = hashlib.sha256(f"{title}\n{body}".encode()).hexdigest()
    shared = {"outlet": one.outlet, "url": one.url, "captured": one.date, "warc": one.warc, "offset": one.offset}
    stated = {"title": title, "authors": ["مازن شعيب"], "published": f"{one.date[:19]}+00:00", "description": title * 2}
    listed = {"tags": ["قرى", "مدارس"], "cut": ["اقرأ أيضا", title], "rights": {"robots": ["noindex"]}}
    made = {"extractor": "trafilatura/2.3.1", "rules": "5", "profile": "a02a2b0e706ebb18"}
    named = {"name": f"{number:03}_{sha256[:16]}.txt", "sha256": sha256, "version": 1, "previous": None}
    found = {
        "language": "ar",
        "language_score": 1.0,
        "credit": None,
        "section": "اقتصاد",
        "modified": None,
        "page_characters": 68_211,
    }
    links = {"canonical_url": one.url, "declared_url": one.url, "next_page": None, "image": f"{one.url}.jpg"}
    archived = {"record_id": one.record_id, "payload_digest": one.payload_digest}
    return {**named, **shared, **links, **archived, **made, **stated, **listed, **found}


def cost(output: Path, target: Path, *, quality: bool = False) -> Cost:
    """Export in a process that measures itself. It keeps compiled modules, as an installed project does."""
    code = (
        "import sys, resource, json; from pathlib import Path; from corpus.export.export import export;"
        "from corpus.export.choices import Choices;"
        "export(Path(sys.argv[1]), Path(sys.argv[2]), Choices(quality=sys.argv[3] == 'True'), {});"
        "found = resource.getrusage(resource.RUSAGE_SELF);"
        "print(json.dumps([found.ru_utime + found.ru_stime, found.ru_maxrss * 1024]))"
    )
    began = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-c", code, str(output), str(target), str(quality)],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    processor, memory = json.loads(run.stdout)
    return Cost(time.monotonic() - began, processor, memory)


def main() -> int:
    """Make the corpus, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--outlets", type=int, default=58)
    parser.add_argument("--folder", type=Path, default=None, help="use, and keep, the corpus in this folder")
    parser.add_argument("--limits", action="store_true", help="exit with 1 where a goal is missed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        output, target = folder / "output", folder / "export"
        outlets = [f"outlet{place:02}.example" for place in range(options.outlets)]
        if not output.exists():
            grow(output, outlets, 0, options.documents)
        for old in (target, folder / "signals"):
            shutil.rmtree(old, ignore_errors=True)
        whole, nothing = cost(output, target), cost(output, target)
        grow(output, outlets, options.documents, NEW)
        more = cost(output, target)
        signals = cost(output, folder / "signals", quality=True)
        speed, with_signals = options.documents / whole.processor, (options.documents + NEW) / signals.processor
        files = [path for path in target.rglob("*.parquet") if path.is_file()]
        size = sum(path.stat().st_size for path in files)
        print(f"{options.documents:,} documents: {speed:,.0f} a second of processor time")
        print(f"    with signals of quality: {with_signals:,.0f}")
        print(f"    {size / 1e6:,.0f} MB in {len(files)} files")
        for what, one in (("whole", whole), ("nothing new", nothing), (f"{NEW:,} more", more), ("signals", signals)):
            print(f"{what}: {one.seconds:.1f} s, {one.processor:.1f} s of processor time, {one.memory / 1e6:.0f} MB")
        memory = max(whole.memory, more.memory, signals.memory)
        missed = speed < SPEED or with_signals < WITH_SIGNALS or memory > MEMORY or more.seconds > GROWTH
    return int(missed and options.limits)


if __name__ == "__main__":
    raise SystemExit(main())
