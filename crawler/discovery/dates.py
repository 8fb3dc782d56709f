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
_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_-](\d{1,2})(?!\d)", re.ASCII)
_QUERY = (("yyyy", "year"), ("mm", "month"), ("dd", "day"))


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
    """Return the first and the last of the days that a list's URL names: a day, or those of a month.

    Examples: «/sitemap.xml?yyyy=2026&mm=07&dd=28», «/sitemap-2024-01.xml», «/sitemaps/2024/01/31.xml».
    """
    day = day_named(url)
    if day is not None:
        return day, day
    parts = urlsplit(url)
    query = {key.lower(): value for key, value in parse_qsl(parts.query)}
    year, month, number = (next((query[key] for key in keys if key in query), "") for keys in _QUERY)
    if year and month:
        return _span(year, month, number)
    return next(filter(None, (_span(*match.groups()) for match in _MONTH.finditer(parts.path))), None)


def _span(year: str, month: str, day: str = "") -> tuple[date, date] | None:
    """Return the first and the last day; None for no date, and for what is before the web or yet to come."""
    try:
        first = date(int(year), int(month), int(day or 1))
    except (ValueError, OverflowError):
        return None
    if not FIRST_YEAR <= first.year <= datetime.now(UTC).year + 1:
        return None
    return (first, first) if day else (first, first.replace(day=calendar.monthrange(first.year, first.month)[1]))
