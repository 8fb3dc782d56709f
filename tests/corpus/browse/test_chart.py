"""Charts over time: places, marks and spans."""

from __future__ import annotations

import pytest

from corpus.browse.chart import HEIGHT, WIDTH, chart_of, days_of, spans_between
from corpus.search.counts import Step


@pytest.mark.parametrize(
    ("first", "last", "step", "expected"),
    [
        ("2024-02-28", "2024-03-01", Step.DAY, ["2024-02-28", "2024-02-29", "2024-03-01"]),
        ("2025-11", "2026-02", Step.MONTH, ["2025-11", "2025-12", "2026-01", "2026-02"]),
        ("2025-11-30", "2026-01-01", Step.MONTH, ["2025-11", "2025-12", "2026-01"]),
        ("2025-11", "2026", Step.YEAR, ["2025", "2026"]),
    ],
)
def test_spans_have_no_gaps(first: str, last: str, step: Step, expected: list[str]) -> None:
    assert spans_between(first, last, step) == expected


@pytest.mark.parametrize(
    ("span", "days"),
    [
        ("2024", ("2024-01-01", "2024-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2024-02-03", ("2024-02-03", "2024-02-03")),
    ],
)
def test_a_span_has_a_first_and_a_last_day(span: str, days: tuple[str, str]) -> None:
    assert days_of(span) == days


def test_one_series_is_drawn_in_columns_that_fill_the_picture() -> None:
    chart = chart_of(["2026-01", "2026-02", "2026-03"], [[0, 5, 10]])
    assert chart.lines == []
    assert [one.tops[0] for one in chart.columns] == sorted((one.tops[0] for one in chart.columns), reverse=True)
    assert chart.columns[0].tops == (chart.bottom,)
    assert chart.columns[-1].x + chart.columns[-1].width == pytest.approx(WIDTH, abs=0.1)
    assert [mark.label for mark in chart.marks_beside] == ["0", "5", "10"]
    assert all(0 <= one.tops[0] <= HEIGHT for one in chart.columns)


def test_several_series_are_drawn_in_lines() -> None:
    chart = chart_of(["2025", "2026"], [[1, 2], [2, 0]])
    assert len(chart.lines) == 2
    assert chart.columns[0].values == (1, 2)


@pytest.mark.parametrize(
    ("highest", "labels"),
    [
        (0, ["0", "1"]),
        (1, ["0", "1"]),
        (3, ["0", "1", "2", "3"]),
        (1_234_567, ["0", "500,000", "1,000,000", "1,500,000"]),
    ],
)
def test_marks_are_round_counts(highest: int, labels: list[str]) -> None:
    assert [mark.label for mark in chart_of(["2026"], [[highest]]).marks_beside] == labels


@pytest.mark.parametrize(
    ("highest", "labels"),
    [(1.0, ["0%", "50%", "100%"]), (0.0312, ["0%", "1%", "2%", "3%", "4%"]), (0.0, ["0%", "0.01%"])],
)
def test_marks_of_shares_are_per_cent(highest: float, labels: list[str]) -> None:
    assert [mark.label for mark in chart_of(["2026"], [[highest]], is_share=True).marks_beside] == labels


def test_many_spans_have_few_labels() -> None:
    assert len(chart_of([f"{year}" for year in range(1900, 2020)], [[1] * 120]).marks_below) <= 8
