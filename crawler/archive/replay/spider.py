"""Replay: sends the pages of archives through the same pipelines as a crawl's pages, without any network."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack, closing
from functools import partial
from hashlib import sha256
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy import Spider, signals

from crawler.archive import OPEN
from crawler.archive.read.content_signals import ArchivedRobots
from crawler.archive.read.order import in_order
from crawler.archive.read.pages import PageReader, read_archive
from crawler.archive.read.redirects import Answers
from crawler.archive.read.selected import SelectedReader
from crawler.errors import CdxjError, LockedError
from crawler.items import Reason
from crawler.run.failure import stop
from crawler.run.signals import page_missing
from crawler.state import States
from crawler.state.lock import OutletLock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from scrapy.crawler import Crawler

    from crawler.archive.index.selection import Selection
    from crawler.archive.read.older import Share
    from crawler.archive.read.pages import Archived
    from crawler.items import Capture, Page
    from crawler.outlet import Outlet
    from crawler.state import State

UNDER_WAY = 32
"""Most pages between the archive and the corpus at once: this bounds memory and keeps every worker busy."""
_DIGEST = 32
"""Bytes of a SHA-256, which is kept in memory for each text that the archives hold already."""


class ReplaySpider(Spider):
    """Yields the pages of archives in their order; makes no request.

    Args:
        warcs: The archives, in any order: their captures count by their dates.
        outlets: The outlets that have a file; generic rules apply to the pages of other sites.
        rebuild: Whether the archives are our own, and the corpus is built from them alone.
        selection: The wanted captures; None for all.
        share: The captures that this replay takes, beside another of the same archives; None for all.
        origin: Returns the package of which an archive is a copy, else the archive.
    """

    name = "replay"

    def __init__(
        self,
        warcs: list[Path],
        outlets: tuple[Outlet, ...],
        *,
        rebuild: bool,
        selection: Selection | None = None,
        share: Share | None = None,
        origin: Callable[[Path], Path] = Path,
        **arguments: Any,
    ) -> None:
        super().__init__(**arguments)
        self.warcs = warcs
        self.outlets = outlets
        self.rebuild = rebuild
        self._selected = None if selection is None else SelectedReader(outlets, selection)
        self._room = asyncio.Semaphore(UNDER_WAY)
        self._converted: dict[str, bytearray] = {}
        self._locks: dict[str, OutletLock] = {}
        self._share = share
        self._origin = origin
        self._placed: set[tuple[str, Path]] = set()
        self._opened = ExitStack()  # not a `with` block in `start`, which does not resume after the run is stopped

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Connect to the signals that end a page."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        for end in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(spider.end_page, end)
        crawler.signals.connect(spider.miss, page_missing)
        return spider

    def end_page(self) -> None:
        """Make room for another page when one is stored, dropped or failed."""
        self._room.release()

    def miss(self, capture: Capture) -> None:
        """Stop the run when a page must be settled first that these archives do not hold."""
        stop(
            self.crawler,
            f"{capture.url}: its page in {capture.warc} was never extracted; replay that archive first, or crawl.",
        )

    async def start(self) -> AsyncIterator[Page]:
        """Yield the pages of the archives that are not settled yet."""
        self._output = Path(self.settings["OUTPUT"])
        reader = PageReader(self.crawler, self.warcs, self._output / "archive")
        states = self._opened.enter_context(closing(States(self._output)))
        robots = ArchivedRobots(Answers(states.of, reader), reader)
        try:
            for archived in self._unsettled(states):
                await self._room.acquire()
                yield robots.tell(reader.page(archived))
        except LockedError as error:
            stop(self.crawler, str(error), 2)
        except CdxjError as error:
            stop(self.crawler, str(error))
        for _ in range(UNDER_WAY):
            await self._room.acquire()
        for outlet, digests in self._converted.items():
            sha256s = (digests[at : at + _DIGEST].hex() for at in range(0, len(digests), _DIGEST))
            states.of(outlet).mark_texts_archived(sha256s)
        # When this generator ends, the engine checks whether it is idle, and after that only every five seconds.
        engine: Any = self.crawler.engine
        while not engine.scraper.slot.is_idle():  # noqa: ASYNC110 - the engine has no event for it
            await asyncio.sleep(0.01)

    def closed(self, reason: str) -> None:  # noqa: ARG002 - Scrapy's signature
        """Close the state, release the outlets' locks, and log how many revisits lack their originals."""
        self._opened.close()
        if self._share is not None:
            self._share.close()
        if unresolved := self.crawler.stats.get_value(f"warraq/rejected/{Reason.UNRESOLVED}"):
            self.logger.warning(
                "revisits whose originals are in none of these archives: %s; replay these archives together with "
                "those that hold the originals, into a new OUTPUT.",
                unresolved,
            )
        for lock in self._locks.values():
            lock.release()

    def _unsettled(self, states: States) -> Iterator[Archived]:
        """Add the archives' captures to their outlets' states, and yield those that hold a page and are not settled.

        They are added in the order in which they count: by date, for a rebuild within each outlet's folder.
        """
        for folder, found in groupby(self.warcs, lambda warc: warc.parent if self.rebuild else None):
            warcs = list(found)
            records = in_order(warcs, self._read, self._began)
            if self._share is not None:
                records = filter(self._share.takes, records)
            while group := list(islice(records, UNDER_WAY)):
                for archived in group:
                    self._lock(archived.capture.outlet)
                    if archived.truncated:
                        self._report_truncated(archived)
                self.crawler.stats.inc_value("warraq/captures", len(group))
                yield from self._add(group, states)
            if folder is not None:
                sizes = {warc.name: warc.stat().st_size for warc in warcs if not warc.name.endswith(OPEN)}
                states.of(folder.name).add_captures([], sizes)

    def _read(self, warc: Path) -> Iterator[Archived]:
        """Return an archive's wanted captures, in the file's order."""
        report = partial(self._report, warc)
        if self.rebuild:
            texts = self._converted.setdefault(warc.parent.name, bytearray())
            return read_archive(warc, self.outlets, report, converted=lambda text: texts.extend(sha256(text).digest()))
        if self._selected is None:
            return read_archive(warc, self.outlets, report)
        return self._selected.read(warc, report)

    def _began(self, warc: Path) -> str:
        """Return the date of an archive's first capture; empty for one without captures."""
        first = next(read_archive(warc, self.outlets, lambda _: None), None)
        return "" if first is None else first.capture.date

    def _add(self, group: list[Archived], states: States) -> Iterator[Archived]:
        """Add captures to their outlets' states, in their order; yield those that hold a page and are not settled."""
        unsettled = []
        for outlet, of_outlet in groupby(group, lambda archived: archived.capture.outlet):
            state, together = states.of(outlet), list(of_outlet)
            placed = state.add_captures([archived.capture for archived in together])
            self._store_places(state, together)
            unsettled += [
                archived._replace(capture=capture)
                for archived, capture in zip(together, placed, strict=True)
                if capture.page and not state.is_settled(capture.seq)
            ]
        yield from unsettled

    def _store_places(self, state: State, group: list[Archived]) -> None:
        """Store where archives lie that are not our own: the outlet may have to be settled again from them."""
        for path in () if self.rebuild else {archived.path for archived in group}:
            if (state.outlet, path) not in self._placed:
                self._placed.add((state.outlet, path))
                state.add_place(self._origin(path).absolute())

    def _lock(self, outlet: str) -> None:
        """Lock an outlet; a rebuild has locked all outlets before it began."""
        if outlet not in self._locks and not self.rebuild:
            self._locks[outlet] = OutletLock(self._output, outlet)

    def _report_truncated(self, archived: Archived) -> None:
        """Log and count a page that broke off; no document is made of it."""
        self.crawler.stats.inc_value(f"warraq/rejected/{Reason.TRUNCATED}")
        place = f"{archived.path}: the record at byte {archived.record.offset}"
        self.logger.info("%s holds only a part of %s.", place, archived.capture.url)

    def _report(self, warc: Path, sentence: str) -> None:
        """Log an unreadable part, and count it unless the file is open: an open file may be torn at its end."""
        if not warc.name.endswith(OPEN):
            self.crawler.stats.inc_value("warraq/unreadable")
        self.logger.warning(sentence)
