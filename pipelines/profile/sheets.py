"""What a profile is learned from: the lines of an article's text, and the elements of its page."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipelines.strip import credit_of, is_credit
from pipelines.words.agencies import AGENCIES
from pipelines.words.folding import fold
from pipelines.words.headings import BYLINES, CREDIT, GOING_ON, GOING_ON_PAIRS, NOTES, WRITTEN_BY

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

LONGEST_TITLE = 24
"""Most words of a line that may be a title, a heading or a short prompt."""
LONGEST_OPEN = 12
"""Most words of a title in a text whose paragraphs do not end with full stops."""
LONGEST_SIGNATURE = 8
"""Most words of a line that may only sign a text: names, places, an agency."""
LONGEST_LABEL = 60
"""Most characters of a label."""
LONGEST_SUBHEADING = 4
"""Most words of a line before the article's prose that may be a sub-heading, and of a signature around a name."""
LONGEST_NAME = 3
"""Most words of a name in a line that names an agency."""
_PARTS = re.compile("[-–—/()،,+|]")
_CLOSERS = "\"”“»'’)]} "


@dataclass(frozen=True)
class Element:
    """An element of a page that could be a block of furniture."""

    path: str
    """See `profile.model.Block.path`."""
    outer: str
    """The path of the element around it."""
    text: str
    """A digest of its text's `key`."""
    shown: str
    """The beginning of its text."""
    letters: int
    """Its characters, without spaces."""
    own: bool
    """Whether one of its lines belongs to articles wherever it repeats (`own_lines`)."""
    lines: frozenset[int] = frozenset()
    """Indices of the text's paragraphs that stand in the element and nowhere else on the page."""


@dataclass(frozen=True)
class Sheet:
    """What is learned from one article: its text as extraction gives it without a profile, and its page."""

    lines: tuple[str, ...]
    """The paragraphs of the text, in their order."""
    links: frozenset[int] = frozenset()
    """Indices of the paragraphs that are only a link on the page."""
    cut: tuple[str, ...] = ()
    """The paragraphs that extraction removed without a profile."""
    captured: str = ""
    """WARC-Date; empty for a text without a page."""
    day: str = ""
    """Day of publication, or of the capture when the page states none; empty when neither is known."""
    section: str = ""
    """The outlet's name for the section; empty when the page states none."""
    names: frozenset[str] = frozenset()
    """Folded names that may sign the text: the outlet's and the authors'."""
    elements: tuple[Element, ...] = ()
    """The page's elements with a class or an id."""
    container: str = ""
    """The path of the smallest element with most of the prose; empty when none has a path."""

    def without(self, paths: Collection[str]) -> Sheet:
        """Return the sheet without the lines of some elements, which extraction leaves out of the text.

        Args:
            paths: The paths of these elements.
        """
        gone = {index for element in self.elements if element.path in paths for index in element.lines}
        stays = [index for index in range(len(self.lines)) if index not in gone]
        return replace(
            self,
            lines=tuple(self.lines[index] for index in stays),
            links=frozenset(place for place, index in enumerate(stays) if index in self.links),
        )


def own_lines(lines: Sequence[str], names: Collection[str] = ()) -> set[int]:
    """Return the indices of lines that belong to an article however often they repeat.

    They are: credits («المصدر: …») and the name after a credit's label, signatures («(رويترز)»), bylines and notes of
    the newsroom, datelines, and the names of the outlet and of its authors.

    Args:
        lines: Normalized paragraphs, in their order.
        names: Folded names that may sign the text.
    """
    own: set[int] = set()
    for index, line in enumerate(lines):
        if len(line) > LONGEST_LABEL * LONGEST_SIGNATURE:
            continue
        label, _, rest = line.partition(":")
        if fold(line) in CREDIT:
            own.update((index, index + 1) if len(lines) > index + 1 and _is_name(lines[index + 1]) else (index,))
        else:
            made = bool(rest.strip()) and fold(label).split(" ", 1)[0] in _MAKERS
            made = made or (bool(rest.strip()) and any(fold(part) in CREDIT for part in _PARTS.split(label)))
            if made or is_credit(line) or credit_of(line) or _is_signature(line, names) or _is_note(line):
                own.add(index)
    return own


_MAKERS = frozenset(phrase.split(" ", 1)[0] for phrase in (*BYLINES, *WRITTEN_BY)) - {"ملاحظه", "تنويه"}


def _is_name(line: str) -> bool:
    return len(line.split()) <= LONGEST_SIGNATURE and not _is_closed(line)


def _is_signature(line: str, names: Collection[str]) -> bool:
    """Return whether a short line is in brackets, has one of some names and few other words, or names an agency."""
    words = line.split()
    if len(words) > LONGEST_SIGNATURE:
        return False
    bare = line.strip(" .-–—")
    if bare[:1] in "([" and bare[-1:] in ")]":
        return True
    parts = [fold(part) for part in _PARTS.split(line)]
    short = all(len(part.split()) <= LONGEST_NAME for part in parts)
    if short and not AGENCIES.isdisjoint(parts):
        return True
    return len(words) <= LONGEST_SUBHEADING and any(f" {name} " in f" {fold(line)} " for name in names if name)


def _is_note(line: str) -> bool:
    folded = f"{fold(line[:LONGEST_LABEL])} "
    return folded.startswith(tuple(f"{phrase} " for phrase in NOTES))


def _is_closed(line: str) -> bool:
    """Return whether a line ends like a sentence; an ellipsis does not end one."""
    bare = line.rstrip(_CLOSERS)
    return bare.endswith((".", "!", "؟", "?")) and not bare.endswith("..")


def is_sentence(line: str) -> bool:
    """Return whether a line is a sentence of prose: closed by a full stop, leading on, long, or going on."""
    bare = line.rstrip(_CLOSERS)
    return (
        (bare.endswith(".") and not bare.endswith(".."))
        or line.endswith((":", "،", "؛"))
        or len(line.split()) > LONGEST_TITLE
        or goes_on(line)
    )


def sentences_of(lines: Sequence[str], links: Collection[int] = ()) -> list[bool]:
    """Return for each line of a text whether it is a sentence of prose.

    Some outlets close no paragraph with a full stop; in their texts each line of more than `LONGEST_OPEN` words is one.

    Args:
        lines: Normalized paragraphs, in their order.
        links: Indices of lines that are links on the page: these are titles, whatever their ending.
    """
    long = [line for line in lines if len(line.split()) > LONGEST_OPEN]
    closed = 2 * sum(map(_is_closed, long)) >= len(long)
    return [
        index not in links and (is_sentence(line) or (not closed and len(line.split()) > LONGEST_OPEN))
        for index, line in enumerate(lines)
    ]


def is_paragraph(line: str) -> bool:
    """Return whether a line looks like a paragraph and not like a title: by its full stop or its length."""
    return _is_closed(line) or len(line.split()) > LONGEST_OPEN


def goes_on(line: str) -> bool:
    """Return whether a line continues the paragraph before it: «وأضاف …»."""
    words = fold(line[:LONGEST_LABEL]).split()
    return bool(words) and (words[0] in GOING_ON or " ".join(words[:2]) in GOING_ON_PAIRS)
