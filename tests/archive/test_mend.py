"""After a crash the index has each capture of each closed archive once; a start without a crash does not read it."""

from __future__ import annotations

import builtins
import io
import logging
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from crawler.archive import mend as module
from crawler.archive.index.cdxj import cdxj_line
from crawler.archive.index.look_up import look_up
from crawler.archive.index.segments import list_segments, segment_path
from crawler.archive.index.tiers import FULL
from crawler.archive.mend import index, mend
from crawler.archive.read.pages import read_archive
from crawler.state import State, state_path
from tests.support.output import OUTLET, archive, exchange

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.items import Capture


def start(output: Path) -> None:
    """Mend an outlet's archive, as a run's start does."""
    with State(output, OUTLET.name) as state:
        mend(output / "archive" / OUTLET.name, OUTLET, state)


def captures(folder: Path) -> list[Capture]:
    """Return the captures of all closed archives."""
    return [one.capture for path in sorted(folder.glob("*.warc.gz")) for one in read_archive(path, (OUTLET,), print)]


def assert_whole(output: Path) -> None:
    """Assert that the index has a line for each capture, and the state the mark of each archive."""
    folder = output / "archive" / OUTLET.name
    expected = sorted(map(cdxj_line, captures(folder)))
    assert expected
    assert [entry.line() for entry in look_up(folder)] == expected
    found = [line for path in folder.glob("*.cdxj") for line in path.read_text().splitlines(keepends=True)]
    assert sorted(found) == expected  # for readers that do not know which segments count
    with State(output, OUTLET.name) as state:
        assert state.unindexed_archives() == []


