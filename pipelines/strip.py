"""What follows an article, or stands between its paragraphs, and is not the article.

The step sees paragraphs and no markup. It knows an appendix or an insert by its heading
(`pipelines.words.headings`), which counts only as a whole line, or as a label that opens a line and is followed by
a colon (or a bar) and a title. A sentence in which the same words occur stays; so does a heading in quotation
marks.

What a heading governs is decided by evidence, from the last heading of the text to the first, so that each
heading sees what is left of the text after it:

1.  Nothing of the article follows, only titles, bullets, dates, keywords and further headings: it opens an
    appendix, and everything to the end goes. There must be prose before it: a page that is nothing but a list
    is not for this step to judge. The headings of `CLOSING` ask for two paragraphs of it, since a digest may
    call its own list «آخر الأخبار».
2.  Prose follows. Either the article goes on after an insert, or a second article begins. Cutting the rest of
    an article is the worst error here, so that a second article needs prose before it and evidence. One thing
    is enough:

    - a credit or a line of keywords stands right before the heading: the article is over.

    Of these it takes two:

    - a line after the heading says when something was published: only articles have one;
    - a dateline follows, «القدس - رويترز»: only leads have one;
    - the first prose restates the one title that stands between, half of its longer words or more, as leads
      do;
    - further down a list of titles under a heading of its own («مقالات مشابهة») closes the page; it is common
      below one article, too.

    A paragraph that goes on from the one before («وأضاف …», «من جانبه …») outweighs all of that: it is no
    lead. How much prose follows, or how far down the heading stands, is no evidence: inserts stand anywhere.
3.  Else it is an insert: the heading goes, with the titles right after it. Sub-headings look like titles. So
    the line right before the prose stays when it has at most four words, or when it is one of several and the
    article has sub-headings elsewhere. Where the author does not close paragraphs with full stops, or where
    more titles follow than an insert holds, only the first one goes. After a label that has its title in its
    own line, only bullets go. A heading of `CLOSING` stays here: it may be the author's sub-heading.

Where the lines come from a page, it is known which of them are links and which belong to a card
(`pipelines.body.choice`).
A link right after a heading, or after such a link, is a title whatever it ends with; an insert then takes its links and
nothing else, so that a sub-heading after them stays. A card goes wherever it stands.

A title has no full stop at its end, no more than 24 words, and does not go on from the line before; all else
is prose. When in doubt a line counts as prose, and stays. A credit line is the article's own, and so are a
newsroom's notes.

A line that is an address, or the label of an advertisement, goes wherever it stands. What readers commented is cut
from its heading («تعليقات الزوار (3)») to the end, prose or not, when prose stands before.

At last, what closes the text goes from its end upward: keywords, prompts to follow the outlet, share bars,
«اترك تعليقاً»; a credit among them stays.

Each line is read once or twice, by patterns that cannot backtrack: the time is linear in the text's length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from pipelines.words.agencies import AGENCIES
from pipelines.words.folding import fold
from pipelines.words.headings import (
    ADVERTISEMENTS,
    BYLINES,
    CHANNELS,
    CLOSING,
    COMMENTS,
    CREDIT,
    DATED,
    FOLLOW,
    GOING_ON,
    GOING_ON_PAIRS,
    KEYWORDS,
    LINK_LABELS,
    NOTES,
    NOTICES,
    RELATED,
    SHARE_WORDS,
)

if TYPE_CHECKING:
    from collections.abc import Collection

LONGEST_TITLE = 24
"""Words. The longest title seen in a list of related articles has 19."""
LONGEST_SUBHEADING = 4
"""Words. A sub-heading names a subject; a news title tells an event, for which it needs more."""
LONGEST_LABEL = 60
"""Characters before the colon of a label."""
LONGEST_CREDIT = 12
"""Words after a credit's label."""
LONGEST_PROMPT = 40
"""Words of a prompt to follow, or of a share bar."""
MOST_TITLES = 6
"""Titles in one insert."""
ENOUGH = 2
"""Pieces of evidence that make what follows a heading a second article, when none settles it alone."""
FEWEST_SHARED = 3
"""Words that a lead shares with the title that it restates."""

DATELINE = 60
"""Characters at a paragraph's beginning within which a dateline names its agency."""
WINDOW = 8
"""Lines before and after a heading in which evidence is looked for."""

