"""Finds cards by their shape: neighbours of the same shape, each with a title, a few words, a date or a picture.

Pages show other articles, comments and products so, whatever their names. Items of an article («ten places to see»)
look alike too; so a group without a linked title in each item must be the smaller part of the page's prose, and a group
without links and dates must have short texts.
"""

from __future__ import annotations

from itertools import groupby, islice
from typing import TYPE_CHECKING

from pipelines.body.lines import CLOSED, MEDIA
from pipelines.words.folding import fold
from pipelines.words.headings import RELATED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from pipelines.body.blocks import Block, Blocks

FEWEST = 3
"""Fewest neighbours of one shape that are a group, when nothing but their shape and a short text shows it."""
FEWEST_TITLED = 2
"""Fewest neighbours of one shape that are a group, when each has a linked title."""
MOST_LINES = 7
"""Most lines of a card."""
LONGEST = 500
"""Most characters, without spaces, of a card."""
LONGEST_TEXT = 200
"""Most characters, without spaces, of a card's text where no link and no date shows that it is one."""
WORDS_OF_TITLE = 4
"""Fewest words of a linked title."""
LONGEST_TITLE = 16
"""Most words of a title in a card."""
WORDS_OF_REPORT = 5
"""Fewest words of a title that reports an event."""
FEWEST_ABOVE = 2
"""Fewest paragraphs above comments that may be more than the article."""
LINES_BEHIND = 3
"""Lines behind a group among which a paragraph shows that the line before it may be the article's."""
CARDS = ("div", "article", "section", "td")
"""Elements that may be a card of one line."""
LONGEST_DATE = 5
"""Most words of a line with a date or a count in a card."""


def cards_of(found: Blocks) -> set[int]:
    """Return the indices of the lines in groups of cards."""
    whole = sum(block.plain for block in found.blocks if block.is_prose)
    below = _below(found)
    cards: set[int] = set()
    for element in found.spans:
        if len(element) >= FEWEST_TITLED:
            for group in _groups(element, found):
                if _are_cards(group, found, whole, below):
                    first, last = group[0][1][0], group[-1][1][1]
                    cards.update(range(first - _is_headed(first, last, found), last))
    return cards


def _is_headed(first: int, last: int, found: Blocks) -> bool:
    """Return whether the line before a group is its heading: a short one, with no paragraph of the text behind it."""
    if not first or found.blocks[first - 1].is_prose or found.blocks[first - 1].text.endswith(CLOSED):
        return False
    behind = found.blocks[last : last + LINES_BEHIND]
    return not any(block.is_prose and block.text.endswith(CLOSED) for block in behind)


def _groups(element: HtmlElement, found: Blocks) -> Iterator[list[tuple[HtmlElement, tuple[int, int]]]]:
    """Yield the runs of neighbouring children with the same shape and the size of a card."""
    children = [(child, found.spans[child]) for child in element if child in found.spans]
    for shape, group in groupby(children, key=lambda child: _shape(*child)):
        if shape is not None:
            listed = list(group)
            if len(listed) >= FEWEST_TITLED:
                yield listed


def _shape(element: HtmlElement, span: tuple[int, int]) -> tuple[str, ...] | None:
    """Return the tags of an element, its children and theirs; None for what is too large or too small for a card."""
    lines = span[1] - span[0]
    if lines > MOST_LINES or (lines == 1 and element.tag == "p"):
        return None
    inner = [str(child.tag) for child in element if isinstance(child.tag, str)]
    return (str(element.tag), *inner) if inner else None


def _are_cards(group: list[tuple[HtmlElement, tuple[int, int]]], found: Blocks, whole: int, below: int) -> bool:
    """Return whether the items of a group are cards.

    Args:
        group: Neighbours of one shape with their spans.
        found: The page's lines.
        whole: Characters of the page's prose.
        below: The line from which comments may stand.
    """
    items = [found.blocks[first:last] for _, (first, last) in group]
    if any(len(lines) < 2 or sum(block.plain + block.linked for block in lines) > LONGEST for lines in items):  # noqa: PLR2004
        return len(group) >= FEWEST and all(map(_begins_with_title, group, items))
    first = group[0][1][0]
    if all(map(_has_title, items)) or (first and fold(found.blocks[first - 1].text) in RELATED):
        return True
    if len(group) >= FEWEST and first >= below and (all(map(_has_button, items)) or all(map(_is_report, items))):
        return True
    prose = sum(block.plain for lines in items for block in lines if block.is_prose)
    if len(group) < FEWEST or 2 * prose > whole:
        return False
    if all(map(_has_note, items)):
        return True
    pictured = all(next(element.iter(*MEDIA), None) is not None for element, _ in group)
    return pictured and all(block.plain <= LONGEST_TEXT for lines in items for block in lines)


def _has_title(lines: list[Block]) -> bool:
    """Return whether one of the first lines is a linked title."""
    return any(block.is_link and len(block.text.split()) >= WORDS_OF_TITLE for block in lines[:3])


def _begins_with_title(item: tuple[HtmlElement, tuple[int, int]], lines: list[Block]) -> bool:
    """Return whether an item is one line that begins with a linked title and goes on with a text: a card, no entry."""
    element, _ = item
    if len(lines) != 1 or element.tag not in CARDS or lines[0].is_link or not lines[0].linked:
        return False
    title = " ".join(next(element.iter("a")).text_content().split())
    return len(title.split()) >= WORDS_OF_TITLE and lines[0].text.startswith(title) and lines[0].plain <= LONGEST


def _has_button(lines: list[Block]) -> bool:
    """Return whether one of the lines is short and has a link: «رد»."""
    return any(block.linked and len(block.text.split()) <= LONGEST_DATE for block in lines)


def _is_report(lines: list[Block]) -> bool:
    """Return whether some lines are a news title and one short sentence under it.

    The heading of an article's own part names a subject in a few words, asks, or has a number.
    """
    *above, text = lines
    titles = [block.text for block in above if WORDS_OF_REPORT <= len(block.text.split()) <= LONGEST_TITLE]
    return (
        len(titles) == 1
        and not titles[0].endswith((*CLOSED, ":"))
        and not titles[0][0].isdigit()
        and text.text.endswith(CLOSED)
        and text.plain <= LONGEST_TEXT
    )


def _below(found: Blocks) -> int:
    """Return the line below the first two paragraphs, the number of lines without two: comments stand below those."""
    closed = (index for index, block in enumerate(found.blocks) if block.is_prose and block.text.endswith(CLOSED))
    return next(islice(closed, FEWEST_ABOVE - 1, None), len(found.blocks)) + 1


def _has_note(lines: list[Block]) -> bool:
    """Return whether one of the lines is a link, or a short line with a date or a count."""
    return any(
        block.is_link or (len(block.text.split()) <= LONGEST_DATE and any(map(str.isdigit, block.text)))
        for block in lines
    )
