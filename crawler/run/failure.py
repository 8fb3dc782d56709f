"""Ends a run that cannot go on: stores its sentence and exit code in the stats, and closes the spider."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from crawler.run.outcome import Outcome

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

EXIT_CODE = "warraq/exit_code"
"""The stat with the exit code of the command: 1 when the work failed, 2 when it should not have been started."""
STOPPED = 143
"""The exit code of a run that a signal ended. A shell reports a process that SIGTERM ended by this number too: such a
run did not come to its end, and did not fail either. `deploy/` names it to systemd as no failure."""
FAILURE = "warraq/failure"
"""The stat with the cause of the failure, in a sentence."""

_closing: set[asyncio.Task[None]] = set()


def note(crawler: Crawler, sentence: str, code: int = 1) -> bool:
    """Store the cause of a run's failure, unless it has one already, and log it.

    Returns:
        Whether it was the first cause.
    """
    if crawler.stats.get_value(EXIT_CODE) is not None:
        return False
    crawler.stats.set_value(EXIT_CODE, code)
    crawler.stats.set_value(FAILURE, sentence)
    if crawler.settings.getbool("OUTCOME_LOGGED", default=True):
        logging.getLogger(__name__).error(sentence)
    return True


def stop(crawler: Crawler, sentence: str, code: int = 1) -> None:
    """Store the cause of a run's failure, and close its spider."""
    if note(crawler, sentence, code) and crawler.crawling and crawler.engine.spider is not None:
        task = asyncio.get_running_loop().create_task(crawler.engine.close_spider_async(reason=Outcome.FAILED.value))
        _closing.add(task)
        task.add_done_callback(_closing.discard)


def exit_code(crawler: Crawler) -> int:
    """Return the exit code of a run's command; 0 only for a run that came to its end without a failure."""
    code = crawler.stats.get_value(EXIT_CODE)
    if code is not None:
        return int(code)
    outcome = Outcome.of(str(crawler.stats.get_value("finish_reason")))
    return {Outcome.FINISHED: 0, Outcome.LIMIT: 0, Outcome.SHUTDOWN: STOPPED}.get(outcome, 1)
