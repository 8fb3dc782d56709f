"""The captures of a URL nearest to a moment, in an index of any number of segments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.archive.index.cdxj import Entry
from crawler.archive.index.look_up import look_up_from
from crawler.archive.index.nearest import distance, nearest
from crawler.archive.index.surt import surt
from crawler.archive.index.writing import add_segment
from tests.archive.index.captures import LINES, OUTLET, quick_folder

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://www.example.com/news/1"


def line(timestamp: str, url: str = URL, padding: int = 0) -> str:
    entry = Entry(surt(url), timestamp, url, "text/html", 200, "x" * padding, 10, int(timestamp[4:]), "a.warc.gz")
    return entry.line()


def found(folder: Path, timestamp: str) -> list[str]:
    return [entry.timestamp for entry in nearest(folder, surt(URL), timestamp)]


def test_the_nearest_capture_comes_first_whatever_its_segment(tmp_path: Path) -> None:
    folder = tmp_path / OUTLET
    folder.mkdir()
    add_segment(folder, [line("20260101000000"), line("20260131235959"), line("20260401000000")])
    add_segment(folder, [line("20260301000000"), line("20260201000003", f"{URL}0")])
    assert found(folder, "20260201000001")[:2] == ["20260131235959", "20260301000000"]
    assert found(folder, "20260101000000")[0] == "20260101000000"
    assert found(folder, "19990101000000") == sorted(found(folder, "19990101000000"))
    assert found(folder, "20991231000000") == sorted(found(folder, "20991231000000"), reverse=True)
    assert list(nearest(folder, "com,example)/else", "20260101000000")) == []
    assert list(nearest(tmp_path / "none", surt(URL), "20260101000000")) == []


def test_lines_longer_than_a_block_are_found_backwards(tmp_path: Path) -> None:
    folder = tmp_path / OUTLET
    folder.mkdir()
    add_segment(folder, [line(f"202601{day:02}000000", padding=day * 3_000) for day in range(1, 9)])
    assert found(folder, "20260109000000") == [f"202601{day:02}000000" for day in range(8, 0, -1)]


def test_a_far_moment_does_not_read_the_captures_between(tmp_path: Path) -> None:
    folder = tmp_path / OUTLET
    folder.mkdir()
    add_segment(folder, [line(f"2026{at:010}") for at in range(101000000, 101005000)])
    first = next(nearest(folder, surt(URL), "20260101000123"))
    assert (first.timestamp, distance(first.timestamp, "20260101000023")) == ("20260101000123", 60.0)


@settings(max_examples=50)
@given(LINES, st.sampled_from(["20260101000000", "20260104124508", "20260105000000", "20270101000000"]))
def test_it_finds_what_a_search_of_the_whole_index_finds(lines: list[str], timestamp: str) -> None:
    with quick_folder() as folder:
        for at in range(0, len(lines), 3):
            add_segment(folder, lines[at : at + 3])
        for key in {Entry.of_line(one).key for one in lines}:
            wanted = list(look_up_from(folder, f"{key} "))
            near = list(nearest(folder, key, timestamp))
            assert sorted(near) == sorted(wanted)
            distances = [distance(entry.timestamp, timestamp) for entry in near]
            assert distances == sorted(distances)
