"""Arguments of spiders: what a person writes after `-a`."""

from __future__ import annotations

from datetime import date

from crawler.errors import ArgumentError


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
