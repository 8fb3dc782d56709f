"""A record's header, in every form that programs write."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from crawler.archive.read.records import read_records, record_at

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.archive.record import Record

COUNT = 5


def plain(
    number: int, *, version: str = "WARC/1.1", block: bytes | None = None, end: str = "\r\n", **changes: str
) -> bytes:
    """Return a record; `changes` replaces a field's value, and removes a field that it sets to an empty value."""
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


def arc(number: int) -> bytes:
    block = content(number)
    return f"http://akhbar.example/{number} 192.0.2.1 20261122100000 text/html {len(block)}\n".encode() + block + b"\n"


ARC_INFO = b"1 0 Archive\nURL IP-address Archive-date Content-type Archive-length\n"
ARC = [
    b"filedesc://a.arc 0.0.0.0 20261122100000 text/plain %d\n" % len(ARC_INFO) + ARC_INFO + b"\n",
    *map(arc, range(COUNT)),
]


def packed(content: bytes) -> bytes:
    """Return one gzip member, without its time, so that two test processes make the same bytes."""
    return gzip.compress(content, mtime=0)


def scan(path: Path, archive: bytes) -> tuple[list[Record], list[str]]:
    """Return the whole records and the reports."""
    path.write_bytes(archive)
    reports: list[str] = []
    return list(read_records(path, reports.append)), reports


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
