"""Dates: as lists write them, and as addresses name them."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_LONGEST = 64
FIRST_YEAR = 1990
"""Before the web; lists that name an earlier year do not know theirs."""
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_-](\d{1,2})[/_-](\d{1,2})(?!\d)", re.ASCII)
_PARTED = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_-](\d\d?)(?!\d)(?:[/_-](\d\d?)(?!\d))?", re.ASCII)
_COMPACT = re.compile(r"(?<![\da-f])((?:19|20)\d\d)(\d\d)(\d\d)?(?![\da-z])", re.ASCII | re.IGNORECASE)
_LONG_NUMBER = re.compile(r"\d{5,}", re.ASCII)
_YEAR = re.compile(r"(?<![a-z])(?:year|yearly|annual)[/_-]?((?:19|20)\d\d)(?!\d)", re.ASCII | re.IGNORECASE)
_MAP = re.compile(r"map|(?<![a-z])sm(?![a-z])", re.IGNORECASE)
"""A sitemap's address. Elsewhere «201506» is a section or a topic, and «2015/2» the second page of one."""
_QUERY = (("yyyy", "mm", "dd"), ("year", "month", "day"), ("y", "m", "d"))
_SAYS_YEAR = frozenset({"yyyy", "year"})
"""Keys that need no month beside them."""


def parsed(text: str, zone: ZoneInfo) -> datetime | None:
    """Read the time of a list's entry.

    Args:
        text: ISO 8601 (sitemaps and Atom: the W3C profile with at least a day) or RFC 822 (RSS 2.0).
        zone: The outlet's: that of a time written without one, and that of the answer.

    Returns:
        An aware time; None for what is no date, and for years before the web (0001, 1970: nobody knew).
    """
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    if moment.year < FIRST_YEAR:
        return None
    try:
        return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
    except (ValueError, OverflowError):  # the last hours of year 9999
        return None


def day_named(url: str) -> date | None:
    """Return the day that a URL's path names («/2026/7/28/», «2026-07-28»), if it names one."""
    for match in _DAY.finditer(urlsplit(url).path):
        try:
            return date(*map(int, match.groups()))
        except ValueError:
            continue
    return None


def days_named(url: str) -> tuple[date, date] | None:
    """Return the first and the last of the days that a list's URL names: a day, or those of a month, a year or a span.

    A list that is thought to be of other days is passed over, and its articles are lost; one whose days are not known
    costs a request. So a number is a date only where it can hardly be anything else, and of two readings the one with
    more days is taken. A year alone is a date behind the word only: «sitemap-2015.xml» may be the 2015th.

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
    """Read numbers with something between them, of which the last may count the parts of a month or of a year."""
    only = _span(year, month, day) if day and len(day) >= len(month) else None
    if only or day or month.startswith("0"):
        return only or _span(year, month)
    return _span(year) if _span(year, month) and (is_map or len(month) > 1) else None


def _asked(query: str) -> tuple[date, date] | None:
    values = {key.lower(): value for key, value in parse_qsl(query)}
    for keys in _QUERY:
        year, month, day = (values.get(key, "") for key in keys)
        if year and (month or keys[0] in _SAYS_YEAR):
            return _span(year, month, day)
    return None


def _span(year: str, month: str = "", day: str = "") -> tuple[date, date] | None:
    """Return the first and the last day; None for no date, and for what is before the web or yet to come."""
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
