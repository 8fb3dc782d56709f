"""What stands behind the last full stop of a line that runs on.

The article's sentences end with full stops, so this is a credit, a signature, an unfinished sentence, or the site's:
from the first heading, keywords or prompt on, everything is the site's.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from pipelines.appendix.kinds import (
    LONGEST_CREDIT,
    LONGEST_LABEL,
    LONGEST_TITLE,
    Kind,
    is_stated,
    kind_of,
    label_of,
    leads_to_title,
    shared_signature_of,
    signature_of,
)
from pipelines.appendix.pieces import Piece, moved, pieces_of
from pipelines.appendix.places import FEWEST_WORDS
from pipelines.appendix.running import keywords_label
from pipelines.words.classes import class_of, classes_of
from pipelines.words.folding import fold, words
from pipelines.words.grammar import (
    LONGEST_HEADING,
    certain_heading,
    heading_of,
    least_heading,
    may_open,
    ranking_heading,
)
from pipelines.words.headings import CLOSING, COMMENTS, CREDIT, RESUMING
from pipelines.words.prompts import is_certain_prompt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.appendix.running import Line

LONGEST_TAIL = 120
"""Most words that are a heading with titles."""
MOST_COMMAS = 3
"""Most commas of titles that are run together; prose has more."""
LONGEST_SITE = 12
"""Most words of a prompt or a control."""

_SIGNED = re.compile(r"\([^()]{1,40}\)[ .]*$")
_COLON = re.compile(r" ?:")
_ADDRESS = re.compile(r" ?: ?(?:https?|www)\b")
_ASKING = ("اشترك", "انضم", "تابع", "حمل")
_PREPOSITIONS = words("من في عن علي الي مع بين حول ضمن تحت")


def pieces_behind(line: Line, start: int) -> Iterator[Piece]:
    """Yield the pieces of what stands behind the last full stop; a credit and a signature there stay apart.

    Args:
        line: The line.
        start: The first character behind its last full stop.
    """
    signed = _SIGNED.search(line.text, max(start + 1, len(line.text) - LONGEST_LABEL))
    named = signed is not None and (signature_of(line.text) or shared_signature_of(line.text))
    stop = signed.start() if signed and named else len(line.text)
    first = line.word_at(start)
    credited = [
        word.start
        for word in line.words[first : line.word_at(stop)]
        if word.folded in CREDIT and word.start > start and _COLON.match(line.text, word.end)
    ]
    for begin, end in pairwise([start, *credited, stop]):
        yield from _Part(line, begin, end).pieces()
    if stop < len(line.text):
        yield Piece(stop, Kind.CREDIT)


class _Part:
    """A part of what stands behind the last full stop: up to a credit, or from it on.

    Args:
        line: The line.
        start: The first character of the part.
        end: The character after it.
    """

    def __init__(self, line: Line, start: int, end: int) -> None:
        self._line = line
        self._start = start
        self._text = line.text[start:end].rstrip()
        self._first = line.word_at(start)
        self._after = line.word_at(end)
        self._known: dict[int, bool] = {}  # for a word, whether all from it on is the site's

    def pieces(self) -> Iterator[Piece]:
        """Yield the pieces of the part."""
        prose = self._text.endswith(("،", "؛")) or self._text.count("،") > MOST_COMMAS
        site = None if prose else self._site()
        if prose and self._opens_list(self._first):
            yield Piece(self._start, Kind.PROSE)
            return
        if site is None:
            yield from moved(pieces_of(self._text), self._start)
            return
        at = self._start if site == self._first else self._line.with_bullets(self._line.words[site].start)
        if at > self._start:
            yield from moved(pieces_of(self._line.text[self._start : at].rstrip()), self._start)
        yield Piece(at, Kind.LABEL)
        if at := self._resumed(site):
            yield Piece(at)

    def _resumed(self, site: int) -> int:
        """Return the character from which the article goes on behind a title; 0 if it does not."""
        for word in self._line.words[site + FEWEST_WORDS : self._after - FEWEST_WORDS]:
            if word.folded in RESUMING:
                return word.start
        return 0

    def _site(self) -> int | None:
        """Return the first word from which all is the site's; None when none is."""
        if self._after - self._first > LONGEST_TAIL:
            return None
        credited = label_of(self._text)[0] in CREDIT
        for index in range(self._first + 2 * credited, self._after):
            near = index == self._first or (credited and index < self._first + LONGEST_CREDIT)
            if near and (self._opens_list(index) or self._is_site(index)):
                return index + (index > self._first and self._is_named_new(index))
            if self._is_asking(index) if index == self._first else self._is_certain(index):
                return index
        return None

    def _is_named_new(self, index: int) -> bool:
        """Return whether a word ends a credit's name, and no heading: «المصدر: الزمان الجديد مواضيع ذات صلة»."""
        new = class_of(self._line.words[index].folded) == "j"
        return new and index + 1 < self._after and self._opens_list(index + 1)

    def _opens_list(self, index: int, *, after: bool = False) -> bool:
        """Return whether keywords or a heading begin with a word.

        Args:
            index: The word.
            after: Whether a line of the site stands before it; then any heading counts.
        """
        following = self._line.folded(index, min(LONGEST_HEADING, self._after - index))
        if keywords_label(following) or certain_heading(following) or ranking_heading(following):
            return True
        lengths = range(1, len(following) + 1)
        if after:
            return any(heading_of(tuple(following[:length])) for length in lengths[1:])
        ends = [self._line.words[index + length - 1].end for length in lengths]
        colon = next(
            (length for length, end in zip(lengths, ends, strict=True) if _COLON.match(self._line.text, end)), 0
        )
        own = colon > 0 and _ADDRESS.match(self._line.text, ends[colon - 1]) is not None  # the author's own reference
        return not own and heading_of(tuple(following[:colon])) is not None

    def _is_site(self, index: int) -> bool:
        """Return whether from a word on all is prompts, controls, keywords, or a heading with its titles."""
        if index == self._after:
            return True
        if index not in self._known:
            self._known[index] = self._opens_list(index, after=index > self._first) or any(
                self._is_sites(index, stop) and self._is_site(stop) for stop in self._stops(index, 1)
            )
        return self._known[index]

    def _stops(self, index: int, least: int) -> range:
        """Return the words after a prompt or control that begins with a word and has so many words or more."""
        return range(index + least, min(index + LONGEST_SITE, self._after) + 1)

    def _is_sites(self, first: int, after: int) -> bool:
        text = self._line.between(first, after)
        return fold(text) in CLOSING or kind_of(text) is Kind.PROMPT

    def _is_asking(self, index: int) -> bool:
        """Return whether a prompt that is certain begins with a word, a notice, or two lines of the site."""
        for stop in self._stops(index, 2):
            text = self._line.between(index, stop)
            if is_certain_prompt(fold(text)) or is_stated(text):
                return True
            if stop < self._after and self._is_sites(index, stop) and self._opens_site(stop):
                return True
        return False

    def _opens_site(self, index: int) -> bool:
        """Return whether a heading or a prompt of two words or more begins with a word."""
        return self._opens_list(index, after=True) or any(self._is_sites(index, s) for s in self._stops(index, 2))

    def _is_certain(self, index: int) -> bool:
        """Return whether the site's part begins with a word that may stand inside the article's last sentence."""
        following = self._line.folded(index, LONGEST_TITLE)
        gap = self._line.gap(index).strip()
        stated = "©" in gap or " ".join(following[:2]) in COMMENTS or (gap != "" and keywords_label(following) > 0)
        if stated or is_stated(self._line.between(index, self._after)):
            return True
        if gap != "،" and (may_open(following[0]) or following[0].startswith(_ASKING)):
            near = self._line.between(index, min(index + LONGEST_SITE, self._after))
            return is_certain_prompt(fold(near)) or self._leads_on(index, following)
        return False

    def _leads_on(self, index: int, following: list[str]) -> bool:
        """Return whether a certain heading with a title begins with a word inside a sentence."""
        count = least_heading(following)
        related = count > 1 and classes_of(following[:count]).endswith("ze")
        return related and self._line.words[index - 1].folded not in _PREPOSITIONS and leads_to_title(following, count)
