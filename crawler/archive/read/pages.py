"""Reads captures from archives of any program, and the page that a capture holds."""

from __future__ import annotations

import contextlib
import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast
from urllib.parse import urljoin

from isal import isal_zlib
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Headers, Request, Response
from w3lib.url import safe_url_string

from crawler.archive import OPEN
from crawler.archive.exchange import FINAL, NO_CONTENT, NOT_MODIFIED, ResponseParts, divide_response
from crawler.archive.read.moments import capture_date
from crawler.archive.read.originals import Originals, archives_under
from crawler.archive.read.records import WHOLE, read_records, record_at
from crawler.archive.stored import OutletArchives
from crawler.errand import Errand
from crawler.errors import OutletError
from crawler.items import Capture, Page, Reason
from crawler.network.encodings import STOPPED, EncodingsMiddleware
from crawler.outlet import GONE, MOVED, outlet_of
from crawler.rights import headers_of
from crawler.storage.place import is_url
from crawler.urls import brought, canonical, owner_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from scrapy.crawler import Crawler

    from crawler.archive.read.owned import Owned
    from crawler.archive.read.records import Span
    from crawler.archive.record import Record
    from crawler.outlet import Outlet

VALIDATORS = {"If-None-Match": b"etag", "If-Modified-Since": b"last-modified"}
"""Header fields of a conditional request, each with the field of the earlier response that gives its value."""
HOSTS = 10_000
"""Most hosts whose outlets are remembered while an archive is read."""

