"""Finds where in a page the prose of its article stands, by evidence that any site shows and without names.

Each line has a weight: prose counts for the body, links and loose short lines count against it. The body is the run of
neighbouring children of one element whose weights have the largest sum. So a body may stand in several containers, and
what surrounds it, which is mostly links, is left out at both ends.

Lines before the headline never count for the body, since a page shows its headline above its text.
"""

from __future__ import annotations

from itertools import accumulate, takewhile
from typing import TYPE_CHECKING, NamedTuple

from pipelines.body.blocks import FEWEST_PROSE, is_heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from lxml.html import HtmlElement

    from pipelines.body.blocks import Block, Blocks

MOST_OF_LINE = 400
"""Most characters of one line that count: a body has several paragraphs, and one long line may be a notice."""
SHARE_UNCLOSED = 0.5
"""Share of its characters with which prose counts that does not end as a sentence does."""
LINK = -40
"""Weight of a line that is only a link."""
LOOSE = -8
"""Weight of a short line that is no link: a label, a date, a sub-heading."""
TOLL = 100
"""Weight that a further container must have beyond its sum, to be a piece of the body beside the first one."""
TOLL_OF_LINE = 40
"""The same for a line that stands alone beside containers."""
FEWEST_PARAGRAPHS = 3
"""Fewest paragraphs right inside a container that make it alike to any other such one: columns of one text."""
FEWEST_LEAD = 60
"""Fewest characters of a sentence under the headline that may be the beginning of a body in several containers."""
LONGEST_INSERT = -80
"""Smallest weight of one container of links between paragraphs: an insert divides no body, however long."""
LINKS_BETWEEN = 5
"""Links in a row after the headline from which the lines behind them are no longer near it."""
SHARE_BEHIND = 0.5
"""Share of its weight with which prose counts that is not near the headline."""
_CLOSED = (".", "؟", "!", "…", ".»", '."', ".”", ":", "»")


def weights_of(found: Blocks, apart: AbstractSet[int], after: int, end: int) -> list[float]:
    """Return the weight of each line of a page.

    Args:
        found: The lines.
        apart: Indices of lines that belong to cards or show the headline.
        after: The line after the headline; 0 without one.
        end: The first line of an article below this one; the number of lines without one.
    """
    weights = []
    links, share = 0, 1.0
    for index, block in enumerate(found.blocks):
        weight = _weight(block)
        if index >= after > 0:
            links = 0 if weight > 0 else links + block.is_link
            if links >= LINKS_BETWEEN:
                share = SHARE_BEHIND
            weight = share * weight if weight > 0 else weight
        if index in apart:
            weight = min(weight, 0.0) if index < after or not weight > 0 else LINK
        if index < after or index >= end:
            weight = min(weight, 0.0)
        weights.append(weight)
    return weights


def _weight(block: Block) -> float:
    """Return the weight of a line by its text alone."""
    if block.is_prose:
        plain = min(block.plain, MOST_OF_LINE)
        return plain if block.text.endswith(_CLOSED) else SHARE_UNCLOSED * plain
    if block.is_link:
        return 0.0 if block.linked >= FEWEST_PROSE and block.text.endswith(".") else LINK
    return LOOSE


class _Piece(NamedTuple):
    """A child of an element, or the lines between two children."""

    first: int
    """The index of its first line."""
    last: int
    """The index of the line after its last."""
    score: float
    """The sum of its lines' weights without the tolls of containers inside it."""
    shape: tuple[str, ...]
    """The tags of the child and of its children; empty for a single line."""


def place_of(root: HtmlElement, found: Blocks, weights: Sequence[float], after: int) -> tuple[int, int]:
    """Return the span of the run of children with the largest score, the smallest of equal ones."""
    sums = (0.0, *accumulate(weights))
    opening = next((i for i, weight in enumerate(weights) if weight >= FEWEST_LEAD), -1)
    if not after or opening < 0 or not found.blocks[opening].text.endswith(_CLOSED):
        opening = -1
    if sum(weight for weight in weights[:opening] if weight > 0) >= FEWEST_LEAD:
        opening = -1
    whole: dict[HtmlElement, float] = {}
    best, place, chosen = 0.0, (0, len(found.blocks)), root
    for element in found.spans:  # children before their parents
        score, run, whole[element] = _best_run(_pieces(element, found, sums, whole), opening)
        if score > best or (score == best > 0 and run[1] - run[0] < place[1] - place[0]):
            best, place, chosen = score, run, element
    if not best:
        return place
    pieces = [piece for piece in _pieces(chosen, found, sums, whole) if piece.first >= after]
    return _widened(chosen, pieces, place, found, weights)


