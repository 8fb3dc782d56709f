"""Requests stay at the outlet's own hosts, wherever a redirect points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from crawler.errand import errand_of
from crawler.errors import ElsewhereError
from crawler.outlet import outlet_of_spider

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class OwnHostsMiddleware:
    """Drops requests that leave the outlet; Scrapy's own knows no ports and lets pass what asks not to be filtered."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Look at the spider's outlet; a spider without one may go anywhere."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Pass a request to the outlet's hosts, and one for robots.txt.

        Raises:
            ElsewhereError: It is another, and leaves them.
        """
        outlet = outlet_of_spider(self._crawler.spider)
        if outlet is not None and not outlet.owns(request.url) and not errand_of(request).for_robots_txt:
            self._crawler.stats.inc_value("warraq/elsewhere")
            raise ElsewhereError(f"it leaves the hosts of {outlet.name}")
