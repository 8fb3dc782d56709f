"""The one form of a capture's date: RFC 3339 in UTC, whatever form the archive has."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$")
_LEAP = re.compile(r":60$")
"""The end of a leap second, which `datetime` does not know."""
_SHORT = re.compile(r"\d{4}(?:-\d\d)?$")
_DIGITS = re.compile(r"\d{14}|\d{12}|\d{8}$")
_ENGLISH = ("%a %b %d %Y", "%a %b %d %H:%M:%S %Y")
"""The day of JavaScript's toDateString, and C's asctime."""
_WHOLE = "00000101000000"
"""The digits of a date that lacks month, day or time."""


def capture_date(written: str, sent: bytes) -> str:
    """Return the date of a capture as RFC 3339 in UTC; empty when neither of two can be read.

    A date without time counts from its beginning, one without zone is in UTC (WARC 1.1, section 5.4).

    Args:
        written: WARC-Date, in that form or in one that other programs write: with an offset, 14 digits, RFC 9110.
        sent: The response's header Date, which counts when WARC-Date cannot be read; empty without one.
    """
    if _UTC.match(written) and _moment(_LEAP.sub(":59", written[:19])) is not None:
        return written
    found = _moment(written) or _moment(sent.decode("latin-1"))
    if found is None:
        return ""
    found = found.astimezone(UTC) if found.tzinfo else found
    return found.strftime("%Y-%m-%dT%H:%M:%S.%fZ" if found.microsecond else "%Y-%m-%dT%H:%M:%SZ")


def order_of(date: str) -> str:
    """Return a key by which capture dates sort in time: the second comes before its fractions."""
    return date.removesuffix("Z")


def _moment(text: str) -> datetime | None:
    """Return a date in any of the known forms; None for another text, or a date that no calendar has."""
    text = text.strip()
    digits = re.sub(r"\D", "", text)
    try:
        if _SHORT.match(text) or _DIGITS.match(text):
            return datetime.strptime(digits + _WHOLE[len(digits) :], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for form in _ENGLISH:
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
