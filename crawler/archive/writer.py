"""Writes exchanges to WARC/1.1 files: one thread, group commit, nothing acknowledged that is not on disk."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import os
import queue
import threading
import zlib
from concurrent.futures import Future
from datetime import UTC, datetime
from importlib.metadata import version
from io import BytesIO
from typing import TYPE_CHECKING
from uuid import uuid4

from scrapy.exceptions import IgnoreRequest
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler import VERSION
from crawler.archive.exchange import divide_response, record_head
from crawler.items import Capture
from crawler.state import State, StateError
from crawler.urls import canonical

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from scrapy.settings import BaseSettings

    from crawler.archive.exchange import Exchange
    from crawler.outlet import Outlet

GROUP = 64
"""Exchanges written between two syncs, at most; also how many may wait."""
OPEN = ".open"
"""What a file's name ends with while it is written."""
_LEVEL = 6
"""zlib's own default; warcio's fixed 9 costs several times the time for about 1 % (DECISIONS.md)."""


class ArchiveError(IgnoreRequest):
    """The archive cannot be written, so the request is as if never made; the message says where and what to do."""


class ArchiveWriter:
    """The archive of one outlet, open for appending.

    Args:
        output: The output folder; files go to `archive/<outlet>/` in it, the state is `corpus.sqlite`.
        outlet: Whose exchanges are written.
        settings: `ARCHIVE_MAX_SIZE`, `OPERATOR`, `CONTACT`, `USER_AGENT`, `ROBOTSTXT_OBEY`.

    Raises:
        ArchiveError: The folder cannot be used.
    """

    def __init__(self, output: Path, outlet: Outlet, settings: BaseSettings) -> None:
        self._outlet = outlet
        self._settings = settings
        self._folder = output / "archive" / outlet.name
        self._state_path = output / "corpus.sqlite"
        self._waiting: queue.Queue[tuple[Exchange, Future[Capture]] | None] = queue.Queue()
        self._room = asyncio.Semaphore(GROUP)
        self._file: _WarcFile | None = None
        self._serial = 0
        self._broken: ArchiveError | None = None
        self._thread = threading.Thread(target=self._run, name=f"archive {outlet.name}", daemon=True)
        self._thread.start()

    async def append(self, exchange: Exchange) -> Capture:
        """Write an exchange; return when its records are synced and the state knows its capture.

        Raises:
            ArchiveError: They cannot be written, now or since an earlier failure.
        """
        done: Future[Capture] = Future()
        async with self._room:
            self._waiting.put((exchange, done))
            return await asyncio.wrap_future(done)

    async def close(self) -> None:
        """Write what waits, close the file and give it its final name."""
        self._waiting.put(None)
        await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        try:
            with State(self._state_path) as state:
                mend(self._folder, self._outlet.name, state)
                while group := self._next_group():
                    self._write_group(group, state)
                if self._file is not None:
                    self._file.close()
        except (OSError, StateError) as error:
            self._fail(error)
            while group := self._next_group():
                self._refuse(group)

    def _next_group(self) -> list[tuple[Exchange, Future[Capture]]]:
        """Return what waits, at least one; nothing when the archive is to be closed."""
        first = self._waiting.get()
        group = []
        while first is not None:
            group.append(first)
            if len(group) == GROUP or self._waiting.empty():
                break
            first = self._waiting.get()
        if first is None and group:
            self._waiting.put(None)
        return group

    def _write_group(self, group: list[tuple[Exchange, Future[Capture]]], state: State) -> None:
        if self._broken is not None:
            self._refuse(group)
            return
        try:
            captures = [self._write(exchange) for exchange, _ in group]
            if self._file is not None:
                self._file.sync()
            placed = state.captured(captures)
        except Exception as error:  # noqa: BLE001 - whatever keeps a record from disk keeps its page from the corpus
            self._fail(error)
            self._refuse(group)
            return
        for (_, done), capture in zip(group, placed, strict=True):
            done.set_result(capture)

    def _fail(self, error: Exception) -> None:
        place = self._file.path if self._file is not None else self._folder
        self._broken = ArchiveError(f"{place}: cannot be written: {error}. Mend that and run the crawl again.")

    def _refuse(self, group: list[tuple[Exchange, Future[Capture]]]) -> None:
        for _, done in group:
            done.set_exception(self._broken or ArchiveError("The archive is closed."))

    def _write(self, exchange: Exchange) -> Capture:
        if self._file is not None and self._file.size >= self._settings.getint("ARCHIVE_MAX_SIZE"):
            self._file.sync()
            self._file.close()
            self._file = None
        if self._file is None:
            self._file = self._open()
        return self._file.append(exchange, self._outlet)

    def _open(self) -> _WarcFile:
        self._folder.mkdir(parents=True, exist_ok=True)
        stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")[:17]
        name = f"{self._outlet.name}-{stamp}-{self._serial:05}.warc.gz"
        self._serial += 1
        return _WarcFile(
            self._folder / name,
            {
                "software": f"Warraq/{VERSION} Scrapy/{version('scrapy')} warcio/{version('warcio')}",
                "format": "WARC File Format 1.1",
                "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
                "isPartOf": self._outlet.name,
                "robots": "obey" if self._settings.getbool("ROBOTSTXT_OBEY") else "ignore",
                "http-header-user-agent": self._settings["USER_AGENT"],
                "operator": " ".join(filter(None, (self._settings["OPERATOR"], self._settings["CONTACT"]))),
            },
        )


