"""Arguments of spiders: what a person writes after `-a`."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from crawler.errors import ArgumentError


class Bounds(NamedTuple):
    """How far the user of a crawl wants it to go."""

    since: date | None = None
    """First day wanted; None for no beginning."""
    until: date | None = None
    """Last day wanted; None for no end."""
    limit: int | None = None
    """Most articles to ask for; None for all."""


def bounds(since: str | None, until: str | None, limit: str | None) -> Bounds:
    """Read how far a crawl goes.

    Raises:
        ArgumentError: One of them cannot be used, or the days are in the future or in the wrong order.
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
    """Read a day; None stays None.

    Raises:
        ArgumentError: It is none.
    """
    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError:
        raise ArgumentError(f"{name}={value} is not a day; write it as YYYY-MM-DD.") from None


def count(name: str, value: str | None) -> int | None:
    """Read a number above 0; None stays None.

    Raises:
        ArgumentError: It is none.
    """
    if value is None:
        return None
    if not value.isascii() or not value.isdigit() or int(value) == 0:
        raise ArgumentError(f"{name}={value} is not a number above 0.")
    return int(value)
