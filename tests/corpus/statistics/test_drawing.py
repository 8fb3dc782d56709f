"""Charts are bounded: labels, bars, series and months, on both sides of each bound."""

from __future__ import annotations

from corpus.statistics.drawing import (
    LONGEST,
    MOST_MONTHS,
    MOST_SERIES,
    calendar,
    is_yearly,
    joined,
    kept_series,
    largest,
    shortened,
)


def test_a_long_label_ends_with_an_ellipsis() -> None:
    assert shortened("ا" * LONGEST) == "ا" * LONGEST
    assert shortened("ا" * (LONGEST + 1)) == "ا" * (LONGEST - 1) + "…"


def test_the_smallest_values_are_one_bar_when_they_are_several() -> None:
    values = {"a": 1, "b": 5, "c": 3, "none": 0}
    assert largest(values, 2, "{} others") == [("b", 5), ("c", 3), ("a", 1)]
    assert largest({**values, "d": 2}, 2, "{} others") == [("b", 5), ("c", 3), ("2 others", 3)]
    assert largest({}, 2, "{} others") == []


def test_the_smallest_series_are_one() -> None:
    few = {("2026-11", str(number)): number + 1 for number in range(MOST_SERIES + 1)}
    assert kept_series(few) == tuple(str(number) for number in reversed(range(MOST_SERIES + 1)))
    many = {**few, ("2026-11", "most"): 99}
    kept = kept_series(many)
    assert (len(kept), kept[0]) == (MOST_SERIES, "most")
    assert joined(many, kept, "rest")["2026-11", "rest"] == 1 + 2


def test_a_calendar_has_every_month_and_years_when_they_are_too_many() -> None:
    assert calendar(["2026-02", "", "2025-11"]) == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert calendar([""]) == []
    assert MOST_MONTHS == 120
    months = calendar(["2016-12", "2026-11"])
    assert (len(months), is_yearly(months)) == (120, False)
    years = calendar(["2016-11", "2026-11"])
    assert (years[0], years[-1], len(years), is_yearly(years)) == ("2016", "2026", 11, True)
