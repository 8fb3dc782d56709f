"""`scrapy crawl site -a url=URL`: crawls a site that has no outlet's file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urljoin, urlsplit

from scrapy import Request, signals

from crawler.discovery import robots_sitemaps
from crawler.errand import listing_of
from crawler.errors import ArgumentError, OutletError
from crawler.outlet import OK, Outlet
from crawler.spider import OutletSpider

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.items import Page


USUAL_SITEMAP = "/sitemap.xml"
"""Where a site has its sitemap whose robots.txt names none."""


class SiteSpider(OutletSpider):
    """Crawls any site by generic rules, from a front page, a sitemap, a feed, or an article.

    Args:
        url: Address to begin at; the sitemaps that the site's robots.txt names are read as well. Where it names
            none, and a front page leads to no article, `/sitemap.xml` is tried.
        arguments: The arguments of `OutletSpider`.

    Raises:
        ArgumentError: An argument is missing, unknown or invalid.
    """

    name = "site"

    def __init__(self, url: str | None = None, **arguments: Any) -> None:
        if url is None:
            raise ArgumentError("site needs an address: scrapy crawl site -a url=https://…")
        try:
            self.outlet = Outlet.of_site(url)  # type: ignore[misc]  # the one spider whose outlet is not its class's
        except OutletError as error:
            raise ArgumentError(str(error)) from None
        self._url = url
        self._has_sitemaps = False
        super().__init__(**arguments)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Connect to the signal for responses; the robots middleware requests robots.txt."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.read_robots, signals.response_received)
        return spider

    @property
    def start_points(self) -> tuple[str, ...]:
        """The address in the argument `url`."""
        return (self._url,)

    def read_robots(self, response: Response, request: Request) -> None:
        """Add the sitemaps that robots.txt names; they are requested after the start point."""
        if urlsplit(request.url).path != "/robots.txt" or response.status != OK:
            return
        named = robots_sitemaps(response.body, response.url)
        self._has_sitemaps = self._has_sitemaps or bool(named)
        self._frontier.add(url for url in named if self.outlet.may_be_asked(url))

    async def _read_list(self, response: Response) -> AsyncIterator[Page]:
        """Read a list as any spider does; add the usual sitemap if a front page leads to nothing, as one of scripts."""
        async for page in super()._read_list(response):
            yield page
        is_front = listing_of(response).start and urlsplit(self._url).path in ("", "/")
        if is_front and not self._has_sitemaps and not self.crawler.stats.get_value("warraq/discovered"):
            self._frontier.add([urljoin(response.url, USUAL_SITEMAP)])
