"""Scrapy's queue of requests, for a spider that fills it in small batches, so that the rest can wait on disk."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from scrapy import signals

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class RequestQueue:
    """Shows when the queue is empty, and when no request is left that could lead to another one.

    Args:
        crawler: The crawl.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._empty = asyncio.Event()
        crawler.signals.connect(self._mark, signals.scheduler_empty)

    def _mark(self) -> None:
        self._empty.set()

    def watch(self) -> None:
        """Wait, from now on, for the queue to become empty."""
        self._empty.clear()

    async def emptied(self) -> None:
        """Wait until the engine found the queue empty since the last call of `watch`.

        The engine looks when it has room for a request: after each response, and every few seconds.
        """
        await self._empty.wait()

    def is_done(self) -> bool:
        """Return whether no request waits or is under way, and no response is being parsed."""
        engine: Any = self._crawler.engine
        slot = engine.scraper.slot
        return not (engine.downloader.active or engine.scheduler.has_pending_requests() or slot.queue or slot.active)
