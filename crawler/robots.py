"""robots.txt: no request passes while it is on its way."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.robotstxt import RobotParser


def _without_traceback(record: logging.LogRecord) -> bool:
    """Leave the sentence: that a host does not answer is no fault of the program."""
    record.exc_info = None
    return True


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's, with an answer for everyone who waits.

    In Scrapy 2.19 several requests wait on one Deferred, and all after the first are handed None: allowed.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        logging.getLogger("scrapy.downloadermiddlewares.robotstxt").addFilter(_without_traceback)

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return the host's rules; None when it has none."""
        waiting = self._parsers.get(urlparse_cached(request).netloc)
        if not isinstance(waiting, Deferred):
            return await super().robot_parser(request)
        mine: Deferred[RobotParser | None] = Deferred()

        def pass_on(rules: RobotParser | None) -> RobotParser | None:
            mine.callback(rules)
            return rules

        waiting.addCallback(pass_on)
        return await maybe_deferred_to_future(mine)
