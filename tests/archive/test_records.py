"""Records out of every framing, whole or damaged."""

from __future__ import annotations

import gzip
import random
import resource
import sys
import time
import tracemalloc
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crawler.archive.records import (
    MAX_HEAD,
    MAX_RECORD,
    Fault,
    Record,
    read_records,
    record_at,
    scan_records,
)

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from pathlib import Path

ANY_FILE = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
COUNT = 5


def plain(
    number: int, *, version: str = "WARC/1.1", block: bytes | None = None, end: str = "\r\n", **changes: str
) -> bytes:
    """Return a record; `changes` replaces a field's value, or takes the field away when empty."""
    block = content(number) if block is None else block
    fields = {
        "WARC-Type": "response",
        "WARC-Record-ID": f"<urn:uuid:{number}>",
        "WARC-Target-URI": f"https://akhbar.example/{number}",
        "WARC-Date": f"2026-11-22T10:00:{number % 60:02}Z",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
    }
    fields |= {name.replace("_", "-"): value for name, value in changes.items()}
    head = "".join(f"{name}: {value}{end}" for name, value in fields.items() if value)
    return f"{version}{end}{head}{end}".encode() + block + f"{end}{end}".encode()


def content(number: int) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + f"<p>خبر {number}</p>".encode() * (number * 37 + 1)


RECORDS = [plain(number) for number in range(COUNT)]
DICTIONARY = zstd.train_dict([plain(number) for number in range(200)], 4096)


def packed(content: bytes) -> bytes:
    """Return one gzip member; without its time, so that two test processes make the same."""
    return gzip.compress(content, mtime=0)


def arc(number: int) -> bytes:
    block = content(number)
    return f"http://akhbar.example/{number} 192.0.2.1 20261122100000 text/html {len(block)}\n".encode() + block + b"\n"


ARC_INFO = b"1 0 Archive\nURL IP-address Archive-date Content-type Archive-length\n"
ARC = [
    b"filedesc://a.arc 0.0.0.0 20261122100000 text/plain %d\n" % len(ARC_INFO) + ARC_INFO + b"\n",
    *map(arc, range(COUNT)),
]


def skippable(payload: bytes) -> bytes:
    return b"\x5d\x2a\x4d\x18" + len(payload).to_bytes(4, "little") + payload


WHOLE = b"".join(RECORDS)
BLOCKED = b"".join(packed(WHOLE[at : at + 700]) for at in range(0, len(WHOLE), 700))
FRAMINGS = {
    "plain": WHOLE,
    "gzip a record": b"".join(map(packed, RECORDS)),
    "gzip a file": packed(WHOLE),
    "gzip in blocks": BLOCKED,
    "gzip two records": b"".join(packed(b"".join(RECORDS[at : at + 2])) for at in range(0, COUNT, 2)),
    "zstd a record": b"".join(map(zstd.compress, RECORDS)),
    "zstd a file": zstd.compress(WHOLE),
    "zstd with a dictionary": skippable(DICTIONARY.dict_content)
    + b"".join(zstd.compress(record, zstd_dict=DICTIONARY) for record in RECORDS),
    "zstd with a compressed dictionary": skippable(zstd.compress(DICTIONARY.dict_content))
    + b"".join(zstd.compress(record, zstd_dict=DICTIONARY) for record in RECORDS),
    "a plain record before gzip": RECORDS[0] + b"".join(map(packed, RECORDS[1:])),
    "a plain record behind gzip": b"".join(map(packed, RECORDS[:-1])) + RECORDS[-1],
    "padded": b"".join(map(packed, RECORDS)) + bytes(512),
    "bare line feeds": b"".join(plain(number, end="\n") for number in range(COUNT)),
    "no empty lines between": b"".join(record[:-4] + b"\r\n" for record in RECORDS),
    "more empty lines between": b"".join(record + b"\r\n\r\n" for record in RECORDS),
}


def scan(path: Path, archive: bytes) -> tuple[list[Record], list[str]]:
    """Return whole records and what was reported."""
    path.write_bytes(archive)
    reports: list[str] = []
    return list(read_records(path, reports.append)), reports


def numbers(found: list[Record]) -> list[int]:
    return [int(record.url.rpartition("/")[2]) for record in found if record.kind == "response"]


@pytest.mark.parametrize("framing", FRAMINGS)
def test_every_framing_gives_the_same_records(framing: str, tmp_path: Path) -> None:
    found, reports = scan(tmp_path / "a.warc", FRAMINGS[framing])
    assert reports == []
    assert [(record.url, record.block) for record in found] == [
        (f"https://akhbar.example/{number}", content(number)) for number in range(COUNT)
    ]
    for record in found:
        if record.seekable:
            assert record_at(tmp_path / "a.warc", record.offset) == record
    assert len({record.offset for record in found}) == COUNT


def test_what_can_be_sought_says_where_it_lies(tmp_path: Path) -> None:
    for framing in ("plain", "gzip a record", "zstd a record"):
        found, _ = scan(tmp_path / "a.warc", FRAMINGS[framing])
        assert all(record.seekable for record in found)
        assert [record.offset + record.length for record in found[:-1]] == [record.offset for record in found[1:]]
        assert found[-1].offset + found[-1].length == len(FRAMINGS[framing])
    for framing in ("gzip a file", "gzip in blocks", "zstd a file"):
        assert not any(record.seekable for record in scan(tmp_path / "a.warc", FRAMINGS[framing])[0])


