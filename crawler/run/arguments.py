"""The arguments that a spider gets by `-a`."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from crawler.errors import ArgumentError


class Bounds(NamedTuple):
    """The bounds of a crawl that its user chose."""

    since: date | None = None
    """The first day of articles; None without a bound."""
    until: date | None = None
    """The last day of articles; None without a bound."""
    limit: int | None = None
    """The number of articles to request, at most; None for all."""


def bounds(since: str | None, until: str | None, limit: str | None) -> Bounds:
    """Return the bounds that three arguments give.

    Raises:
        ArgumentError: An argument is invalid, `since` is in the future, or the days are in the wrong order.
    """
    first, last = day("since", since), day("until", until)
    today = datetime.now(UTC).date() + timedelta(days=1)  # somewhere it is tomorrow already
    most = count("limit", limit)
    if first and first > today:
        raise ArgumentError(f"since ({first}) is in the future; is the clock right?")
    if first and last and first > last:
        raise ArgumentError(f"since ({first}) is after until ({last}).")
    return Bounds(first, last, most)


def day(name: str, value: str | None) -> date | None:
    """Return the day that an argument names; None for None.

    Raises:
        ArgumentError: The value is not a day.
    """
    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError:
        raise ArgumentError(f"{name}={value} is not a day; write it as YYYY-MM-DD.") from None


def count(name: str, value: str | None) -> int | None:
    """Return the number that an argument names; None for None.

    Raises:
        ArgumentError: The value is not a number above 0.
    """
    if value is None:
        return None
    if not value.isascii() or not value.isdigit() or int(value) == 0:
        raise ArgumentError(f"{name}={value} is not a number above 0.")
    return int(value)
