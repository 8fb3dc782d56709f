"""Records of any file: a defect costs only the record that has it, and is reported."""

from __future__ import annotations

import resource
import sys
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crawler.archive.read import records
from crawler.archive.read.records import MAX_HEAD, read_records, record_at, scan_records
from crawler.archive.record import Violation
from tests.archive.read.test_members import FRAMINGS, numbers
from tests.archive.test_record import COUNT, RECORDS, content, packed, plain, scan

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from pathlib import Path

ANY_FILE = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
WRONG_LENGTHS = {
    "too short": plain(2, Content_Length="40"),
    "up to the head's end": plain(2, Content_Length="41"),
    "too long": plain(2, Content_Length=str(len(content(2)) + 900)),
    "beyond the file": plain(2, Content_Length="99999999"),
    "beyond anything": plain(2, Content_Length="999999999999999999"),
    "missing": plain(2, Content_Length=""),
    "no number": plain(2, Content_Length="-1"),
}


@pytest.mark.parametrize("fault", WRONG_LENGTHS)
@pytest.mark.parametrize("framing", ["plain", "a record", "a file"])
def test_a_wrong_length_costs_no_record_and_is_named(framing: str, fault: str, tmp_path: Path) -> None:
    parts = [*RECORDS[:2], WRONG_LENGTHS[fault], *RECORDS[3:]]
    archive = b"".join(map(packed, parts) if framing == "a record" else parts)
    archive = packed(archive) if framing == "a file" else archive
    found, reports = scan(tmp_path / "a.warc", archive)
    assert [record.block for record in found] == list(map(content, range(COUNT)))
    (report,) = reports
    where = sum(len(part) if framing != "a record" else len(packed(part)) for part in parts[:2])
    assert f"a record at byte {where} that" in report


def test_a_torn_record_in_a_plain_file_is_named_and_the_next_one_read(tmp_path: Path) -> None:
    parts = [RECORDS[0], RECORDS[1][:150], RECORDS[2], RECORDS[3][:260], RECORDS[4]]
    found, reports = scan(tmp_path / "a.warc", b"".join(parts))
    assert numbers(found) == [0, 2, 4]
    assert len(reports) == 2


def test_junk_between_records_is_passed_over_and_named(tmp_path: Path) -> None:
    found, reports = scan(tmp_path / "a.warc", b"junk\n" * 9 + b"".join(RECORDS[:2]) + b"\r\n\r\n" + RECORDS[2])
    assert (numbers(found), len(reports)) == ([0, 1, 2], 1)
    found, reports = scan(tmp_path / "a.warc.gz", b"junk" + b"".join(map(packed, RECORDS)))
    assert (numbers(found), len(reports)) == ([0, 1, 2, 3, 4], 1)


@pytest.mark.parametrize(
    "archive",
    [b"", b"no archive at all", bytes(9999), b"WARC/", b"\x1f\x8b", packed(b"text"), zstd.compress(b"")],
)
def test_a_file_that_is_no_archive_is_named(archive: bytes, tmp_path: Path) -> None:
    found, reports = scan(tmp_path / "a.warc", archive)
    assert found == []
    assert reports
    assert str(tmp_path / "a.warc") in reports[0]


@pytest.mark.parametrize("zeros", [0, 1, 511])
def test_what_is_no_record_between_members_costs_no_other_record(zeros: int, tmp_path: Path) -> None:
    members = [packed(RECORDS[0]), bytes(zeros) + packed(b"no record"), *map(packed, RECORDS[1:3])]
    found, reports = scan(tmp_path / "a.warc.gz", b"".join(members))
    assert numbers(found) == [0, 1, 2]
    assert len(reports) == 1


