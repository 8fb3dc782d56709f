"""The archive holds the bytes on the socket, byte for byte."""

from __future__ import annotations

import sys
import zlib
from typing import TYPE_CHECKING, NamedTuple

import brotli
import pytest

from tests.support.project import FAST, Record, archives, article, front, records, scrapy, texts, zipped
from tests.support.wire import Wire, certificate, html

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from pathlib import Path

PAGES = [article(number + 10).encode() for number in range(20)]
LIMIT = 3_000_000
"""The crawl's DOWNLOAD_MAXSIZE."""
GZIP = zipped(article(2))
BROTLI = brotli.compress(article(3).encode())
ZSTD = zstd.compress(article(5).encode())
DEFLATE = zlib.compress(article(4).encode())
TYPE = b"Content-Type: text/html; charset=utf-8\r\n"


class Case(NamedTuple):
    """The bytes that the server sends, and the block that the response record must have."""

    sent: bytes
    recorded: bytes
    truncated: str | None = None


def whole(head: bytes, body: bytes) -> Case:
    """Return the case of a response that is archived unchanged."""
    return Case(head + body, head + body)


def chunked(sent: bytes, body: bytes, truncated: str | None = None) -> Case:
    """Return the case of a body that is sent in chunks."""
    head = b"HTTP/1.1 200 OK\r\n" + TYPE
    coding = b"Transfer-Encoding: chunked\r\n\r\n"
    return Case(head + coding + sent, head + b"X-Archive-Orig-" + coding + body, truncated)


