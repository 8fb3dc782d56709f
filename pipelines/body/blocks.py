"""Reads a page as the lines that a reader sees, in one walk over the tree; the body is chosen from these lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from pipelines.body.surroundings import (
    ASIDES,
    BLOCKS,
    HEADINGS,
    HIDDEN,
    INLINE,
    PROPERTIES,
    ROLES,
    SKIPPED,
    is_hidden_by,
    names_surroundings,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lxml.html import HtmlElement

FEWEST_PROSE = 30
"""Fewest characters, without spaces, of a line that can be a paragraph of prose."""
FEWEST_BESIDE = 3
"""Fewest words right before and after an inline element that make it a part of a running line."""
LINKED = 0.9
"""Smallest share of characters inside links with which a line counts as a link."""


_NAMES = ("class", "id", "data-testid", "data-component")
"""Attributes in which pages name an element's role."""
_MARKING = frozenset((*_NAMES, "hidden", "aria-hidden", "role", "style", "itemprop"))
"""All attributes that may mark an element as surroundings."""
_LONGEST_READ = 200
"""Characters of the text beside an inline element that are read."""
_ENDS = (".", "!", "؟", "?", ":", "…", "»", '"')


class Block(NamedTuple):
    """One line of a page."""

    text: str
    """The line, with single spaces."""
    plain: int
    """Characters outside links, spaces not counted."""
    linked: int
    """Characters inside links, spaces not counted."""
    element: HtmlElement
    """The innermost block element around the line."""

    @property
    def is_link(self) -> bool:
        """Whether the line is a link with at most a few other characters."""
        return self.linked > 0 and self.linked >= LINKED * (self.plain + self.linked)

    @property
    def is_prose(self) -> bool:
        """Whether the line is long enough for a paragraph, and most of it is outside links."""
        return self.plain >= FEWEST_PROSE and self.plain > self.linked


@dataclass
class Blocks:
    """The lines of a tree, and the span of lines of each element."""

    blocks: list[Block] = field(default_factory=list)
    """The lines in the page's order."""
    spans: dict[HtmlElement, tuple[int, int]] = field(default_factory=dict)
    """For each element with lines the indices of its first line and of the line after its last."""
    passed: list[tuple[HtmlElement, int]] = field(default_factory=list)
    """The elements that were passed over because of a name, a role or a tag, and the index of the line after each."""


def blocks_of(root: HtmlElement, keep: Iterable[HtmlElement] = (), *, everything: bool = False) -> Blocks:
    """Return the lines of a tree without the elements that its markup marks as surroundings.

    Args:
        root: The tree; it is not changed.
        keep: Elements that are read whatever their markup.
        everything: Whether to ignore the names of classes and ids; tags, roles, properties and hiding still count.
    """
    walk = _Walk(root)
    keep = frozenset(keep)
    steps = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in steps:
        if event == "end":
            walk.leave(element, whole=element is root)
        elif event != "start":
            walk.pass_by(element)
        elif not isinstance(element.tag, str) or _is_passed_over(element, keep, everything=everything):
            steps.skip_subtree()
            walk.skip(element)
        else:
            walk.enter(element)
    walk.flush()
    return walk.found


def _is_passed_over(element: HtmlElement, keep: frozenset[HtmlElement], *, everything: bool) -> bool:
    """Return whether an element's tag, attributes or names mark it as surroundings, or hide it."""
    if element.tag in SKIPPED:
        return element not in keep
    attributes = dict(element.items())
    if _MARKING.isdisjoint(attributes) or element in keep or element.tag in ("body", "html"):
        return False
    if "hidden" in attributes or attributes.get("aria-hidden") == "true" or attributes.get("role") in ROLES:
        return True
    style = attributes.get("style")
    if attributes.get("itemprop", "").lower() in PROPERTIES or (style and is_hidden_by(style)):
        return True
    return not everything and _is_named(attributes) and not _is_in_running_line(element)


def _is_named(attributes: Mapping[str, str]) -> bool:
    """Return whether a name among an element's attributes marks it as surroundings."""
    for name in _NAMES:  # noqa: SIM110 - a generator would take as long as all else for an element
        if (value := attributes.get(name)) and names_surroundings(value):
            return True
    return False


