"""Stops a run within seconds after SIGINT or SIGTERM, whatever a server or a page does."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals

from crawler.run.signals import deadline

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

GRACE = 4.0
"""Seconds that running downloads and extractions get; a run promises its user to stop within ten."""
_LOOK = 0.25
"""Seconds between two looks at the engine."""


class ShutdownExtension:
    """Sends `deadline` when the engine has not stopped within `GRACE` after it was told to."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._watch: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the engine's start and stop."""
        extension = cls(crawler)
        crawler.signals.connect(extension.open, signals.engine_started)
        crawler.signals.connect(extension.close, signals.engine_stopped)
        return extension

    def open(self) -> None:
        """Begin to watch the engine."""
        self._watch = asyncio.get_running_loop().create_task(self._look())

    def close(self) -> None:
        """End the watch."""
        if self._watch is not None:
            self._watch.cancel()

    async def _look(self) -> None:
        """Look at the engine until it stops; `GRACE` after it was told to, send `deadline`."""
        loop = asyncio.get_running_loop()
        told: float | None = None
        sent = False
        while True:
            await asyncio.sleep(_LOOK)  # the engine has no event for being told to stop
            self._let_scraper_close()
            if told is None and not self._crawler.engine.running:
                told = loop.time()
            if told is not None and not sent and loop.time() - told >= GRACE:
                sent = True
                await self._crawler.signals.send_catch_log_async(deadline)

    def _let_scraper_close(self) -> None:
        """End the wait of a closing scraper whose last item has left the pipelines.

        Scrapy asks whether the scraper is idle when the spider is closed, and after each response. A page that the
        spider yields at its start (a replay's, or one that a crawl takes up again) belongs to no response: a run that
        was stopped while such a page was in the pipelines would never end.
        """
        engine: Any = self._crawler.engine
        slot = engine.scraper.slot
        if slot is not None and slot.closing is not None and not slot.closing.called and slot.is_idle():
            slot.closing.callback(self._crawler.spider)
