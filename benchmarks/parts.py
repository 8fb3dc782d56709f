"""Fits the weights of `pipelines.body.foreign`: is a part of a body foreign to its text?

    python benchmarks/parts.py [--shared DIR] [--composed 200] [--rounds 300]

The parts come from all pages with gold of benchmarks/generalise.py, unchanged and changed, and from pages that
`parts_pages` composes. A part is foreign if most of its letters are in no line of the gold. Sites are divided by a
checksum into `FOLDS`; the figures are those of each fold under weights that were fitted on the others.
"""

from __future__ import annotations

import argparse
import math
import sys
import zlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from unittest import mock

from extraction_pages import ROOT
from generalise_changes import PAGE_CHANGES, changed_page
from generalise_inputs import ARTICLES, HTML
from parts_pages import composed_pages

sys.path.insert(0, str(ROOT))
from pipelines.body.foreign import weighed_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipelines.body.blocks import Block

FOLDS = 10
WEIGHT_OF_TEXT = 6.0
"""How much more a part of the text weighs than a foreign one: an error there loses the article's lines."""
SHRINKING = 5e-4
"""How fast weights shrink that no example needs."""
EDGES = (0.0, 0.5, 1.0, 1.5, 2.0)
FEWEST_INSIDE = 12
"""Fewest characters of a line that may be a piece of a line of the gold."""


class Example(NamedTuple):
    """One part of a page's body."""

    site: str
    marks: dict[str, float]
    foreign: bool
    text: str


def parts_in(site: str, body: list[str], raw: bytes, declared: str, url: str) -> Iterator[Example]:
    """Yield the parts that are weighed while a page is extracted."""
    from crawler.archive.read.unarchived import unarchived_page
    from crawler.outlet import Outlet
    from pipelines.article import article_of

    wanted = [" ".join(line.split()) for line in body]
    found: list[Example] = []

    def seen(blocks: Sequence[Block], *others: object) -> set[int]:
        found.clear()  # the last call is that of the chosen body
        for part, marks in weighed_parts(blocks, *others):  # type: ignore[arg-type]
            lines = blocks[part.first : part.last]
            lengths = [line.plain + line.linked for line in lines]
            own = sum(length for line, length in zip(lines, lengths, strict=True) if _is_own(line.text, wanted))
            found.append(Example(site, marks, 2 * own < sum(lengths), " / ".join(line.text for line in lines)[:150]))
        return set()

    with mock.patch("pipelines.body.paragraphs.foreign_lines", seen):
        article_of(unarchived_page(url, raw, Outlet.of_site(url), declared, "2026-01-01T00:00:00Z"))
    yield from found


def _is_own(line: str, wanted: list[str]) -> bool:
    return line in wanted or (len(line) >= FEWEST_INSIDE and any(line in one or one in line for one in wanted if one))


def examples(shared: Path, number: int) -> Iterator[Example]:
    """Yield the parts of all pages, under each change."""
    from pipelines.page.charset import decode

    for folder, pages in ARTICLES.values():
        if folder and not (shared / folder).is_dir():
            continue
        for sample in pages(shared):
            if sample.gold is None:
                continue
            raw, body = sample.path.read_bytes(), [*sample.gold.body, *sample.gold.optional]
            yield from parts_in(sample.site, body, raw, sample.content_type, sample.url)
            for change in PAGE_CHANGES:
                changed = changed_page(decode(raw, sample.content_type), change)
                yield from parts_in(sample.site, body, changed, HTML, sample.url)
    for page in composed_pages(number):
        for change in ("", "flat"):
            raw = changed_page(page.html, change) if change else page.html.encode()
            yield from parts_in(page.site, page.body, raw, HTML, "https://akhbar.example/news/2024/01/01/12345-abc")


def weights_of(rows: list[Example], rounds: int) -> dict[str, float]:
    """Return the weight of each mark by logistic regression; texts that recur share one weight."""
    names = list(rows[0].marks)
    often = Counter((row.site, row.text) for row in rows)
    counts = [(1.0 if row.foreign else WEIGHT_OF_TEXT) / often[row.site, row.text] ** 0.5 for row in rows]
    values = [[row.marks[name] for name in names] for row in rows]
    weights, speed, total = [0.0] * len(names), [0.0] * len(names), sum(counts)
    for _ in range(rounds):
        slope = [0.0] * len(names)
        for row, count, own in zip(rows, counts, values, strict=True):
            score = sum(map(float.__mul__, weights, own))
            error = (1 / (1 + math.exp(-max(-30.0, min(30.0, score)))) - row.foreign) * count
            for index, value in enumerate(own):
                if value:
                    slope[index] += error * value
        for index in range(len(names)):
            speed[index] = 0.9 * speed[index] - 1.0 * (slope[index] / total + SHRINKING * weights[index])
            weights[index] += speed[index]
    return dict(zip(names, weights, strict=True))


def score(row: Example, weights: dict[str, float]) -> float:
    """Return the weighted sum of a part's marks."""
    return sum(weights[name] * value for name, value in row.marks.items())


def main() -> None:
    """Fit, and print the weights and the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    options.add_argument("--composed", type=int, default=200)
    options.add_argument("--rounds", type=int, default=300)
    given = options.parse_args()
    rows = list(examples(given.shared, given.composed))
    for name, weight in weights_of(rows, given.rounds).items():
        print(f'    "{name}": {weight:.2f},')
    scores: list[tuple[Example, float]] = []
    for fold in range(FOLDS):
        inside = [row for row in rows if zlib.crc32(row.site.encode()) % FOLDS != fold]
        weights = weights_of(inside, given.rounds)
        scores += [(row, score(row, weights)) for row in rows if zlib.crc32(row.site.encode()) % FOLDS == fold]
    for edge in EDGES:
        found = [one > edge for row, one in scores if row.foreign]
        lost = [one > edge for row, one in scores if not row.foreign]
        print(f"edge {edge}: found {sum(found)} of {len(found)}, lost {sum(lost)} of {len(lost)}, on left-out sites")
    for text, one in sorted({(row.text, round(one, 1)) for row, one in scores if not row.foreign and one > 1}):
        print(f"lost {one} {text}")


if __name__ == "__main__":
    main()
