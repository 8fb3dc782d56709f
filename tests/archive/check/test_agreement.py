"""Defects between our own archives, the state and the index are found, and those that can be repaired are."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from crawler.archive.check.agreement import check_output, repair_output
from crawler.archive.index.segments import list_segments, segment_path
from crawler.errors import LockedError
from crawler.state import state_path
from crawler.state.lock import OutletLock
from tests.support.output import OUTLET, archive, exchange, make

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.defect import Defect


def check(output: Path) -> list[Defect]:
    return list(check_output(output, (OUTLET,), lambda _: None))


def rules(output: Path) -> list[str]:
    return [defect.rule for defect in check(output)]


def change(output: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(state_path(output, OUTLET.name))) as db, db:
        db.execute(statement, values)


def test_what_a_crawl_left_agrees(tmp_path: Path) -> None:
    make(tmp_path)
    assert check(tmp_path) == []
    assert check(tmp_path / "nothing") == []


def test_a_check_leaves_the_state_as_it_is(tmp_path: Path) -> None:
    make(tmp_path)
    before = state_path(tmp_path, OUTLET.name).read_bytes()
    check(tmp_path)
    assert state_path(tmp_path, OUTLET.name).read_bytes() == before


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("record_id", "urn:uuid:0"),
        ("url", "https://akhbar.example/"),
        ("date", "2026-01-01T00:00:00Z"),
        ("payload_digest", "sha1:A"),
        ("kind", "revisit"),
        ("status", 404),
        ("length", 7),
    ],
)
def test_each_thing_that_the_state_says_of_a_capture_is_compared(column: str, value: object, tmp_path: Path) -> None:
    warc = make(tmp_path)
    change(tmp_path, f"UPDATE captures SET {column} = ? WHERE seq = 2", value)  # noqa: S608 - a column's name
    (defect,) = check(tmp_path)
    assert (defect.path, defect.rule) == (warc, "state")
    assert f"the state has {value!r} as its {column}" in defect.sentence


def test_a_capture_that_only_one_side_knows_is_named(tmp_path: Path) -> None:
    make(tmp_path)
    change(tmp_path, "UPDATE captures SET offset = offset + 1 WHERE seq = 2")
    missing, unknown = check(tmp_path)
    assert (
        "the archive has a response of https://akhbar.example/news/0001 there, the state does not" in missing.sentence
    )
    assert "the state has a response of https://akhbar.example/news/0001 there" in unknown.sentence
    change(tmp_path, "UPDATE captures SET offset = 99999 WHERE seq = 2")
    assert rules(tmp_path) == ["state", "state"]


def test_sizes_and_absent_archives_are_named(tmp_path: Path) -> None:
    warc = make(tmp_path)
    for statement in ("UPDATE archives SET size = size + 1", "UPDATE archives SET size = size - 2"):
        change(tmp_path, statement)
        assert rules(tmp_path) == ["state"]
    warc.unlink()
    (defect,) = check(tmp_path)
    assert f"the state has captures in {warc.name}, which is not under archive/" in defect.sentence


def test_an_archive_that_is_gone_is_the_one_cause_of_its_lines_in_the_index(tmp_path: Path) -> None:
    warc = make(tmp_path)
    archive(tmp_path, exchange(7))
    warc.unlink()
    (defect,) = check(tmp_path)
    assert defect.sentence == f"the state has captures in {warc.name}, which is not under archive/; put it back"
    change(tmp_path, "DELETE FROM archives")
    change(tmp_path, "DELETE FROM captures")
    gone = [defect.sentence for defect in check(tmp_path) if defect.rule == "index"]
    assert gone == [f"the index has 4 lines of {warc.name}, which is not there"]


def test_an_index_that_does_not_agree_is_named_line_by_line_and_made_anew(tmp_path: Path) -> None:
    folder = make(tmp_path).parent
    archive(tmp_path, exchange(7))
    index, other = (segment.path for segment in list_segments(folder).counted)
    lines, others = (path.read_bytes().splitlines(keepends=True) for path in (index, other))
    for changed, count in (
        (lines[1:], 1),
        ([*lines, b"org,example)/ 20261122100000 {}\n"], 1),
        ([*lines, *others], 1),
        ([lines[1], lines[0], *lines[2:]], 1),
        ([lines[0].replace(b'"offset": "', b'"offset": "9'), *lines[1:]], 2),
        ([b"no index\n"], 2),
        ([*lines[:-1], lines[-1][:-9]], 2),
    ):
        for path in folder.glob("*.cdxj"):
            path.unlink()
        index.write_bytes(b"".join(changed))
        other.write_bytes(b"".join(others))
        assert rules(tmp_path) == ["index"] * count
        (sentence,) = repair_output(tmp_path, (OUTLET,))
        assert sentence == f"{folder}: the index was rebuilt from 2 archives"
        (whole,) = folder.glob("*.cdxj")
        assert whole.read_bytes() == b"".join(sorted(lines + others))
        assert check(tmp_path) == []
    assert list(repair_output(tmp_path, (OUTLET,))) == []


def test_what_a_cut_off_merge_left_is_named_and_removed(tmp_path: Path) -> None:
    folder = make(tmp_path).parent
    archive(tmp_path, exchange(7))
    sources = [segment.path for segment in list_segments(folder).counted]
    lines = sorted(line for path in sources for line in path.read_bytes().splitlines(keepends=True))
    segment_path(folder, 1, 2).write_bytes(b"".join(lines))
    defects = check(tmp_path)
    assert [(defect.path, defect.rule) for defect in defects] == [(path, "index") for path in sources]
    assert "its lines stand in a merged segment too" in defects[0].sentence
    (sentence,) = repair_output(tmp_path, (OUTLET,))
    assert "rebuilt" in sentence
    assert check(tmp_path) == []


def test_captures_that_the_index_lacks_are_one_sentence_with_the_way_out(tmp_path: Path) -> None:
    warc = make(tmp_path)
    later = archive(tmp_path, exchange(7))
    folder = warc.parent
    lines = (segment_path(folder, 1, 1).read_bytes(), segment_path(folder, 2, 2).read_bytes())
    ways = "scrapy verify --repair makes it of the archives"
    for gone, sentence in (
        ((1,), f"the index lacks 4 captures, first that in {warc.name}, byte "),
        ((2,), f"the index lacks a capture, first that in {later.name}, byte "),
        ((1, 2), "the index is missing; the next run makes it of the archives, and so does scrapy verify --repair"),
    ):
        for serial in gone:
            segment_path(folder, serial, serial).unlink()
        (defect,) = check(tmp_path)
        assert (defect.path, defect.rule) == (folder, "index")
        assert defect.sentence.startswith(sentence)
        assert defect.sentence.endswith(ways) or len(gone) == 2
        assert list(repair_output(tmp_path, (OUTLET,))) == [f"{folder}: the index was rebuilt from 2 archives"]
        assert check(tmp_path) == []
        assert list_segments(folder).is_whole
        for path in folder.glob("*.cdxj"):
            path.unlink()
        for serial, content in enumerate(lines, 1):
            segment_path(folder, serial, serial).write_bytes(content)


def test_an_index_of_too_many_files_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path)
    archive(tmp_path, exchange(7))
    for module in ("look_up", "writing"):
        monkeypatch.setattr(f"crawler.archive.index.{module}.MOST", 1)
    (defect,) = check(tmp_path)
    assert "its index has 2 segments; run scrapy verify --repair" in defect.sentence
    (sentence,) = repair_output(tmp_path, (OUTLET,))
    assert "rebuilt" in sentence
    assert check(tmp_path) == []


def test_what_a_crash_left_open_is_named_and_finished(tmp_path: Path) -> None:
    warc = make(tmp_path)
    whole = warc.read_bytes()
    left = warc.with_name(f"{warc.name}.open")
    warc.rename(left)
    left.write_bytes(whole + whole[:150])
    (warc.parent / ".0123456789abcdef.part").write_bytes(b"half")
    found = rules(tmp_path)
    assert found[:2] == ["open", "truncated"]
    assert found[-1] == "stray"
    assert "150 bytes" in " ".join(repair_output(tmp_path, (OUTLET,)))
    assert warc.read_bytes() == whole
    assert check(tmp_path) == []


def test_a_damaged_member_of_our_own_is_named_and_not_mended(tmp_path: Path) -> None:
    warc = make(tmp_path)
    whole = bytearray(warc.read_bytes())
    whole[len(whole) // 2] ^= 255
    warc.write_bytes(whole)
    assert check(tmp_path) != []
    list(repair_output(tmp_path, (OUTLET,)))
    assert warc.read_bytes() == whole
    assert check(tmp_path) != []


def test_an_empty_archive_is_named_and_removed_unless_a_run_had_written_to_it(tmp_path: Path) -> None:
    warc = make(tmp_path)
    empty = warc.with_name(f"{OUTLET.name}-20261122100000000-00009.warc.gz")
    empty.touch()
    assert rules(tmp_path) == ["empty"]
    assert [*repair_output(tmp_path, (OUTLET,))] == [f"{empty}: removed; it was empty, and no run had written to it"]
    assert check(tmp_path) == []
    warc.write_bytes(b"")
    list(repair_output(tmp_path, (OUTLET,)))
    assert warc.exists()
    assert "empty" in rules(tmp_path)


def test_nothing_is_mended_under_a_run(tmp_path: Path) -> None:
    make(tmp_path)
    lock = OutletLock(tmp_path, OUTLET.name)
    with pytest.raises(LockedError, match="another run"):
        list(repair_output(tmp_path, (OUTLET,)))
    lock.release()
