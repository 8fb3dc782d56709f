"""Strip: cut the appendix after an article and the inserts between its paragraphs.

The step sees paragraphs and no markup. It recognizes an appendix or an insert by its heading
(`pipelines.words.headings`). A heading counts only as a whole line, or as a label that opens a line before a colon (or
a bar) and a title. A sentence with the same words stays, and so does a heading in quotation marks.

The headings are judged from the last to the first, so that each heading is judged by the lines that are left after it:

1.  Only titles, bullets, dates, keywords and further headings follow, and nothing of the article: the heading opens an
    appendix, and everything to the end goes. Prose must come before it: this step does not judge a page that is only
    a list. The headings of `CLOSING` need two paragraphs of prose, since a digest may call its own list «آخر الأخبار».
2.  Prose follows. Either the article continues after an insert, or a second article begins. To cut the rest of an
    article is the worst error here, so a second article needs prose before it and evidence. One piece decides alone:

    - a credit or a line of keywords comes right before the heading: it ends the article.

    Two of these are needed:

    - a line after the heading gives a date of publication: only articles have one;
    - a dateline follows, «القدس - رويترز»: only leads have one;
    - the first prose restates the only title between, at least half of its longer words, as leads do;
    - further down, a list of titles under its own heading («مقالات مشابهة») closes the page; this is common below a
      single article too.

    A paragraph that continues the one before («وأضاف …», «من جانبه …») outweighs all of this, since no lead begins so.
    The length of the prose and the place of the heading are no evidence: inserts occur anywhere.
3.  Otherwise the heading opens an insert: it goes, with the titles right after it. Sub-headings look like titles. So
    the line right before the prose stays when it has at most four words, or when it is one of several and the article
    has sub-headings elsewhere. Where the author does not close paragraphs with full stops, or where more titles follow
    than an insert holds, only the first one goes. After a label with its title in the same line only bullets go. A
    heading of `CLOSING` stays here: it may be the author's sub-heading.

For lines from a page, the caller knows which are links and which belong to a card (`pipelines.body.choice`). A link
right after a heading, or after such a link, is a title with any ending; the insert then takes these links and nothing
else, so that a sub-heading after them stays. A card goes wherever it occurs.

A title does not end with a full stop, a colon, a comma or a semicolon, has at most 24 words and does not continue the
line before; every other line is prose. A doubtful line counts as prose and stays. A credit line and a newsroom's notes
belong to the article.

A line that is an address or the label of an advertisement goes wherever it occurs. Readers' comments go from their
heading («تعليقات الزوار (3)») to the end, prose or not, when prose comes before the heading.

At last the lines that close the text go, from its end upward: keywords, prompts to follow the outlet, share bars,
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
"""Most words of a title. The longest title seen in a list of related articles has 19."""
LONGEST_SUBHEADING = 4
"""Most words of a sub-heading. A sub-heading names a subject; a news title reports an event and needs more words."""
LONGEST_LABEL = 60
"""Most characters of a label, before its colon."""
LONGEST_CREDIT = 12
"""Most words after a credit's label."""
LONGEST_PROMPT = 40
"""Most words of a prompt to follow the outlet, or of a share bar."""
MOST_TITLES = 6
"""Most titles in one insert."""
ENOUGH = 2
"""Pieces of evidence for a second article after a heading that suffice, when no piece decides alone."""
FEWEST_SHARED = 3
"""Fewest words that a lead shares with the title that it restates."""

DATELINE = 60
"""Characters at the beginning of a paragraph in which its dateline, opening or note is looked for."""
WINDOW = 8
"""Lines before and after a heading that may hold evidence."""

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
    """The part that a line plays in a text."""

    PROSE = auto()
    """A paragraph of an article."""
    CREDIT = auto()
    """An attribution: a line of the article, often its last."""
    TITLE = auto()
    """A line that may be another article's title or a sub-heading."""
    RELATED = auto()
    """A heading of related articles, alone in its line."""
    LABEL = auto()
    """A heading of related articles, with a title in its line."""
    CLOSING = auto()
    """A heading that counts only where nothing of the article follows."""
    KEYWORDS = auto()
    """A line of keywords."""
    PROMPT = auto()
    """A prompt to follow or to share."""


