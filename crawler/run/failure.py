"""How a run that cannot go on ends: the sentence and the exit code are kept, the spider is closed."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from crawler.run.outcome import Outcome

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

EXIT_CODE = "warraq/exit_code"
"""The stat that holds what a command exits with: 1 the work failed, 2 it should not have been started."""
FAILURE = "warraq/failure"
"""The stat that holds why, in a sentence."""

_closing: set[asyncio.Task[None]] = set()


def note(crawler: Crawler, sentence: str, code: int = 1) -> bool:
    """Keep why a run fails; only the first reason counts.

    Returns:
        Whether it is the first.
    """
    if crawler.stats.get_value(EXIT_CODE) is not None:
        return False
    crawler.stats.set_value(EXIT_CODE, code)
    crawler.stats.set_value(FAILURE, sentence)
    if crawler.settings.getbool("OUTCOME_LOGGED", default=True):
        logging.getLogger(__name__).error(sentence)
    return True


def stop(crawler: Crawler, sentence: str, code: int = 1) -> None:
    """Close the spider because its run failed."""
    if note(crawler, sentence, code) and crawler.crawling and crawler.engine.spider is not None:
        task = asyncio.get_running_loop().create_task(crawler.engine.close_spider_async(reason=Outcome.FAILED.value))
        _closing.add(task)
        task.add_done_callback(_closing.discard)


def exit_code(crawler: Crawler) -> int:
    """Return what a command exits with after its run."""
    return int(crawler.stats.get_value(EXIT_CODE, 0))