_BULLETS = (*"•·▪▫◦●○■□◾◽‣⁃*►▶◄◀", "- ", "– ", "— ")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}|@\w{1,64}")
_COUNT = re.compile(r"[\d()\[\]]+")
_QUOTES = frozenset('«»"“”„')
_CLOSERS = "\"”“»'’)]} "
_SEPARATOR = re.compile(r"[:|\N{FULLWIDTH COLON}]|(?<=\w) • (?=\w)")
_DATELINE_PARTS = re.compile("[-–—/()]+")
_SLASH_DASH = re.compile("[^-–—/]{2,30}/ ?[-–—]")
_BRACKETED = re.compile(r"\(([^()]{1,40})\)[ .]*$")
_CREDITED = re.compile(r"[,،/+]|\s[-–—]\s")


class _Kind(Enum):
    PROSE = auto()
    """A paragraph of an article."""
    CREDIT = auto()
    """The article's attribution: its own, and often the last of it."""
    TITLE = auto()
    """What may be another article's title, and may be a sub-heading."""
    RELATED = auto()
    """A heading that stands alone."""
    LABEL = auto()
    """A heading that has a title in its line."""
    CLOSING = auto()
    """A heading that means something only at the end."""
    KEYWORDS = auto()
    """A line of keywords."""
    PROMPT = auto()
    """A prompt to follow or to share."""


_OWN = (_Kind.PROSE, _Kind.CREDIT)
_TRAILING = (_Kind.KEYWORDS, _Kind.PROMPT, _Kind.CLOSING)
_HEADINGS = (_Kind.RELATED, _Kind.LABEL, _Kind.CLOSING)


@dataclass(frozen=True)
class Stripped:
    """A text's paragraphs, divided. Each is in one of the two, and both keep the text's order."""

    kept: tuple[str, ...]
    """The article's own."""
    cut: tuple[str, ...]
    """What was around it or between."""

    @property
    def text(self) -> str:
        """The article: one paragraph a line."""
        return "\n".join(self.kept)


def strip_appendix(text: str, links: Collection[int] = (), cards: Collection[int] = ()) -> Stripped:
    """Divide a text into the article and what is not it, by the rules of this module.

    Idempotent: from what was kept, nothing more is cut.

    Args:
        text: One paragraph a line, as `pipelines.normalize.normalize` returns it.
        links: Places of lines that the page made links of, counted from 0.
        cards: Places of lines that belong to the card of another article.
    """
    paragraphs = text.split("\n")
    kept = _Strip(paragraphs, links, cards).kept()
    return Stripped(
        kept=tuple(line for line, stays in zip(paragraphs, kept, strict=True) if stays),
        cut=tuple(line for line, stays in zip(paragraphs, kept, strict=True) if not stays),
    )


