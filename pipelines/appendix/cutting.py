"""Judges the pieces of a text from the last to the first: which go, by the rules of `pipelines.strip`."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING

from pipelines.appendix.causes import Cause
from pipelines.appendix.headless import second_articles
from pipelines.appendix.kinds import (
    LONGEST_LABEL,
    LONGEST_SUBHEADING,
    Kind,
    is_asking,
    is_barred,
    is_closed,
    is_dated,
    is_prose,
    label_of,
    points,
    sounds_like_site,
    speaks_for_site,
)
from pipelines.appendix.lists import are_new, listed_below, sentences_below, told_in
from pipelines.appendix.second import LONGER, begins_article
from pipelines.appendix.skips import skipped_blocks
from pipelines.appendix.tail import MOST_UNKNOWN, below_credit, is_unknown, unlabelled_keywords
from pipelines.words.folding import fold
from pipelines.words.grammar import Opening, heading_in, is_likely, is_new
from pipelines.words.headings import ADVERTISEMENTS, COMMENTS
from pipelines.words.prompts import is_advertised, is_certain_prompt, is_poll, leads_elsewhere

if TYPE_CHECKING:
    from pipelines.appendix.facts import Facts

MOST_TITLES = 6
"""Most titles in one insert."""
FEWEST_LISTED = 2
"""Fewest titles that make a doubtful heading certain between paragraphs."""

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}|@\w{1,64}")
_REFERENCE = re.compile(r"[^\w]{0,4}(?:https? ?: ?/|www ?[.])")
_COUNT = re.compile(r"[\d()\[\]]+")
_OWN = (Kind.PROSE, Kind.CREDIT)
_TRAILING = (Kind.KEYWORDS, Kind.PROMPT, Kind.CLOSING)


class Cutting:
    """One call of `strip_appendix`: for each piece of a text, why it goes, if it does so far."""

    def __init__(self, text: Facts) -> None:
        self._text = text
        self._lines = text.lines
        self._kinds = text.kinds
        self._causes: list[Cause | None] = [None] * len(text.lines)
        self._end = len(text.lines)  # the first line of the appendix found so far
        self._listed = False  # whether a list of titles closes the page

    def causes(self) -> list[Cause | None]:
        """Return for each line the rule that cut it; None for a line that stays."""
        self._take_out_lines()
        self._close_comments()
        self._cut_second()
        self._cut_below_credit()
        self._cut(listed_below(self._lines[: self._end], self._kinds[: self._end]), Cause.LIST)
        self._cut(sentences_below(self._lines[: self._end], self._kinds[: self._end]), Cause.LIST)
        own: int | None = None  # the next line that belongs to an article
        stop = self._end  # the next line that is not a title
        for index in reversed(range(self._end)):
            kind = self._settled(index, stop, followed=own is not None)
            if kind in (Kind.RELATED, Kind.LABEL):
                if own is None:
                    self._close(index)
                elif begins_article(self._text, index, own, self._end, listed=self._listed):
                    self._cut(index, Cause.SECOND_ARTICLE)
                    own = None
                else:
                    self._take_out(index, stop)
            elif kind in (Kind.CLOSING, Kind.PROMPT) and own is None:
                self._close(index)
            elif kind is Kind.PROMPT and self._text.before[index] and self._is_certain(index):
                self._take(index, index + 1, Cause.PROMPT)
            elif kind in _OWN:
                own = index
            if kind is not Kind.TITLE:
                stop = index
        self._cut_below_credit()  # again: a second article may have stood there
        self._trim()
        self._cut_listed()
        self._cut_unlabelled()
        return self._causes

    def _cut_second(self) -> None:
        """Cut from the headline of a second article that no heading opens (`pipelines.appendix.headless`)."""
        for headline in second_articles(self._lines[: self._end], self._kinds[: self._end])[:1]:
            self._cut(headline, Cause.SECOND_ARTICLE)

    def _cut_below_credit(self) -> None:
        """Cut what stands below the last credit, if the site's lines are there (`pipelines.appendix.tail`)."""
        self._cut(below_credit(self._lines[: self._end], self._kinds[: self._end]), Cause.BELOW_CREDIT)

    def _cut_listed(self) -> None:
        """Cut a list below the article that no heading opened, and what the site's lines above it are."""
        stay = [index for index in range(self._end) if self._causes[index] is None]
        below = listed_below([self._lines[i] for i in stay], [self._kinds[i] for i in stay])
        if below < len(stay):
            self._cut(stay[below], Cause.LIST)
            self._trim()

    def _cut_unlabelled(self) -> None:
        """Cut keywords without a label when nothing below them stays."""
        keywords = unlabelled_keywords(self._lines, self._kinds)
        if keywords is not None and None not in self._causes[keywords + 1 :]:
            self._take(keywords, keywords + 1, Cause.TAIL)

    def _is_certain(self, index: int) -> bool:
        """Return whether a prompt is the site's between paragraphs, too: by its words or by a prompt beside it."""
        beside = [self._kinds[i] for i in (index - 1, index + 1) if 0 <= i < len(self._kinds)]
        line = self._lines[index]
        folded = fold(line)
        prompt = leads_elsewhere(folded) or (is_asking(line) and is_certain_prompt(folded))
        return Kind.PROMPT in beside or points(line) or prompt or speaks_for_site(line) or is_poll(line)

    def _settled(self, index: int, stop: int, *, followed: bool) -> Kind:
        """Return a line's kind after the lines below it decided whether a doubtful heading is one.

        Args:
            index: The line.
            stop: The first line after it that is not a title.
            followed: Whether a line of an article follows.
        """
        kind = self._kinds[index]
        line = self._lines[index]
        if kind is Kind.GLUED:
            own = Kind.PROSE if is_prose(line) else Kind.TITLE
            self._kinds[index] = Kind.LABEL if self._text.full_stops and self._text.before[index] else own
        elif kind is Kind.DOUBTFUL_LABEL:
            own = Kind.PROSE if is_prose(line) else Kind.TITLE
            label, title = label_of(line)
            new = self._is_barred(index) if "|" in line else are_new([title], self._told)
            fresh = self._text.full_stops and (new or is_likely(label))
            counts = not _REFERENCE.match(title) and (not followed or fresh)
            self._kinds[index] = Kind.LABEL if counts and self._text.before[index] >= FEWEST_LISTED else own
        elif kind is Kind.DOUBTFUL:
            below = self._lines[index + 1 : stop]
            titles = [
                title for title in below if len(title.split()) > LONGEST_SUBHEADING or self._text.is_listed(title)
            ]
            if below and _REFERENCE.match(below[0]):
                return Kind.TITLE  # the author's own reference
            closes = bool(below) or line.endswith(":") or sounds_like_site(line)
            labels = takewhile(lambda i: self._kinds[i] is Kind.LABEL, reversed(range(index)))  # they go
            ended = followed and self._text.full_stops and is_closed(self._lines[index - 1 - len(list(labels))])
            new = ended and bool(titles) and are_new(titles, self._told)
            listed = new or len(titles) >= FEWEST_LISTED or (not followed and closes)
            self._kinds[index] = Kind.RELATED if listed and self._text.before[index] else Kind.TITLE
        elif kind is Kind.CLOSING and followed and self._text.full_stops and self._is_ranking(index, stop):
            return Kind.RELATED
        return self._kinds[index]

    def _is_barred(self, index: int) -> bool:
        """Return whether a bar divides a label from a title, and no row of a table stands beside it."""
        beside = self._lines[max(index - 1, 0) : index + 2]
        return sum("|" in line for line in beside) == 1 and is_barred(self._lines[index])

    @cached_property
    def _told(self) -> set[str]:
        """The longer words of the text's prose."""
        return told_in(line for line, kind in zip(self._lines, self._kinds, strict=True) if kind is Kind.PROSE)

    def _is_ranking(self, index: int, stop: int) -> bool:
        """Return whether «الأكثر قراءة» governs a list of titles between paragraphs, and is no sub-heading."""
        titles = [title for title in self._lines[index + 1 : stop] if len(title.split()) > LONGEST_SUBHEADING]
        heading = heading_in(self._lines[index])
        ranking = heading is not None and heading.opening is Opening.RANKING and not is_new(self._lines[index])
        return ranking and len(titles) >= FEWEST_LISTED

    def _take_out_lines(self) -> None:
        """Cut the lines that go wherever they occur: cards, addresses, labels of advertisements."""
        for index, line in enumerate(self._lines):
            folded = fold(line[:LONGEST_LABEL])
            advertised = folded in ADVERTISEMENTS or (len(line) <= LONGEST_LABEL and is_advertised(folded))
            if index in self._text.cards or advertised or _ADDRESS.fullmatch(line):
                cause = Cause.CARD if index in self._text.cards else Cause.SITE_LINE
                self._take(index, index + 1, cause)
        for block in skipped_blocks(self._lines):
            self._take(block.start, block.stop, Cause.SKIPPED)
            self._kinds[block.start : block.stop] = [Kind.TITLE] * len(block)

    def _close_comments(self) -> None:
        """Cut readers' comments from their first heading after prose to the end."""
        for index, line in enumerate(self._lines[: self._end]):
            if self._text.before[index] and fold(_COUNT.sub("", line[:LONGEST_LABEL])) in COMMENTS:
                self._cut(index, Cause.COMMENTS)
                return

    def _take(self, start: int, stop: int, cause: Cause) -> None:
        """Cut lines, those from `start` to the one before `stop`; a line that was cut keeps its first cause."""
        self._causes[start:stop] = [first or cause for first in self._causes[start:stop]]

    def _cut(self, index: int, cause: Cause) -> None:
        """Cut everything from a line to the end of the article found so far."""
        self._take(index, self._end, cause)
        self._end = index

    def _close(self, index: int) -> None:
        """Cut the appendix that a heading opens, when enough prose comes before it.

        Below more lines without a full stop than paragraphs a doubtful prompt may be a verse.
        """
        verses = self._kinds[:index].count(Kind.TITLE) > max(self._text.before[index], MOST_UNKNOWN)
        if verses and self._kinds[index] is Kind.PROMPT and not self._is_certain(index):
            return
        if self._text.before[index] >= (2 if self._kinds[index] is Kind.CLOSING else 1):
            self._listed = self._listed or self._kinds[index + 1 : index + 3] == [Kind.TITLE] * 2
            self._cut(index, Cause.TAIL if self._kinds[index] is Kind.PROMPT else Cause.APPENDIX)

    def _take_out(self, index: int, stop: int) -> None:
        """Cut an insert: its heading, and those of the titles after it that surely belong to it.

        Args:
            index: The heading.
            stop: The first line after the heading that is not a title.
        """
        self._take(index, index + 1, Cause.INSERT)
        titles = self._lines[index + 1 : stop]
        linked = next((i for i in range(index + 1, stop) if i not in self._text.links), stop) - index - 1
        if linked:
            self._take(index + 1, index + 1 + linked, Cause.INSERT)
            return
        bullets = next((i for i, title in enumerate(titles) if not self._text.is_listed(title)), len(titles))
        most = bullets if self._kinds[index] is Kind.LABEL else len(titles)
        if most > bullets and self._kinds[stop] is not Kind.CREDIT:
            if self._kinds[stop] is Kind.PROSE:
                short = len(titles[-1].split()) <= LONGEST_SUBHEADING
                alike = self._text.subheading > 0 and len(titles[-1].split()) < self._text.subheading + LONGER
                most -= short or (most > 1 and alike)
            if most > MOST_TITLES or not self._text.full_stops:
                most = max(bullets, min(most, 1))
        self._take(index + 1, index + 1 + most, Cause.INSERT)

    def _trim(self) -> None:
        """Cut the keywords, prompts and closing headings at the text's end, from the end upward; credits stay.

        Short lines of unknown words below a prompt go with it.
        """
        unknown: list[int] = []
        for index in reversed(range(self._end)):
            kind = self._kinds[index]
            dated = kind is Kind.TITLE and self._text.before[index] and is_dated(self._lines[index])
            if kind in _TRAILING or dated:
                for i in (index, *unknown):
                    self._take(i, i + 1, Cause.TAIL)
                unknown = []
            elif self._causes[index] is None and kind is not Kind.CREDIT:
                if len(unknown) == MOST_UNKNOWN or not is_unknown(self._lines[index], kind):
                    return
                unknown.append(index)
