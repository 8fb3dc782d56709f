"""Replay: the pages of archives, put on the way that a crawl's pages go, with no network at all."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy import Spider, signals

from crawler.archive.reader import PageReader, read_archive
from crawler.state import State

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.crawler import Crawler

    from crawler.items import Page
    from crawler.outlet import Outlet

UNDER_WAY = 64
"""Pages between the archive and the corpus at once: bounds memory, and is enough for every worker to have work."""


class ReplaySpider(Spider):
    """Yields the pages of archives in their order; makes no request.

    Args:
        warcs: The archives, in the order in which their captures count.
        outlets: The outlets that have a file; another site's pages go by generic rules.
    """

    name = "replay"

    def __init__(self, warcs: list[Path], outlets: tuple[Outlet, ...], **arguments: Any) -> None:
        super().__init__(**arguments)
        self.warcs = warcs
        self.outlets = outlets
        self._room = asyncio.Semaphore(UNDER_WAY)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Connect to the ends that a page can come to."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        for end in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(spider.end_page, end)
        return spider

    def end_page(self) -> None:
        """Make room for another page."""
        self._room.release()

    async def start(self) -> AsyncIterator[Page]:
        """Read the archives."""
        reader = PageReader(self.crawler)
        with State(Path(self.settings["OUTPUT"]) / "corpus.sqlite") as state:
            for warc in self.warcs:
                for archived in read_archive(warc, self.outlets, self._report):
                    self.crawler.stats.inc_value("warraq/captures")
                    (capture,) = state.captured([archived.capture])
                    if not capture.page or state.is_settled(capture.seq):
                        continue
                    await self._room.acquire()
                    yield reader.page(archived._replace(capture=capture))
        for _ in range(UNDER_WAY):
            await self._room.acquire()
        # The engine looks whether it is idle when this ends, and then only every five seconds.
        engine: Any = self.crawler.engine
        while not engine.scraper.slot.is_idle():  # noqa: ASYNC110 - the engine has no event for it
            await asyncio.sleep(0.01)

    def _report(self, sentence: str) -> None:
        self.crawler.stats.inc_value("warraq/unreadable")
        self.logger.warning(sentence)
