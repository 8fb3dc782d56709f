"""The one way in which a run that cannot go on is stopped: the sentence is kept, the spider closed."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

FAILURE = "warraq/failure"
"""The stat that holds the sentence; a command that finds it exits with 1."""

_closing: set[asyncio.Task[None]] = set()


def stop(crawler: Crawler, sentence: str) -> None:
    """Close the spider because its run failed; only the first sentence counts."""
    if crawler.stats.get_value(FAILURE) is not None:
        return
    crawler.stats.set_value(FAILURE, sentence)
    logging.getLogger(__name__).error(sentence)
    if crawler.crawling and crawler.engine.spider is not None:
        task = asyncio.get_running_loop().create_task(crawler.engine.close_spider_async(reason="failed"))
        _closing.add(task)
        task.add_done_callback(_closing.discard)
