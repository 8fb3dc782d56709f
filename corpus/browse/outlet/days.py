"""An outlet's articles and edits a day, and the chart of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HEIGHT = 120
"""Height of the chart's bars, in its own units."""
STEP = 10
"""Width of a day."""
_GAP = 2
_LABELS = 6
"""Days that are labelled, about."""


@dataclass(frozen=True)
class DayCount:
    """A day of an outlet."""

    day: str
    """ISO day."""
    articles: int
    """Articles that were published on it; captured, for those without a date."""
    edits: int
    """Edits that were captured on it (UTC)."""


class Bar(NamedTuple):
    """A day in the chart."""

    of: DayCount
    x: int
    articles: int
    """Height of its articles."""
    edits: int
    """Height of its edits, which stand on the articles."""
    label: str
    """The day, for some; else empty."""


def counted(first: date, last: date, articles: Mapping[str, int], edits: Mapping[str, int]) -> list[DayCount]:
    """Return all days from the first to the last, by counts of ISO days."""
    days = [(first + timedelta(days=step)).isoformat() for step in range((last - first).days + 1)]
    return [DayCount(day, articles.get(day, 0), edits.get(day, 0)) for day in days]


def bars(days: Sequence[DayCount]) -> list[Bar]:
    """Return the chart's bars: a column for each day, the highest as high as the chart."""
    highest = max((day.articles + day.edits for day in days), default=0) or 1
    every = max(1, len(days) // _LABELS)
    return [
        Bar(
            day,
            place * STEP + _GAP // 2,
            _height(day.articles, highest),
            _height(day.edits, highest),
            day.day[5:] if place % every == 0 else "",
        )
        for place, day in enumerate(days)
    ]


def _height(count: int, highest: int) -> int:
    """Return the height of a count; what is not zero can be seen."""
    return max(round(count * HEIGHT / highest), 1 if count else 0)