def _is_in_running_line(element: HtmlElement) -> bool:
    """Return whether an inline element stands among words of its own line: they need it, whatever its name.

    A line of labels («التاريخ: …») has few words of its own beside such elements.
    """
    tag = str(element.tag)
    if tag not in INLINE or any(not HIDDEN.isdisjoint(element.get(name, "").split()) for name in _NAMES):
        return False
    before, parent = element.getprevious(), element.getparent()
    beside = (before.tail if before is not None else parent.text if parent is not None else None, element.tail)
    return sum(len((text or "")[:_LONGEST_READ].split()) for text in beside) >= FEWEST_BESIDE


class _Walk:
    """The state of the walk between two of its events."""

    def __init__(self, root: HtmlElement) -> None:
        self.found = Blocks()
        self._pieces: list[str] = []
        self._plain = 0
        self._linked = 0
        self._links = 0
        self._open: list[tuple[HtmlElement, int]] = []
        self._lines = [root]  # it may be no block: an `aside` with a text of its own
        self._skipped: HtmlElement | None = None
        self._resumes: HtmlElement | None = None

    def enter(self, element: HtmlElement) -> None:
        """Begin an element; a block ends the line before it."""
        tag = str(element.tag)
        if tag in BLOCKS or "-" in tag:
            self.flush()
            self._lines.append(element)
        elif tag == "br":
            self.flush()
        elif tag == "a" and element.get("href") is not None:
            self._links += 1
        self._open.append((element, len(self.found.blocks)))
        self._add(element.text)

    def skip(self, element: HtmlElement) -> None:
        """Begin an element that is passed over."""
        self._skipped = element
        if element.tag in BLOCKS or element.tag in ASIDES:
            self.found.passed.append((element, len(self.found.blocks)))
        if element.tag in BLOCKS:
            self.flush()
            before = element.getprevious()
            if before is not None and before.tag == "p" and (element.tail or "").strip():
                self._resumes = before

    def leave(self, element: HtmlElement, *, whole: bool) -> None:
        """End an element, and store its span of lines; a block ends its line.

        Args:
            element: The element.
            whole: Whether it is the tree that is read; the text after that is none of it.
        """
        if element is self._skipped:
            self._skipped = None
            self._add(element.tail)
            return
        tag = str(element.tag)
        if tag in BLOCKS or "-" in tag:
            self.flush()
            self._lines.pop()
        elif tag == "a" and element.get("href") is not None:
            self._links -= 1
        _, first = self._open.pop()
        last = len(self.found.blocks)
        if last > first:
            # An inline element that holds lines may end inside its last line, before that line ends.
            self.found.spans[element] = (first, last + bool(self._plain or self._linked))
        if not whole:
            self._add(element.tail)

    def pass_by(self, comment: HtmlElement) -> None:
        """Add the text after a comment or a processing instruction."""
        self._add(comment.tail)

    def flush(self) -> None:
        """End the line."""
        if self._plain or self._linked:
            text = " ".join("".join(self._pieces).split())
            line = Block(text, self._plain, self._linked, self._lines[-1])
            last = self.found.blocks[-1] if self.found.blocks else line
            if last.element is self._resumes and not last.text.endswith(_ENDS):
                # The parser ended a paragraph at a block inside it; this line is the rest of that paragraph.
                self.found.blocks[-1] = line._replace(
                    text=f"{last.text} {text}", plain=last.plain + line.plain, linked=last.linked + line.linked
                )
            else:
                self.found.blocks.append(line)
            self._resumes = None
            self._plain = self._linked = 0
        self._pieces.clear()

    def _add(self, text: str | None) -> None:
        if text:
            self._pieces.append(text)
            if text.isspace():
                return
            count = len("".join(text.split()))
            if self._links:
                self._linked += count
            else:
                self._plain += count


def is_heading(block: Block) -> bool:
    """Return whether a line's element is a heading (h1 to h6)."""
    return block.element.tag in HEADINGS