_OWN = (_Kind.PROSE, _Kind.CREDIT)
_TRAILING = (_Kind.KEYWORDS, _Kind.PROMPT, _Kind.CLOSING)
_HEADINGS = (_Kind.RELATED, _Kind.LABEL, _Kind.CLOSING)


@dataclass(frozen=True)
class Stripped:
    """A text's paragraphs, divided. Each paragraph is in one of the two fields, in the text's order."""

    kept: tuple[str, ...]
    """The article's paragraphs."""
    cut: tuple[str, ...]
    """The paragraphs of appendix and inserts."""

    @property
    def text(self) -> str:
        """The article, one paragraph a line."""
        return "\n".join(self.kept)


def strip_appendix(text: str, links: Collection[int] = (), cards: Collection[int] = ()) -> Stripped:
    """Divide a text into the article's paragraphs and the others, by the rules of this module.

    Idempotent: a second call cuts nothing from the kept text.

    Args:
        text: Normalized text (`pipelines.normalize.normalize`), one paragraph a line.
        links: Indices, from 0, of lines that are links on the page.
        cards: Indices of lines that belong to the card of another article.
    """
    paragraphs = text.split("\n")
    kept = _Strip(paragraphs, links, cards).kept()
    return Stripped(
        kept=tuple(line for line, stays in zip(paragraphs, kept, strict=True) if stays),
        cut=tuple(line for line, stays in zip(paragraphs, kept, strict=True) if not stays),
    )


class _Strip:
    """One call of `strip_appendix`: the text's lines with their kinds, and whether each stays so far.

    Args:
        lines: The paragraphs of the text.
        links: Indices of lines that are links.
        cards: Indices of lines that belong to cards.
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
        self._end = len(lines)  # the first line of the appendix found so far
        self._cards = frozenset(cards)
        self._listed = False  # whether a list of titles closes the page

    def kept(self) -> list[bool]:
        """Return for each line whether it stays."""
        own: int | None = None  # the next line that belongs to an article
        stop = self._end  # the next line that is not a title
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
        """Cut the lines that go wherever they occur: cards, addresses, labels of advertisements."""
        for index, line in enumerate(self._lines):
            if index in self._cards or _ADDRESS.fullmatch(line) or fold(line[:LONGEST_LABEL]) in ADVERTISEMENTS:
                self._stays[index] = False

    def _close_comments(self) -> None:
        """Cut readers' comments from their first heading after prose to the end."""
        for index, line in enumerate(self._lines[: self._end]):
            if self._before[index] and fold(_COUNT.sub("", line[:LONGEST_LABEL])) in COMMENTS:
                self._cut(index)
                return

    def _is_led_to(self, index: int) -> bool:
        """Return whether a heading comes right before the line, or a link that counts as a title."""
        before = self._kinds[index - 1] if index else None
        return before in (_Kind.RELATED, _Kind.LABEL) or (before is _Kind.TITLE and index - 1 in self._links)

    def _cut(self, index: int) -> None:
        """Cut everything from a line to the end of the article found so far."""
        self._stays[index : self._end] = [False] * (self._end - index)
        self._end = index

    def _close(self, index: int) -> None:
        """Cut the appendix that a heading opens, when enough prose comes before it."""
        if self._before[index] >= (2 if self._kinds[index] is _Kind.CLOSING else 1):
            self._listed = self._listed or self._kinds[index + 1 : index + 3] == [_Kind.TITLE] * 2
            self._cut(index)

    def _begins_article(self, index: int, own: int) -> bool:
        """Return whether a second article follows a heading.

        Args:
            index: The heading.
            own: The first line after the heading that belongs to an article: prose or a credit.
        """
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
        """Return whether a credit or keywords precede a line with only headings, prompts or short titles between."""
        for i in range(index - 1, max(-1, index - 1 - WINDOW), -1):
            kind, line = self._kinds[i], self._lines[i]
            if kind in (_Kind.CREDIT, _Kind.KEYWORDS) or (kind is _Kind.CLOSING and fold(line) in KEYWORDS):
                return True
            if kind is _Kind.PROSE or (kind is _Kind.TITLE and len(line.split()) >= LONGEST_SUBHEADING):
                return False
        return False

    def _take_out(self, index: int, stop: int) -> None:
        """Cut an insert: its heading, and those of the titles after it that surely belong to it.

        Args:
            index: The heading.
            stop: The first line after the heading that is not a title.
        """
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
        """Cut the keywords, prompts and closing headings at the text's end, from the end upward; credits stay."""
        for index in reversed(range(self._end)):
            if self._kinds[index] in _TRAILING:
                self._stays[index] = False
            elif self._stays[index] and self._kinds[index] is not _Kind.CREDIT:
                return


