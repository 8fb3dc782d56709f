"""What a run prints at its end: a few lines for people, without time, module and level where the log goes to stderr."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)
_BARE = "warraq_bare"
"""The attribute of a log record that is written bare."""


class _Bare(logging.Formatter):
    """Writes the message alone of a record that is marked so, and any other record as before."""

    def __init__(self, usual: logging.Formatter | None) -> None:
        super().__init__()
        self._usual = usual or logging.Formatter()

    def format(self, record: logging.LogRecord) -> str:
        return record.getMessage() if hasattr(record, _BARE) else self._usual.format(record)


def close(crawler: Crawler, text: str, level: int = logging.INFO) -> None:
    """Log the closing lines of a run, unless its caller prints its outcome itself (`OUTCOME_LOGGED`).

    Args:
        crawler: The run's crawler.
        text: The lines.
        level: The level at which they are logged; it decides whether they are shown.
    """
    if not crawler.settings.getbool("OUTCOME_LOGGED", default=True):
        return
    for handler in logging.root.handlers:
        # A handler of a log file keeps time and level, by which its reader finds the run.
        if type(handler) is logging.StreamHandler and not isinstance(handler.formatter, _Bare):
            handler.setFormatter(_Bare(handler.formatter))
    logger.log(level, text, extra={_BARE: True})
