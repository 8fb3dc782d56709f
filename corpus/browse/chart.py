"""Charts over time as SVG: places and sizes, which `templates/chart.html` draws.

Time runs from left to right in both directions of writing. One series is drawn in bars, several in lines.
"""

from __future__ import annotations

import calendar
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from corpus.search.counts import Step

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 960.0, 200.0
"""Units of the picture."""
_LEFT, _BELOW, _ABOVE = 72.0, 30.0, 12.0
_STEPS = 4
"""Parts of the vertical axis, about."""
_LABELS = 8
"""Labels of the horizontal axis, at most."""


class Column(NamedTuple):
    """A span of time in the picture."""

    span: str
    """A year, month or day, as 2026, 2026-08 or 2026-08-05."""
    first: str
    """Its first day, ISO."""
    last: str
    """Its last day, ISO."""
    x: float
    middle: float
    width: float
    values: tuple[float, ...]
    """The value of each series."""
    tops: tuple[float, ...]
    """Where they end."""


class Mark(NamedTuple):
    """A label of an axis."""

    place: float
    label: str


class Chart(NamedTuple):
    """A chart."""

    columns: list[Column]
    lines: list[str]
    """The points of each series, as SVG has them; none for a single series."""
    marks_below: list[Mark]
    marks_beside: list[Mark]
    bottom: float
    """Where values of 0 are."""
    left: float
    """Where the first column begins."""
    width: float = WIDTH
    height: float = HEIGHT


def chart_of(spans: Sequence[str], series: Sequence[Sequence[float]], *, is_share: bool = False) -> Chart:
    """Return the chart of series over the same spans.

    Args:
        spans: Years, months or days in the order of time, without gaps.
        series: The values of each series, as many as there are spans.
        is_share: Whether the values are shares, 0 to 1, that are shown per cent.
    """
    bottom = HEIGHT - _BELOW
    height = bottom - _ABOVE
    highest = max((value for values in series for value in values), default=0.0)
    step = _step(highest, is_share=is_share)
    top = step * max(1, -(-highest // step))
    width = (WIDTH - _LEFT) / max(1, len(spans))
    columns = []
    for place, span in enumerate(spans):
        values = tuple(values[place] for values in series)
        tops = tuple(round(bottom - height * value / top, 2) for value in values)
        x = _LEFT + place * width
        places = (round(x, 2), round(x + width / 2, 2), round(width, 2))
        columns.append(Column(span, *days_of(span), *places, values, tops))
    every = -(-len(spans) // _LABELS) or 1
    beside = [
        Mark(round(bottom - height * place * step / top, 2), _shown(place * step, is_share=is_share))
        for place in range(round(top / step) + 1)
    ]
    return Chart(
        columns=columns,
        lines=[_line(columns, place) for place in range(len(series))] if len(series) > 1 else [],
        marks_below=[Mark(one.middle, one.span) for one in columns[::every]],
        marks_beside=beside,
        bottom=bottom,
        left=_LEFT,
    )


def _line(columns: list[Column], place: int) -> str:
    return " ".join(f"{one.middle},{one.tops[place]}" for one in columns)


def _step(highest: float, *, is_share: bool) -> float:
    """Return the distance of two marks beside: 1, 2 or 5 times a power of ten; counts have no parts of 1."""
    least = 0.0001 if is_share else 1.0
    power = least
    while power * 10 * _STEPS < highest:
        power *= 10
    return next((power * times for times in (1, 2, 5) if power * times * _STEPS >= highest), power * 10)


def _shown(value: float, *, is_share: bool) -> str:
    return f"{round(100 * value, 4):g}%" if is_share else f"{value:,.0f}"


def days_of(span: str) -> tuple[str, str]:
    """Return the first and the last day of a year, month or day."""
    if len(span) == len("2026"):
        return f"{span}-01-01", f"{span}-12-31"
    if len(span) == len("2026-08"):
        year, month = map(int, span.split("-"))
        return f"{span}-01", f"{span}-{calendar.monthrange(year, month)[1]:02}"
    return span, span


def spans_between(first: str, last: str, step: Step) -> list[str]:
    """Return the days, months or years from one span to another, both included."""
    begin, end = days_of(first)[0], days_of(last)[1]
    if step is Step.DAY:
        days = range(date.fromisoformat(begin).toordinal(), date.fromisoformat(end).toordinal() + 1)
        return [date.fromordinal(day).isoformat() for day in days]
    years = range(int(begin[:4]), int(end[:4]) + 1)
    if step is Step.YEAR:
        return [f"{year:04}" for year in years]
    months = (f"{year:04}-{month:02}" for year in years for month in range(1, 13))
    return [month for month in months if begin[:7] <= month <= end[:7]]
