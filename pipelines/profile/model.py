"""The profile of an outlet: what its pages repeat. It names no words of its own; all of it was learned."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property

from pipelines.words.folding import fold

VERSION = 1
"""Version of the profile's form and of the rules by which it is learned."""
_DIGITS = re.compile(r"\d+")
_PATH = re.compile(r"[\w.#-]+ > [\w.#-]+")


class Place(StrEnum):
    """The place of a line in most of the texts that have it."""

    TOP = "top"
    """Before the article's first paragraph."""
    INSIDE = "inside"
    """Between its paragraphs."""
    BOTTOM = "bottom"
    """Behind its last paragraph."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of furniture."""

    text: str
    """The line as the newest page spells it; it is compared by `key`."""
    pages: int
    """Number of pages that have it."""
    share: float
    """Share of all pages that have it, 0 to 1."""
    place: Place
    """The place of the line in most texts."""
    keep: bool = False
    """Whether a person wants the line to stay in texts."""


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A line that opens a list of other articles, whose titles change from page to page."""

    text: str
    """The heading as the newest page spells it; for a label the words before its separator."""
    pages: int
    """Number of pages that have it."""
    share: float
    """Share of all pages that have it, 0 to 1."""
    titles: int
    """Most titles under it; 0 for a label, whose title stands in the same line."""
    closes: bool
    """Whether its list stands behind the article: nothing of the article follows."""
    stops: bool
    """Whether most of its titles end like sentences, with a full stop."""
    label: bool = False
    """Whether the heading and its title stand in one line, with a separator between them."""
    keep: bool = False
    """Whether a person wants the heading and its titles to stay in texts."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """An element of the page whose text other pages repeat."""

    path: str
    """The element's tag with its classes, and those of the element around it: `main.zq > div.bx`."""
    pages: int
    """Number of pages that have it."""
    share: float
    """Share of all pages that have it, 0 to 1."""
    letters: int
    """Most characters, without spaces, of its text; a much longer element of this path is left in."""
    text: str
    """The beginning of its text on the newest page, for people."""
    keep: bool = False
    """Whether a person wants the element to stay in texts."""


@dataclass(frozen=True, kw_only=True)
class Container:
    """The smallest element that holds most of the prose, on most pages."""

    path: str
    """As `Block.path`."""
    pages: int
    """Number of pages on which it holds the prose."""
    share: float
    """Share of all pages on which it holds the prose, 0 to 1."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """What the last learning found otherwise than the one before."""

    day: str
    """Day of the newest page of the last learning."""
    appeared: tuple[str, ...] = ()
    """Texts of furniture that is new."""
    vanished: tuple[str, ...] = ()
    """Texts of furniture that is no more."""


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What the pages of one outlet repeat."""

    outlet: str
    """The outlet's name; empty for a batch of texts."""
    pages: int
    """Number of pages, each of another article, from which it was learned."""
    first: str
    """Day of the oldest of these captures; empty for texts."""
    last: str
    """Day of the newest; empty for texts."""
    lines: tuple[Line, ...] = ()
    """Lines of furniture."""
    headings: tuple[Heading, ...] = ()
    """Headings and labels of lists."""
    blocks: tuple[Block, ...] = ()
    """Elements that repeat."""
    container: Container | None = None
    """The element with the prose; None when no element has it on most pages."""
    change: Change | None = None
    """What differs from the profile before; None for a first one."""
    written: tuple[str, ...] = ()
    """Marks (`mark`) of all entries that were written: an entry that a person deletes is missed by its mark."""
    version: int = field(default=VERSION)
    """Version of form and rules."""

    @cached_property
    def digest(self) -> str:
        """The first 16 digits of the SHA-256 of all that extraction uses; shares, dates and kept entries do not count.

        The manifest's field `profile`.
        """
        used = {
            "version": self.version,
            "lines": sorted(self.line_keys),
            "headings": sorted(
                [key(one.text), one.titles, one.closes, one.stops, one.label] for one in self.used_headings
            ),
            "blocks": sorted(self.block_letters.items()),
            "container": self.container.path if self.container else "",
        }
        return hashlib.sha256(json.dumps(used, ensure_ascii=False).encode()).hexdigest()[:16]

    @cached_property
    def line_keys(self) -> frozenset[str]:
        """The keys of the lines that extraction cuts."""
        return frozenset(key(line.text) for line in self.lines if not line.keep)

    @cached_property
    def used_headings(self) -> tuple[Heading, ...]:
        """The headings that extraction uses."""
        return tuple(heading for heading in self.headings if not heading.keep)

    @cached_property
    def block_letters(self) -> dict[str, int]:
        """The paths of the elements that extraction leaves out, each with the most characters of its text."""
        return {block.path: block.letters for block in self.blocks if not block.keep}

    def entries(self) -> tuple[Line | Heading | Block, ...]:
        """Return all that a person may mark or delete."""
        return (*self.lines, *self.headings, *self.blocks)


def key(line: str) -> str:
    """Return the form in which lines of furniture are compared: folded, each number as 0, so that counts are equal."""
    return _DIGITS.sub("0", fold(line))


def mark(entry: Line | Heading | Block) -> str:
    """Return a short mark that recognises an entry when it is learned again."""
    name = entry.path if isinstance(entry, Block) else key(entry.text)
    return hashlib.sha256(f"{type(entry).__name__} {name}".encode()).hexdigest()[:12]


def is_path(path: str) -> bool:
    """Return whether a text has the form of an element's path, which is a CSS selector as well."""
    return _PATH.fullmatch(path) is not None


def fields_of(entry: Line | Heading | Block | Container | Change) -> dict[str, object]:
    """Return an entry's fields in their order."""
    return asdict(entry)
