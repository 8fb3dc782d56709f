"""Measures near-duplicates: the cost of a text as the store grows, and which of known pairs are found.

    python benchmarks/duplicates.py [--documents 10000 100000 1000000] [--texts 9000]
    python benchmarks/duplicates.py --judge FOLDER PAIRS.jsonl

The first form makes a store that has so many documents already, whose keys are drawn, and then takes texts from their
files to their links: as long as the seeds, of drawn words and recurrent phrases, every tenth a rewrite of another. It
prints the CPU time of the first 1,000 texts and the least of the transactions after them (a busy machine adds to both),
bytes on disk and memory. The exit code is 1 if a figure misses its goal.

The second form takes the texts of FOLDER (`texts.jsonl`: id, outlet, text) and writes the links that it finds as lines
{"a": id, "b": id, "kind": …, "similarity": …}, for a scorer.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import sys
import tempfile
import time
from collections import Counter
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from corpus.duplicates.questions import Document, duplicates_of  # noqa: E402 - this script is not run as a module
from corpus.duplicates.store import NewDocument, opened_store, store_path  # noqa: E402 - the same
from corpus.duplicates.texts import NewText, read_text  # noqa: E402 - the same
from corpus.duplicates.update import BATCH, Update  # noqa: E402 - the same
from crawler.state import document_name  # noqa: E402 - the same
from pipelines.normalize import normalize  # noqa: E402 - the same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.duplicates.store import Store

GOALS = {"texts a second": 1_500, "bytes a text": 600, "growth": 2.0, "seconds for 1,000": 5.0}
"""Least texts a second, most bytes a text, most growth of the time a text, most seconds for 1,000 documents."""
OUTLET = "alroya.om"
KEYS, COMMON_KEYS = 44, 5
"""Keys of a document that are drawn: its own ones, and of recurrent phrases."""
PHRASED = 0.2
"""Share of the paragraphs with a recurrent phrase: of 14,000 real texts, each has a key in common with 50 others."""
_DRAWN = 20_000
_VOCABULARY = 60_000
_PHRASES = 300


class Texts:
    """Draws texts; the same ones for the same number."""

    def __init__(self) -> None:
        seeds = [path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
        self._lengths = [[len(line.split()) for line in seed.splitlines()] for seed in seeds]
        parts = sorted({word[:3] for seed in seeds for word in seed.split()})
        chance = Random(1)  # noqa: S311 - texts, no secrets
        self._words = ["".join(chance.choices(parts, k=2)) for _ in range(_VOCABULARY)]
        self._weights = list(accumulate(1 / (place + 10) for place in range(_VOCABULARY)))
        self._phrases = [self._drawn(chance, 8) for _ in range(_PHRASES)]

    def _drawn(self, chance: Random, words: int) -> str:
        return " ".join(chance.choices(self._words, cum_weights=self._weights, k=words))

    def text(self, number: int) -> str:
        """Return a text; the last of ten is a rewrite of the first."""
        chance = Random(number - number % 10 if number % 10 == 9 else number)  # noqa: PLR2004, S311 - the same
        lines = [
            f"{self._drawn(chance, max(1, length - 8))} {chance.choice(self._phrases)}"
            if chance.random() < PHRASED
            else self._drawn(chance, length)
            for length in chance.choice(self._lengths)
        ]
        if number % 10 == 9:  # noqa: PLR2004 - the same
            lines = [self._drawn(Random(number), 12), *lines[: -len(lines) // 4], self._drawn(Random(-number), 40)]  # noqa: S311 - the same
        return normalize("\n".join(lines))


def fill(store: Store, documents: int) -> None:
    """Give a store documents whose keys are drawn."""
    chance = Random(2)  # noqa: S311 - keys, no secrets
    common = [chance.getrandbits(32) & ~1 for _ in range(_PHRASES * 10)]
    for first in range(1, documents + 1, _DRAWN):
        ids = range(first, min(first + _DRAWN, documents + 1))
        postings = [(chance.getrandbits(32) & ~1) << 32 | document for document in ids for _ in range(KEYS)]
        if first == 1:
            postings += [key << 32 | document for document in ids for key in chance.sample(common, COMMON_KEYS)]
        with store.transaction():
            store.take("wafa.ps", "drawn", ids[-1])
            store.add_documents(
                NewDocument(one, "wafa.ps", one, f"{one:064x}", one, KEYS + COMMON_KEYS, 8 * KEYS) for one in ids
            )
            store.postings._write(sorted(postings))  # noqa: SLF001 - what `add` does, without looking for common keys


def measure(folder: Path, documents: int, texts: int) -> dict[str, float]:
    """Return the figures of a store with so many documents, to which texts are added."""
    written = Texts()
    new = []
    for number in range(texts):
        text = written.text(number).encode()
        digest = hashlib.sha256(text).hexdigest()
        path = folder / "text" / OUTLET / document_name(number, digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
        new.append((number, digest))
    with opened_store(folder, write=True) as store:
        fill(store, documents)
    before = store_path(folder).stat().st_size
    spent = []
    for part in (new[:1_000], *(new[first : first + BATCH] for first in range(1_000, texts, BATCH))):
        began = time.process_time()
        with opened_store(folder, write=True) as store:
            update = Update(folder, store, {OUTLET: "drawn"})
            batch = [
                NewText(float(number), OUTLET, number, digest, number, read_text(folder, OUTLET, number, digest))
                for number, digest in part
            ]
            with store.transaction():
                update.add(batch)
        spent.append((time.process_time() - began) / len(part))
    with duplicates_of(folder) as duplicates:
        links = sum(len(duplicates.links_of(Document(OUTLET, number))) for number in range(texts)) // 2
    return {
        "seconds for 1,000": 1_000 * spent[0],
        "microseconds a text": 1e6 * min(spent[1:]),
        "texts a second": 1 / min(spent[1:]),
        "bytes a text": before / documents,
        "links": links,
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
    }


def judge(source: Path, target: Path) -> None:
    """Write the links between the texts of a folder."""
    names: dict[Document, str] = {}
    numbers: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        batch = []
        for place, line in enumerate((source / "texts.jsonl").open(encoding="utf-8")):
            row = json.loads(line)
            outlet = row["outlet"].replace("/", "-")
            document = Document(outlet, numbers[outlet])
            numbers[outlet] += 1
            names[document] = row["id"]
            text = normalize(row["text"])
            digest = hashlib.sha256(text.encode()).hexdigest()
            path = folder / "text" / outlet / document_name(document.number, digest)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            batch.append(NewText(float(place), *document, digest, place, text))
        began = time.process_time()
        with opened_store(folder, write=True) as store:
            update = Update(folder, store, dict.fromkeys(numbers, "judged"))
            for first in range(0, len(batch), BATCH):
                with store.transaction():
                    update.add(batch[first : first + BATCH])
        spent = time.process_time() - began
        size = store_path(folder).stat().st_size
        print(f"{len(batch)} texts: {len(batch) / spent:.0f} a second, {size / len(batch):.0f} bytes a text")
        with duplicates_of(folder) as duplicates, target.open("w", encoding="utf-8") as file:
            for document in names:
                for link in duplicates.links_of(document):
                    if link.longer == document:
                        pair = {"a": names[link.longer], "b": names[link.shorter]}
                        file.write(json.dumps(pair | {"kind": link.kind, "similarity": link.similarity}) + "\n")


def missed(rows: list[dict[str, float]]) -> Iterator[str]:
    """Yield the goals that the figures miss."""
    for row in rows:
        if row["seconds for 1,000"] > GOALS["seconds for 1,000"]:
            yield "seconds for 1,000"
        if row["bytes a text"] > GOALS["bytes a text"]:
            yield "bytes a text"
        if row["texts a second"] < GOALS["texts a second"]:
            yield "texts a second"
    if rows[-1]["microseconds a text"] > GOALS["growth"] * rows[0]["microseconds a text"]:
        yield "growth"


def main() -> int:
    """Measure, or judge; return 1 if a goal is missed, else 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--texts", type=int, default=9_000)
    parser.add_argument("--judge", type=Path, nargs=2, metavar=("FOLDER", "PAIRS.jsonl"))
    arguments = parser.parse_args()
    if arguments.judge:
        judge(*arguments.judge)
        return 0
    rows = []
    for documents in arguments.documents:
        with tempfile.TemporaryDirectory() as folder:
            rows.append(measure(Path(folder), documents, arguments.texts))
        print(f"{documents:9,} documents: " + ", ".join(f"{name} {figure:,.1f}" for name, figure in rows[-1].items()))
    misses = sorted(set(missed(rows)))
    print(f"missed: {', '.join(misses)}" if misses else "all goals are met")
    return int(bool(misses))


if __name__ == "__main__":
    raise SystemExit(main())
