"""Makes a run fail when its spider raises an exception that nobody foresaw, in its start or in a callback.

Scrapy logs such an exception and goes on: the run would end as if it were well.
"""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.exceptions import CloseSpider

from crawler.errors import WarraqError
from crawler.outlet import outlet_of_spider
from crawler.run.failure import note, stop
from crawler.state import STATES, state_path, unusable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

logger = logging.getLogger(__name__)


class UnforeseenErrorsMiddleware:
    """Stops a run whose start raised an exception, and marks one as failed whose callback did."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the signal of exceptions in callbacks."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.callback_failed, signals.spider_error)
        return middleware

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Yield what the spider yields at its start; an exception stops the run with one sentence."""
        try:
            async for item_or_request in start:
                yield item_or_request
        except CloseSpider:
            raise
        except Exception as error:  # Scrapy would let the run end as if it were well
            logger.debug("The start failed.", exc_info=True)
            stop(self._crawler, self._sentence("its start failed", error))

    def callback_failed(self, failure: Failure, response: Response | None) -> None:
        """Mark the run as failed; it goes on, since its other pages can be had."""
        place = "a callback failed" if response is None else f"the answer of {response.url} could not be used"
        note(self._crawler, self._sentence(place, failure.value))

    def _sentence(self, what: str, error: BaseException | None) -> str:
        """Return the sentence for an exception: its own one if it is Warraq's."""
        if isinstance(error, WarraqError):
            return str(error)
        spider = self._crawler.spider
        if isinstance(error, sqlite3.Error):
            outlet = outlet_of_spider(spider) if spider is not None else None
            output = Path(self._crawler.settings["OUTPUT"])
            place = output / STATES if outlet is None else state_path(output, outlet.name)
            return unusable(place, error)
        name = spider.name if spider is not None else "the run"
        return f"{name}: {what}: {described(error)}; correct the cause, then run the same command again."


def described(error: BaseException | None) -> str:
    """Return an exception as words of a sentence, in one line; with its type, unless its words suffice."""
    words = " ".join(str(error).split()).rstrip(".")[:500]
    clear = words and isinstance(error, OSError | sqlite3.Error | WarraqError)
    return words if clear else f"{type(error).__name__}: {words}"
