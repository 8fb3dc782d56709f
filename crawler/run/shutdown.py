"""Stops a run within seconds after SIGINT or SIGTERM, whatever a server or a page does."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self

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
        """Wait until the engine was told to stop, give it `GRACE`, then send `deadline`."""
        await asyncio.sleep(_LOOK)
        while self._crawler.engine.running:  # noqa: ASYNC110 - the engine has no event for being told to stop
            await asyncio.sleep(_LOOK)
        await asyncio.sleep(GRACE)
        await self._crawler.signals.send_catch_log_async(deadline)
