"""Where a second article begins without a heading: a headline, a line of its own kind, and a lead that restates both.

A sub-heading looks like a headline, and the paragraph below it may restate it. So the place needs a line that stands
only between two articles: a credit, a writer or a dateline that ends the one, or the day of the other. Without such a
line the marks of a second article decide (`pipelines.appendix.anew`), with a higher edge than below a heading.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.appendix.anew import EDGE, begins_anew
from pipelines.appendix.kinds import LONGEST_SUBHEADING, Kind, goes_on, is_closed, label_of
from pipelines.appendix.leads import SAYING, joins, shares_most
from pipelines.appendix.marks import MOST_LINES
from pipelines.words.folding import fold
from pipelines.words.headings import WRITTEN_BY
from pipelines.words.months import MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_BETWEEN = 8
"""Most words of a line that stands between two articles."""
LONGEST_SIGN = 4
"""Most words of a dateline or a writer's line."""
MOST_BETWEEN = 3
"""Most such lines."""
FEWEST_BEFORE = 2
"""Fewest paragraphs of the first article."""
FEWEST_TOLD = 3
"""Fewest paragraphs above a headline that nothing but its words divides from them."""
MOST_KNOWN = 8
"""At most one of so many words of such a headline's lead is known from the article above."""
FEWEST_WORDS = 10
"""Fewest words of a paragraph that is compared."""
HEADLESS = EDGE + 0.5
"""The sum of the marks above which an article begins at a headline without a heading."""
LONG_WORD = 4
"""Letters from which a word names something."""
MOST_COLONS = 3
"""Most colons of a line that gives a day: after its label and in its hour."""
MOST_CHARACTERS = 400
"""Characters of a lead that are read."""

_SIGN = re.compile(r"[\w ]{2,30}\s?[-–—/]\s?[\w ]{2,20}")
_DAY = re.compile(r"\b(?:\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2})\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def second_articles(lines: Sequence[str], kinds: Sequence[Kind]) -> list[int]:
    """Return the lines at which further articles begin, in order: their headlines, or the day above these."""
    found: list[int] = []
    prose = 0
    digest = False  # whether a headline above is restated: a digest has pieces below headlines of their own
    for index, kind in enumerate(kinds):
        if kind is Kind.TITLE and prose and _is_headline(lines[index], kind):
            restated = not digest and _is_restated(lines, kinds, index)
            digest = digest or restated
            if (
                (not found and _is_news(lines, kinds, index))
                or (prose >= FEWEST_BEFORE and _begins(lines, kinds, index))
                or (restated and _is_anew(lines, kinds, index))
            ):
                found.append(index - _is_day_above(lines, kinds, index))
        prose += kind is Kind.PROSE
    return found


def _is_day_above(lines: Sequence[str], kinds: Sequence[Kind], index: int) -> bool:
    """Return whether the line above a headline gives the day of its article."""
    return kinds[index - 1] is not Kind.CREDIT and _is_dated(lines[index - 1], kinds[index - 1])


def _is_restated(lines: Sequence[str], kinds: Sequence[Kind], index: int) -> bool:
    """Return whether the paragraph right below a headline restates it."""
    below = index + 1 < len(lines) and kinds[index + 1] is Kind.PROSE
    return below and _restates(lines[index + 1][:MOST_CHARACTERS], lines[index])


def _is_anew(lines: Sequence[str], kinds: Sequence[Kind], index: int) -> bool:
    """Return whether a headline and the prose below it have the marks of a second article."""
    told = _paragraphs(lines, kinds, range(index))
    new = _paragraphs(lines, kinds, range(index + 1, len(lines)))[:MOST_LINES]
    return len(told) >= FEWEST_TOLD and begins_anew(told, [lines[index]], new, edge=HEADLESS)


def _paragraphs(lines: Sequence[str], kinds: Sequence[Kind], places: range) -> list[str]:
    return [lines[i] for i in places if kinds[i] is Kind.PROSE and len(lines[i].split()) >= FEWEST_WORDS]


def _is_headline(line: str, kind: Kind) -> bool:
    return kind is Kind.TITLE and len(line.split()) > LONGEST_SUBHEADING and not _is_between(line, kind)


def _is_news(lines: Sequence[str], kinds: Sequence[Kind], index: int) -> bool:
    """Return whether a headline and its lead share nothing with the article above, which has no sub-headings.

    The lead opens with a verb of reports and restates the headline; no sub-heading is so far from its article.
    """
    told = [line for line, kind in zip(lines[:index], kinds[:index], strict=True) if kind is Kind.PROSE]
    if len(told) < FEWEST_TOLD or Kind.TITLE in kinds[1:index] or not _is_headline(lines[index], kinds[index]):
        return False
    if index + 1 == len(lines) or kinds[index + 1] is not Kind.PROSE or not is_closed(lines[index - 1]):
        return False
    first = lines[index + 1][:MOST_CHARACTERS]
    opening = fold(first).split()
    known = set().union(*(_named(line[: 2 * MOST_CHARACTERS]) for line in told))
    new, lead = _named(lines[index]), _named(first)
    fresh = known.isdisjoint(new) and MOST_KNOWN * len(lead & known) <= len(lead)
    return fresh and opening[0] in SAYING and _restates(first, lines[index])


def _begins(lines: Sequence[str], kinds: Sequence[Kind], index: int) -> bool:
    """Return whether an article begins at a headline: lines between articles around it, and its own lead below."""
    above = index > 0 and _is_between(lines[index - 1], kinds[index - 1])
    lead = index + 1
    while lead < min(len(lines), index + 1 + MOST_BETWEEN) and _is_between(lines[lead], kinds[lead]):
        lead += 1
    if lead == len(lines) or kinds[lead] is not Kind.PROSE or not (above or lead > index + 1):
        return False
    first = lines[lead][:MOST_CHARACTERS]
    return not goes_on(first) and not joins(fold(first).split()) and _restates(first, lines[index])


def _is_between(line: str, kind: Kind) -> bool:
    """Return whether a line stands between two articles: a credit, a writer, a dateline, a day."""
    if kind in (Kind.CREDIT, Kind.KEYWORDS) or not fold(line) or _is_dated(line, kind):
        return True
    words = len(line.split())
    if kind is not Kind.TITLE or words > LONGEST_BETWEEN:
        return False
    label, name = label_of(line)
    written = bool(name) and label in WRITTEN_BY
    return written or (words <= LONGEST_SIGN and _SIGN.fullmatch(line) is not None)


def _is_dated(line: str, kind: Kind) -> bool:
    """Return whether a line gives a day and nothing else, in figures or with the month's name."""
    if _is_day(line):
        return True
    short = kind is Kind.TITLE and len(line.split()) <= LONGEST_BETWEEN
    return short and _YEAR.search(line) is not None and not MONTHS.keys().isdisjoint(fold(line).split())


def _is_day(line: str) -> bool:
    """Return whether a line gives a day in figures, perhaps with its label or hour: «2024/5/17 - 14:30»."""
    return len(line.split()) <= LONGEST_BETWEEN and _DAY.search(line) is not None and line.count(":") <= MOST_COLONS


def _restates(lead: str, title: str) -> bool:
    """Return whether a lead repeats at least half of a headline's longer words, and `FEWEST_SHARED` of them."""
    return shares_most(_named(title), _named(lead))


def _named(line: str) -> set[str]:
    """Return the longer words of a line, without conjunction, preposition and article."""
    return {re.sub(r"^[وبفل]{0,2}(?:ال)?(?=\w{3})", "", word) for word in fold(line).split() if len(word) >= LONG_WORD}
