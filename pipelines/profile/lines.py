"""Judges the lines that several articles of an outlet have: furniture, headings of lists, or text that stays.

Words play no part. A line is furniture when it stands on a large share of all pages, on many days, and, for a
sentence, in several sections. A line that is no sentence needs `SHORT` of the pages before or behind the text, or
`SHORT_INSIDE` between its paragraphs; a sentence needs `SENTENCE`, or `SENTENCE_INSIDE`. A line of few words, which may
be a sub-heading or a dateline, needs `SENTENCE_INSIDE` as well; so does one above lines that change and are no titles,
and one whose numbers change (a price, or a count). The paragraph that a series of reports repeats stands on few pages,
or on many of few days. Furniture that replaced other furniture stands on nearly all pages of its own time (`DENSE`),
and that time has several days.

A heading is a line that is no sentence, with lines under it that are none either and that change from page to page.
Key points do so as well; but they repeat the words of the article (`RESTATED`), and titles of other articles do not.
Where an outlet's paragraphs look like titles, most of its lists must have one length.
Nothing of the article follows a heading that `closes`.

Lines that belong to articles (`sheets.own_lines`) are never furniture.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from statistics import mean, median, mode
from typing import TYPE_CHECKING

from pipelines.profile.model import Heading, Line, Place, key
from pipelines.profile.sheets import (
    LONGEST_LABEL,
    LONGEST_OPEN,
    LONGEST_SUBHEADING,
    LONGEST_TITLE,
    goes_on,
    is_paragraph,
    own_lines,
    sentences_of,
)
from pipelines.words.folding import fold
from pipelines.words.headings import BYLINES, CREDIT, WRITTEN_BY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipelines.profile.sheets import Sheet

FEWEST_PAGES = 6
"""Fewest pages that have a line of furniture."""
FEWEST_LEFT = 3
"""Fewest texts in which extraction without a profile leaves it."""
SHORT = 0.3
"""Smallest share of pages that have a line that is no sentence, before or behind the text."""
SHORT_INSIDE = 0.5
"""The same, between the text's paragraphs, where an author's sub-heading may stand as well."""
SENTENCE = 0.5
"""Smallest share of pages that have a sentence, before or behind the text."""
SENTENCE_INSIDE = 0.8
"""The same, between the text's paragraphs, or when too few days are known."""
LISTED = 0.25
"""Smallest share of pages that have a heading of a list."""
DAYS_SHORT = 0.2
"""Smallest share of days that have a line that is no sentence."""
DAYS_SENTENCE = 0.4
"""Smallest share of days that have a sentence."""
FEWEST_DAYS = 3
"""Fewest days from which shares of days are judged."""
LONGEST_LINE = 2_000
"""Most characters of a line of furniture."""
DENSE = 0.9
"""Smallest share, of the pages between the first and the last that have a line, that have it."""
DENSE_DAYS = 5
"""Fewest days of publication of these pages."""
FEWEST_OF_SECTION = 5
"""Fewest pages of a section that counts."""
MOSTLY = 0.6
"""Smallest share of a heading's occurrences that must have titles under it."""
CLOSING = 0.8
"""Smallest share of occurrences with nothing of the article behind them, for a heading that closes."""
CHANGING = 0.5
"""Smallest share of a heading's first titles that differ."""
FOREIGN = 0.34
"""Share of the longer words of lines behind a heading, up to which they may be titles although they end like sentences:
paragraphs of one article share more."""
RESTATED = 0.4
"""Share of longer words from which lines under a heading repeat the article's words, as its own lines do. Measured on
real texts, the median is 54 % for an article's last lines, and 12 % for titles of other articles."""
LONGER = 4
"""Letters of a longer word; fewest words of most titles, since a list of ingredients or towns has fewer."""
MOST_TITLES = 15
"""Most lines under a heading."""
_SEPARATOR = re.compile(r"[:|\N{FULLWIDTH COLON}]")
_LABELS_OF_TEXT = CREDIT | BYLINES | WRITTEN_BY