def test_a_record_longer_than_its_file_is_there_for_who_wants_it(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(RECORDS[0] + plain(1, Content_Length="99999"))
    reports: list[str] = []
    found = list(read_records(tmp_path / "a.warc", reports.append, torn=True))
    assert [record.whole for record in found] == [True, False]
    assert found[1].block.startswith(content(1))
    assert len(reports) == 1
    assert len(list(read_records(tmp_path / "a.warc", reports.append))) == 1


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(read_records(tmp_path / "gone.warc", print))


def test_quirks_that_every_reader_passes_over_are_kept_for_the_strict_check(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(plain(1, end="\n"))
    rules = [found.rule for found in scan_records(path) if isinstance(found, Violation)]
    assert rules == ["header", "record-end"]


def test_a_record_is_found_at_its_offset_and_nowhere_else(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(FRAMINGS["gzip a record"])
    assert record_at(path, 7) is None
    assert record_at(path, 10**9) is None


def test_parts_side_by_side_give_each_record_once(tmp_path: Path) -> None:
    members = [packed(record) for record in RECORDS]
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join((*members, b"junk that is no record", *members)))
    whole = [record.offset for record in read_records(path, lambda _: None)]
    assert len(whole) == 2 * COUNT
    size = path.stat().st_size
    for step in (1 + size // 2, 333, len(members[0]), 7):
        spans = [(begin, begin + step if begin + step < size else None) for begin in range(0, size, step)]
        found = [record.offset for span in spans for record in read_records(path, lambda _: None, span=span)]
        assert found == whole


def test_an_endless_header_is_not_held(tmp_path: Path) -> None:
    found, reports = scan(tmp_path / "a.warc", b"WARC/1.1\r\nX: " + b"x" * (3 * MAX_HEAD) + b"\r\n\r\n" + RECORDS[1])
    assert (numbers(found), len(reports)) == ([1], 1)


def test_a_header_of_the_longest_length_is_read_and_no_longer_one(tmp_path: Path) -> None:
    short = plain(0, X="x")
    padding = MAX_HEAD - (short.index(b"\r\n\r\n") + 4) + 1
    longest, longer = plain(0, X="x" * padding), plain(0, X="x" * (padding + 1))
    assert longest.index(b"\r\n\r\n") + 4 == MAX_HEAD
    assert numbers(scan(tmp_path / "a.warc", longest + RECORDS[1])[0]) == [0, 1]
    for archive in (longer + RECORDS[1] + RECORDS[2], packed(longer + RECORDS[1] + RECORDS[2])):
        found, reports = scan(tmp_path / "a.warc", archive)
        assert (numbers(found), len(reports)) == ([1, 2], 1)


def test_a_record_behind_an_endless_header_is_read_wherever_it_begins(tmp_path: Path) -> None:
    for length in range(MAX_HEAD, MAX_HEAD + 70_000, 100):  # so that some record lies across two pieces of the file
        torn = b"WARC/1.1\r\nX: ".ljust(length, b"x")
        found, reports = scan(tmp_path / "a.warc", torn + RECORDS[1] + RECORDS[2])
        assert (numbers(found), len(reports)) == ([1, 2], 1), length


def test_a_block_of_the_longest_length_is_held_and_no_longer_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "MAX_RECORD", len(content(2)))
    found, reports = scan(tmp_path / "a.warc", b"".join(RECORDS[:3]))
    assert (numbers(found), reports) == ([0, 1, 2], [])
    monkeypatch.setattr(records, "MAX_RECORD", len(content(2)) - 1)
    found, reports = scan(tmp_path / "a.warc", b"".join(RECORDS[:3]))
    assert (numbers(found), len(reports)) == ([0, 1], 1)
    # The same holds for a record without a length.
    unsaid = plain(2, Content_Length="")
    monkeypatch.setattr(records, "MAX_RECORD", len(content(2)) + 4)
    assert numbers(scan(tmp_path / "a.warc", unsaid + RECORDS[1])[0]) == [2, 1]
    monkeypatch.setattr(records, "MAX_RECORD", len(content(2)) + 3)
    assert numbers(scan(tmp_path / "a.warc", unsaid + RECORDS[1])[0]) == [1]


HOSTILE = {
    "headers without end": b"WARC/1.1\nA: \n" * 200_000,
    "endless headers": (b"WARC/1.1\r\nA: " + b"x" * 40_000 + b"\r\n") * 300,
    "headers that are too long": (b"WARC/1.1\r\nA: \r\n" + b"A: \r\n" * (MAX_HEAD // 5) + b"\r\n") * 30,
    "lengths that lie": b"".join(plain(1, Content_Length="60000000", block=b"x") for _ in range(20_000)),
    "members that begin records": b"".join(packed(RECORDS[1])[:60] for _ in range(30_000)),
    "empty members": packed(b"") * 60_000,
    "magic": b"\x1f\x8b\x08" * 150_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_files_take_linear_time(kind: str, tmp_path: Path) -> None:
    def seconds(archive: bytes) -> float:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
        (tmp_path / "a.warc").write_bytes(archive)
        for _ in read_records(tmp_path / "a.warc", lambda _: None):
            pass
        return resource.getrusage(resource.RUSAGE_SELF).ru_utime - before

    whole = HOSTILE[kind]
    started = time.monotonic()
    half = seconds(whole[: len(whole) // 2])
    assert seconds(whole) < 4 * half + 0.5
    assert time.monotonic() - started < 20


@ANY_FILE
@given(st.binary(max_size=3000))
@example(b"WARC/1.0\r\nContent-Length: 5\r\n\r\n")
@example(packed(b"WARC/1.0\r\n\r\n")[:-9])
def test_any_bytes_are_read_without_an_exception(tmp_path: Path, archive: bytes) -> None:
    scan(tmp_path / "a.warc", archive)


@ANY_FILE
@given(
    st.sampled_from(sorted(FRAMINGS)),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=12)), min_size=1, max_size=4),
)
def test_damage_anywhere_raises_nothing_and_invents_nothing(
    tmp_path: Path, framing: str, damages: list[tuple[float, bytes]]
) -> None:
    archive = bytearray(FRAMINGS[framing])
    for place, damage in damages:
        at = int(place * len(archive))
        archive[at : at + len(damage)] = damage
    found, reports = scan(tmp_path / "a.warc", bytes(archive))
    assert len(found) <= COUNT + 1
    assert bytes(archive) == FRAMINGS[framing] or reports or found


@ANY_FILE
@given(
    st.sampled_from(["plain", "gzip a record", "zstd a record", "gzip a file", "zstd with a dictionary"]),
    st.floats(0, 1),
)
def test_of_a_cut_archive_all_whole_records_before_the_cut_come_out(tmp_path: Path, framing: str, place: float) -> None:
    archive = FRAMINGS[framing]
    path = tmp_path / "a.warc"
    whole, _ = scan(path, archive)
    cut = int(place * len(archive))
    found, reports = scan(path, archive[:cut])
    blocks = [record.block for record in found]
    assert blocks == [record.block for record in whole[: len(blocks)]]
    if whole[0].seekable:
        ends = [record.offset + record.length for record in whole]
        assert len(found) >= sum(end <= cut for end in ends)
        if framing != "plain":
            assert len(found) == sum(end <= cut for end in ends)
            assert bool(reports) == (
                cut not in {*ends, min(record.offset for record in whole)} or cut == 0 or not found
            )
