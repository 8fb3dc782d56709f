"""An index grows by segments, and its merges neither lose nor double a line, whenever they are cut off."""

from __future__ import annotations

import errno
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive.index import writing
from crawler.archive.index.cdxj import cdxj_line
from crawler.archive.index.look_up import look_up
from crawler.archive.index.segments import list_segments, segment_path
from crawler.archive.index.tiers import tier
from crawler.archive.index.writing import add_segment, merge_full_tiers, rebuild_index, remove_superseded
from crawler.files import whole_file
from tests.archive.index.captures import LINES, OUTLET, capture, quick_folder
from tests.support.disk import Disk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an outlet's empty archive folder."""
    folder = tmp_path / OUTLET
    folder.mkdir()
    return folder


def refuse(sentence: str) -> None:
    """Fail the test: nothing is to be reported."""
    raise AssertionError(sentence)


def lines_in(folder: Path) -> list[str]:
    """Return the lines of all segments that count."""
    return [
        line for segment in list_segments(folder).counted for line in segment.path.read_text().splitlines(keepends=True)
    ]


def names(folder: Path) -> list[str]:
    """Return the names of all files in a folder."""
    return sorted(path.name for path in folder.iterdir())


def add(folder: Path, *numbers: int) -> None:
    """Add a segment for each capture."""
    for number in numbers:
        add_segment(folder, [cdxj_line(capture(number))])


@given(LINES)
def test_a_segment_is_sorted_bytewise_whatever_the_order(lines: list[str]) -> None:
    with quick_folder() as folder:
        add_segment(folder, lines)
        assert [path.read_bytes() for path in folder.iterdir()] == [
            b"".join(sorted(line.encode() for line in lines))
        ] * bool(lines)


@given(st.lists(st.tuples(LINES, st.integers(2, 5)), max_size=8))
def test_archives_with_any_size_of_tiers_give_one_sorted_file(archives: list[tuple[list[str], int]]) -> None:
    with quick_folder() as folder:
        expected = []
        for serial, (captures, full) in enumerate(archives):
            lines = [line.replace('"filename": "', f'"filename": "{serial}') for line in captures]
            add_segment(folder, lines)
            merge_full_tiers(folder, refuse, full)
            expected += lines
            assert [entry.line() for entry in look_up(folder)] == sorted(expected)
            assert sorted(lines_in(folder)) == sorted(expected)
            assert list_segments(folder).superseded == []
            assert list_segments(folder).is_whole


@given(st.lists(st.integers(1, 30), max_size=40), st.integers(2, 5))
def test_a_line_is_written_a_logarithmic_number_of_times(counts: list[int], full: int) -> None:
    written: Counter[str] = Counter()
    with quick_folder() as folder, pytest.MonkeyPatch.context() as patch:

        def noted(path: Path) -> Any:
            found.append(path)
            return whole_file(path)

        patch.setattr(writing, "whole_file", noted)
        first = Counter[str]()
        for serial, count in enumerate(counts):
            found: list[Path] = []
            lines = [cdxj_line(capture(number, warc=f"{serial}.warc.gz")) for number in range(count)]
            add_segment(folder, lines)
            first.update(dict.fromkeys(lines, tier(sum(map(len, lines)), full)))
            written.update(lines)
            merge_full_tiers(folder, refuse, full)
            for path in found[1:]:
                written.update(path.read_text().splitlines(keepends=True))
        size = sum(path.stat().st_size for path in folder.iterdir())
    assert all(times <= 2 + tier(size, full) - first[line] for line, times in written.items())


def test_of_two_lines_for_one_record_the_later_counts(folder: Path) -> None:
    add_segment(folder, [cdxj_line(capture(1)), cdxj_line(capture(2)), cdxj_line(capture(1, kind="revisit"))])
    assert [entry.mime for entry in look_up(folder)] == ["warc/revisit", "text/html"]


def test_nothing_is_no_segment(folder: Path) -> None:
    add_segment(folder, [])
    assert names(folder) == []


def test_a_segment_that_fails_leaves_no_file(folder: Path) -> None:
    add(folder, 1)
    with pytest.raises(ValueError, match="values to unpack"):
        add_segment(folder, [cdxj_line(capture(2)), "nonsense"])
    assert names(folder) == [f"{OUTLET}-000001-000001.cdxj"]


def test_a_merged_segment_is_on_disk_before_its_sources_are_removed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(folder, 1, 2, 3, 4)
    disk = Disk(folder.parent)
    disk.watch(monkeypatch)
    merge_full_tiers(folder, refuse)
    kinds = [act.kind for act in disk.acts]
    assert kinds == ["sync", "rename", "sync", "remove", "remove", "remove", "remove", "sync"]
    first = disk.acts[kinds.index("remove")]
    assert not first.unsynced
    assert not first.unlisted
    assert names(folder) == [f"{OUTLET}-000001-000004.cdxj"]