@dataclass
class _Seen:
    """Where a line was seen."""

    text: str = ""
    pages: set[int] = field(default_factory=set)
    left: int = 0
    sentence: bool = False
    places: Counter[Place] = field(default_factory=Counter)


@dataclass(frozen=True)
class _Run:
    """The lines under one occurrence of a heading."""

    titles: tuple[str, ...]
    restated: float
    """Mean share of their longer words that the article's paragraphs have."""
    last: bool
    """Whether nothing stands behind them."""
    stops: bool
    """Whether most of them end like sentences."""
    alike: bool
    """Whether most lines before the heading look like titles as well (`sheets.is_paragraph`)."""


def furniture_lines(sheets: Sequence[Sheet]) -> tuple[tuple[Line, ...], tuple[Heading, ...]]:
    """Return the lines and the headings that some articles repeat, the most frequent first.

    Args:
        sheets: The articles, the oldest capture first.
    """
    return _Judge(sheets).found()


def label_of(line: str) -> tuple[str, str]:
    """Return the label that opens a line, and the title behind its separator; empty strings without a label."""
    separator = _SEPARATOR.search(line, 1, LONGEST_LABEL)
    if separator is None or not fold(line[: separator.start()]):
        return "", ""
    title = line[separator.end() :].strip()
    return (line[: separator.start()].strip(), title) if len(title.split()) >= LONGER else ("", "")


