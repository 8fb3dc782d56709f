"""Shows a run's figures while it works, and logs them in one line at its end."""

from __future__ import annotations

import asyncio
import logging
import sys
from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any, Self, TextIO

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from scrapy import signals

from crawler.run.outcome import Outcome, figures
from crawler.run.signals import worked

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy import Spider
    from scrapy.crawler import Crawler

    from crawler.run.engine import Engine

logger = logging.getLogger(__name__)


async def tell(crawler: Crawler, engine: Engine, how_far: Callable[[], tuple[int, int]], before: int) -> None:
    """Send `worked` each second, until the task that runs this is cancelled.

    Args:
        crawler: The crawler whose signals are sent.
        engine: What runs the tasks.
        how_far: Returns how many tasks have ended, and how many there are.
        before: Tasks that were done before.
    """
    pages, began = engine.pages(), monotonic()
    while True:
        await asyncio.sleep(1)
        (ended, tasks), took = how_far(), monotonic() - began
        crawler.signals.send_catch_log(
            worked,
            ended=before + ended,
            total=before + tasks,
            a_second=(engine.pages() - pages) / took,
            left=took / ended * (tasks - ended) if ended else None,
        )


class ProgressExtension:
    """Shows a live line on a terminal (elsewhere Scrapy's log lines suffice), and logs a line at the end in both."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._progress: Progress | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the signals that change the figures."""
        extension = cls(crawler)
        crawler.signals.connect(extension.open, signals.spider_opened)
        crawler.signals.connect(extension.close, signals.spider_closed)
        crawler.signals.connect(extension.work, worked)
        for moved in (signals.response_received, signals.item_scraped, signals.item_dropped):
            crawler.signals.connect(extension.move, moved)
        return extension

    def open(self, spider: Spider) -> None:
        """Show the live line if stderr is a terminal."""
        if not sys.stderr.isatty():
            return
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._progress.add_task(spider.name)
        self._progress.start()
        self._redirect(sys.stderr)

    def _redirect(self, stream: TextIO) -> None:
        """Write log lines to a stream: rich replaces stderr by its own stream, which keeps them above the live line."""
        for handler in logging.root.handlers:
            if type(handler) is logging.StreamHandler:
                handler.setStream(stream)

    def move(self) -> None:
        """Update the live line."""
        if self._progress is not None:
            self._progress.update(self._task, description=self._sentence())

    def work(self, ended: int, total: int, a_second: float, left: float | None) -> None:
        """Show in the live line how far a replay is."""
        if self._progress is not None:
            time = "" if left is None else f", {timedelta(seconds=round(left))} left"
            done = f"{ended} of {total} parts, {a_second:.0f} pages a second{time}"
            self._progress.update(self._task, description=f"{self._name()}: {done}")

    def close(self, reason: str) -> None:
        """Remove the live line, and log the figures."""
        if self._progress is not None:
            self._progress.stop()
            self._redirect(sys.stderr)
        if self._crawler.settings.getbool("OUTCOME_LOGGED", default=True):
            level = logging.INFO if reason == Outcome.FINISHED else logging.WARNING
            logger.log(level, "%s (%s)", self._sentence(), reason)

    def _sentence(self) -> str:
        """Return the run's figures so far."""
        stats: dict[str, Any] = self._crawler.stats.get_stats()
        lead = "warraq/rejected/"
        rejected = {key.removeprefix(lead): count for key, count in sorted(stats.items()) if key.startswith(lead)}
        fetched = stats.get("response_received_count", 0) or stats.get("warraq/captures", 0)
        return f"{self._name()}: {figures(fetched, stats.get('item_scraped_count', 0), rejected)}"

    def _name(self) -> str:
        spider = self._crawler.spider
        return spider.name if spider else ""
