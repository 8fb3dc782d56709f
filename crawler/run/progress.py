"""Shows a run's figures while it works, and at the end of a run that has no summary."""

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

from crawler.outlet import outlet_of_spider
from crawler.run.closing import close
from crawler.run.outcome import Outcome, figures
from crawler.run.signals import worked

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy import Spider
    from scrapy.crawler import Crawler

    from crawler.run.engine import Engine

logger = logging.getLogger(__name__)

INTERVAL = 60.0
"""Seconds between two lines of progress in a log."""


async def tell(crawler: Crawler, engine: Engine, how_far: Callable[[], tuple[int, int, str]], before: int) -> None:
    """Send `worked` each second, until the task that runs this is cancelled.

    Args:
        crawler: The crawler whose signals are sent.
        engine: What runs the tasks.
        how_far: Returns how many tasks have ended, how many there are, and the place of the last one that ended.
        before: Tasks that were done before.
    """
    pages, began = engine.pages(), monotonic()
    while True:
        await asyncio.sleep(1)
        (ended, tasks, at), took = how_far(), monotonic() - began
        crawler.signals.send_catch_log(
            worked,
            ended=before + ended,
            total=before + tasks,
            a_second=(engine.pages() - pages) / took,
            left=took / ended * (tasks - ended) if ended else None,
            at=at,
        )


class ProgressExtension:
    """Shows a live line on a terminal, and logs one each minute elsewhere; the summary closes the run of an outlet."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._progress: Progress | None = None
        self._logged = monotonic()

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
        self._show(self._sentence)

    def work(self, ended: int, total: int, a_second: float, left: float | None, at: str) -> None:
        """Show how far a replay is."""
        time = "" if left is None else f", {timedelta(seconds=round(left))} left"
        place = f" ({at})" if at else ""
        self._show(lambda: f"{self._name()}: {ended} of {total} parts{place}, {a_second:.0f} pages a second{time}")

    def _show(self, sentence: Callable[[], str]) -> None:
        """Update the live line; without a terminal, log the sentence once in `INTERVAL`."""
        if self._progress is not None:
            self._progress.update(self._task, description=sentence())
        elif monotonic() - self._logged >= INTERVAL:
            self._logged = monotonic()
            logger.info(sentence())

    def close(self, spider: Spider, reason: str) -> None:
        """Remove the live line, and log the figures of a run that has no summary."""
        if self._progress is not None:
            self._progress.stop()
            self._redirect(sys.stderr)
        if outlet_of_spider(spider) is None:
            level = logging.INFO if reason == Outcome.FINISHED else logging.WARNING
            close(self._crawler, f"{self._sentence()} ({reason})", level)

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