class _Judge:
    """The lines of some articles, and where each was seen."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self._sheets = sheets
        self._days = {sheet.day for sheet in sheets if sheet.day}
        sections = Counter(sheet.section for sheet in sheets if sheet.section)
        self._sections = {name for name, count in sections.items() if count >= FEWEST_OF_SECTION}
        self._keys = [[key(line) for line in sheet.lines] for sheet in sheets]
        self._sentences = [sentences_of(sheet.lines, sheet.links) for sheet in sheets]
        self._own = [own_lines(sheet.lines, sheet.names) for sheet in sheets]
        cut = ({key(line) for line in sheet.cut} for sheet in sheets)
        having = Counter(one for keys, gone in zip(self._keys, cut, strict=True) for one in gone.union(keys))
        self._common = {one for one, count in having.items() if count >= max(FEWEST_LEFT, LISTED * len(sheets))}
        self._counting = self._find_counting()
        self._paragraphs = [self._find_paragraphs(number) for number in range(len(sheets))]
        self._seen: dict[str, _Seen] = defaultdict(_Seen)
        self._labels: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
        self._runs: dict[str, list[_Run]] = defaultdict(list)
        self._barred: set[str] = set()
        for number in range(len(sheets)):
            self._read(number)

    def _find_counting(self) -> set[str]:
        """Return the common lines whose numbers change from page to page: a count of visitors, or a price."""
        spellings: dict[str, set[str]] = defaultdict(set)
        for sheet, keys in zip(self._sheets, self._keys, strict=True):
            for line, one in zip(sheet.lines, keys, strict=True):
                if one in self._common and "0" in one:
                    spellings[one].add(fold(line))
        return {one for one, spelled in spellings.items() if len(spelled) > 1}

    def _find_paragraphs(self, number: int) -> dict[int, list[str]]:
        """Return the folded words of an article's paragraphs, by their indices."""
        lines = zip(self._sheets[number].lines, self._keys[number], strict=True)
        return {
            at: fold(line).split()
            for at, (line, one) in enumerate(lines)
            if one not in self._common and len(line.split()) > LONGEST_OPEN
        }

    def found(self) -> tuple[tuple[Line, ...], tuple[Heading, ...]]:
        """Return lines and headings."""
        headings = [*self._headings(), *self._labelled()]
        opening = {key(heading.text) for heading in headings if not heading.label}
        lines = [
            Line(text=seen.text, pages=len(seen.pages), share=self._share(seen), place=_place(seen))
            for one, seen in self._seen.items()
            if one not in opening and self._is_repeated(one, seen) and self._is_furniture(one, seen)
        ]
        return (
            tuple(sorted(lines, key=lambda line: (-line.pages, line.text))),
            tuple(sorted(headings, key=lambda heading: (-heading.pages, heading.text))),
        )

    def _read(self, number: int) -> None:
        """Note the lines of one article."""
        sheet, keys, own = self._sheets[number], self._keys[number], self._own[number]
        sentences = self._sentences[number]
        prose = [at for at, one in enumerate(keys) if one not in self._common and sentences[at]]
        for at, (line, one) in enumerate(zip(sheet.lines, keys, strict=True)):
            if at in own:
                self._barred.add(one)
            if at in own or not one:
                continue
            label, title = label_of(line)
            if label and fold(label) not in _LABELS_OF_TEXT and not sentences[at]:
                self._labels[key(label)].append((number, label, title))
            if one not in self._common:
                continue
            seen = self._seen[one]
            seen.text = line
            seen.left += number not in seen.pages
            seen.pages.add(number)
            before, behind = (prose[0] < at, at < prose[-1]) if prose else (False, True)
            seen.places[Place.INSIDE if before and behind else Place.BOTTOM if before else Place.TOP] += 1
            seen.sentence = seen.sentence or sentences[at]
            if not sentences[at]:
                self._runs[one].append(self._run(number, at))
        for line in sheet.cut:
            if (one := key(line)) in self._common:
                self._seen[one].pages.add(number)

    def _run(self, number: int, at: int) -> _Run:
        """Return what stands under a line: the lines that are no sentences, or all lines when they may be titles.

        They may be when they are short and share few words with the article's paragraphs.
        """
        lines, keys, own = self._sheets[number].lines, self._keys[number], self._own[number]
        known = self._common - self._counting
        rest = [index for index in range(at + 1, len(lines)) if index not in own and keys[index] not in known]
        run = self._run_of(number, at, rest, rest)
        short = all(len(title.split()) <= LONGEST_TITLE and not goes_on(title) for title in run.titles)
        open_ = not any(self._sentences[number][index] for index in rest)
        if 0 < len(rest) <= MOST_TITLES and short and (open_ or run.restated < FOREIGN):
            return run
        under = [index for index in self._until_sentence(number, at + 1) if index in rest]
        return self._run_of(number, at, under, rest)

    def _run_of(self, number: int, at: int, under: list[int], rest: list[int]) -> _Run:
        lines = self._sheets[number].lines
        titles = tuple(lines[index] for index in under)
        others = self._words(number, titles, at) or self._words(number, titles)
        return _Run(
            titles=titles,
            restated=mean(_restated(title, others) for title in titles) if titles else 0.0,
            last=under == rest,
            stops=2 * sum(self._sentences[number][index] for index in under) > len(under),
            alike=2 * sum(map(is_paragraph, lines[:at])) < at,
        )

    def _until_sentence(self, number: int, at: int) -> Iterator[int]:
        sentences = self._sentences[number]
        while at < len(sentences) and at not in self._own[number] and not sentences[at]:
            yield at
            at += 1

    def _headings(self) -> Iterator[Heading]:
        """Yield the lines that open lists whose titles change."""
        for one, runs in self._runs.items():
            seen = self._seen[one]
            full = [run for run in runs if run.titles]
            if not self._is_repeated(one, seen) or self._share(seen) < LISTED or len(full) < MOSTLY * len(runs):
                continue
            if len({key(run.titles[0]) for run in full}) < max(FEWEST_LEFT, CHANGING * len(full)):
                continue
            if median(run.restated for run in full) >= RESTATED or not self._is_spread(seen, DAYS_SHORT):
                continue
            if median(len(title.split()) for run in full for title in run.titles) < LONGER:
                continue
            counts = sorted(len(run.titles) for run in full)
            if 2 * sum(run.alike for run in full) > len(full) and counts.count(mode(counts)) < MOSTLY * len(counts):
                continue
            yield Heading(
                text=seen.text,
                pages=len(seen.pages),
                share=self._share(seen),
                titles=counts[(9 * len(counts) - 1) // 10],
                closes=sum(run.last for run in full) >= CLOSING * len(full),
                stops=2 * sum(run.stops for run in full) > len(full),
            )

    def _labelled(self) -> Iterator[Heading]:
        """Yield the labels that open lines with changing titles."""
        for found in self._labels.values():
            seen = _Seen(text=found[-1][1], pages={number for number, _, _ in found})
            titles = {key(title) for _, _, title in found}
            if len(seen.pages) < max(FEWEST_PAGES, LISTED * len(self._sheets)) or 2 * len(titles) < len(found):
                continue
            restated = median(_restated(title, self._words(number, (title,))) for number, _, title in found)
            if restated < RESTATED and self._is_spread(seen, DAYS_SHORT):
                share = self._share(seen)
                yield Heading(
                    text=seen.text, pages=len(seen.pages), share=share, titles=0, closes=False, stops=False, label=True
                )

    def _words(self, number: int, titles: tuple[str, ...], stop: int | None = None) -> set[str]:
        """Return the words of an article's paragraphs, without some lines, up to a line."""
        lines = self._sheets[number].lines
        return {
            word
            for at, words in self._paragraphs[number].items()
            if (stop is None or at < stop) and lines[at] not in titles
            for word in words
        }

    def _is_repeated(self, one: str, seen: _Seen) -> bool:
        enough = len(seen.pages) >= FEWEST_PAGES and seen.left >= FEWEST_LEFT
        return enough and one not in self._barred and len(seen.text) <= LONGEST_LINE

    def _is_furniture(self, one: str, seen: _Seen) -> bool:
        """Return whether a repeated line has the share, the days and the sections of furniture."""
        share, inside = self._share(seen), _place(seen) is Place.INSIDE
        if not seen.sentence:
            sub_heading = len(seen.text.split()) <= LONGEST_SUBHEADING and _place(seen) is not Place.BOTTOM
            leading = sum(bool(run.titles) for run in self._runs[one]) >= MOSTLY * len(self._runs[one])
            if sub_heading or leading or one in self._counting:
                return share >= SENTENCE_INSIDE and self._is_spread(seen, DAYS_SENTENCE)
            least = SHORT_INSIDE if inside else SHORT
            return (share >= least and self._is_spread(seen, DAYS_SHORT)) or (share >= SHORT and self._is_dense(seen))
        if share >= SENTENCE_INSIDE:
            return self._is_spread(seen, DAYS_SENTENCE)
        if inside or len(self._days) < FEWEST_DAYS or not self._is_in_several_sections(seen):
            return False
        spread = share >= SENTENCE and self._is_spread(seen, DAYS_SENTENCE)
        return spread or (share >= SHORT and self._is_dense(seen))

    def _is_spread(self, seen: _Seen, least: float) -> bool:
        """Return whether enough of all days have a line; too few days show nothing."""
        if len(self._days) < FEWEST_DAYS:
            return True
        return len(self._days_of(seen)) >= least * len(self._days)

    def _is_dense(self, seen: _Seen) -> bool:
        """Return whether nearly all pages of a line's own time, of several days, have it."""
        time = max(seen.pages) - min(seen.pages) + 1
        return len(seen.pages) >= DENSE * time and len(self._days_of(seen)) >= DENSE_DAYS

    def _days_of(self, seen: _Seen) -> set[str]:
        return {self._sheets[number].day for number in seen.pages} - {""}

    def _is_in_several_sections(self, seen: _Seen) -> bool:
        sections = {self._sheets[number].section for number in seen.pages}
        return len(self._sections) < 2 or len(self._sections & sections) > 1  # noqa: PLR2004 - one section is not several

    def _share(self, seen: _Seen) -> float:
        return round(len(seen.pages) / len(self._sheets), 3)


def _place(seen: _Seen) -> Place:
    """Return the place of most occurrences; of equal ones the place in which more is asked of furniture."""
    order = (Place.INSIDE, Place.BOTTOM, Place.TOP)
    return max(order, key=lambda place: seen.places[place])


def _restated(title: str, others: set[str]) -> float:
    """Return the share of a title's longer words that are among the article's words."""
    words = [word for word in fold(title).split() if len(word) >= LONGER]
    return sum(word in others for word in words) / len(words) if words else 1.0
