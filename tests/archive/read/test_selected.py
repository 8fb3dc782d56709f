"""The wanted captures are read at the places that the index names, and the index of a folder is searched once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.archive.index.look_up import look_up
from crawler.archive.index.segments import list_segments, segment_path
from crawler.archive.index.selection import Selection
from crawler.archive.read import selected as module
from crawler.archive.read.pages import read_archive
from crawler.archive.read.selected import SelectedReader
from tests.support.output import OUTLET, archive, exchange

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.archive.index.cdxj import Entry


@pytest.fixture
def warcs(tmp_path: Path) -> list[Path]:
    """Return the paths of three archives of two captures each."""
    return [archive(tmp_path, exchange(number), exchange(number + 10)) for number in range(3)]


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return the folders whose index is searched for a selection, as they are searched."""
    folders: list[Path] = []

    def noted(folder: Path, selection: Selection) -> Iterator[Entry]:
        folders.append(folder)
        return look_up(folder, selection)

    monkeypatch.setattr(module, "look_up", noted)
    return folders


def urls(reader: SelectedReader, warcs: list[Path]) -> list[list[str]]:
    return [[one.capture.url[-4:] for one in reader.read(warc, print)] for warc in warcs]


def test_an_index_is_searched_once_for_all_archives_beside_it(warcs: list[Path], searched: list[Path]) -> None:
    reader = SelectedReader((OUTLET,), Selection(prefix="https://akhbar.example/news/001"))
    assert urls(reader, warcs) == [["0010"], ["0011"], ["0012"]]
    assert searched == [warcs[0].parent]


def test_what_the_index_lacks_is_not_read_from_an_archive_that_it_knows(warcs: list[Path]) -> None:
    path = list_segments(warcs[0].parent).counted[0].path
    first, _ = path.read_text().splitlines(keepends=True)
    path.write_text(first)
    assert urls(SelectedReader((OUTLET,), Selection()), warcs)[0] == ["0000"]


@pytest.mark.parametrize("left_open", [False, True])
def test_an_archive_that_the_index_does_not_know_is_read_whole(
    warcs: list[Path], searched: list[Path], *, left_open: bool
) -> None:
    if left_open:
        warcs[2] = warcs[2].rename(f"{warcs[2]}.open")
    else:
        segment_path(warcs[2].parent, 3, 3).unlink()
    reader = SelectedReader((OUTLET,), Selection(prefix="https://akhbar.example/news/001"))
    assert urls(reader, warcs[2:]) == [["0012"]]
    assert searched == []


def test_an_index_that_grew_meanwhile_is_searched_again(
    warcs: list[Path], searched: list[Path], tmp_path: Path
) -> None:
    reader = SelectedReader((OUTLET,), Selection())
    assert urls(reader, warcs[:1]) == [["0000", "0010"]]
    later = archive(tmp_path, exchange(20))
    assert urls(reader, [later]) == [["0020"]]
    assert len(searched) == 2
    assert [one.capture.url[-4:] for one in read_archive(later, (OUTLET,), print)] == ["0020"]