@pytest.mark.parametrize("last", range(8))
def test_a_merge_that_is_cut_off_after_any_step_is_finished_later(
    folder: Path, monkeypatch: pytest.MonkeyPatch, last: int
) -> None:
    (folder / f"{OUTLET}.cdxj").write_text(cdxj_line(capture(1)))
    add(folder, 2, 3, 4)
    whole = lines_in(folder)
    with monkeypatch.context() as patched:
        disk = Disk(folder.parent)
        disk.watch(patched)
        note: Callable[..., None] = disk.note

        def end(*arguments: Any) -> None:
            note(*arguments)
            if len(disk.acts) > last:
                raise KeyboardInterrupt

        patched.setattr(disk, "note", end)
        with pytest.raises(KeyboardInterrupt):
            merge_full_tiers(folder, refuse)
    assert [entry.line() for entry in look_up(folder)] == whole
    remove_superseded(folder)
    assert list_segments(folder).superseded == []
    merge_full_tiers(folder, refuse)
    assert lines_in(folder) == whole
    assert f"{OUTLET}-000000-000003.cdxj" in names(folder)


@pytest.mark.parametrize(
    "damaged",
    [
        lambda whole: whole[:-1],
        lambda whole: whole[:100],
        lambda whole: whole.replace(b"{", b"("),
        lambda whole: whole[:70] + b"\n" + whole[70:],
        lambda whole: b"b 20260101000000 {%b}\na 20260101000000 {}\n" % (b"b" * (len(whole) - 60)),
    ],
)
def test_a_damaged_segment_is_named_and_the_newer_ones_are_merged_without_it(
    folder: Path, damaged: Callable[[bytes], bytes]
) -> None:
    add(folder, 1, 2)
    path = segment_path(folder, 2, 2)
    path.write_bytes(damaged(path.read_bytes()))
    add(folder, 3, 4)
    said: list[str] = []
    merge_full_tiers(folder, said.append)
    (sentence,) = said
    assert sentence.startswith(f"{path}: has a line that is")
    assert sentence.endswith("run scrapy verify --repair, which rebuilds the index.")
    add(folder, 5, 6)
    merge_full_tiers(folder, said.append)
    serials = [(segment.first, segment.last) for segment in list_segments(folder).counted]
    assert serials == [(1, 1), (2, 2), (3, 6)]
    assert not [name for name in names(folder) if name.endswith(".part")]


def test_a_merge_without_room_is_left_to_a_later_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    add(folder, 1, 2, 3, 4)
    said: list[str] = []
    with monkeypatch.context() as patched:
        patched.setattr(writing, "whole_file", full)
        merge_full_tiers(folder, said.append)
    assert "No space left on device" in said[0]
    assert len(list_segments(folder).counted) == 4
    merge_full_tiers(folder, refuse)
    assert len(list_segments(folder).counted) == 1


@pytest.mark.parametrize("old", [False, True])
def test_an_index_is_made_anew_only_when_it_has_other_lines(folder: Path, *, old: bool) -> None:
    if old:
        (folder / f"{OUTLET}.cdxj").write_text(cdxj_line(capture(1)))
    else:
        add(folder, 1)
    add(folder, 2, 3)
    lines = lines_in(folder)
    assert not rebuild_index(folder, reversed(lines))
    assert len(names(folder)) == 3
    assert rebuild_index(folder, [*reversed(lines), cdxj_line(capture(4))])
    assert lines_in(folder) == [*lines, cdxj_line(capture(4))]
    assert names(folder) == [f"{OUTLET}-000000-000002.cdxj" if old else f"{OUTLET}-000001-000003.cdxj"]
    add(folder, 5)
    assert len(lines_in(folder)) == 5


def test_a_rebuild_sorts_more_lines_than_it_holds(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_SORTED_AT_ONCE", 3)
    lines = [cdxj_line(capture(number)) for number in range(10)]
    assert rebuild_index(folder, reversed(lines))
    assert lines_in(folder) == sorted(lines)
    assert len(names(folder)) == 1
    assert not rebuild_index(folder, lines)


def test_a_rebuild_replaces_what_a_cut_off_merge_left_and_segments_that_are_too_many(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(folder, 1, 2)
    lines = lines_in(folder)
    segment_path(folder, 1, 2).write_text("".join(lines))
    assert rebuild_index(folder, lines)
    assert names(folder) == [f"{OUTLET}-000001-000002.cdxj"]
    monkeypatch.setattr(writing, "MOST", 1)
    add(folder, 3)
    lines = lines_in(folder)
    assert rebuild_index(folder, lines)
    assert names(folder) == [f"{OUTLET}-000001-000003.cdxj"]
    assert lines_in(folder) == lines