CASES = {
    "/plain-1001": whole(b"HTTP/1.1 200 OK\r\n" + TYPE + b"Content-Length: %d\r\n\r\n" % len(PAGES[1]), PAGES[1]),
    "/gzip-1002": whole(
        b"HTTP/1.1 200 OK\r\n" + TYPE + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(GZIP), GZIP
    ),
    "/brotli-1003": whole(
        b"HTTP/1.1 200 OK\r\n" + TYPE + b"content-encoding: br\r\nContent-Length: %d\r\n\r\n" % len(BROTLI), BROTLI
    ),
    "/deflate-1004": whole(
        b"HTTP/1.1 200 OK\r\n" + TYPE + b"Content-Encoding: deflate\r\nContent-Length: %d\r\n\r\n" % len(DEFLATE),
        DEFLATE,
    ),
    "/chunked-1005": Case(
        b"HTTP/1.1 200 OK\r\n"
        + TYPE
        + b"Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
        + b"10;name=value\r\n%b\r\n%x\r\n%b\r\n0\r\nX-Sum: 1\r\n\r\n"
        % (PAGES[5][:16], len(PAGES[5]) - 16, PAGES[5][16:]),
        b"HTTP/1.1 200 OK\r\n"
        + TYPE
        + b"X-Archive-Orig-Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
        + PAGES[5],
    ),
    "/padded-1017": chunked(
        b"%x  \r\n%b\r\n  %x\r\n%b\r\n0 \r\n\r\n" % (16, PAGES[17][:16], len(PAGES[17]) - 16, PAGES[17][16:]), PAGES[17]
    ),
    "/no-last-line-1018": chunked(b"%x;a=\x01\n%b\n0\n" % (len(PAGES[18]), PAGES[18]), PAGES[18]),
    "/no-last-chunk-1019": chunked(b"%x\r\n%b\r\n" % (len(PAGES[19]), PAGES[19]), PAGES[19], "disconnect"),
    "/cookies-1006": whole(
        b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nSET-COOKIE: c=3\r\n"
        + TYPE
        + b"Content-Length: %d\r\n\r\n" % len(PAGES[6]),
        PAGES[6],
    ),
    "/odd-1007": whole(
        b"HTTP/1.1 200 Fine By Me\r\nx-ODD-Case:   spaced  \r\nX-Folded: one\r\n two\r\ncOnTeNt-TyPe: text/html\r\n"
        b"X-Arabic: \xe3\xd1\xcd\xc8\xc7\r\nX-Empty:\r\nCONTENT-length: %d\r\n\r\n" % len(PAGES[7]),
        PAGES[7],
    ),
    "/old-1008": whole(b"HTTP/1.0 200 OK\r\n" + TYPE + b"\r\n", PAGES[8]),
    "/early-1009": Case(
        b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
        b"HTTP/1.1 200 OK\r\n" + TYPE + b"Content-Length: %d\r\n\r\n" % len(PAGES[9]) + PAGES[9],
        b"HTTP/1.1 200 OK\r\n" + TYPE + b"Content-Length: %d\r\n\r\n" % len(PAGES[9]) + PAGES[9],
    ),
    "/nothing-1010": whole(b"HTTP/1.1 204 No Content\r\nX-Why: none\r\n\r\n", b""),
    "/same-1015": whole(b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n", b""),
    "/zstd-1016": whole(
        b"HTTP/1.1 200 OK\r\n" + TYPE + b"Content-Encoding: zstd\r\nContent-Length: %d\r\n\r\n" % len(ZSTD), ZSTD
    ),
    "/moved-1011": whole(
        b"HTTP/1.1 301 Moved Permanently\r\nLocation: {base}/plain-1001?from=1011\r\nContent-Length: 5\r\n\r\n",
        b"moved",
    ),
    "/gone-1012": whole(b"HTTP/1.1 410 Gone\r\nContent-Length: 4\r\n\r\n", b"gone"),
    "/cut-1013": Case(
        b"HTTP/1.1 200 OK\r\n" + TYPE + b"Content-Length: 90000\r\n\r\n" + PAGES[13],
        b"HTTP/1.1 200 OK\r\n" + TYPE + b"Content-Length: 90000\r\n\r\n" + PAGES[13],
        "disconnect",
    ),
    "/long-1014": Case(
        b"HTTP/1.1 200 OK\r\n" + TYPE + b"Content-Length: 99999999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + TYPE + b"Content-Length: 99999999\r\n\r\n",
        "length",
    ),
}
CASES["/large-1020"] = whole(
    b"HTTP/1.1 200 OK\r\n" + TYPE + b"Content-Length: %d\r\n\r\n" % (LIMIT // 2),
    PAGES[15].ljust(LIMIT // 2, b"\n"),
)
ENDLESS = {  # cut where a piece goes beyond the limit
    "/endless-1021": b"HTTP/1.1 200 OK\r\n" + TYPE + b"\r\n" + b"x" * 2 * LIMIT,
    "/endless-1022": b"HTTP/1.1 200 OK\r\n"
    + TYPE
    + b"Transfer-Encoding: chunked\r\n\r\n"
    + b"32\r\n%b\r\n" % (b"abcde" * 10) * (LIMIT // 25),
    "/endless-1023": b"HTTP/1.1 200 OK\r\n" + TYPE + b"Content-Length: %b\r\n\r\nx" % (b"9" * 5000),
}
QUERY = "/plain-1001?from=1011"


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Wire, Path]:
    """Crawl a front page that links to every case."""
    output = tmp_path_factory.mktemp("wire")
    answers: dict[str, bytes | list[bytes]] = {path: case.sent for path, case in CASES.items()}
    answers |= ENDLESS
    answers |= {"/": html(front(*CASES, *ENDLESS)), QUERY: CASES["/plain-1001"].sent}
    with Wire(answers, hang_up={"/old-1008", "/cut-1013", "/no-last-line-1018", "/no-last-chunk-1019"}) as wire:
        limit = ("-s", f"DOWNLOAD_MAXSIZE={LIMIT}")
        run = scrapy("crawl", "site", "-a", f"url={wire.url}/", "-s", f"OUTPUT={output}", *FAST, *limit)
    assert run.returncode == 0, run.stderr
    return wire, output


def pairs(output: Path) -> dict[str, tuple[Record, Record]]:
    """Return request and response by path."""
    (warc,) = archives(output)
    found = records(warc)
    requests = {
        record.fields["WARC-Concurrent-To"]: record for record in found if record.fields["WARC-Type"] == "request"
    }
    return {
        "/" + record.fields["WARC-Target-URI"].split("/", 3)[3]: (requests[record.fields["WARC-Record-ID"]], record)
        for record in found
        if record.fields["WARC-Type"] in ("response", "revisit")
    }


@pytest.mark.parametrize("path", CASES)
def test_records_hold_what_went_over_the_wire(crawled: tuple[Wire, Path], path: str) -> None:
    wire, output = crawled
    request, response = pairs(output)[path]
    case = CASES[path]
    assert response.block == case.recorded.replace(b"{base}", wire.url.encode())
    assert request.block == wire.request_for(path)
    assert response.fields.get("WARC-Truncated") == case.truncated
    assert response.fields["WARC-IP-Address"] == "127.0.0.1"


def test_a_payload_that_was_archived_before_is_a_revisit_of_it(crawled: tuple[Wire, Path]) -> None:
    wire, output = crawled
    found = pairs(output)
    same = [(path, *found[path]) for path in ("/plain-1001", QUERY)]
    (_, _, original), (path, request, revisit) = sorted(same, key=lambda pair: pair[2].fields["WARC-Type"])
    assert (original.fields["WARC-Type"], revisit.fields["WARC-Type"]) == ("response", "revisit")
    assert revisit.fields["WARC-Profile"].endswith("/revisit/identical-payload-digest")
    assert revisit.fields["WARC-Refers-To"] == original.fields["WARC-Record-ID"]
    assert revisit.fields["WARC-Refers-To-Target-URI"] == original.fields["WARC-Target-URI"]
    assert revisit.fields["WARC-Refers-To-Date"] == original.fields["WARC-Date"]
    assert revisit.fields["WARC-Payload-Digest"] == original.fields["WARC-Payload-Digest"]
    assert revisit.block == CASES["/plain-1001"].recorded.removesuffix(PAGES[1])
    assert request.block == wire.request_for(path)


def test_every_exchange_is_there(crawled: tuple[Wire, Path]) -> None:
    wire, output = crawled
    asked = sorted(request.split(b" ")[1].decode() for request in wire.requests)
    assert sorted(pairs(output)) == asked
    assert "/robots.txt" in asked


def test_pages_that_are_not_whole_become_no_documents(crawled: tuple[Wire, Path]) -> None:
    _, output = crawled
    urls = b"".join(content for name, content in texts(output).items() if name.endswith(".jsonl"))
    assert b"/gzip-1002" in urls
    assert b"/padded-1017" in urls
    assert b"/no-last-line-1018" in urls
    assert b"/no-last-chunk-1019" not in urls
    assert b"/cut-1013" not in urls
    assert b"/long-1014" not in urls


@pytest.mark.parametrize("path", ["/endless-1021", "/endless-1022"])
def test_an_endless_body_is_cut_at_the_limit_and_archived_as_far_as_it_came(
    crawled: tuple[Wire, Path], path: str
) -> None:
    _, response = pairs(crawled[1])[path]
    assert response.fields["WARC-Truncated"] == "length"
    body = response.block.partition(b"\r\n\r\n")[2]
    assert LIMIT < len(body) <= LIMIT + (1 << 18)
    assert body == (b"x" * len(body) if path == "/endless-1021" else (b"abcde" * len(body))[: len(body)])


def test_over_tls_the_bytes_are_the_same_and_the_cipher_suite_is_named(tmp_path: Path) -> None:
    answers: dict[str, bytes | list[bytes]] = {"/": html(front("/gzip-1002")), "/gzip-1002": CASES["/gzip-1002"].sent}
    with Wire(answers, tls=certificate(tmp_path)) as wire:
        run = scrapy("crawl", "site", "-a", f"url={wire.url}/", "-s", f"OUTPUT={tmp_path / 'output'}", *FAST)
    assert run.returncode == 0, run.stderr
    request, response = pairs(tmp_path / "output")["/gzip-1002"]
    assert request.block == wire.request_for("/gzip-1002")
    assert response.block == CASES["/gzip-1002"].recorded
    assert response.fields["WARC-Protocol"] == "http/1.1"
    assert response.fields["WARC-Cipher-Suite"].startswith("TLS_")


def test_retries_are_each_archived_and_what_brought_no_response_is_a_metadata_record(tmp_path: Path) -> None:
    busy = b"HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy"
    answers: dict[str, bytes | list[bytes]] = {
        "/": html(front("/busy-1000", "/mute-1001")),
        "/busy-1000": [busy, html(article(1))],
        "/mute-1001": b"",
    }
    with Wire(answers, hang_up={"/mute-1001"}) as wire:
        options = ("-s", "AUTOTHROTTLE_ENABLED=False", "-s", "RETRY_TIMES=1")
        run = scrapy("crawl", "site", "-a", f"url={wire.url}/", "-s", f"OUTPUT={tmp_path}", *options)
    assert run.returncode == 0, run.stderr
    (warc,) = archives(tmp_path)
    found = records(warc)
    statuses = [
        record.block[:12]
        for record in found
        if record.fields["WARC-Type"] == "response" and record.fields["WARC-Target-URI"].endswith("/busy-1000")
    ]
    assert statuses == [b"HTTP/1.1 503", b"HTTP/1.1 200"]
    failures = [record for record in found if record.fields["WARC-Type"] == "metadata"]
    assert {record.fields["WARC-Target-URI"] for record in failures} == {f"{wire.url}/mute-1001"}
    assert len(failures) == 2
    assert all(record.block.startswith(b"fetchFailure: ") for record in failures)