def change(output: Path, statement: str) -> None:
    with closing(sqlite3.connect(state_path(output, OUTLET.name))) as db, db:
        db.execute(statement)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Return an output folder with three archives, each with its segment."""
    for number in range(3):
        archive(tmp_path, exchange(number))
    assert_whole(tmp_path)
    assert len(list_segments(tmp_path / "archive" / OUTLET.name).counted) == 3
    return tmp_path


@pytest.fixture
def folder(output: Path) -> Path:
    """Return the archive folder in the output folder."""
    return output / "archive" / OUTLET.name


def test_a_start_without_a_crash_opens_no_segment(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    real = io.open

    def noted(path: Any, *arguments: Any, **options: Any) -> Any:
        opened.append(str(path))
        return real(path, *arguments, **options)

    monkeypatch.setattr(io, "open", noted)
    monkeypatch.setattr(builtins, "open", noted)
    start(output)
    assert not [path for path in opened if path.endswith((".cdxj", ".warc.gz"))]
    change(output, "UPDATE archives SET indexed = 0")
    start(output)
    assert [path for path in opened if path.endswith(".cdxj")]  # what is recorded would show a reading


def test_an_archive_that_was_closed_and_not_indexed_is_added(output: Path, folder: Path) -> None:
    segment_path(folder, 3, 3).unlink()
    change(output, "UPDATE archives SET indexed = 0 WHERE warc = (SELECT max(warc) FROM archives)")
    start(output)
    assert_whole(output)


@pytest.mark.parametrize("statement", ["UPDATE archives SET indexed = 0", "DELETE FROM archives"])
def test_an_archive_whose_mark_is_missing_gets_no_second_line(output: Path, folder: Path, statement: str) -> None:
    names = sorted(path.name for path in folder.iterdir())
    change(output, statement)  # as after a crash between segment and mark, or when the state was rebuilt
    start(output)
    assert_whole(output)
    assert sorted(path.name for path in folder.iterdir()) == names


def test_an_open_file_is_closed_and_added(output: Path, folder: Path) -> None:
    warc = archive(output, exchange(3))
    segment_path(folder, 1, FULL).unlink()
    warc.rename(warc.with_name(f"{warc.name}.open"))
    change(output, "UPDATE archives SET indexed = 0")
    start(output)
    assert_whole(output)


def test_an_index_of_an_earlier_version_stays_and_gets_segments(output: Path, folder: Path) -> None:
    lines = sorted(map(cdxj_line, captures(folder)))
    for path in folder.glob("*.cdxj"):
        path.unlink()
    (folder / f"{OUTLET.name}.cdxj").write_text("".join(lines))
    change(output, "DELETE FROM archives")
    start(output)
    assert_whole(output)
    archive(output, exchange(5))
    assert_whole(output)
    assert sorted(path.name for path in folder.glob("*.cdxj")) == [
        f"{OUTLET.name}-000001-000001.cdxj",
        f"{OUTLET.name}.cdxj",
    ]


@pytest.mark.parametrize("together", [1, 50_000])
def test_a_missing_index_is_made_of_all_archives(
    output: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    monkeypatch.setattr(module, "_TOGETHER", together)
    for path in folder.glob("*.cdxj"):
        path.unlink()
    start(output)
    assert_whole(output)
    assert len(list(folder.glob("*.cdxj"))) == (3 if together == 1 else 1)


@pytest.mark.parametrize("gone", [1, 2])
def test_an_index_that_lacks_a_segment_is_made_anew_once(
    output: Path, folder: Path, gone: int, caplog: pytest.LogCaptureFixture
) -> None:
    segment_path(folder, gone, gone).unlink()
    start(output)
    assert_whole(output)
    assert [path.name for path in folder.glob("*.cdxj")] == [f"{OUTLET.name}-000001-000003.cdxj"]
    assert caplog.messages == [f"{folder}: the index lacks a segment, and is made anew."]
    start(output)
    assert len(caplog.messages) == 1


def test_what_a_cut_off_merge_left_is_removed(output: Path, folder: Path) -> None:
    lines = sorted(map(cdxj_line, captures(folder)))
    segment_path(folder, 1, 3).write_text("".join(lines))
    segment_path(folder, 2, 2).unlink()
    start(output)
    assert_whole(output)
    assert [path.name for path in folder.glob("*.cdxj")] == [f"{OUTLET.name}-000001-000003.cdxj"]


def test_an_archive_without_captures_is_asked_for_once(output: Path) -> None:
    change(output, "DELETE FROM captures WHERE warc = (SELECT max(warc) FROM archives)")
    change(output, "UPDATE archives SET indexed = 0")
    start(output)
    with State(output, OUTLET.name) as state:
        assert state.unindexed_archives() == []


def test_an_archive_that_is_elsewhere_waits(output: Path, folder: Path) -> None:
    moved = max(folder.glob("*.warc.gz"))
    moved.rename(output / moved.name)
    change(output, "UPDATE archives SET indexed = 0")
    start(output)
    with State(output, OUTLET.name) as state:
        assert state.unindexed_archives() == [moved.name]


def test_a_run_goes_on_beside_a_damaged_index_and_names_it(
    output: Path, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    warc = archive(output, exchange(3))  # the fourth: all are merged
    path = segment_path(folder, 1, FULL)
    path.write_bytes(path.read_bytes()[:-20])
    warc.rename(warc.with_name(f"{warc.name}.open"))
    change(output, "UPDATE archives SET indexed = 0")
    with caplog.at_level(logging.WARNING):
        archive(output, exchange(4))
    assert f"{path}: has a line that is not CDXJ" in caplog.text
    assert "run scrapy verify --repair" in caplog.text
    assert warc.exists()
    assert len(captures(folder)) == FULL + 1


def test_many_runs_leave_few_segments(output: Path, folder: Path) -> None:
    for number in range(3, FULL**2):
        with State(output, OUTLET.name) as state:
            warc = folder / f"{OUTLET.name}-{number:017}-00000.warc.gz"
            warc.write_bytes(max(folder.glob("*.warc.gz")).read_bytes())
            (one,) = (archived.capture for archived in read_archive(warc, (OUTLET,), print))
            state.add_captures([one], {warc.name: warc.stat().st_size})
            index(folder, state, warc.name)
    assert_whole(output)
    assert [(one.first, one.last) for one in list_segments(folder).counted] == [(1, FULL**2)]


def test_an_open_file_without_an_exchange_goes_and_the_state_does_not_know_it(output: Path, folder: Path) -> None:
    (folder / f"{OUTLET.name}-20261122110000000-00000.warc.gz.open").write_bytes(b"torn")
    start(output)
    assert not list(folder.glob("*.open"))
    with State(output, OUTLET.name) as state:
        assert sorted(state.acknowledged_sizes()) == sorted(path.name for path in folder.glob("*.warc.gz"))
    assert_whole(output)


@pytest.mark.parametrize("left", [0, 100])
def test_an_open_file_that_lost_acknowledged_bytes_gets_no_zeros_in_their_place(tmp_path: Path, left: int) -> None:
    closed = archive(tmp_path, exchange(0))
    opened = closed.with_name(f"{closed.name}.open")
    whole = closed.read_bytes()
    closed.unlink()
    opened.write_bytes(whole[:left])
    start(tmp_path)
    assert not opened.exists()
    assert (closed.read_bytes() if left else closed.exists()) == (whole[:left] if left else False)


def test_an_archive_that_is_older_than_the_corpus_is_left_to_a_replay(
    output: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = output / "archive" / OUTLET.name
    before = len(captures(folder))
    for number, name in ((0, "older"), (900, "newer")):
        one = archive(tmp_path / name, exchange(number))
        one.rename(folder / f"{OUTLET.name}-{name}.warc.gz")
    start(output)
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == [
        str(folder / f"{OUTLET.name}-older.warc.gz")
    ]
    assert "scrapy replay counts all in the order of their dates" in caplog.text
    with State(output, OUTLET.name) as state:
        assert state.count_captures_after(0) == before + 1
