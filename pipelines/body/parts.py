"""Divides a body into its own lines and the other parts that stand among, before and behind them.

The paragraphs of a body look alike: they stand at the same depth in the same element, or in one element between line
ends. Lists, quotations and sub-headings stand in other elements; so do cards, prompts, notices and lives of authors.
`pipelines.body.foreign` weighs which of both a part is.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from pipelines.body.blocks import FEWEST_PROSE
from pipelines.body.lines import CLOSED, look

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from lxml.html import HtmlElement

    from pipelines.body.blocks import Block

DEEPEST = 3
"""Elements around a paragraph that a body may have for each paragraph."""
SHARE_OF_OWN = 0.4
"""Smallest share of the prose that one place must have for classes to tell its containers from others."""
SHARE_OF_DEEPER = 0.85
"""Share of the prose further away with which a nearer element is the body's."""
SHARE_TOGETHER = 0.5
"""Smallest share of the prose that stands between line ends of one element with which it is the body's."""
FEWEST_TOGETHER = 2
"""Fewest paragraphs between line ends of one element."""
FEWEST_OF_COLUMN = 2
"""Fewest paragraphs of a further container of the same text."""
MOST_OF_LINE = 400
"""Most characters of one line that count."""


class Part(NamedTuple):
    """Neighbouring lines of one element, none of them the body's own."""

    first: int
    """The index of its first line."""
    last: int
    """The index of the line after its last."""
    element: HtmlElement | None
    """The largest element with these lines and without own ones; None for a line between two elements."""


class Own(NamedTuple):
    """The body's own lines."""

    element: HtmlElement
    """The element that holds them."""
    lines: frozenset[int]
    first: int
    """The index of the first of them."""
    last: int
    """The index of the last of them."""


def own_of(blocks: Sequence[Block], lines: Sequence[int]) -> Own | None:
    """Return the lines, of some lines of a page, that are most alike in their place; None without prose."""
    prose = [index for index in lines if blocks[index].is_prose and blocks[index].text.endswith(CLOSED)]
    whole = sum(min(blocks[index].plain, MOST_OF_LINE) for index in prose)
    named = True
    found = _usual_place(blocks, prose, named=named)
    if found is not None and found[0] < SHARE_OF_OWN * whole:  # containers of one text may have classes of their own
        named = False
        found = _usual_place(blocks, prose, named=named)
    if found is None:
        return None
    _, depth, place = found
    closed = frozenset(prose)
    alike = [index for index in lines if _place(blocks[index].element, depth, named=named) == place]
    weights: dict[tuple[str, str], float] = defaultdict(float)
    for index in alike:
        if index in closed:
            weights[look(blocks[index].element)] += blocks[index].plain
    usual = max(weights, key=weights.__getitem__)
    own = {index for index in alike if look(blocks[index].element) == usual}
    if depth:
        own |= _in_columns(blocks, [index for index in lines if index not in own], closed, usual[0])
    return Own(place[0], frozenset(own), min(own), max(own))


def _in_columns(blocks: Sequence[Block], lines: Sequence[int], closed: AbstractSet[int], tag: str) -> set[int]:
    """Return the paragraphs of other containers of the same text: each begins with one, and has several.

    Args:
        blocks: The lines of the page.
        lines: The indices of the lines that are not known to be own.
        closed: The indices of the lines of prose.
        tag: The tag of the own lines.
    """
    groups: dict[HtmlElement | None, list[int]] = defaultdict(list)
    for index in lines:
        groups[blocks[index].element.getparent()].append(index)
    found: set[int] = set()
    for group in groups.values():
        alike = [index for index in group if blocks[index].element.tag == tag]
        first = blocks[group[0]]  # it may be a linked sentence, which is no prose
        begins = first.plain + first.linked >= FEWEST_PROSE and first.text.endswith(CLOSED)
        if begins and sum(index in closed for index in alike) >= FEWEST_OF_COLUMN:
            found.update(alike)
    return found


def _usual_place(blocks: Sequence[Block], prose: Sequence[int], *, named: bool) -> tuple[float, int, _Place] | None:
    """Return the place of most of some lines of prose: their characters, the depth, the element and the way to it.

    The nearest element counts that has nearly as much prose as one further away.
    """
    best: tuple[float, int, _Place] | None = None
    for depth in range(DEEPEST + 1):
        sums: dict[_Place, float] = defaultdict(float)
        counts: dict[_Place, int] = defaultdict(int)
        for index in prose:
            if (one := _place(blocks[index].element, depth, named=named)) is not None:
                sums[one] += min(blocks[index].plain, MOST_OF_LINE)
                counts[one] += 1
        place = max(sums, key=sums.__getitem__, default=None)
        if place is None or (not depth and counts[place] < FEWEST_TOGETHER):
            continue
        if best is None or SHARE_OF_DEEPER * sums[place] > best[0]:
            best = sums[place], depth, place
        if not depth and sums[place] >= SHARE_TOGETHER * sum(sums.values()):
            break
    return best


def parts_of(
    blocks: Sequence[Block], spans: Mapping[HtmlElement, tuple[int, int]], lines: Sequence[int], own: AbstractSet[int]
) -> list[Part]:
    """Return the parts of a body that are not its own lines, in order.

    Args:
        blocks: The lines of the page.
        spans: The span of lines of each element.
        lines: The indices of the body's lines.
        own: The indices of its own lines.
    """
    if not lines:
        return []
    first, last = lines[0], lines[-1] + 1
    counted = (0, *accumulate(index in own for index in range(last)))
    parts: list[Part] = []
    for index in lines:
        if index in own:
            continue
        found: HtmlElement | None = None
        element: HtmlElement | None = blocks[index].element
        while element is not None:
            start, end = spans.get(element, (index, index + 1))
            if start < first or end > last or counted[end] > counted[start]:
                break
            found, element = element, element.getparent()
        if found is not None and parts and parts[-1].element is found and parts[-1].last == index:
            parts[-1] = parts[-1]._replace(last=index + 1)
        else:
            parts.append(Part(index, index + 1, found))
    return parts


_Place = tuple["HtmlElement", tuple[tuple[str, str], ...]]


def _place(element: HtmlElement, depth: int, *, named: bool) -> _Place | None:
    """Return the element around another one at a distance, and the tags, with or without classes, on the way to it."""
    way: list[tuple[str, str]] = []
    for step in range(depth):
        way.append(look(element) if named and step else (str(element.tag), ""))
        if (above := element.getparent()) is None:
            return None
        element = above
    return element, tuple(way)
