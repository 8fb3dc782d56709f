"""The division of an outlet's documents into files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.export import shards
from corpus.export.shards import Division, Shard
from crawler.state import read_state
from tests.corpus.export.stock import piece, stock

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

OUTLET = "alroya.om"
LATER = "2026-12-01T08:00:00Z"
"""A capture in a month in which nothing was published."""


def named(output: Path) -> list[str]:
    with read_state(output, OUTLET) as state:
        assert state is not None
        return [shard.name for shard in Division(state, state.count_documents()).shards]


def test_the_largest_spans_that_hold_few_enough_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "MOST", 3)
    days = ("2024-05-01", "2024-06-01", "2024-07-01", "2025-01-01", "2025-02-01", "2025-02-02", "2025-02-03")
    stock(tmp_path, OUTLET, *[piece(number, day, date=LATER) for number, day in enumerate(days)])
    assert named(tmp_path) == ["2024", "2025-01", "2025-02"]
    stock(tmp_path, OUTLET, piece(7, "2025-02-03", date=LATER))
    assert named(tmp_path) == ["2024", "2025-01", "2025-02-01", "2025-02-02", "2025-02-03"]


def test_a_day_is_divided_by_the_time_of_capture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "MOST", 1)
    monkeypatch.setattr(shards, "GROWING", 1)
    times = ("08:00:00", "09:00:00", "09:01:00", "09:02:01", "09:02:02", "09:02:02")
    pieces = [piece(number, date=f"2026-11-22T{time}Z") for number, time in enumerate(times)]
    stock(tmp_path, OUTLET, *pieces)
    assert named(tmp_path) == [f"2026-03-05_2026-11-22T{time}" for time in ("08", "0900", "0901", "090201", "090202")]
    with read_state(tmp_path, OUTLET) as state:
        assert state is not None
        division = Division(state, 6)
        placed = {division.of("2026-03-05", f"2026-11-22T{time}Z") for time in times}
        assert placed == set(division.shards)
        listed = [sum(1 for _ in state.listed(*shard, 6)) for shard in division.shards]
        assert listed == [1, 1, 1, 1, 2]


def test_a_document_that_came_later_does_not_count(tmp_path: Path) -> None:
    stock(tmp_path, OUTLET, piece(0, "2025-01-01", date=LATER), piece(1, "2026-01-01", date=LATER))
    with read_state(tmp_path, OUTLET) as state:
        assert state is not None
        assert Division(state, 1).shards == [Shard("2025")]


def test_year_and_month_of_the_last_capture_are_divided_earlier(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "GROWING", 2)
    days = ("2025-02-01", "2025-02-02", "2025-02-03", "2026-02-01", "2026-03-01", "2026-03-02")
    stock(tmp_path, OUTLET, *[piece(number, day) for number, day in enumerate(days)])
    assert named(tmp_path) == ["2025", "2026-02", "2026-03"]
    stock(tmp_path, OUTLET, piece(6, "2026-03-02"))
    assert named(tmp_path) == ["2025", "2026-02", "2026-03-01", "2026-03-02"]
