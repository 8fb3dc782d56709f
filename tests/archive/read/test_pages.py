"""Captures and pages of archives of any program."""

from __future__ import annotations

import gzip
import sys
from typing import TYPE_CHECKING

import brotli
import pytest
from scrapy.utils.test import get_crawler

from crawler.archive.read.pages import Archived, PageReader, read_archive
from crawler.outlet import Outlet
from tests.support.project import article

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.items import Page

OUTLET = Outlet.of_site("https://akhbar.example/")
BODY = article(7).encode()
TYPE = b"Content-Type: text/html; charset=utf-8\r\n"
HEAD = b"HTTP/1.1 200 OK\r\n" + TYPE + b"\r\n"
SAME = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
UNCHANGED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
OWN_INFO = b"software: Warraq/0.1.0 Scrapy/2.19.0\r\nformat: WARC File Format 1.1\r\n"


def url(number: int) -> str:
    return f"https://akhbar.example/news/{number + 1000}"


def record(number: int, block: bytes, kind: str = "response", **changes: str) -> bytes:
    """Return a gzip'ed record; `changes` sets fields, and removes those that it sets to an empty value."""
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{number}>",
        "WARC-Target-URI": url(number),
        "WARC-Date": f"2026-11-22T10:{number // 60:02}:{number % 60:02}Z",
        "WARC-Payload-Digest": "sha1:AAA",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
    }
    fields |= {name.replace("_", "-"): value for name, value in changes.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return gzip.compress(f"WARC/1.1\r\n{head}\r\n".encode() + block + b"\r\n\r\n", mtime=0)


def revisit(number: int, block: bytes = HEAD, **changes: str) -> bytes:
    return record(number, block, "revisit", **{"WARC_Profile": SAME, **changes})


def read(path: Path, *records: bytes) -> tuple[list[Archived], list[str]]:
    """Write an archive and return its captures and the reports."""
    path.write_bytes(b"".join(records))
    reports: list[str] = []
    return list(read_archive(path, (OUTLET,), reports.append)), reports


def page_of(archived: Archived, *archives: Path) -> Page:
    return PageReader(get_crawler(), archives).page(archived)


def test_a_capture_says_what_the_record_says(tmp_path: Path) -> None:
    (archived,), reports = read(tmp_path / "a.warc.gz.open", record(3, HEAD + BODY))
    capture = archived.capture
    assert (capture.outlet, capture.url, capture.status, capture.page) == (OUTLET.name, url(3), 200, True)
    assert (capture.kind, capture.mime, capture.record_id) == ("response", "text/html", "urn:uuid:3")
    assert (capture.warc, capture.date, capture.payload_digest) == ("a.warc.gz", "2026-11-22T10:00:03Z", "sha1:AAA")
    assert capture.length == len(record(3, HEAD + BODY))
    assert page_of(archived).body == BODY
    assert reports == []


ENCODED = {
    "identity": (b"", BODY),
    "gzip": (b"Content-Encoding: gzip\r\n", gzip.compress(BODY)),
    "x-gzip": (b"Content-Encoding: x-gzip\r\n", gzip.compress(BODY)),
    "brotli": (b"Content-Encoding: br\r\n", brotli.compress(BODY)),
    "zstd": (b"Content-Encoding: zstd\r\n", zstd.compress(BODY)),
    "twice": (b"Content-Encoding: gzip\r\nContent-Encoding: br\r\n", brotli.compress(gzip.compress(BODY))),
    "chunked": (b"Transfer-Encoding: chunked\r\n", b"%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY)),
    "chunked gzip": (
        b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n",
        b"%x\r\n%b\r\n0\r\nX-Sum: 1\r\n\r\n" % (len(gzip.compress(BODY)), gzip.compress(BODY)),
    ),
    "not chunked any more": (b"Transfer-Encoding: chunked\r\n", BODY),
    "not chunked any more, led by an empty line": (b"Transfer-Encoding: chunked\r\n", b"\r\n" + BODY),
    "decoded, of the encoded length": (b"Content-Encoding: gzip\r\nContent-Length: 150\r\n", BODY),
    "decoded, of a greater length": (b"Content-Encoding: br\r\nContent-Length: 999999\r\n", BODY),
    "decoded zstd": (b"Content-Encoding: zstd\r\n", BODY),
    "decoded deflate": (b"Content-Encoding: deflate\r\n", BODY),
    "longer than it says": (b"Content-Length: 99\r\n", BODY),
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_bodies_are_decoded_however_others_stored_them(encoding: str, tmp_path: Path) -> None:
    lines, body = ENCODED[encoding]
    (archived,), reports = read(
        tmp_path / "a.warc.gz", record(1, b"HTTP/1.1 200 OK\r\n" + TYPE + lines + b"\r\n" + body)
    )
    assert archived.capture.page
    assert page_of(archived).body.strip() == BODY
    assert reports == []


@pytest.mark.parametrize("lines", [b"Content-Encoding: gzip\r\n", b"Content-Encoding: br\r\n"])
def test_our_own_archive_is_decoded_as_the_crawl_did(lines: bytes, tmp_path: Path) -> None:
    info = record(0, OWN_INFO, "warcinfo", WARC_Target_URI="", Content_Type="application/warc-fields")
    (archived,), _ = read(
        tmp_path / "a.warc.gz", info, record(1, b"HTTP/1.1 200 OK\r\n" + TYPE + lines + b"\r\n" + BODY)
    )
    assert not archived.foreign
    assert page_of(archived).body != BODY
    again = PageReader(get_crawler(), [tmp_path / "a.warc.gz"]).read(archived.capture, OUTLET)
    assert (again.body, again.fault) == (page_of(archived).body, page_of(archived).fault)


def test_a_capture_is_looked_for_in_the_archives_that_were_named_and_then_in_its_outlets_folder(tmp_path: Path) -> None:
    own, named = tmp_path / "own" / OUTLET.name, tmp_path / "named"
    own.mkdir(parents=True)
    named.mkdir()
    (open_one,), _ = read(own / "open.warc.gz.open", record(1, HEAD + BODY))
    (other,), _ = read(named / "other.warc.gz", record(2, HEAD + BODY + b"<!-- 2 -->"))
    pages = PageReader(get_crawler(), [named / "other.warc.gz"], tmp_path / "own")
    assert pages.read(open_one.capture, OUTLET).body == BODY
    assert pages.read(other.capture, OUTLET).body == BODY + b"<!-- 2 -->"
    (own / "open.warc.gz.open").unlink()
    assert not pages.holds(open_one.capture)
    assert pages.read(open_one.capture, OUTLET).fault == "unreadable"


def test_what_cannot_be_decoded_or_is_too_large_says_so(tmp_path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\n" + TYPE + b"Content-Encoding: gzip\r\n\r\n"
    bodies = (b"\x01\x02", gzip.compress(bytes(9999)), gzip.compress(BODY)[:-9])
    archived, _ = read(tmp_path / "a.warc.gz", *(record(number, head + body) for number, body in enumerate(bodies)))
    pages = PageReader(get_crawler(settings_dict={"DOWNLOAD_MAXSIZE": 5000}))
    assert [pages.page(one).fault for one in archived] == ["undecodable", "too-large", "undecodable"]


def test_a_body_that_is_not_whole_is_no_page(tmp_path: Path) -> None:
    cut = b"HTTP/1.1 200 OK\r\n" + TYPE + b"Content-Length: 99999\r\n\r\n" + BODY
    image = HEAD.replace(b"text/html", b"image/png") + BODY
    archived, _ = read(
        tmp_path / "a.warc.gz",
        record(1, cut),
        record(2, HEAD + BODY, WARC_Truncated="time"),
        record(3, image, WARC_Truncated="length"),
        record(4, HEAD + BODY),
    )
    assert [one.capture.page for one in archived] == [False, False, False, True]
    assert [one.truncated for one in archived] == [True, True, False, False]


def test_a_page_in_a_record_longer_than_its_file_is_used_when_it_is_whole(tmp_path: Path) -> None:
    long = {"Content_Length": "999999"}
    length = HEAD[:-2] + b"Content-Length: %d\r\n\r\n" % len(BODY)
    for number, (block, whole) in enumerate(
        (
            (length + BODY, True),
            (length + BODY[:-9], False),
            (HEAD + BODY.rstrip() + b"\n</html>\n", True),
            (HEAD + BODY[:-40], False),
        )
    ):
        path = tmp_path / f"{number}.warc"
        path.write_bytes(gzip.decompress(record(1, HEAD + BODY)) + gzip.decompress(record(2, block, **long))[:-4])
        reports: list[str] = []
        found = list(read_archive(path, (OUTLET,), reports.append))
        assert [one.capture.page for one in found] == [True, whole]
        assert found[1].truncated is not whole
        assert len(reports) == 1
        if whole:
            assert page_of(found[1]).body.strip() == block.partition(b"\r\n\r\n")[2].strip()
        own = gzip.decompress(record(0, OWN_INFO, "warcinfo"))
        path.write_bytes(own + path.read_bytes())
        assert len(list(read_archive(path, (OUTLET,), reports.append))) == 1


def test_html_resources_count_as_responses(tmp_path: Path) -> None:
    archived, _ = read(
        tmp_path / "a.warc.gz",
        record(1, BODY, "resource", Content_Type="text/html; charset=utf-8"),
        record(2, b"{}", "resource", Content_Type="application/json"),
        record(3, BODY, "resource", Content_Type="text/html", WARC_Target_URI="file:///a.html"),
        record(4, BODY, "resource", Content_Type="text/html", WARC_Target_URI="file://akhbar.example/a.html"),
    )
    assert [(one.capture.url, one.capture.status, one.capture.page) for one in archived] == [(url(1), 200, True)]
    page = page_of(archived[0])
    assert (page.body, page.content_type) == (BODY, "text/html; charset=utf-8")


def test_a_record_without_a_response_is_named_with_its_place(tmp_path: Path) -> None:
    archived, reports = read(
        tmp_path / "a.warc.gz",
        record(1, b"no response"),
        record(2, HEAD + BODY, WARC_Target_URI="http://[/"),
        record(3, HEAD + BODY, WARC_Target_URI="akhbar.example/news/1003"),
        record(4, HEAD + BODY, WARC_Target_URI="dns:akhbar.example"),
    )
    assert archived == []
    assert len(reports) == 3
    assert "names 'akhbar.example/news/1003', which is no absolute URL" in reports[2]
    assert "the record at byte 0 holds no whole HTTP response" in reports[0]
    assert "which is not an http(s) URL" in reports[1]


ORIGINAL = record(1, b"HTTP/1.1 200 OK\r\n" + TYPE + b"X-Of: original\r\n\r\n" + BODY)
REVISED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Of: revisit\r\nContent-Length: %d\r\n\r\n" % len(BODY)


def test_a_revisit_without_a_head_takes_the_originals(tmp_path: Path) -> None:
    _, found = read(tmp_path / "a.warc.gz", ORIGINAL, revisit(2, b""))[0]
    page = page_of(found)
    assert (page.body, page.content_type) == (BODY, "text/html; charset=utf-8")


def test_a_head_that_tells_of_another_coding_is_not_believed(tmp_path: Path) -> None:
    original = record(1, b"HTTP/1.1 200 OK\r\n" + TYPE + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(BODY))
    _, found = read(tmp_path / "a.warc.gz", original, revisit(2, HEAD))[0]
    assert page_of(found).body == BODY


@pytest.mark.parametrize("block", [b"", b"HTTP/1.1 304 Not Modified\r\n\r\n", HEAD])
def test_what_the_server_says_has_not_changed_is_no_page(block: bytes, tmp_path: Path) -> None:
    _, found = read(
        tmp_path / "a.warc.gz", ORIGINAL, revisit(2, block, WARC_Profile=UNCHANGED, WARC_Refers_To="<urn:uuid:1>")
    )[0]
    assert (found.capture.kind, found.capture.page) == ("revisit", False)


def test_a_capture_is_read_back_from_where_it_lies(tmp_path: Path) -> None:
    archived, _ = read(tmp_path / "a.warc.gz.open", record(1, HEAD + BODY), ORIGINAL, revisit(2, REVISED))
    pages = PageReader(get_crawler(), [tmp_path / "a.warc.gz.open"])
    assert [pages.read(one.capture, OUTLET).body for one in archived] == [BODY] * 3
    (tmp_path / "a.warc.gz.open").write_bytes(b"WARC/1.1 something else")
    assert pages.read(archived[0].capture, OUTLET).fault == "unreadable"
    (tmp_path / "a.warc.gz.open").unlink()
    assert pages.read(archived[0].capture, OUTLET).fault == "unreadable"