@pytest.mark.parametrize("version", ["WARC/0.17", "WARC/0.18", "WARC/1.0", "WARC/1.1"])
def test_every_version_is_read(version: str, tmp_path: Path) -> None:
    (record,), reports = scan(tmp_path / "a.warc", plain(3, version=version))
    assert (record.version, record.kind, record.record_id, reports) == (version, "response", "urn:uuid:3", [])


@pytest.mark.parametrize("gzipped", [False, True])
def test_an_arc_is_read_under_the_names_of_a_warc(gzipped: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a parameter of pytest's
    found, reports = scan(tmp_path / "a.arc", b"".join(map(packed, ARC) if gzipped else ARC))
    assert reports == []
    assert [record.kind for record in found] == ["warcinfo", *["response"] * COUNT]
    assert [record.block for record in found[1:]] == list(map(content, range(COUNT)))
    assert found[1].get("warc-date") == "2026-11-22T10:00:00Z"
    assert all(record.seekable and record_at(tmp_path / "a.arc", record.offset) == record for record in found)


def test_fields_keep_their_order_and_folded_lines_are_joined(tmp_path: Path) -> None:
    raw = RECORDS[1].replace(b"WARC-Type: response", b"warc-TYPE : Response\r\nX-Note: one\r\n two\r\nX-Note: three")
    (record,), reports = scan(tmp_path / "a.warc", raw)
    assert record.fields[:3] == (("warc-TYPE", "Response"), ("X-Note", "one two"), ("X-Note", "three"))
    assert (record.kind, record.get("x-NOTE"), reports) == ("response", "one two", [])


def test_a_target_in_angle_brackets_loses_them(tmp_path: Path) -> None:
    (record,), _ = scan(tmp_path / "a.warc", plain(1, WARC_Target_URI="<https://akhbar.example/1>"))
    assert record.url == "https://akhbar.example/1"


def test_a_record_without_an_id_or_a_type_is_one(tmp_path: Path) -> None:
    (record,), _ = scan(tmp_path / "a.warc", plain(1, WARC_Record_ID="", WARC_Type=""))
    assert (record.record_id, record.kind) == ("", "")


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


def test_a_damaged_member_costs_itself_alone(tmp_path: Path) -> None:
    members = list(map(packed, RECORDS))
    for damage in (members[2][:40], members[2][:-3], members[2][:60] + bytes(20) + members[2][80:], b"", b"junk" * 30):
        found, reports = scan(tmp_path / "a.warc.gz", b"".join([*members[:2], damage, *members[3:]]))
        assert numbers(found) == [0, 1, 3, 4]
        assert len(reports) == (1 if damage else 0)
        assert not damage or f"at byte {len(members[0] + members[1])}" in reports[0]


def test_a_damaged_frame_costs_itself_alone(tmp_path: Path) -> None:
    frames = list(map(zstd.compress, RECORDS))
    found, reports = scan(tmp_path / "a.warc.zst", b"".join([*frames[:2], frames[2][:30], *frames[3:]]))
    assert (numbers(found), len(reports)) == ([0, 1, 3, 4], 1)


def test_damage_in_a_file_of_one_member_costs_what_follows_it(tmp_path: Path) -> None:
    words = random.Random(7)  # noqa: S311 - uneven, not secret
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    archive = bytearray()
    for number in range(99):
        if number == 50:
            broken = len(archive)
        block = content(number) + " ".join(str(words.random()) for _ in range(500)).encode()
        archive += packer.compress(plain(number, block=block)) + packer.flush(zlib.Z_FULL_FLUSH)
    archive += packer.flush()
    archive[broken] = 0xFF  # a kind of block that does not exist
    found, reports = scan(tmp_path / "a.warc.gz", bytes(archive))
    assert numbers(found) == list(range(len(found)))
    assert 48 <= len(found) <= 50
    assert len(reports) == 1


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


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(read_records(tmp_path / "gone.warc", print))


def test_quirks_that_every_reader_passes_over_are_kept_for_the_strict_check(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(plain(1, end="\n"))
    rules = [found.rule for found in scan_records(path) if isinstance(found, Fault)]
    assert rules == ["header", "record-end"]


def test_a_record_is_found_at_its_offset_and_nowhere_else(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(FRAMINGS["gzip a record"])
    assert record_at(path, 7) is None
    assert record_at(path, 10**9) is None


def test_neither_a_bomb_nor_an_overlong_record_is_held(tmp_path: Path) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    head = plain(1, Content_Length=str(MAX_RECORD * 2))
    bomb = packer.compress(head[: head.index(b"\r\n\r\n") + 4])
    zeros = bytes(1 << 20)
    bomb += b"".join(packer.compress(zeros) for _ in range(MAX_RECORD * 2 >> 20)) + packer.compress(b"\r\n\r\n")
    bomb += packer.flush()
    unframed = packed(b"x" * (MAX_RECORD * 2))
    archive = packed(RECORDS[0]) + bomb + unframed + packed(RECORDS[2])
    tracemalloc.start()
    found, reports = scan(tmp_path / "a.warc.gz", archive)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert numbers(found) == [0, 2]
    assert len(reports) == 2
    assert f"more than {MAX_RECORD}" in reports[0]
    assert peak < 16 << 20


def test_an_endless_header_is_not_held(tmp_path: Path) -> None:
    found, reports = scan(tmp_path / "a.warc", b"WARC/1.1\r\nX: " + b"x" * (3 * MAX_HEAD) + b"\r\n\r\n" + RECORDS[1])
    assert (numbers(found), len(reports)) == ([1], 1)


HOSTILE = {
    "headers without end": b"WARC/1.1\nA: \n" * 200_000,
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
