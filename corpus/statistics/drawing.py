"""A chart before it is drawn: bounded rows of any number of outlets, months and reasons."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

MOST_SERIES = 8
"""Colours of a stacked chart; what else there is has one more, grey."""
MOST_MONTHS = 120
"""Months of a chart; a longer span is shown by years."""
LONGEST = 26
"""Characters of a label; a longer one ends with an ellipsis."""
_YEAR = 4
_MONTHS = 12


class Form(StrEnum):
    """How rows are drawn."""

    BARS = "bars"
    """(label, value): a horizontal bar each."""
    MONTHS = "months"
    """(month or year, series, value): a column for each, the series on top of each other."""
    SHARES = "shares"
    """(label, series, value): a horizontal bar each, of the shares of the series."""
    GRID = "grid"
    """(row, column, value): a field each, darker for more."""


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A chart, in a language."""

    name: str
    """Name of its file, without ending."""
    form: Form
    """How it is drawn."""
    title: str
    """Its title."""
    about: str
    """What it shows, for its reader."""
    columns: tuple[str, ...]
    """What the values of a row are."""
    rows: list[tuple[Any, ...]]
    """Its rows, in the order in which they are shown."""
    series: tuple[str, ...] = ()
    """The series, in their order."""
    has_rest: bool = False
    """Whether the last series is no kind of its own: it is grey."""


def shortened(label: str) -> str:
    """Return a label that has `LONGEST` characters at most."""
    return label if len(label) <= LONGEST else f"{label[: LONGEST - 1].rstrip()}…"


def largest(values: Mapping[str, int], most: int, others: str) -> list[tuple[str, int]]:
    """Return the largest values, the largest first, and the sum of the others behind them; without zeros.

    Args:
        values: The values by their labels.
        most: Number of values before the sum.
        others: The label of the sum, in which `{}` is the number of the others.
    """
    rows = [(label, value) for label, value in Counter(values).most_common() if value]
    if len(rows) <= most + 1:  # one other would need no fewer bars
        return rows
    return [*rows[:most], (others.format(len(rows) - most), sum(value for _, value in rows[most:]))]


def joined(counts: Mapping[tuple[str, str], int], kept: Collection[str], rest: str) -> Counter[tuple[str, str]]:
    """Return counts by two labels, in which all second labels but those of `kept` are one, the rest."""
    sums: Counter[tuple[str, str]] = Counter()
    for (first, second), count in counts.items():
        sums[first, second if second in kept else rest] += count
    return sums


def kept_series(counts: Mapping[tuple[str, str], int]) -> tuple[str, ...]:
    """Return the series with the largest sums, the largest first: all, or the first `MOST_SERIES` of them."""
    sums: Counter[str] = Counter()
    for (_, series), count in counts.items():
        sums[series] += count
    found = [series for series, _ in sums.most_common()]
    return tuple(found if len(found) <= MOST_SERIES + 1 else found[:MOST_SERIES])


def calendar(months: Iterable[str]) -> list[str]:
    """Return all months from the first to the last, or all years when these are more than `MOST_MONTHS`.

    Args:
        months: Months as `2026-11`; an empty one does not count.
    """
    stated = sorted(month for month in set(months) if month)
    if not stated:
        return []
    first, last = (int(month[:4]) * _MONTHS + int(month[5:]) - 1 for month in (stated[0], stated[-1]))
    if last - first >= MOST_MONTHS:
        return [f"{year:04}" for year in range(first // _MONTHS, last // _MONTHS + 1)]
    return [f"{month // _MONTHS:04}-{month % _MONTHS + 1:02}" for month in range(first, last + 1)]


def is_yearly(times: list[str]) -> bool:
    """Return whether a calendar has years."""
    return bool(times) and len(times[0]) == _YEAR
