"""Finds the entries of a list: short texts, each of which stands under a title of its own.

An entry's title is a link, or a heading or label that stands in a box with the text, beside other such boxes. The
sub-headings of an article share one container with its paragraphs, so they open no entry.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from pipelines.page.headline import is_title
from pipelines.words.folding import fold, is_same_headline, run_together

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from pipelines.page.outline import Line

LARGEST_BOXED = 400
"""Most letters of an entry whose title is no link; a text with more may be a short article under its headline."""
FEWEST_ENTRIES = 3
"""Fewest entries of a list."""
FEWEST_ROWS = 4
"""Fewest items or cells that are rows."""
LARGEST_ROW = 150
"""Fewer letters than a paragraph that stands in a list's item."""
IN_ROWS = 0.8
"""Least share of a text in rows that makes it a list."""
_ROWS = frozenset({"li", "td", "dt", "dd", "tr"})
LABEL_WORDS = 3
"""Most words of a label."""
_OPENING = 40
"""Letters by which a line of the text is found again on the page."""
_MAX_LEVELS = 6


class Run(NamedTuple):
    """Prose without a title or a heading inside."""

    lines: tuple[Line, ...]
    title: Line | None
    """The line right before it that is a link or a heading, or a label; None if there is none."""
    labels: frozenset[str]
    """The short lines right before and behind it, folded."""


class Entries(NamedTuple):
    """The entries of a list in a text."""

    number: int
    share: float
    """Share of the text's prose in them."""
    first: bool
    """Whether the text begins with one of them; an article with other articles' teasers behind it does not."""
    linked: float
    """Share of the text's letters that are titles of links."""
    labelled: int
    """How many pieces of the text stand under or over the same label, one that is no title («اقرأ المزيد»)."""


def lines_of(lines: Sequence[Line], text: Sequence[str]) -> frozenset[str]:
    """Return those of a page's lines that begin as the lines of the text that was taken from it."""
    openings = {run_together(line)[:_OPENING] for line in text}
    return frozenset(line.text for line in lines if run_together(line.text)[:_OPENING] in openings)


def entries_of(lines: Sequence[Line], taken: frozenset[str], headline: str) -> Entries:
    """Return how much of a text is entries of a list.

    Args:
        lines: The page's lines.
        taken: Those of them that are in the text (`lines_of`).
        headline: The page's headline; the text under it is no entry.
    """
    runs = [
        (run, letters)
        for run in _runs(lines)
        if (letters := sum(line.letters for line in run.lines if line.text in taken))
    ]
    total = sum(letters for _, letters in runs)
    boxed = [run for run, _ in runs if run.title is not None and not _is_linked(run)]
    boxes = Counter(map(_box, boxed))
    alone = {box for box, count in boxes.items() if box is not None and count == 1}
    shapes = Counter((box.tag, sum(1 for _ in box.iterancestors())) for box in alone)
    alike = {box for box in alone if shapes[box.tag, sum(1 for _ in box.iterancestors())] >= FEWEST_ENTRIES}
    held = [
        (run, letters)
        for run, letters in runs
        if _is_linked(run)
        or (
            letters <= LARGEST_BOXED
            and run.title is not None
            and _box(run) in alike
            and not is_same_headline(run.title.text, headline)
        )
    ]
    linked = sum(line.letters for line in lines if line.is_link and line.text in taken)
    labels = Counter(label for run, _ in runs for label in run.labels)
    return Entries(
        number=len(held),
        share=sum(letters for _, letters in held) / total if total else 0.0,
        first=bool(held) and held[0] == runs[0],
        linked=linked / (linked + total) if linked else 0.0,
        labelled=max([*labels.values(), *_repeated_links(lines, taken).values()], default=0),
    )


def _repeated_links(lines: Sequence[Line], taken: frozenset[str]) -> Counter[str]:
    """Count by its words each short link right behind a line that is too short for prose («قدم الآن»)."""
    return Counter(
        label
        for line, after in pairwise(lines)
        if line.text in taken and not (line.is_link or line.is_prose) and after.is_link and (label := _label(after))
    )


def is_in_rows(lines: Sequence[Line], taken: frozenset[str]) -> bool:
    """Return whether nearly all of a text stands in the items of lists or the cells of tables, several to a text.

    A page that is laid out with tables has its text in one cell.
    """
    found = [line for line in lines if line.text in taken]
    rows = {line.block: line.letters for line in found if line.block.tag in _ROWS and line.letters < LARGEST_ROW}
    return len(rows) >= FEWEST_ROWS and sum(rows.values()) >= IN_ROWS * sum(line.letters for line in found)


def _is_linked(run: Run) -> bool:
    """Return whether a run's title is a link, before it or at its beginning."""
    title = run.title
    return run.lines[0].opens or (title is not None and (is_title(title) or (title.level > 0 and title.linked > 0)))


def _box(run: Run) -> HtmlElement | None:
    """Return the nearest element that holds a run's title and its first line."""
    if run.title is None:
        return None
    above = {run.title.block, *islice(run.title.block.iterancestors(), _MAX_LEVELS)}
    block = run.lines[0].block
    return next((each for each in (block, *islice(block.iterancestors(), _MAX_LEVELS)) if each in above), None)


def _runs(lines: Sequence[Line]) -> Iterator[Run]:
    """Yield the prose of a page, divided at titles, headings, labels and links at a line's beginning."""
    title: Line | None = None
    titled = False
    held: list[Line] = []
    before = ""
    for line in lines:
        if line.is_prose and not (held and line.opens):
            held.append(line)
            continue
        if held:
            yield Run(tuple(held), title, frozenset({before, _label(line)} - {""}))
            title, titled, held = None, False, []
        if line.is_prose:
            held, before = [line], ""
        else:
            before = _label(line)
            strong = line.level > 0 or is_title(line)
            if strong or (not titled and line.letters):
                title, titled = line, strong
    if held:
        yield Run(tuple(held), title, frozenset({before} - {""}))


def _label(line: Line) -> str:
    """Return a short line of words, folded; empty for any other line."""
    return fold(line.text) if line.letters and len(line.text.split()) <= LABEL_WORDS else ""
