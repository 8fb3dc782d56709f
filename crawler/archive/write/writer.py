"""Writes an outlet's archive: one thread, group commit, and no acknowledgement before the bytes are on disk."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import threading
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import TYPE_CHECKING

from crawler import VERSION
from crawler.archive.mend import index, mend
from crawler.archive.write.bodies import Bodies
from crawler.archive.write.groups import Groups, answer
from crawler.archive.write.warc import Conversion, Resource, WarcFile
from crawler.errors import ArchiveError, StateError
from crawler.files import make_folder
from crawler.network.unanswered import is_answer
from crawler.run.clock import CaptureClock
from crawler.run.unforeseen import described
from crawler.state import SYNCED, Answer, State, state_path, unusable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from scrapy.settings import BaseSettings

    from crawler.archive.exchange import Exchange
    from crawler.archive.write.groups import Item, Job
    from crawler.items import Capture
    from crawler.outlet import Outlet


class ArchiveWriter:
    """The archive of one outlet, open for appending.

    Args:
        output: The output folder, with the WARCs in `archive/<outlet>/` and the states in `state/`.
        outlet: The outlet of the exchanges.
        settings: `ARCHIVE_MAX_SIZE`, `ARCHIVE_MAX_AGE`, `OPERATOR`, `CONTACT`, `USER_AGENT`, `ROBOTSTXT_OBEY`,
            `CONCURRENT_REQUESTS`, `CONCURRENT_REQUESTS_PER_DOMAIN`.
    """

    def __init__(self, output: Path, outlet: Outlet, settings: BaseSettings) -> None:
        self._outlet = outlet
        self._settings = settings
        self._max_size = settings.getint("ARCHIVE_MAX_SIZE")
        self._max_age = timedelta(seconds=settings.getfloat("ARCHIVE_MAX_AGE"))
        self._folder = output / "archive" / outlet.name
        self._output = output
        at_once = min(settings.getint(f"CONCURRENT_REQUESTS{of}") for of in ("", "_PER_DOMAIN"))
        self._groups = Groups(enough=at_once // 2)
        self._file: WarcFile | None = None
        self._bodies = Bodies(self._folder)
        self._acknowledged = 0
        self._serial = 0
        self._newest = ("", 0)
        self._clock: CaptureClock | None = None
        self._broken: ArchiveError | None = None
        self._ended = False
        self._mended: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, name=f"archive {outlet.name}", daemon=True)
        self._thread.start()

    async def mended(self) -> None:
        """Wait until the files that a crash left open are finished; before that, their names may change."""
        await asyncio.wrap_future(self._mended)

    def now(self) -> datetime:
        """Return the moment for a new exchange, in UTC: later than every capture of the outlet so far.

        Raises:
            ArchiveError: The machine's clock is too far behind, or the archive was broken from the beginning.
        """
        if self._clock is None:
            raise self._broken or ArchiveError("The archive is not open yet.")
        return self._clock.now()

    async def append(self, exchange: Exchange, under_way: int = 0) -> Capture | None:
        """Write an exchange; return when its records are synced and the state has its capture.

        Args:
            exchange: The exchange.
            under_way: The number of other exchanges that will be appended when they end; this one may wait for them.

        Returns:
            The capture; None for an exchange without a response.

        Raises:
            ArchiveError: The records cannot be written, now or since an earlier failure.
        """
        return await self._groups.submit(exchange, under_way)

    async def convert(self, conversion: Conversion) -> None:
        """Write a document's text; return when its record is synced.

        Raises:
            ArchiveError: The record cannot be written, now or since an earlier failure.
        """
        await self._groups.submit(conversion)

    async def bring(self, resource: Resource) -> Capture:
        """Write a user's file; return its capture when its record is synced and the state has it.

        Raises:
            ArchiveError: The record cannot be written, now or since an earlier failure.
        """
        capture = await self._groups.submit(resource)
        assert capture is not None  # noqa: S101 - a resource record is a capture
        return capture

    @property
    def failure(self) -> ArchiveError | None:
        """The error that broke the archive; None while it is sound."""
        return self._broken

    async def close(self) -> None:
        """Write the waiting items, close the file and give it its final name."""
        self._groups.end()
        await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        """Finish an earlier run's files, then write groups until `close`; after a failure, refuse them."""
        try:
            with State(self._output, self._outlet.name) as state:
                mend(self._folder, self._outlet, state)
                self._clock = CaptureClock(state)
                self._newest = state.newest_archive()
                self._mended.set_result(None)
                self._convert_rest(state)
                while not self._ended:
                    self._write_group(self._next_group(), state)
                if self._file is not None:
                    self._close_file(state)
        except Exception as error:  # noqa: BLE001 - a thread that ends answers nobody, and the crawl would wait for ever
            self._fail(error)
            if not self._mended.done():
                self._mended.set_result(None)
        while not self._ended:
            self._refuse(self._next_group())

    def _convert_rest(self, state: State) -> None:
        """Archive the texts of documents that an earlier run stored without archiving them, because it was killed."""
        if not self._settings.getbool("ARCHIVE_TEXT"):
            return
        folder = self._output / "text" / self._outlet.name
        for row in state.rows_without_archived_text():
            text = (folder / row["name"]).read_bytes()
            conversion = Conversion(row["url"], row["record_id"], text, row["sha256"])
            self._write_group([(conversion, None)], state)

    def _next_group(self) -> list[Job]:
        """Wait for items and return them: at least one, except when `close` was called and no item waits."""
        group, self._ended = self._groups.next()
        return group

    def _write_group(self, group: list[Job], state: State) -> None:
        """Write items, sync them, store them in the state and acknowledge them; a full file ends each turn."""
        while group and self._broken is None:
            try:
                fresh: dict[str, Capture] = {}
                results = []
                with SYNCED:
                    if self._file is None:
                        self._file = self._open()
                    file = self._file
                    for item, _ in group:
                        results.append(self._write(file, item, fresh, state))
                        if self._is_full(file):
                            break
                    file.sync()
                sizes = {file.path.name: file.size}
                captures = [capture for capture in results if capture is not None]
                placed = iter(state.add_captures(captures, sizes, _answers(group, results)))
                if texts := [job.sha256 for job, _ in group if isinstance(job, Conversion)]:
                    state.mark_texts_archived(texts)
                self._acknowledged = file.size
                if self._is_full(file):
                    self._close_file(state)
            except Exception as error:  # noqa: BLE001 - any error that keeps a record from the disk must keep its page from the corpus
                self._fail(error)
                break
            answer(group, [None if result is None else next(placed) for result in results])
            group = group[len(results) :]
        self._refuse(group)

    def _write(self, file: WarcFile, item: Item, fresh: dict[str, Capture], state: State) -> Capture | None:
        """Write one item; `fresh` has the responses of this turn, which the state does not have yet."""
        if isinstance(item, Conversion):
            file.convert(item)
            return None
        if isinstance(item, Resource):
            return file.bring(item, self._outlet)

        def original(payload_digest: str, url: str) -> Capture | None:
            if not payload_digest:
                last = state.last_ok_capture(url)
                return last if last is not None and self._bodies.has(last, state) else None
            if payload_digest in fresh:
                return fresh[payload_digest]
            return next(filter(self._bodies.holds, state.responses_with_digest(payload_digest)), None)

        capture = file.append(item, self._outlet, original)
        if capture is not None and capture.kind == "response":
            fresh.setdefault(capture.payload_digest, capture)
        return capture

    def _is_full(self, file: WarcFile) -> bool:
        return file.size >= self._max_size or datetime.now(UTC) - file.began >= self._max_age

    def _close_file(self, state: State) -> None:
        """Close the file and add its captures to the index."""
        assert self._file is not None  # noqa: S101 - its callers have one
        file, self._file = self._file, None
        file.close()
        index(self._folder, state, file.path.name)

    def _fail(self, error: Exception) -> None:
        """Keep the error for all later items, and leave the file open, cut to its acknowledged size."""
        place = self._file.path if self._file is not None else self._folder
        if isinstance(error, StateError):
            sentence = str(error)
        elif isinstance(error, sqlite3.Error):
            sentence = unusable(state_path(self._output, self._outlet.name), error)
        else:
            sentence = (
                f"{place}: cannot be written: {described(error)}; correct the cause, then run the same command again."
            )
        self._broken = ArchiveError(sentence)
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.abandon(self._acknowledged)
            self._file = None

    def _refuse(self, group: list[Job]) -> None:
        """Answer items with the error that broke the archive."""
        answer(group, [self._broken or ArchiveError("The archive is closed.")] * len(group))

    def _open(self) -> WarcFile:
        """Return a new file, with the outlet, the UTC time and a serial number in its name.

        A replay orders the outlet's files by their names: where the clock went back, the time of the file before stays.
        """
        make_folder(self._folder)
        clock = datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")[:17]
        newest, serial = self._newest
        stamp, serial = self._newest = max((clock, self._serial), (newest, serial + 1))
        name = f"{self._outlet.name}-{stamp}-{serial:05}.warc.gz"
        self._serial += 1
        self._acknowledged = 0
        return WarcFile(
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


def _answers(group: Sequence[Job], results: Sequence[Capture | None]) -> Iterator[Answer]:
    """Yield the articles that need no further request: those that exchanges asked for, and those that they captured."""
    for (item, _), capture in zip(group, results, strict=False):
        if capture is None or isinstance(item, Conversion | Resource):
            continue
        if item.failure or not is_answer(capture.status):
            continue
        for key in {capture.canonical_url, item.article} - {""}:
            yield Answer(key, capture.page)
