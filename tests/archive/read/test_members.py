"""Records of every compression, whole or damaged."""

from __future__ import annotations

import random
import sys
import tracemalloc
import zlib
from typing import TYPE_CHECKING

import pytest

from crawler.archive.read import members
from crawler.archive.read.records import record_at
from crawler.archive.record import MAX_RECORD
from tests.archive.test_record import COUNT, RECORDS, content, packed, plain, scan

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.archive.record import Record

DICTIONARY = zstd.train_dict([plain(number) for number in range(200)], 4096)


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


def test_a_member_that_two_reads_of_the_file_bring_is_unpacked_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[tuple[bytes, bytes] | None] = []
    at_once = members._at_once  # noqa: SLF001 - what it cannot unpack is unpacked a second time

    def tried(raw: bytes) -> tuple[bytes, bytes] | None:
        tries.append(at_once(raw))
        return tries[-1]

    monkeypatch.setattr(members, "_at_once", tried)
    noise = random.Random(0)  # noqa: S311 - filling, not secret
    records = [plain(number, block=noise.randbytes(60_000)) for number in range(12)]
    found, _ = scan(tmp_path / "a.warc.gz", b"".join(map(packed, records)))
    assert len(found) == len(tries) == len(records)
    assert None not in tries


def test_what_can_be_sought_says_where_it_lies(tmp_path: Path) -> None:
    for framing in ("plain", "gzip a record", "zstd a record"):
        found, _ = scan(tmp_path / "a.warc", FRAMINGS[framing])
        assert all(record.seekable for record in found)
        assert [record.offset + record.length for record in found[:-1]] == [record.offset for record in found[1:]]
        assert found[-1].offset + found[-1].length == len(FRAMINGS[framing])
    for framing in ("gzip a file", "gzip in blocks", "zstd a file"):
        assert not any(record.seekable for record in scan(tmp_path / "a.warc", FRAMINGS[framing])[0])


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
