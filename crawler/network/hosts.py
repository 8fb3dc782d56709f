"""Keeps requests at the outlet's own hosts, wherever a redirect points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from crawler.errand import errand_of
from crawler.errors import ElsewhereError
from crawler.outlet import outlet_of_spider

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class OwnHostsMiddleware:
    """Drops requests to other hosts; Scrapy's own ignores ports, and passes every request with `dont_filter`."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Use the outlet of the crawler's spider; a spider without one may request any host."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Pass requests to the outlet's hosts, and requests for robots.txt to any host.

        A style sheet or image must not redirect to an article: the answer would be that article's capture.

        Raises:
            ElsewhereError: The request goes to another host, or leads from a style sheet or image to an article.
        """
        outlet = outlet_of_spider(self._crawler.spider)
        if outlet is not None and not outlet.may_be_asked(request.url) and not errand_of(request).for_robots_txt:
            self._crawler.stats.inc_value("warraq/elsewhere")
            raise ElsewhereError(f"its host does not belong to {outlet.name}")
        if outlet is not None and errand_of(request).requisite is not None and outlet.is_article(request.url):
            self._crawler.stats.inc_value("warraq/elsewhere")
            raise ElsewhereError("it has the address of an article, and was requested as a style sheet or image")
