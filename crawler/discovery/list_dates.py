"""Dates in lists and in the addresses of lists and articles."""

from __future__ import annotations

import calendar
import re
from contextlib import suppress
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    DateReader = Callable[[str, ZoneInfo | None, datetime | None], str | None]
    """Reads a date as people write it: a text, the outlet's zone, and the moment of the capture or None. It returns ISO
    8601, or None when nothing is certain. The setting DATE_READER names the reader of pages' dates."""

_LONGEST = 200
_WRITTEN = re.compile(
    r"(?:(?P<weekday>[A-Z][a-z]{2}),\s{0,3})?\d{1,2}\s[A-Z][a-z]{2}\s(?:\d\d|\d{4})\s\d\d?:\d\d(?::\d\d)?\s(?:[+-]\d{4}|GMT|UTC?|Z)",
    re.ASCII,
)
"""RFC 822's time with a zone that is certain. Other zones have several meanings: AST is Arabia's, and America's too."""
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FIRST_YEAR = 1990
"""A date before this year is wrong: it lies before the web."""
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_-](\d{1,2})[/_-](\d{1,2})(?!\d)", re.ASCII)
_PARTED = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_-](\d\d?)(?!\d)(?:[/_-](\d\d?)(?!\d))?", re.ASCII)
_COMPACT = re.compile(r"(?<![\da-f])((?:19|20)\d\d)(\d\d)(\d\d)?(?![\da-z])", re.ASCII | re.IGNORECASE)
_LONG_NUMBER = re.compile(r"\d{5,}", re.ASCII)
_YEAR = re.compile(r"(?<![a-z])(?:year|yearly|annual)[/_-]?((?:19|20)\d\d)(?!\d)", re.ASCII | re.IGNORECASE)
_MAP = re.compile(r"map|(?<![a-z])sm(?![a-z])", re.IGNORECASE)
"""Marks a sitemap's address. Elsewhere «201506» is a section or topic, and «2015/2» the second page of a list."""
_QUERY = (("yyyy", "mm", "dd"), ("year", "month", "day"), ("y", "m", "d"))
_SAYS_YEAR = frozenset({"yyyy", "year"})
"""Keys that need no month beside them."""


def parsed(text: str, zone: ZoneInfo, dates: DateReader | None = None) -> datetime | None:
    """Parse the time of a list's entry.

    The two forms that the formats demand are parsed here, since a list may have 50,000; all others, by the reader of
    the dates of pages, so that a list and a page that print the same date cannot disagree.

    Args:
        text: ISO 8601 (sitemaps and Atom: the W3C profile with at least a day), RFC 822 (RSS 2.0), or a date as people
            write it.
        zone: The outlet's zone: of times written without one, and of the returned time.
        dates: Reads dates as people write them; None to read none of these.

    Returns:
        An aware time; None for an invalid date, and for a year before the web (0001 and 1970 mean unknown).
    """
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    moment = _of_format(text)
    if moment is None and dates is not None and (told := dates(text, zone, None)):
        moment = datetime.fromisoformat(told)
    if moment is None or moment.year < FIRST_YEAR:
        return None
    try:
        return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
    except (ValueError, OverflowError):  # the last hours of year 9999
        return None


def _of_format(text: str) -> datetime | None:
    """Return a time in the forms of the formats; None for any other text, and for a time on another weekday."""
    with suppress(ValueError):
        return datetime.fromisoformat(text)
    written = _WRITTEN.fullmatch(text)
    if written is None:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if written["weekday"] in (None, _WEEKDAYS[moment.weekday()]) else None


def day_named(url: str) -> date | None:
    """Return the day that a URL's path names («/2026/7/28/», «2026-07-28»); None if it names none."""
    for match in _DAY.finditer(urlsplit(url).path):
        try:
            return date(*map(int, match.groups()))
        except ValueError:
            continue
    return None


def days_named(url: str) -> tuple[date, date] | None:
    """Return the first and last day that a list's URL names: of a day, month, year or span; None if it names none.

    A wrong reading skips the list and loses its articles; no reading only costs a request. So a number counts as a date
    only where it can hardly mean anything else, and of two readings the one with more days counts. A year alone counts
    only after a word such as «year»: «sitemap-2015.xml» may be the 2015th sitemap.

    Examples: «/sitemap.xml?yyyy=2026&mm=07&dd=28», «/sitemap-2024-01.xml», «/sitemaps/2024/01/31.xml»,
    «/sitemap-202401.xml», «/sitemap/year-2024.xml».
    """
    parts = urlsplit(url)
    is_map = _MAP.search(parts.path) is not None
    spans = [_parted(*found, is_map=is_map) for found in _PARTED.findall(parts.path)]
    if not any(spans):
        spans = [_asked(parts.query)]
    if not any(spans) and is_map:
        spans = [_span(*found) for found in _COMPACT.findall(parts.path)]
        if not all(spans) or len(spans) < len(_LONG_NUMBER.findall(parts.path)):
            return None  # «sitemap-200001-201000.xml»: numbers of articles
    if not any(spans):
        spans = [_span(year) for year in _YEAR.findall(parts.path)]
    known = [span for span in spans if span]
    return (min(known)[0], max(last for _, last in known)) if known else None


def _parted(year: str, month: str, day: str, *, is_map: bool) -> tuple[date, date] | None:
    """Read separated numbers as a date; the last may instead be the number of a part of that month or year."""
    only = _span(year, month, day) if day and len(day) >= len(month) else None
    if only or day or month.startswith("0"):
        return only or _span(year, month)
    return _span(year) if _span(year, month) and (is_map or len(month) > 1) else None


def _asked(query: str) -> tuple[date, date] | None:
    """Read the days that a query names: «yyyy=2026&mm=07&dd=28»."""
    values = {key.lower(): value for key, value in parse_qsl(query)}
    for keys in _QUERY:
        year, month, day = (values.get(key, "") for key in keys)
        if year and (month or keys[0] in _SAYS_YEAR):
            return _span(year, month, day)
    return None


def _span(year: str, month: str = "", day: str = "") -> tuple[date, date] | None:
    """Return the first and last day; None for an invalid date, and for one before the web or after next year."""
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except (ValueError, OverflowError):
        return None
    if not FIRST_YEAR <= first.year <= datetime.now(UTC).year + 1:
        return None
    if day:
        return first, first
    last = first.month if month else 12
    return first, date(first.year, last, calendar.monthrange(first.year, last)[1])
