"""Captures of several archives count in the order of their dates."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from crawler.archive.exchange import ResponseParts
from crawler.archive.read import order
from crawler.archive.read.order import in_order
from crawler.archive.read.pages import Archived
from crawler.archive.record import Record
from crawler.outlet import Outlet
from tests.archive.index.captures import capture

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pytest

OUTLET = Outlet.of_site("https://akhbar.example/")
RECORD = Record("WARC/1.1", "response", (), b"", 0, 1, seekable=True, whole=True)


def dated(path: Path, second: int) -> Archived:
    """Return a capture of a second after ten o'clock; its offset is ten times the second."""
    date = f"2026-11-22T10:{second // 60:02}:{second % 60:02}Z"
    parts = ResponseParts(b"", b"", whole=True)
    return Archived(replace(capture(second), date=date), OUTLET, parts, path, RECORD, foreign=True)


def ordered(archives: Mapping[str, Sequence[int]], names: Sequence[str] = ()) -> list[tuple[str, int]]:
    """Return name and second of each capture in the order in which they count."""
    under_way: list[Path] = []

    def read(path: Path) -> Iterator[Archived]:
        under_way.append(path)
        assert len(under_way) <= order.OPEN_TOGETHER
        for second in archives[str(path)]:
            yield dated(path, second)
        under_way.remove(path)

    def began(path: Path) -> str:
        return next((dated(path, second).capture.date for second in archives[str(path)]), "")

    found = in_order([Path(name) for name in names or archives], read, began)
    return [(str(archived.path), archived.capture.offset // 10) for archived in found]


def test_captures_of_any_archives_come_by_date_whatever_the_order_of_the_names() -> None:
    archives = {"c.warc": [1, 4, 9], "a.warc": [2, 4, 5], "b.warc": [7], "d.warc": []}
    expected = [("c.warc", 1), ("a.warc", 2), ("a.warc", 4), ("c.warc", 4), ("a.warc", 5), ("b.warc", 7), ("c.warc", 9)]
    for names in permutations(archives):
        assert ordered(archives, names) == expected


def test_a_files_captures_keep_their_order() -> None:
    archives = {"a.warc": [3, 1, 6], "b.warc": [2, 4]}
    assert ordered(archives) == [("b.warc", 2), ("a.warc", 3), ("a.warc", 1), ("b.warc", 4), ("a.warc", 6)]


def test_our_own_files_of_one_outlet_follow_each_other() -> None:
    one, two = (f"x/a.example-2026112210000{number}000-00000.warc.gz" for number in (0, 1))
    assert ordered({two: [2, 9], one: [1, 3]}) == [(one, 1), (one, 3), (two, 2), (two, 9)]
    elsewhere = two.replace("x/", "y/")
    assert ordered({elsewhere: [2, 9], one: [1, 3]}) == [(one, 1), (elsewhere, 2), (one, 3), (elsewhere, 9)]


def test_only_archives_that_overlap_are_open_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order, "OPEN_TOGETHER", 2)
    archives = {f"{number:02}.warc": [2 * number, 2 * number + 2] for number in range(20)}
    found = ordered(archives)
    assert [second for _, second in found] == sorted(second for _, second in found)
    overlapping = {f"{number}.warc": [number, 50 + number] for number in range(3)}
    assert sorted(ordered(overlapping)) == sorted((name, at) for name, seconds in overlapping.items() for at in seconds)


@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(st.integers(0, 99), max_size=5).map(sorted)))
def test_no_capture_is_lost_and_dates_never_fall(archives: dict[str, list[int]]) -> None:
    found = ordered({f"{name}.warc": seconds for name, seconds in archives.items()})
    seconds = [second for _, second in found]
    assert seconds == sorted(second for seconds in archives.values() for second in seconds)
