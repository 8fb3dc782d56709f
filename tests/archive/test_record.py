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


ODD_ARC = {
    "dashes": b"http://akhbar.example/1 - 20261122100000 - %d\n",
    "an invalid address": b"http://akhbar.example/1 unknown 20261122100000 text/html %d\n",
    "a date of 17 digits": b"http://akhbar.example/1 192.0.2.1 20261122100000123 text/html %d\n",
    "a date of 10 digits": b"http://akhbar.example/1 192.0.2.1 2026112210 text/html %d\n",
    "spaces in the URL": b"http://akhbar.example/a b 5 c 192.0.2.1 20261122100000 text/html %d\n",
    "spaces in the media type": b"http://akhbar.example/1 192.0.2.1 20261122100000 text/html; charset=utf-8 %d\n",
    "no media type": b"http://akhbar.example/1 192.0.2.1 20261122100000  %d\n",
    "ten fields": b"http://akhbar.example/1 192.0.2.1 20261122100000 text/html 200 - - 99 a.arc %d\n",
    "capitals": b"HTTP://akhbar.example/1 192.0.2.1 20261122100000 text/html %d\r\n",
}


@pytest.mark.parametrize("variant", ODD_ARC)
@pytest.mark.parametrize("gzipped", [True, False])
def test_an_odd_arc_record_is_read(variant: str, gzipped: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a parameter of pytest's
    block = content(1)
    parts = [ARC[0], ODD_ARC[variant] % len(block) + block + b"\n", ARC[1]]
    found, reports = scan(tmp_path / "a.arc", b"".join(map(packed, parts) if gzipped else parts))
    assert reports == []
    assert [record.kind for record in found] == ["warcinfo", "response", "response"]
    assert found[1].block == block
    assert found[1].get("WARC-Date") == "2026-11-22T10:00:00Z"
    if variant == "spaces in the URL":
        assert found[1].url == "http://akhbar.example/a b 5 c"


def test_an_arc_record_without_length_or_date_ends_where_the_next_begins(tmp_path: Path) -> None:
    parts = [ARC[0], b"http://akhbar.example/1 - - - -\n" + content(1) + b"\n", ARC[1]]
    found, reports = scan(tmp_path / "a.arc", b"".join(parts))
    assert [record.kind for record in found] == ["warcinfo", "response", "response"]
    assert found[1].block == content(1)
    assert found[1].get("WARC-Date") == "-"
    assert len(reports) == 1
    wrong = b"http://akhbar.example/1 192.0.2.1 20261122100000 text/html 7\n"
    found, reports = scan(tmp_path / "a.arc", ARC[0] + wrong + content(1) + b"\n" + ARC[1])
    assert [record.block for record in found[1:]] == [content(1), content(0)]
    assert len(reports) == 1
