"""Reads captures out of anybody's WARC, and the page that a capture holds."""

from __future__ import annotations

import contextlib
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, cast

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Headers, Request, Response
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawler.archive.exchange import ResponseParts, divide_response
from crawler.archive.warc import OPEN
from crawler.items import Capture, Page
from crawler.outlet import OutletError, outlet_of
from crawler.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import Any

    from scrapy.crawler import Crawler

    from crawler.outlet import Outlet

MAX_RECORD = 64 * 1024 * 1024
"""Longest record that is read, in bytes: twice what a crawl downloads at most."""

_BROKEN = (ArchiveLoadFailed, zlib.error, EOFError, ValueError, KeyError, AttributeError, OSError)
"""What warcio and its decoders raise on bytes that are no record."""


class Archived(NamedTuple):
    """A capture and the response that it holds."""

    capture: Capture
    outlet: Outlet
    parts: ResponseParts


def read_archive(path: Path, outlets: tuple[Outlet, ...], report: Callable[[str], None]) -> Iterator[Archived]:
    """Yield the HTTP responses of a WARC or ARC, in the file's order, each with the outlet that its URL belongs to.

    Args:
        path: A WARC, plain or gzip'ed a record; the `.open` of a crawl under way too.
        outlets: The outlets that have a file.
        report: Told a sentence for what cannot be read; reading ends where nothing more can be made of the file.

    Raises:
        OSError: The file cannot be opened.
    """
    with path.open("rb") as file:
        records = ArchiveIterator(file, no_record_parse=True, arc2warc=True)
        try:
            for record in records:
                fields = record.rec_headers
                url = fields.get_header("WARC-Target-URI") or ""
                wanted = record.rec_type == "response" and url.startswith(("http:", "https:"))
                block = record.raw_stream.read(MAX_RECORD + 1) if wanted else b""
                offset, length = records.get_record_offset(), records.get_record_length()
                if record.length is None or getattr(record.raw_stream, "limit", 0) > 0:
                    report(f"{path}: ends inside the record at byte {offset}.")
                elif wanted:
                    try:
                        yield _archived(fields, block, (path.name.removesuffix(OPEN), offset, length), outlets)
                    except _NoResponseError as error:
                        report(f"{path}: the record at byte {offset} {error}.")
        except _BROKEN as error:
            report(f"{path}: cannot be read after byte {records.offset}: {_sentence(error)}")


class _NoResponseError(Exception):
    """A response record holds none; the message is the sentence's second half."""


def _archived(fields: Any, block: bytes, place: tuple[str, int, int], outlets: tuple[Outlet, ...]) -> Archived:
    url = fields.get_header("WARC-Target-URI")
    if len(block) > MAX_RECORD:
        raise _NoResponseError(f"is longer than {MAX_RECORD} bytes and was passed over")
    parts = divide_response(block)
    if parts is None:
        raise _NoResponseError(f"holds no whole HTTP response for {url[:200]!r}")
    try:
        outlet = outlet_of(url, outlets)
    except OutletError as error:
        raise _NoResponseError(f"names {url[:200]!r}, which is no http(s) URL") from error
    warc, offset, length = place
    whole = parts.whole and not fields.get_header("WARC-Truncated")
    content_type = parts.header(b"content-type").decode("latin-1")
    capture = Capture(
        outlet=outlet.name,
        url=url,
        canonical_url=canonical(url, outlet.identity),
        date=fields.get_header("WARC-Date") or "",
        status=parts.status,
        page=whole and outlet.holds_article(url, parts.status, content_type),
        warc=warc,
        offset=offset,
        length=length,
        record_id=(fields.get_header("WARC-Record-ID") or "").strip("<>"),
        payload_digest=fields.get_header("WARC-Payload-Digest") or "",
    )
    return Archived(capture, outlet, parts)


class PageReader:
    """Makes pages of archived responses, with the middleware that a crawl decodes with, so that they cannot differ.

    Args:
        crawler: Whose settings bound the decoding (`DOWNLOAD_MAXSIZE`).
    """

    def __init__(self, crawler: Crawler) -> None:
        self._decoder = HttpCompressionMiddleware.from_crawler(crawler)

    def page(self, archived: Archived) -> Page:
        """Return the page, its content-encoding undone; its `fault` says why that was not possible."""
        capture, outlet, parts = archived.capture, archived.outlet, archived.parts
        headers = Headers()
        for name, value in parts.headers():
            headers.appendlist(name, value)
        response = Response(capture.url, status=parts.status, headers=headers, body=parts.body)
        page = Page(capture=capture, outlet=outlet, body=b"", content_type=content_type_of(response))
        try:
            decoded = self._decoder.process_response(Request(capture.url), response)
        except Exception as error:  # noqa: BLE001 - each decoder raises its own kinds
            return replace(page, fault=fault_of(error))
        return replace(page, body=cast("Response", decoded).body)

    def read(self, folder: Path, capture: Capture, outlet: Outlet) -> Page:
        """Return the page that a capture in our own archive holds.

        Args:
            folder: The outlet's archive folder.
            capture: Where the record lies.
            outlet: Whose page it is.
        """
        path = folder / capture.warc
        if not path.exists():
            path = folder / (capture.warc + OPEN)
        with contextlib.suppress(*_BROKEN, StopIteration), path.open("rb") as file:
            file.seek(capture.offset)
            record = next(iter(ArchiveIterator(file, no_record_parse=True)))
            parts = divide_response(record.raw_stream.read(MAX_RECORD))
            if parts is not None:
                return self.page(Archived(capture, outlet, parts))
        return Page(capture=capture, outlet=outlet, body=b"", content_type="", fault="unreadable")


def content_type_of(response: Response) -> str:
    """Return a response's Content-Type; empty when it has none."""
    return (response.headers.get(b"Content-Type") or b"").decode("latin-1")


def fault_of(error: BaseException | None) -> str:
    """Return the reason slug for a body that could not be decoded."""
    return "too-large" if isinstance(error, IgnoreRequest) else "undecodable"


def _sentence(error: Exception) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    return f"{text[:200]}."
