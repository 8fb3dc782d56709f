"""Finds where in a page the prose of its article stands, by evidence that any site shows and without names.

Each line has a weight: prose counts for the body, links and loose short lines count against it. The body is the run of
neighbouring children of one element whose weights have the largest sum. So a body may stand in several containers, and
what surrounds it, which is mostly links, is left out at both ends.

Lines before the headline never count for the body, since a page shows its headline above its text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.body.blocks import is_heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Set

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
TOLL = 200
"""Weight that a further container must have beyond its sum, to be a piece of the body beside the first one."""
LINKS_BETWEEN = 5
"""Links in a row after the headline from which the lines behind them are no longer near it."""
SHARE_BEHIND = 0.5
"""Share of its weight with which prose counts that is not near the headline."""
_CLOSED = (".", "؟", "!", "…", ".»", '."', ".”", ":", "»")


def weights_of(found: Blocks, apart: Set[int], after: int, end: int) -> list[float]:
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
    return LINK if block.is_link else LOOSE


def place_of(root: HtmlElement, found: Blocks, weights: Sequence[float]) -> tuple[int, int]:
    """Return the span of the run of children with the largest sum of weights, the smallest of equal ones."""
    sums = [0.0]
    for weight in weights:
        sums.append(sums[-1] + weight)
    best, place, chosen = 0.0, (0, len(found.blocks)), root
    for element, span in found.spans.items():
        score, run = _best_run(_pieces(element, span, found), sums)
        if score > best or (score == best and run[1] - run[0] < place[1] - place[0]):
            best, place, chosen = score, run, element
    if not best:
        return place
    return _widened(list(_pieces(chosen, found.spans[chosen], found)), place, found, weights)


def _widened(
    pieces: list[tuple[int, int]], place: tuple[int, int], found: Blocks, weights: Sequence[float]
) -> tuple[int, int]:
    """Return a run with the lines at both its ends that look like its own: datelines, credits, sub-headings.

    Such a line stands alone in its piece, is no link, and has the tag that most of the run's lines of prose have.
    """
    first, last = place
    tags = [found.blocks[index].element.tag for index in range(first, last) if weights[index] > 0]
    usual = max(set(tags), key=tags.count)

    def is_alike(piece: tuple[int, int]) -> bool:
        block = found.blocks[piece[0]]
        alone = piece[1] - piece[0] == 1 and weights[piece[0]] >= LOOSE and not block.linked
        return alone and (block.element.tag == usual or is_heading(block))

    for piece in reversed([piece for piece in pieces if piece[1] <= first]):
        if not is_alike(piece):
            break
        first = piece[0]
    for piece in [piece for piece in pieces if piece[0] >= last]:
        if not is_alike(piece):
            break
        last = piece[1]
    return first, last


def _pieces(element: HtmlElement, span: tuple[int, int], found: Blocks) -> Iterator[tuple[int, int]]:
    """Yield the spans of an element's children, and of the lines between them, in order."""
    first, last = span
    last = min(last, len(found.blocks))
    for child in element:
        inner = found.spans.get(child)
        if inner is None or inner[0] < first:
            continue
        if inner[0] > first:
            yield first, inner[0]
        yield inner[0], min(inner[1], last)
        first = min(inner[1], last)
    if first < last:
        yield first, last


def _best_run(pieces: Iterator[tuple[int, int]], sums: Sequence[float]) -> tuple[float, tuple[int, int]]:
    """Return the largest sum of weights of neighbouring pieces, and the span of these."""
    best, place = 0.0, (0, 0)
    score, start = 0.0, 0
    for first, last in pieces:
        if score <= 0:
            score, start = 0.0, first
        toll = TOLL if score and last - first > 1 else 0
        score += sums[last] - sums[first] - toll
        if score > best:
            best, place = score, (start, last)
    return best, place
