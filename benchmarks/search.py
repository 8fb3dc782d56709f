"""Measures the index of `scrapy search`: the cost of a document, bytes, the time of queries.

    python benchmarks/search.py [--documents 100000]

Makes an index of documents as long as the seeds, of drawn words, and asks 200 queries: words, phrases, prefixes, words
left out, fields and spans, in both orders, each with its facets and its histogram. Texts are held in memory: reading
them is not measured. It prints CPU time (a busy machine adds to it), bytes, and memory with
that of the drawn texts. The exit code is 1 if a figure misses its goal.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.duplicates import Texts  # noqa: E402 - this script is not run as a module
from corpus.search.counts import counts_of  # noqa: E402 - the same
from corpus.search.find import Order, ask  # noqa: E402 - the same
from corpus.search.forms import Forms, folded  # noqa: E402 - the same
from corpus.search.query import parsed  # noqa: E402 - the same
from corpus.search.store import index_path, opened_store  # noqa: E402 - the same
from corpus.search.update import BATCH, NewDocument, entry_of  # noqa: E402 - the same

if TYPE_CHECKING:
    from collections.abc import Iterator

GOALS = {
    "documents a second": 1_500.0,
    "bytes a byte": 1.2,
    "seconds for 100": 1.0,
    "p95 in ms": 60.0,
    "memory in MB": 300.0,
}
"""Least documents a second a core, most bytes of the index for a byte of text, and most time and memory."""
ASKED = 200
_DRAWN = 1_500
"""Texts that are drawn; the others are made of their paragraphs."""
_OUTLETS = 58
_SECTIONS = ("السياسة", "اقتصاد", "الرياضة", "ثقافة")


def documents(lines: list[list[str]], first: int, chance: Random) -> Iterator[NewDocument]:
    """Yield documents without end, in the order of their captures."""
    number = first
    while True:
        text = "\n".join((chance.choice(lines)[0], *chance.choice(lines)[1:]))
        day = f"2026-{1 + number // 2_800 % 12:02}-{1 + number // 100 % 28:02}"
        row = {"title": text.partition("\n")[0], "section": _SECTIONS[number % 4], "authors": ["مازن شعيب"]}
        row |= {"tags": ["قرى", "مدارس"], "credit": None, "language": "ar", "version": 1, "sha256": ""}
        row |= {"published": day, "captured": f"{day}T10:00:00Z"}
        yield NewDocument(row["captured"], f"outlet{number % _OUTLETS}.example", number // _OUTLETS, row, text)
        number += 1


def queries(lines: list[list[str]], chance: Random) -> Iterator[str]:
    """Yield mixed queries; their words are drawn from texts, so that common words are asked for more often."""
    while True:
        words = folded(chance.choice(chance.choice(lines))).split()
        at = chance.randrange(max(1, len(words) - 3))
        one, two, *_ = *words[at : at + 2], "في", "من"
        yield from (
            one,
            f"{one} {two}",
            f'"{one} {two}"',
            f"{one[:4]}*" if len(one) > 3 else one,  # noqa: PLR2004 - a prefix of four letters
            f"{one} -{two}",
            f"{one} outlet:outlet{chance.randrange(_OUTLETS)}.example",
            f"{one} published:2026-0{chance.randrange(1, 10)}",
            f"{one} section:اقتصاد",
        )


def memory_used() -> float:
    """Return the memory of this process in MB, without the pages of mapped files, which the system may drop (Linux)."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("RssAnon:")[2].split()[0]) / 1_000


def measure(folder: Path, count: int) -> dict[str, float]:
    """Return the figures of an index of so many documents."""
    texts = Texts()
    lines = [texts.text(number).split("\n") for number in range(_DRAWN)]
    source, forms = documents(lines, 0, Random(1)), Forms()  # noqa: S311 - texts, no secrets
    identities = {f"outlet{number}.example": "drawn" for number in range(_OUTLETS)}
    drawing, size, memory, began = 0.0, 0, 0.0, time.process_time()
    with opened_store(folder, write=True) as store:
        for first in range(0, count, BATCH):
            drew = time.thread_time()
            batch = list(islice(source, min(BATCH, count - first)))
            size += sum(len(one.text.encode()) for one in batch)
            drawing += time.thread_time() - drew
            store.add((entry_of(one, forms) for one in batch), identities)
            memory = max(memory, memory_used())
            rate = (first + len(batch)) / (time.process_time() - began - drawing)
            print(f"{first + len(batch):9,} documents, {rate:6,.0f} a second", flush=True)
    spent = time.process_time() - began - drawing  # Tantivy's threads, which merge, are a part of it
    bytes_on_disk = sum(path.stat().st_size for path in index_path(folder).iterdir())
    batch, forms = list(islice(source, 100)), Forms()
    began = time.process_time()
    with opened_store(folder, write=True) as store:
        store.add([entry_of(one, forms) for one in batch], identities)
    added = time.process_time() - began
    with opened_store(folder) as store:
        times = []
        for place, written in enumerate(islice(queries(lines, Random(2)), ASKED)):  # noqa: S311 - the same
            began = time.process_time()
            query = parsed(written, store.outlets(), {})
            ask(store, query, tuple(Order)[place // 8 % 2], 20)
            asked = time.process_time()
            counts = counts_of(store, query, {})
            ended = time.process_time()
            memory = max(memory, memory_used())
            times.append((1000 * (ended - began), 1000 * (ended - asked), written, counts.matched))
    times.sort()
    print(
        "slowest:",
        *(
            f"{took:.0f} ms, {counting:.0f} of them counting: {written} ({found:,})"
            for took, counting, written, found in times[:-6:-1]
        ),
        sep="\n  ",
    )
    return {
        "documents a second": count / spent,
        "bytes a byte": bytes_on_disk / size,
        "seconds for 100": added,
        "median in ms": times[ASKED // 2][0],
        "p95 in ms": times[ASKED * 95 // 100][0],
        "memory in MB": memory,
    }


def main() -> int:
    """Print the figures; return 1 if one misses its goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    count = parser.parse_args().documents
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        for name, figure in measure(Path(folder), count).items():
            goal = GOALS.get(name)
            fails = goal is not None and (figure < goal if name == "documents a second" else figure > goal)
            missed |= fails
            print(f"{name}: {figure:,.2f}{'' if goal is None else f' (goal {goal:,.1f})'}{' MISSED' if fails else ''}")
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
