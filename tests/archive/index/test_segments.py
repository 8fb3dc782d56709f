"""The names of segments tell which of them count, also after a crash."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.archive.index.segments import list_segments, segment_path
from tests.archive.index.captures import OUTLET

if TYPE_CHECKING:
    from pathlib import Path


def listed(folder: Path, *names: str) -> tuple[list[str], list[str]]:
    """Return the ranges of the segments that count, and of those that do not, in a folder with files.

    Args:
        folder: A folder, in which the outlet's folder is made.
        names: Ranges such as `1-3`, or other ends of names; the only file of an earlier version has none.
    """
    folder = folder / OUTLET
    folder.mkdir()
    for name in names:
        first, dash, last = name.partition("-")
        if dash and first.isdecimal():
            segment_path(folder, int(first), int(last)).touch()
        else:
            (folder / f"{OUTLET}{name}.cdxj").touch()
    listing = list_segments(folder)
    ranges = [[f"{segment.first}-{segment.last}" for segment in segments] for segments in listing]
    return ranges[0], ranges[1]


@pytest.mark.parametrize(
    ("names", "counted", "superseded"),
    [
        ((), [], []),
        (("",), ["0-0"], []),
        (("2-2", "", "1-1"), ["0-0", "1-1", "2-2"], []),
        # A merge was cut off: before its sources were removed, and while they were.
        (("1-3", "1-1", "2-3"), ["1-3"], ["1-1", "2-3"]),
        (("", "1-1", "0-1", "2-2"), ["0-1", "2-2"], ["0-0", "1-1"]),
        (("1-4", "3-4", "5-5"), ["1-4", "5-5"], ["3-4"]),
        # Neither lies within the other.
        (("1-3", "2-4"), ["1-3", "2-4"], []),
        (("1-999998", "999999-1000000"), ["1-999998", "999999-1000000"], []),
    ],
)
def test_a_segment_within_another_does_not_count(
    tmp_path: Path, names: tuple[str, ...], counted: list[str], superseded: list[str]
) -> None:
    assert listed(tmp_path, *names) == (counted, superseded)


@pytest.mark.parametrize(
    "name",
    ["-1-1", "-000002-000001", "-0000001-0000001", "-000001", "-\N{ARABIC-INDIC DIGIT ONE}00000-900000", ".gz", "x"],
)
def test_a_file_with_another_name_is_no_segment(tmp_path: Path, name: str) -> None:
    assert listed(tmp_path, name) == ([], [])


def test_a_new_segment_comes_after_all(tmp_path: Path) -> None:
    assert list_segments(tmp_path / OUTLET).next_serial == 1
    listed(tmp_path, "", "1-6", "7-7")
    assert list_segments(tmp_path / OUTLET).next_serial == 8


def test_a_folder_is_read_again_when_it_seems_to_lack_a_segment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed(tmp_path, "1-1", "3-3")
    folder = tmp_path / OUTLET
    glob = type(folder).glob

    def merged_meanwhile(path: Path, pattern: str) -> object:
        found = list(glob(path, pattern))
        segment_path(folder, 2, 2).touch()
        return found

    monkeypatch.setattr(type(folder), "glob", merged_meanwhile)
    assert [segment.first for segment in list_segments(folder).counted] == [1, 2, 3]
    segment_path(folder, 2, 2).unlink()
    monkeypatch.undo()
    assert [segment.first for segment in list_segments(folder).counted] == [1, 3]
