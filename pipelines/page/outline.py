"""Reads a page as a reader does: its lines from top to bottom, each with its links and whether it is a heading.

The lines need no class names and no sectioning elements, so that a page whose names are new, or gone, gives the same
lines.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from pipelines.words.folding import words
from pipelines.words.letters import letters_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

MAX_OUTLINE = 6_000
"""Lines that are read of a page; a long list has about 2,000."""
LONGEST_PIECE = 20_000
"""Characters that are read of one text."""
PROSE = 60
"""Fewest letters of a line that is prose: a sentence. Labels, menus and most headlines have fewer."""
TITLE_WORDS = 3
"""Fewest words of a link that is another page's title; menus and labels have fewer."""

_SILENT = words("head script style noscript template select textarea svg iframe button title option datalist")
_INLINE = words(
    """
    a abbr b bdi bdo big cite code em font i ins label mark q s small span strike strong sub sup time tt u wbr
    """
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


class Line(NamedTuple):
    """A line of a page."""

    text: str
    """The line, with single spaces."""
    letters: int
    linked: int
    """How many of its letters stand in links to other addresses."""
    level: int
    """Level of the heading that holds it, 1 to 6; 0 for a line in no heading."""
    block: HtmlElement
    """The innermost element that is a block and holds the line."""
    opens: bool
    """Whether it begins with a link."""

    @property
    def is_link(self) -> bool:
        """Whether the line is the text of a link."""
        return 5 * self.linked >= 4 * self.letters > 0

    @property
    def is_prose(self) -> bool:
        """Whether the line is a sentence or more, and neither a heading nor the text of a link."""
        return self.letters >= PROSE and not self.is_link and not self.level


def outline_of(tree: HtmlElement) -> list[Line]:
    """Return a page's lines from top to bottom, `MAX_OUTLINE` at most; the page stays unchanged."""
    # Pages of old may have a body that the parser found inside another element, or none.
    body = next(tree.iter("body"), tree)
    return list(islice(_Reader(body).lines(), MAX_OUTLINE))


class _Reader:
    """Reads an element in the page's order; it holds the line that is not yet ended."""

    def __init__(self, body: HtmlElement) -> None:
        self._body = body
        self._blocks = [body]
        self._links: list[bool] = []
        self._levels: list[int] = []
        self._clear()

    def lines(self) -> Iterator[Line]:
        """Yield the lines of the element."""
        walk = etree.iterwalk(self._body, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event == "start":
                if element.tag not in _INLINE:
                    yield from self._ended()
                if element.tag in _SILENT:
                    walk.skip_subtree()
                else:
                    self._enter(element)
                    self._add(element.text)
                continue
            if event == "end" and element.tag not in _SILENT:
                if element.tag not in _INLINE:
                    yield from self._ended()
                self._leave(str(element.tag))
            if element is not self._body:
                self._add(element.tail)

    def _enter(self, element: HtmlElement) -> None:
        if element.tag == "a":
            self._links.append(_leads_away(element))
        elif element.tag not in _INLINE:
            self._blocks.append(element)
            if element.tag in _HEADINGS:
                self._levels.append(_HEADINGS[element.tag])

    def _leave(self, tag: str) -> None:
        if tag == "a":
            self._links.pop()
        elif tag not in _INLINE:
            self._blocks.pop()
            if tag in _HEADINGS:
                self._levels.pop()

    def _clear(self) -> None:
        self._parts: list[str] = []
        self._linked = self._level = 0
        self._opens = False

    def _add(self, text: str | None) -> None:
        """Add a text to the line."""
        if not text:
            return
        piece = text[:LONGEST_PIECE]
        if piece.strip():
            if self._links and self._links[-1]:
                self._opens = self._opens or not any(map(str.strip, self._parts))
                self._linked += letters_in(piece)
            if self._levels:
                self._level = self._levels[-1]
        self._parts.append(piece)

    def _ended(self) -> Iterator[Line]:
        """Yield the line, if it has letters or digits, and begin the next one."""
        text = " ".join("".join(self._parts).split())
        if any(map(str.isalnum, text)):
            letters = letters_in(text)
            yield Line(text, letters, self._linked, self._level, self._blocks[-1], self._opens)
        self._clear()


def _leads_away(element: HtmlElement) -> bool:
    """Return whether a link leads to another page."""
    address = (element.get("href") or "").strip()
    return address != "" and not (address.startswith(("#", "javascript:", "mailto:", "tel:")) and len(address) > 1)