class _Strip:
    """One text under judgement.

    Args:
        lines: Its paragraphs.
        links: Places of lines that are links.
        cards: Places of lines of cards.
    """

    def __init__(self, lines: list[str], links: Collection[int], cards: Collection[int]) -> None:
        self._lines = lines
        self._links = frozenset(links)
        self._kinds = [_kind_of(line) for line in lines]
        for index in links:
            label, title = _label_of(lines[index])
            if (label in LINK_LABELS and title) or _opens_with(fold(lines[index]), RELATED):
                self._kinds[index] = _Kind.LABEL
        for index in sorted({*links, *cards}):
            if self._kinds[index] is _Kind.PROSE and (index in cards or self._is_led_to(index)):
                self._kinds[index] = _Kind.TITLE
        self._before: list[int] = []  # paragraphs of prose before each line
        prose = 0
        for kind in self._kinds:
            self._before.append(prose)
            prose += kind is _Kind.PROSE
        long = [line for line in lines if len(line.split()) > LONGEST_TITLE // 2]
        self._full_stops = 2 * sum(map(_is_closed, long)) >= len(long)
        self._subheadings = any(
            kinds == (_Kind.PROSE, _Kind.TITLE, _Kind.PROSE)
            for kinds in zip(self._kinds, self._kinds[1:], self._kinds[2:], strict=False)
        )
        self._stays = [True] * len(lines)
        self._end = len(lines)  # where the article ends, as far as is known
        self._cards = frozenset(cards)
        self._listed = False  # whether a list of titles was found to close the page

    def kept(self) -> list[bool]:
        """Return for each line whether it stays."""
        own: int | None = None  # the next line that is the article's own, if any is
        stop = self._end  # the next line that is no title
        for index in reversed(range(len(self._lines))):
            kind = self._kinds[index]
            if kind in _HEADINGS:
                if own is None:
                    self._close(index)
                elif kind is not _Kind.CLOSING and self._begins_article(index, own):
                    self._cut(index)
                    own = None
                elif kind is not _Kind.CLOSING:
                    self._take_out(index, stop)
            elif kind in _OWN:
                own = index
            if kind is not _Kind.TITLE:
                stop = index
        self._take_out_lines()
        self._close_comments()
        self._trim()
        return self._stays

    def _take_out_lines(self) -> None:
        # What goes wherever it stands.
        for index, line in enumerate(self._lines):
            if index in self._cards or _ADDRESS.fullmatch(line) or fold(line[:LONGEST_LABEL]) in ADVERTISEMENTS:
                self._stays[index] = False

    def _close_comments(self) -> None:
        for index, line in enumerate(self._lines[: self._end]):
            if self._before[index] and fold(_COUNT.sub("", line[:LONGEST_LABEL])) in COMMENTS:
                self._cut(index)
                return

    def _is_led_to(self, index: int) -> bool:
        # Whether a heading stands before the line, or a link that one stands before.
        before = self._kinds[index - 1] if index else None
        return before in (_Kind.RELATED, _Kind.LABEL) or (before is _Kind.TITLE and index - 1 in self._links)

    def _cut(self, index: int) -> None:
        self._stays[index : self._end] = [False] * (self._end - index)
        self._end = index

    def _close(self, index: int) -> None:
        if self._before[index] >= (2 if self._kinds[index] is _Kind.CLOSING else 1):
            self._listed = self._listed or self._kinds[index + 1 : index + 3] == [_Kind.TITLE] * 2
            self._cut(index)

    def _begins_article(self, index: int, own: int) -> bool:
        # Whether a second article follows the heading; `own` is its first paragraph then.
        first = self._lines[own]
        if not self._before[index] or _goes_on(first):
            return False
        over = self._is_over(index)
        if over or self._kinds[own] is _Kind.CREDIT:
            return over
        between = range(index + 1, min(own, index + 1 + WINDOW))
        titles = [self._lines[i] for i in between if self._kinds[i] is _Kind.TITLE]
        undated = [title for title in titles if not _is_dated(title)]
        alone = self._kinds[index] is _Kind.RELATED and len(undated) == 1
        evidence = (
            len(undated) < len(titles),
            any(map(_has_dateline, (*undated, first))),
            alone and _restates(first, undated[0]),
            self._listed,
        )
        return sum(evidence) >= ENOUGH

    def _is_over(self, index: int) -> bool:
        # Whether a credit or keywords stand right before; headings, prompts, single keywords may be between.
        for i in range(index - 1, max(-1, index - 1 - WINDOW), -1):
            kind, line = self._kinds[i], self._lines[i]
            if kind in (_Kind.CREDIT, _Kind.KEYWORDS) or (kind is _Kind.CLOSING and fold(line) in KEYWORDS):
                return True
            if kind is _Kind.PROSE or (kind is _Kind.TITLE and len(line.split()) >= LONGEST_SUBHEADING):
                return False
        return False

    def _take_out(self, index: int, stop: int) -> None:
        # An insert: its heading, and of the titles between it and `stop` those that are surely its own.
        self._stays[index] = False
        titles = self._lines[index + 1 : stop]
        linked = next((i for i in range(index + 1, stop) if i not in self._links), stop) - index - 1
        if linked:
            self._stays[index + 1 : index + 1 + linked] = [False] * linked
            return
        bullets = next((i for i, title in enumerate(titles) if not title.startswith(_BULLETS)), len(titles))
        most = bullets if self._kinds[index] is _Kind.LABEL else len(titles)
        if most > bullets and self._kinds[stop] is not _Kind.CREDIT:
            if self._kinds[stop] is _Kind.PROSE:
                short = len(titles[-1].split()) <= LONGEST_SUBHEADING
                most -= short or (most > 1 and self._subheadings)
            if most > MOST_TITLES or not self._full_stops:
                most = max(bullets, min(most, 1))
        self._stays[index + 1 : index + 1 + most] = [False] * most

    def _trim(self) -> None:
        # What closes the text, from its end upward.
        for index in reversed(range(self._end)):
            if self._kinds[index] in _TRAILING:
                self._stays[index] = False
            elif self._stays[index] and self._kinds[index] is not _Kind.CREDIT:
                return


def _kind_of(line: str) -> _Kind:
    labelled = _kind_of_label(*_label_of(line))
    if labelled:
        return labelled
    words = len(line.split())
    if words <= LONGEST_PROMPT and _is_prompt(fold(line)):
        return _Kind.PROMPT
    if _signature_of(line):
        return _Kind.CREDIT if words <= LONGEST_SUBHEADING else _Kind.PROSE
    return _Kind.PROSE if _is_prose(line) else _Kind.TITLE


def _kind_of_label(label: str, title: str) -> _Kind | None:
    if label in CREDIT and len(title.split()) <= LONGEST_CREDIT:
        return _Kind.CREDIT
    if label in BYLINES and title:
        return _Kind.PROSE
    if label in KEYWORDS and title:
        return None if _is_closed(title) else _Kind.KEYWORDS
    if label in RELATED and not _is_prose(title):
        return _Kind.LABEL if title else _Kind.RELATED
    if label in CLOSING and not _is_prose(title):
        return _Kind.PROMPT if title else _Kind.CLOSING
    return None


def _label_of(line: str) -> tuple[str, str]:
    # The folded label that opens the line, and the title after it; without a separator all of it is label.
    separator = _SEPARATOR.search(line, 0, LONGEST_LABEL)
    label = line[: separator.start()] if separator else line
    if len(label) > LONGEST_LABEL or not _QUOTES.isdisjoint(label):
        return "", line
    title = line[separator.end() :] if separator else ""
    folded = fold(label)
    if not separator and folded in CREDIT:
        return "", line  # «المصدر» without a colon credits nobody
    return folded, title if fold(title[:LONGEST_LABEL]) else ""


def _is_closed(line: str) -> bool:
    bare = line.rstrip(_CLOSERS)
    return bare.endswith(".") and not bare.endswith("..")


def _is_prose(line: str) -> bool:
    return (
        _is_closed(line)
        or line.endswith((":", "،", "؛"))
        or len(line.split()) > LONGEST_TITLE
        or _goes_on(line)
        or _opens_with(fold(line[:DATELINE]), NOTES)
    )


def _goes_on(line: str) -> bool:
    words = fold(line[:DATELINE]).split()
    return bool(words) and (words[0] in GOING_ON or " ".join(words[:2]) in GOING_ON_PAIRS)


def _is_prompt(folded: str) -> bool:
    words = folded.split()
    if words and SHARE_WORDS.issuperset(words):
        return True
    if _opens_with(folded, NOTICES):
        return True
    return _opens_with(folded, FOLLOW) and any(f" {channel} " in f"{folded} " for channel in CHANNELS)


def _opens_with(folded: str, phrases: frozenset[str]) -> bool:
    return f"{folded} ".startswith(tuple(f"{phrase} " for phrase in phrases))


def _is_dated(line: str) -> bool:
    folded = fold(line)
    return any(map(str.isdigit, folded)) and any(phrase in folded for phrase in DATED)


def _has_dateline(line: str) -> bool:
    head = line[:DATELINE]
    if _SLASH_DASH.match(head):
        return True
    place, *parts = _DATELINE_PARTS.split(head)
    return 0 < len(place.split()) <= LONGEST_SUBHEADING and any(fold(part) in AGENCIES for part in parts[:2])


def _restates(lead: str, title: str) -> bool:
    words = {word for word in fold(title).split() if len(word) >= LONGEST_SUBHEADING}
    shared = words.intersection(fold(lead).split())
    return len(shared) >= FEWEST_SHARED and 2 * len(shared) >= len(words)


def _signature_of(line: str) -> str:
    """Return the agency in brackets with which the line ends; empty when there is none."""
    tail = line[-LONGEST_LABEL:]
    signed = _BRACKETED.search(tail)
    if not signed:
        return ""
    names = signed[1].strip()
    before = tail[: signed.start()].rstrip()
    if before.endswith(("--", "—", "––")) or all(fold(name) in AGENCIES for name in _CREDITED.split(names)):
        return names
    return ""


def is_credit(line: str) -> bool:
    """Tell whether a line credits somebody by a label: «المصدر: …»."""
    label, name = _label_of(line)
    return label in CREDIT and 0 < len(name.split()) <= LONGEST_CREDIT


def credit_of(text: str) -> str | None:
    """Return whom a text credits, in the text's own words; None when it says nothing certain.

    A line «المصدر: …» (the last one that there is), its name on the next line if it has none itself; else the
    agency in brackets at the very end, alone or among others: «(رويترز)», «--(بترا)», «(فرانس برس، صحيفة الميناء)».
    """
    lines = text.split("\n")
    for index in reversed(range(len(lines))):
        if _kind_of(lines[index]) is not _Kind.CREDIT:
            continue
        label, name = _label_of(lines[index])
        if label not in CREDIT:
            continue
        if not name and index + 1 < len(lines) and len(lines[index + 1].split()) <= LONGEST_SUBHEADING:
            name = lines[index + 1]
        if name.strip(" ."):
            return name.strip(" .")
    return _signature_of(lines[-1]) or _shared_signature_of(lines[-1]) or None


def _shared_signature_of(line: str) -> str:
    """Return who signs in brackets together with an agency; empty when none does."""
    signed = _BRACKETED.search(line[-LONGEST_LABEL:])
    names = [fold(name) for name in _CREDITED.split(signed[1])] if signed else []
    short = all(0 < len(name.split()) < LONGEST_SUBHEADING for name in names)
    return signed[1].strip() if signed and short and not AGENCIES.isdisjoint(names) else ""