class _WarcFile:
    """One WARC that is being written, under its name with `.open` behind it."""

    def __init__(self, path: Path, facts: dict[str, str]) -> None:
        self.path = path
        self.size = 0
        self._file: BinaryIO = path.with_name(path.name + OPEN).open("xb")
        sync_folder(path.parent)
        self._serializer = WARCWriter(BytesIO(), gzip=False, warc_version="WARC/1.1")
        self._info_id = _record_id()
        block = "".join(f"{name}: {_one_line(value)}\r\n" for name, value in facts.items() if value).encode()
        fields = [
            ("WARC-Type", "warcinfo"),
            ("WARC-Record-ID", f"<{self._info_id}>"),
            ("WARC-Date", _date(datetime.now(UTC))),
            ("WARC-Filename", path.name),
            ("WARC-Block-Digest", _digest(block)),
        ]
        self._put("application/warc-fields", fields, block)

    def append(self, exchange: Exchange, outlet: Outlet) -> Capture:
        """Write the request and the response of an exchange, each a gzip member of its own."""
        request = bytes(exchange.request)
        received = bytes(exchange.received)
        parts = divide_response(received, request.partition(b" ")[0])
        head, body = (record_head(parts.head), parts.body) if parts else (received, b"")
        truncated = exchange.truncated or ("" if parts and parts.whole else "disconnect")
        response_id = _record_id()
        common = [
            ("WARC-Target-URI", exchange.url),
            ("WARC-Date", _date(exchange.began)),
            ("WARC-Warcinfo-ID", f"<{self._info_id}>"),
        ]
        if exchange.ip:
            common.append(("WARC-IP-Address", exchange.ip))
        self._put(
            "application/http; msgtype=request",
            [
                ("WARC-Type", "request"),
                ("WARC-Record-ID", f"<{_record_id()}>"),
                ("WARC-Concurrent-To", f"<{response_id}>"),
                *common,
                ("WARC-Block-Digest", _digest(request)),
                ("WARC-Payload-Digest", _digest(request.partition(b"\r\n\r\n")[2])),
            ],
            request,
        )
        digest = _digest(body)
        fields = [
            ("WARC-Type", "response"),
            ("WARC-Record-ID", f"<{response_id}>"),
            *common,
            ("WARC-Block-Digest", _digest(head + body)),
            ("WARC-Payload-Digest", digest),
        ]
        if truncated:
            fields.append(("WARC-Truncated", truncated))
        offset = self.size
        self._put("application/http; msgtype=response", fields, head + body)
        status = parts.status if parts else 0
        content_type = parts.header(b"content-type").decode("latin-1") if parts else ""
        return Capture(
            outlet=outlet.name,
            url=exchange.url,
            canonical_url=canonical(exchange.url, outlet.identity),
            date=_date(exchange.began),
            status=status,
            page=not truncated and outlet.holds_article(exchange.url, status, content_type),
            warc=self.path.name,
            offset=offset,
            length=self.size - offset,
            record_id=response_id,
            payload_digest=digest,
        )

    def _put(self, content_type: str, fields: list[tuple[str, str]], block: bytes) -> None:
        """Serialize one record and append it as one gzip member."""
        headers = StatusAndHeaders("", fields, protocol="WARC/1.1")
        kind = dict(fields)["WARC-Type"]
        record = ArcWarcRecord("warc", kind, headers, BytesIO(block), None, content_type, len(block))
        buffer = BytesIO()
        self._serializer.out = buffer
        self._serializer.write_record(record)
        packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)
        member = packer.compress(buffer.getbuffer()) + packer.flush()
        self._file.write(member)
        self.size += len(member)

    def sync(self) -> None:
        """Bring what was appended to the disk."""
        self._file.flush()
        os.fdatasync(self._file.fileno())

    def close(self) -> None:
        """Give the file its final name."""
        self._file.close()
        path = self.path.with_name(self.path.name + OPEN)
        path.rename(self.path)
        sync_folder(self.path.parent)


def mend(folder: Path, outlet: str, state: State) -> None:
    """Finish the files that a crash left open: cut after the last record that the state knows, final name.

    What lies behind that record was never acknowledged; its URL is asked for again.
    """
    ends = state.ends(outlet)
    for path in sorted(folder.glob(f"*{OPEN}")):
        name = path.name.removesuffix(OPEN)
        if name in ends:
            os.truncate(path, ends[name])
            path.rename(folder / name)
        else:
            path.unlink()
        sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Bring a folder's entries to the disk, so that a rename outlives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _record_id() -> str:
    return uuid4().urn


def _date(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _digest(content: bytes) -> str:
    """Return a WARC digest: SHA-1 in Base32, the form that every CDX index and reader shares."""
    return f"sha1:{base64.b32encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()}"


def _one_line(value: str) -> str:
    return " ".join(value.split())