_OWN = re.compile(rb"(?mi)^software:[ \t]*Warraq/")
_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[!?A-Za-z]")
_HTML_END = re.compile(rb"(?i)</html>\s*\Z")
_TAIL = 200
"""Bytes at the end of a page in which its end tag is looked for."""
_HTML_TYPE = re.compile(r"^(?:text/html|application/xhtml\+xml)\b", re.IGNORECASE)
_WEB = re.compile(r"https?:", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LINE_END = b"\r\n"


class Archived(NamedTuple):
    """A capture and the response that it holds."""

    capture: Capture
    outlet: Outlet
    parts: ResponseParts
    """The divided response. A revisit has its head alone, which may be empty; `PageReader.page` finds the body."""
    path: Path
    """The archive."""
    record: Record
    """The record, without its block."""
    foreign: bool
    """Whether another program wrote it: such a program may store a decoded body under the head of the encoded one."""
    truncated: bool = False
    """Whether a page broke off: the capture would hold an article's page if its body were whole."""


def read_archive(
    path: Path,
    outlets: tuple[Outlet, ...],
    report: Callable[[str], None],
    offsets: Sequence[int] | None = None,
    *,
    span: Span = WHOLE,
    converted: Callable[[bytes], None] | None = None,
    owned: Owned | None = None,
) -> Iterator[Archived]:
    """Yield the HTTP responses of an archive, in the file's order, each with the outlet of its URL.

    Responses are `response` and `revisit` records, and `resource` records that hold HTML of an http(s) address, or a
    user's file in an archive that Warraq wrote.

    Args:
        path: A WARC or ARC in any framing (see `records.read_records`); also the `.open` file of a running crawl.
        outlets: The outlets that have a file.
        report: Called with a sentence for each record that cannot be read. Of another program's response that breaks
            off, the part that is there is yielded all the same.
        offsets: The places of the records to read, in bytes; None for all records.
        span: The part of the file to read when `offsets` is None; see `records.read_records`.
        converted: Called with the text of each conversion record that Warraq wrote.
        owned: Leaves the responses of URLs that belong to none of the outlets, before anything is decoded; None to
            read all.

    Raises:
        OSError: The file cannot be opened.
    """
    foreign = not span[0] or _is_foreign(path)
    owners: dict[str, Outlet] = {}
    torn = not path.name.endswith(OPEN)
    wanted = None if owned is None else owned.wants
    records = read_records(path, report, torn=torn, span=span, wanted=wanted) if offsets is None else None
    for record in records or _records_at(path, offsets or (), report, wanted):
        if record.kind == "warcinfo":
            foreign = _OWN.search(record.block) is None
            continue
        if record.kind == "conversion" and record.whole and converted is not None and not foreign:
            converted(record.block)
        url = record.url
        has_owner = _is_brought(record, foreign=foreign) or _is_of_web(path, record, report)
        if not has_owner or not (record.whole or (foreign and record.kind == "response")):
            continue
        parts = _parts(record, foreign=foreign)
        if parts is None:
            report(f"{path}: the record at byte {record.offset} holds no whole HTTP response for {url[:200]!r}.")
            continue
        host = owner_key(url)
        if host not in owners:
            if len(owners) == HOSTS:
                owners.clear()
            try:
                owners[host] = outlet_of(url, outlets)
            except OutletError:
                report(f"{path}: the record at byte {record.offset} names {url[:200]!r}, which is not an http(s) URL.")
                continue
        outlet = owners[host]
        capture = _capture(path, record, outlet, parts)
        if not capture.date:
            date = record.get("WARC-Date")[:60]
            report(f"{path}: the record at byte {record.offset} has no date that can be read, but {date!r}.")
            continue
        truncated = not _is_whole(record, parts) and _may_hold_article(record, outlet, parts, capture.status)
        yield Archived(capture, outlet, parts, path, record._replace(block=b""), foreign, truncated)


def _is_brought(record: Record, *, foreign: bool) -> bool:
    """Return whether a record holds a user's file, which only an archive of our own has."""
    return record.kind == "resource" and not foreign and bool(brought(record.url))


def _is_of_web(path: Path, record: Record, report: Callable[[str], None]) -> bool:
    """Return whether a record is a response or an HTML resource of an http(s) URL; report one without a scheme."""
    if record.kind not in ("response", "revisit", "resource"):
        return False
    if record.kind == "resource" and not _HTML_TYPE.match(record.get("Content-Type")):
        return False
    if not _SCHEME.match(record.url):
        report(f"{path}: the record at byte {record.offset} names {record.url[:200]!r}, which is no absolute URL.")
    return _WEB.match(record.url) is not None


def _records_at(
    path: Path, offsets: Sequence[int], report: Callable[[str], None], wanted: Callable[[Record], bool] | None
) -> Iterator[Record]:
    """Yield the archive's warcinfo record, which names the program that wrote it, and wanted records at some places."""
    head = record_at(path, 0)
    if head is not None and head.kind == "warcinfo":
        yield head
    for offset in offsets:
        record = record_at(path, offset)
        if record is None:
            report(
                f"{path}: its index names a record at byte {offset}, but none begins there; run scrapy verify --repair."
            )
        elif wanted is None or wanted(record):
            yield record


def capture_of(path: Path, record: Record, outlet: Outlet) -> Capture | None:
    """Return the capture in a record of our own archive; None for a record that is no response, revisit or resource."""
    if record.kind not in ("response", "revisit", "resource"):
        return None
    parts = _parts(record, foreign=False)
    return None if parts is None else _capture(path, record, outlet, parts)


def _parts(record: Record, *, foreign: bool) -> ResponseParts | None:
    """Return the response that a record holds; None when it holds no whole head of a response."""
    block = record.block
    if record.kind == "resource":
        kind = record.get("Content-Type").encode()
        return ResponseParts(b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\n\r\n" % kind, block, whole=True)
    if record.kind == "revisit":
        head = block.strip()
        parts = divide_response(head + 2 * _LINE_END) if head else ResponseParts(b"", b"", whole=True)
        return None if parts is None else parts.holding(b"")
    parts = divide_response(block)
    if parts is None or not foreign or parts.status in (NO_CONTENT, NOT_MODIFIED):
        return parts
    # Other programs store a decoded body under the head of the encoded one, whose length is then wrong.
    begin = block.find(parts.head) + len(parts.head)
    chunked = b"chunked" in parts.header(b"transfer-encoding").lower()
    decoded = (chunked or parts.header(b"content-encoding")) and _HTML.match(block, begin)
    if decoded or (not chunked and len(block) - begin > len(parts.body)):
        return parts.holding(block[begin:])
    return parts


def _capture(path: Path, record: Record, outlet: Outlet, parts: ResponseParts) -> Capture:
    """Return the capture in a record whose response is divided."""
    unchanged = record.kind == "revisit" and "server-not-modified" in record.get("WARC-Profile").lower()
    status = parts.status or (NOT_MODIFIED if unchanged else FINAL)
    whole = _is_whole(record, parts) and not unchanged
    return Capture(
        outlet=outlet.name,
        url=record.url,
        canonical_url=canonical(record.url, outlet.identity),
        date=capture_date(record.get("WARC-Date"), parts.header(b"date")),
        status=status,
        page=whole and _may_hold_article(record, outlet, parts, status),
        warc=path.name.removesuffix(OPEN),
        offset=record.offset,
        length=record.length,
        record_id=record.record_id,
        payload_digest=record.get("WARC-Payload-Digest"),
        kind="revisit" if record.kind == "revisit" else "response",
        mime=_content_type(parts).partition(";")[0].strip().lower(),
    )


def _is_whole(record: Record, parts: ResponseParts) -> bool:
    """Return whether a record holds all of its response; in a record that breaks off, the response must prove it."""
    return parts.whole and not record.get("WARC-Truncated") and (record.whole or _ends(parts))


def _ends(parts: ResponseParts) -> bool:
    """Return whether a whole response has a length by its head, or the end tag of an HTML page."""
    named = parts.header(b"content-length").isdigit() or b"chunked" in parts.header(b"transfer-encoding").lower()
    return named or _HTML_END.search(parts.body[-_TAIL:]) is not None


def _may_hold_article(record: Record, outlet: Outlet, parts: ResponseParts, status: int) -> bool:
    """Return whether a response may hold an article, or show that it is gone (see `Outlet.concerns_article`)."""
    return outlet.concerns_article(record.url, status, _content_type(parts))


def _content_type(parts: ResponseParts) -> str:
    return parts.header(b"content-type").decode("latin-1")


class Served(NamedTuple):
    """What a server sent, by a capture."""

    status: int
    """HTTP status code; of a 304 that of the response which it confirmed."""
    content_type: str
    """The Content-Type header; empty without one."""
    location: str
    """A redirect's target as an absolute URL; empty without a valid one."""
    body: bytes
    """The entity body after content-decoding."""


class PageReader:
    """Makes pages of archived responses. It decodes with the middleware of a crawl, so that both give the same bytes.

    Args:
        crawler: Its setting `DOWNLOAD_MAXSIZE` bounds the decoding.
        archives: The archives that hold the captures, and may hold the originals of revisits; without any, the reader
            looks for originals in the folder of the revisit's archive.
        own: The folder of our own archives, with a folder for each outlet, for captures that `archives` do not hold.
            Of an outlet with a storage, an archive that the folder does not have is read there.
        originals: Finds the originals of revisits; None to look for them in those archives.
    """

    def __init__(
        self,
        crawler: Crawler,
        archives: Sequence[Path] = (),
        own: Path | None = None,
        originals: Originals | None = None,
    ) -> None:
        self._decoder = EncodingsMiddleware.from_crawler(crawler)
        self._max_size = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self._archives = archives
        self._folders: dict[str, list[Path]] = {}
        for path in archives:  # two folders may hold different files of one name
            self._folders.setdefault(path.name.removesuffix(OPEN), []).append(path.parent)
        self._own = own
        self._outlets: dict[str, OutletArchives] = {}
        self._given = originals
        self._originals: dict[Path, Originals] = {}

    def page(self, archived: Archived, *, robots: bool = False) -> Page:
        """Return the page with its decoded body, or with the `fault` for which it has none; `robots` as in `read`."""
        capture, outlet, parts = archived.capture, archived.outlet, archived.parts
        if archived.record.kind == "revisit":
            found = self._revisited(archived)
            if found is None:
                return Page(capture=capture, outlet=outlet, body=b"", content_type="", fault=Reason.UNRESOLVED)
            parts = found
        else:
            self._originals_for(archived.path).note(archived.path, archived.record)
        content_type = _content_type(parts)
        page = Page(
            capture=capture, outlet=outlet, body=b"", content_type=content_type, headers=headers_of(parts.headers)
        )
        if capture.status in GONE:
            return replace(page, fault=Reason.GONE)
        try:
            stopped = robots and bool(archived.record.get("WARC-Truncated"))
            body = self._decoded(capture.url, parts, Errand(for_robots_txt=robots), [STOPPED] if stopped else [])
        except Exception as error:  # noqa: BLE001 - each decoder raises its own kinds
            if archived.foreign and _HTML.match(parts.body):
                return replace(page, body=parts.body)
            return replace(page, fault=fault_of(error))
        if archived.foreign and _HTML.match(parts.body) and not _HTML.match(body):
            body = parts.body  # some decoders return rubbish for a text that is not encoded instead of refusing it
        return replace(page, body=body)

    def served(self, archived: Archived) -> Served | Reason:
        """Return what the server sent, of any status and media type, or the reason for which the archive cannot tell.

        A revisit has the head of its own and the body of its original; one that a 304 made has both of its original.
        """
        capture, parts = archived.capture, archived.parts
        if archived.record.kind == "revisit":
            original = self._originals_for(archived.path).find(archived.record)
            holder = None if original is None else _parts(original, foreign=archived.foreign)
            if holder is None:
                return Reason.UNRESOLVED
            same = bool(parts.head) and parts.header(b"content-encoding") == holder.header(b"content-encoding")
            is_own = same and capture.status != NOT_MODIFIED
            parts = ResponseParts(parts.head if is_own else holder.head, holder.body, holder.whole)
        try:
            body = self._decoded(capture.url, parts, Errand(), [])
        except Exception as error:  # noqa: BLE001 - each decoder raises its own kinds
            if not (archived.foreign and _HTML.match(parts.body)):
                return fault_of(error)
            body = parts.body
        status = parts.status or capture.status
        return Served(status, _content_type(parts), _location(capture.url, parts) if status in MOVED else "", body)

    def _decoded(self, url: str, parts: ResponseParts, errand: Errand, flags: list[str]) -> bytes:
        """Return the body, its content-encoding undone.

        A sound gzip body is unpacked here, which takes a quarter of the middleware's time and gives the same bytes. The
        middleware decodes all other bodies, as in a crawl.
        """
        headers = parts.headers
        encodings = [value.lower() for name, value in headers if name.lower() == b"content-encoding"]
        if not encodings:
            return parts.body
        if encodings == [b"gzip"]:
            decoder = isal_zlib.decompressobj(isal_zlib.MAX_WBITS | 16)
            with contextlib.suppress(isal_zlib.IsalError):  # type: ignore[arg-type]  # its stub calls the class an instance
                body = decoder.decompress(parts.body, self._max_size or -1)
                if decoder.eof and not decoder.unused_data:
                    return body
        request = Request(url, meta=errand.meta())
        response = Response(url, status=parts.status, headers=_headers(headers), body=parts.body, flags=flags)
        return cast("Response", self._decoder.process_response(request, response)).body

    def holds(self, capture: Capture) -> bool:
        """Return whether the archive of a capture exists."""
        return bool(self._paths(capture))

    def holds_whole(self, capture: Capture) -> bool:
        """Return whether the archive of a capture exists, and reaches to the end of its record."""
        return any(path.stat().st_size >= capture.offset + capture.length for path in self._paths(capture))

    def read(self, capture: Capture, outlet: Outlet, *, robots: bool = False) -> Page:
        """Return the page that a capture holds.

        Args:
            capture: The capture, with the place of its record.
            outlet: The outlet of the page.
            robots: Whether it is a robots.txt: of one that is too long a crawl read the start.
        """
        archived = self._archived(capture, outlet)
        if archived is None:
            return Page(capture=capture, outlet=outlet, body=b"", content_type="", fault=Reason.UNREADABLE)
        return self.page(archived, robots=robots)

    def validators(self, capture: Capture, outlet: Outlet) -> dict[str, str]:
        """Return the headers by which the server answers 304 when its page still equals the capture.

        RFC 9110, sections 13.1.2 and 13.1.3. Empty when the record cannot be read, when its head has no validator, and
        when it holds only a part of the response: "not modified" would confirm a page of which nobody has the rest.
        """
        archived = self._archived(capture, outlet)
        if archived is None or (archived.record.kind == "response" and not _is_whole(archived.record, archived.parts)):
            return {}
        told = {name: archived.parts.header(field) for name, field in VALIDATORS.items()}
        return {name: value.decode("latin-1") for name, value in told.items() if value}

    def location(self, capture: Capture, outlet: Outlet) -> str:
        """Return a redirect's target as an absolute URL; empty without a valid Location or a readable record."""
        archived = self._archived(capture, outlet)
        return "" if archived is None else _location(capture.url, archived.parts)

    def _revisited(self, archived: Archived) -> ResponseParts | None:
        """Return a revisit's head with its original's body; None when no archive holds the original whole."""
        original = self._originals_for(archived.path).find(archived.record)
        parts = _parts(original, foreign=archived.foreign) if original is not None else None
        if parts is None or not parts.whole:
            return None
        head, capture = archived.parts, archived.capture
        if not head.head or head.header(b"content-encoding") != parts.header(b"content-encoding"):
            owned = archived.outlet.concerns_article(capture.url, parts.status, _content_type(parts))
            return parts if owned else None
        return head.holding(parts.body)

    def _paths(self, capture: Capture) -> list[Path]:
        """Return the archives that a capture may lie in, also one that a crawl is writing; most often one."""
        if (folders := self._folders.get(capture.warc)) is None and self._own:
            if capture.outlet not in self._outlets:
                self._outlets[capture.outlet] = OutletArchives(self._own / capture.outlet)
            return self._outlets[capture.outlet].paths(capture.warc)
        paths = (folder / (capture.warc + end) for folder in folders or () for end in ("", OPEN))
        return [path for path in paths if path.exists()]

    def _archived(self, capture: Capture, outlet: Outlet) -> Archived | None:
        """Return the response that a capture holds; None when its record cannot be read."""
        for path in self._paths(capture):
            try:
                record = _record_of(path, capture)
                foreign = _is_foreign(path)
            except OSError:
                continue
            parts = None if record is None else _parts(record, foreign=foreign)
            if record is not None and parts is not None:
                return Archived(capture, outlet, parts, path, record._replace(block=b""), foreign)
        return None

    def _originals_for(self, path: Path) -> Originals:
        """Return the originals for an archive: one set for all named archives, else one set for each folder."""
        if self._given is not None:
            return self._given
        folder = path.parent
        if self._own and not self._archives and is_url(str(folder)):
            folder = self._own / folder.name  # the storage's other archives are not searched: they may be many
        if folder not in self._originals:
            shared = next(iter(self._originals.values()), None) if self._archives else None
            self._originals[folder] = shared or (Originals(self._archives or archives_under(folder)))
        return self._originals[folder]


def _location(url: str, parts: ResponseParts) -> str:
    """Return the target of a redirect from a URL, as an absolute one; empty without a valid Location."""
    where = parts.header(b"location")
    try:
        return safe_url_string(urljoin(url, where.decode("utf-8", "replace"))) if where else ""
    except ValueError:
        return ""


def _headers(pairs: tuple[tuple[bytes, bytes], ...]) -> Headers:
    headers = Headers()
    for name, value in pairs:
        headers.appendlist(name, value)
    return headers


def _record_of(path: Path, capture: Capture) -> Record | None:
    """Return the record of a capture; None when the archive does not hold it."""
    record = record_at(path, capture.offset)
    if record is not None and record.url == capture.url and record.record_id == capture.record_id:
        return record
    named = (capture.offset, capture.url, capture.record_id)
    found = (
        record
        for record in read_records(path, lambda _: None)
        if (record.offset, record.url, record.record_id) == named
    )
    return next(found, None)


@lru_cache(maxsize=64)
def _is_foreign(path: Path) -> bool:
    """Return whether another program wrote an archive, by its first record."""
    first = record_at(path, 0)
    return first is None or first.kind != "warcinfo" or _OWN.search(first.block) is None


def content_type_of(response: Response) -> str:
    """Return a response's Content-Type; empty for a response without one."""
    return (response.headers.get(b"Content-Type") or b"").decode("latin-1")


def fault_of(error: BaseException | None) -> Reason:
    """Return the reason for which a body cannot be decoded, by the exception of its decoder."""
    return Reason.TOO_LARGE if isinstance(error, IgnoreRequest) else Reason.UNDECODABLE
