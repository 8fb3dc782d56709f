"""What is counted of a document: pure functions from its manifest row and its text to counts."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus.export.figures import statements
from crawler.rights import reserved

if TYPE_CHECKING:
    from collections.abc import Mapping

EARLIEST = "1990"
"""Year of the earliest date of publication that counts: before it no page was on the web (dates of Hijri years too)."""
MOST_VERSIONS = 10
"""Versions of an article that are told apart; all later ones count as the next."""
LONGEST_TERM = 40
"""Characters of a word or a credit, at most; longer ones are not counted."""
_MARKS = re.compile("[\u064b-\u065f\N{ARABIC LETTER SUPERSCRIPT ALEF}\N{ARABIC TATWEEL}]+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_EDGES = " \t=+-@*|:،,.;«»\"'()[]"
"""Signs that are no part of a credit at its edges. A spreadsheet would take some of them for a formula's beginning."""


class Figure(StrEnum):
    """What is counted. Each count has a month and a key, which may be empty."""

    DOCUMENTS = "documents"
    """Documents, by month of publication (empty without a date that counts) and `Dated`."""
    WORDS = "words"
    """Words of their texts, by the same."""
    VERSIONS = "versions"
    """Documents, by month of capture and number of the version."""
    RIGHTS = "rights"
    """Documents, by the statements of their outlet; one may have several."""
    RESERVED = "reserved"
    """Documents whose outlet reserves archiving, or text and data mining."""
    FRESHNESS = "freshness"
    """First versions, by month of capture and `Delay`."""
    WORD = "word"
    """Occurrences, by word in the author's spelling."""
    CREDIT = "credit"
    """Documents, by the source that they credit."""
    REJECTS = "rejects"
    """Pages that became no document, by month of capture and reason."""
    EVENTS = "events"
    """Events of documents, by month of capture and kind."""
    RUNS = "runs"
    """Runs, by month of their beginning and outcome."""


class Dated(StrEnum):
    """Whether a document has a date of publication."""

    STATED = "stated"
    """It has one that counts."""
    NONE = "none"
    """The page states none."""
    WRONG = "wrong"
    """It lies before `EARLIEST`, or more than a day after the capture."""


class Delay(StrEnum):
    """The time from publication to capture."""

    HOUR = "1-hour"
    """At most an hour; also a time of publication shortly after the capture, by a clock that is ahead."""
    QUARTER = "6-hours"
    DAY = "1-day"
    WEEK = "7-days"
    MONTH = "30-days"
    LATER = "later"
    """More than thirty days: what was published before the outlet was crawled."""
    NO_TIME = "no-time"
    """The page states a day without a time, or no date that counts."""


_DELAYS = (
    (timedelta(hours=1), Delay.HOUR),
    (timedelta(hours=6), Delay.QUARTER),
    (timedelta(days=1), Delay.DAY),
    (timedelta(days=7), Delay.WEEK),
    (timedelta(days=30), Delay.MONTH),
)


class Counted(NamedTuple):
    """What a count belongs to."""

    figure: Figure
    month: str
    """`2026-11`; empty where the figure has no month."""
    key: str


def count_document(row: Mapping[str, Any], text: str) -> Counter[Counted]:
    """Return the counts of a document.

    Args:
        row: Its manifest row.
        text: Its body, without the title.
    """
    dated = dated_of(row["published"], row["captured"])
    month = row["published"][:7] if dated is Dated.STATED else ""
    captured = row["captured"][:7]
    counts: Counter[Counted] = Counter()
    counts[Counted(Figure.DOCUMENTS, month, dated)] = 1
    # The text format has no other space, and none twice; the export's column `words` counts the same.
    counts[Counted(Figure.WORDS, month, dated)] = text.count(" ") + text.count("\n") + 1
    counts[Counted(Figure.VERSIONS, captured, str(min(row["version"], MOST_VERSIONS + 1)))] = 1
    if row["version"] == 1:
        counts[Counted(Figure.FRESHNESS, captured, delay_of(row["published"], row["captured"]))] = 1
    rights = row["rights"]
    signals = [{"name": name, "value": value} for name, value in rights.get("signals", {}).items()]
    for statement in statements({"robots": [], **rights, "signals": signals}):
        counts[Counted(Figure.RIGHTS, "", statement)] = 1
    if reserved(rights):
        counts[Counted(Figure.RESERVED, "", "")] = 1
    if credit := credit_of(row["credit"]):
        counts[Counted(Figure.CREDIT, "", credit)] = 1
    return counts


def dated_of(published: str | None, captured: str) -> Dated:
    """Return whether a date of publication counts, by the WARC-Date of the capture."""
    if not published:
        return Dated.NONE
    try:
        last = date.fromisoformat(captured[:10]) + timedelta(days=1)
    except (OverflowError, ValueError):  # archives of other programs may hold such dates
        return Dated.WRONG
    return Dated.STATED if EARLIEST <= published[:10] <= last.isoformat() else Dated.WRONG


def delay_of(published: str | None, captured: str) -> Delay:
    """Return the time from publication to capture. A time without a zone counts as UTC."""
    if not published or "T" not in published or dated_of(published, captured) is not Dated.STATED:
        return Delay.NO_TIME
    try:
        took = _moment(captured) - _moment(published)
    except ValueError:
        return Delay.NO_TIME
    return next((delay for most, delay in _DELAYS if took <= most), Delay.LATER)


def _moment(stated: str) -> datetime:
    moment = datetime.fromisoformat(stated)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def credit_of(credit: str | None) -> str:
    """Return the source that a credit names, in one line; empty without one that counts."""
    shown = "".join(letter for letter in " ".join((credit or "").split()) if letter.isprintable()).strip(_EDGES)
    return shown if len(shown) <= LONGEST_TERM else ""


def words_in(text: str) -> Counter[str]:
    """Return how often a text has each word: two letters or more, without diacritics and tatweel, else as written."""
    return Counter(word for word in _WORD.findall(_MARKS.sub("", text)) if len(word) <= LONGEST_TERM)
