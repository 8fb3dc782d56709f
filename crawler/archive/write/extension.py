"""Opens the archive with the spider, and closes it after all other parts of the crawl."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.exceptions import CloseSpider

from crawler.archive.write.warc import Conversion, Resource
from crawler.archive.write.writer import ArchiveWriter
from crawler.errors import ArchiveError, LockedError
from crawler.items import Document
from crawler.outlet import outlet_of_spider
from crawler.run.failure import note, stop
from crawler.run.outcome import Outcome
from crawler.run.signals import outlet_locked
from crawler.state.lock import CorpusLock, OutletLock

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

    from crawler.archive.exchange import Exchange
    from crawler.items import Capture

SWITCH = 0.0005
"""Seconds after which a busy thread lets another one go on. Python's default is ten times that: the archive's thread
waits so long for the reactor's after each digest and each compression, and the requests that it archives wait with it.
"""


class ArchiveExtension:
    """The crawl's archive, for the download handlers (one for each scheme) that write to it."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._writer: ArchiveWriter | None = None
        self._locks: list[OutletLock | CorpusLock] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the signals of the crawl's beginning, its stored documents and its end."""
        extension = cls(crawler)
        crawler.signals.connect(extension.open, signals.spider_opened)
        crawler.signals.connect(extension.convert, signals.item_scraped)
        crawler.signals.connect(extension.close, signals.spider_closed)
        return extension

    @classmethod
    def of(cls, crawler: Crawler) -> Self:
        """Return the crawl's archive.

        Raises:
            ArchiveError: The extension is turned off, and no exchange may go unarchived.
        """
        extension = crawler.get_extension(cls)
        if extension is None:
            raise ArchiveError(
                "EXTENSIONS lacks crawler.archive.write.extension.ArchiveExtension: add it, or nothing can be archived."
            )
        return extension

    async def open(self, spider: Spider) -> None:
        """Lock the spider's outlet and make its writer, which opens a file at the first exchange; then tell the others.

        A spider without an outlet gets no writer.

        Raises:
            CloseSpider: Another run is writing the outlet, or a rebuild the corpus, or the output folder cannot be
                written.
        """
        if (outlet := outlet_of_spider(spider)) is None:
            return
        output = Path(self._crawler.settings["OUTPUT"])
        try:
            self._locks.append(OutletLock(output, outlet.name))
            self._locks.append(CorpusLock(output, shared=True))
        except LockedError as error:
            self._release()
            note(self._crawler, str(error), 2)
            raise CloseSpider(Outcome.LOCKED.value) from None
        except OSError as error:
            self._release()
            note(
                self._crawler,
                f"{output}: cannot be written: {error}; correct the cause, then run the same command again.",
            )
            raise CloseSpider(Outcome.FAILED.value) from None
        self._interval = sys.getswitchinterval()
        sys.setswitchinterval(min(self._interval, SWITCH))
        self._writer = ArchiveWriter(output, outlet, self._crawler.settings)
        await self._writer.mended()
        await self._crawler.signals.send_catch_log_async(outlet_locked, outlet=outlet)

    def now(self) -> datetime:
        """Return the moment for a new exchange, in UTC.

        Raises:
            ArchiveError: The machine's clock is too far behind the outlet's captures; the crawl stops.
        """
        if self._writer is None:
            return datetime.now(UTC)
        try:
            return self._writer.now()
        except ArchiveError as error:
            stop(self._crawler, str(error))
            raise

    @property
    def folder(self) -> Path | None:
        """The folder for temporary files of the archive's own disk; None for a spider without an outlet."""
        return None if self._writer is None else Path(self._crawler.settings["OUTPUT"])

    async def append(self, exchange: Exchange, under_way: int) -> Capture | None:
        """Archive an exchange; on return it is on disk, and its capture in the state.

        Args:
            exchange: The exchange.
            under_way: The number of other exchanges that will be appended when they end.

        Returns:
            The capture; None for an exchange without a response, and for a spider without an outlet, as in
            `scrapy shell`, whose exchanges are not archived.

        Raises:
            ArchiveError: The archive cannot be written; the crawl stops.
        """
        if self._writer is None:
            exchange.divide()
            return None
        try:
            return await self._writer.append(exchange, under_way)
        except ArchiveError as error:
            stop(self._crawler, str(error))
            raise

    async def bring(self, url: str, media: str, body: bytes) -> Capture:
        """Archive a user's file; on return it is on disk, and its capture in the state.

        Raises:
            ArchiveError: The archive cannot be written; the run stops.
        """
        if self._writer is None:
            raise ArchiveError("The archive is not open.")
        try:
            return await self._writer.bring(Resource(url, media, body, self.now()))
        except ArchiveError as error:
            stop(self._crawler, str(error))
            raise

    async def convert(self, item: Any) -> None:
        """Archive the text of a document when `ARCHIVE_TEXT` is on; stop the crawl when that fails."""
        if self._writer is not None and isinstance(item, Document) and self._crawler.settings.getbool("ARCHIVE_TEXT"):
            conversion = Conversion(item.url, item.row["record_id"], item.content(), item.row["sha256"])
            try:
                await self._writer.convert(conversion)
            except ArchiveError as error:
                stop(self._crawler, str(error))

    def _release(self) -> None:
        while self._locks:
            self._locks.pop().release()

    async def close(self) -> None:
        """Close the archive's file and release the outlet's lock."""
        if self._writer is not None:
            await self._writer.close()
            sys.setswitchinterval(self._interval)
            self._release()
            if self._writer.failure is not None:  # perhaps only its last file could not be closed
                note(self._crawler, str(self._writer.failure))