def _kind_of(line: str) -> _Kind:
    """Return the kind of a line by its words alone."""
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
    """Return the kind of a line that begins with a known label; None when the label is not known."""
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
    """Return the folded label that opens a line, and the title after it; without a separator all of it is label."""
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
    """Return whether a line ends with a full stop; an ellipsis is not one."""
    bare = line.rstrip(_CLOSERS)
    return bare.endswith(".") and not bare.endswith("..")


def _is_prose(line: str) -> bool:
    """Return whether a line cannot be a title: by its end, its length or its opening."""
    return (
        _is_closed(line)
        or line.endswith((":", "،", "؛"))
        or len(line.split()) > LONGEST_TITLE
        or _goes_on(line)
        or _opens_with(fold(line[:DATELINE]), NOTES)
    )


def _goes_on(line: str) -> bool:
    """Return whether a line continues the paragraph before it: «وأضاف …»."""
    words = fold(line[:DATELINE]).split()
    return bool(words) and (words[0] in GOING_ON or " ".join(words[:2]) in GOING_ON_PAIRS)


def _is_prompt(folded: str) -> bool:
    """Return whether a folded line is a share bar, a notice of the page, or a prompt to follow the outlet."""
    words = folded.split()
    if words and SHARE_WORDS.issuperset(words):
        return True
    if _opens_with(folded, NOTICES):
        return True
    return _opens_with(folded, FOLLOW) and any(f" {channel} " in f"{folded} " for channel in CHANNELS)


def _opens_with(folded: str, phrases: frozenset[str]) -> bool:
    return f"{folded} ".startswith(tuple(f"{phrase} " for phrase in phrases))


def _is_dated(line: str) -> bool:
    """Return whether a line gives a date of publication with its label: «تاريخ النشر …»."""
    folded = fold(line)
    return any(map(str.isdigit, folded)) and any(phrase in folded for phrase in DATED)


def _has_dateline(line: str) -> bool:
    """Return whether a line opens with a dateline: «القدس - رويترز»."""
    head = line[:DATELINE]
    if _SLASH_DASH.match(head):
        return True
    place, *parts = _DATELINE_PARTS.split(head)
    return 0 < len(place.split()) <= LONGEST_SUBHEADING and any(fold(part) in AGENCIES for part in parts[:2])


def _restates(lead: str, title: str) -> bool:
    """Return whether a lead repeats at least half of a title's longer words, and `FEWEST_SHARED` of them."""
    words = {word for word in fold(title).split() if len(word) >= LONGEST_SUBHEADING}
    shared = words.intersection(fold(lead).split())
    return len(shared) >= FEWEST_SHARED and 2 * len(shared) >= len(words)


def _signature_of(line: str) -> str:
    """Return the agency in brackets that ends a line; empty when no agency does."""
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
    """Return whether a line is a label with a credited name: «المصدر: …»."""
    label, name = _label_of(line)
    return label in CREDIT and 0 < len(name.split()) <= LONGEST_CREDIT


def credit_of(text: str) -> str | None:
    """Return the name that a text credits, in the text's own words; None when no credit is certain.

    The name comes from the last line «المصدر: …», or from the line after it when that line has only the label;
    otherwise from the brackets that end the text with an agency, alone or with others: «(رويترز)», «--(بترا)»,
    «(فرانس برس، صحيفة الميناء)».
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
    """Return the names in brackets that end a line when one of them is an agency; empty otherwise."""
    signed = _BRACKETED.search(line[-LONGEST_LABEL:])
    names = [fold(name) for name in _CREDITED.split(signed[1])] if signed else []
    short = all(0 < len(name.split()) < LONGEST_SUBHEADING for name in names)
    return signed[1].strip() if signed and short and not AGENCIES.isdisjoint(names) else ""