def _widened(
    chosen: HtmlElement, pieces: list[_Piece], place: tuple[int, int], found: Blocks, weights: Sequence[float]
) -> tuple[int, int]:
    """Return a run with the lines at both its ends that look like its own: datelines, credits, sub-headings.

    Such a line is no link, has the tag that most of the run's lines of prose have, and its piece is one element or a
    heading.
    """
    first, last = place
    tags = [found.blocks[index].element.tag for index in range(first, last) if weights[index] > 0]
    usual = max(dict.fromkeys(tags), key=tags.count)

    def is_alike(piece: _Piece) -> bool:
        lines = found.blocks[piece.first : piece.last]
        return all(
            block.element is lines[0].element
            and not block.linked
            and (block.element.tag == usual or is_heading(block))
            and weight >= LOOSE
            for block, weight in zip(lines, weights[piece.first : piece.last], strict=False)
        )

    if usual == "p":
        # Paragraphs beside one another are one body, with whatever insert between them.
        own = [piece for piece in pieces if weights[piece.first] > 0 and _is_paragraph(found, piece.first, chosen)]
        first = min([first, *(piece.first for piece in own)])
        last = max([last, *(piece.last for piece in own)])
    for piece in takewhile(is_alike, reversed([piece for piece in pieces if piece.last <= first])):
        first = piece.first
    for piece in takewhile(is_alike, [piece for piece in pieces if piece.first >= last]):
        last = piece.last
    return first, last


def _is_paragraph(found: Blocks, index: int, parent: HtmlElement) -> bool:
    """Return whether a line is a paragraph right inside an element."""
    element = found.blocks[index].element
    return element.tag == "p" and element.getparent() is parent


def _pieces(
    element: HtmlElement, found: Blocks, sums: Sequence[float], whole: Mapping[HtmlElement, float]
) -> Iterator[_Piece]:
    """Yield an element's children, and the lines between them one by one, in order."""
    first, last = found.spans[element]
    last = min(last, len(found.blocks))
    for child in element:
        inner = found.spans.get(child)
        if inner is None or inner[0] < first:
            continue
        if first < inner[0]:
            yield from _lines(first, inner[0], sums)
        first = min(inner[1], last)
        shape = _shape(child) if first - inner[0] > 1 else ()
        yield _Piece(inner[0], first, whole.get(child, 0.0), shape)
    yield from _lines(first, last, sums)


def _lines(first: int, last: int, sums: Sequence[float]) -> Iterator[_Piece]:
    for index in range(first, last):
        yield _Piece(index, index + 1, sums[index + 1] - sums[index], ())


def _shape(element: HtmlElement) -> tuple[str, ...]:
    """Return the tags of an element and of its children, each once; paragraphs alone where it has several."""
    tags = [child.tag for child in element]
    if tags.count("p") >= FEWEST_PARAGRAPHS:
        return ("p",)
    return (str(element.tag), *sorted({str(tag) for tag in tags if isinstance(tag, str)}))


def _best_run(pieces: Iterator[_Piece], opening: int) -> tuple[float, tuple[int, int], float]:
    """Return the largest score of neighbouring pieces, their span, and the score of all pieces.

    A container that has not the shape of an earlier one in the run pays the toll, unless the run before it is shorter
    and begins with the first prose under the headline, as a lead does.
    """
    best, place = 0.0, (0, 0)
    score, start, whole = 0.0, 0, 0.0
    shapes: set[tuple[str, ...]] = set()
    for piece in pieces:
        if score <= 0:
            score, start = 0.0, piece.first
            shapes.clear()
        foreign = score and piece.score > 0 and piece.shape not in shapes
        toll = (
            (TOLL if piece.shape else TOLL_OF_LINE)
            if foreign and not (start <= opening and score <= piece.score)
            else 0
        )
        shapes.add(piece.shape)
        own = max(piece.score, LONGEST_INSERT) if piece.shape else piece.score
        score += own - toll
        whole += own - (toll if whole else 0)
        if score > best:
            best, place = score, (start, piece.last)
    return best, place, whole
