"""An outlet's articles and edits a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class DayCount:
    """A day of an outlet."""

    day: str
    """ISO day."""
    articles: int
    """Articles that were published on it; captured, for those without a date."""
    edits: int
    """Edits that were captured on it (UTC)."""


def counted(first: date, last: date, articles: Mapping[str, int], edits: Mapping[str, int]) -> list[DayCount]:
    """Return all days from the first to the last, by counts of ISO days."""
    days = [(first + timedelta(days=step)).isoformat() for step in range((last - first).days + 1)]
    return [DayCount(day, articles.get(day, 0), edits.get(day, 0)) for day in days]
