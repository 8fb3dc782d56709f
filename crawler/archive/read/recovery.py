"""A crawl's pages: each goes to extraction once, and one that did not get there is read back from the archive."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.http.request import NO_CALLBACK

from crawler.archive.read.pages import content_type_of, fault_of
from crawler.errand import capture_of, errand_of
from crawler.errors import UnsettledError
from crawler.items import Page, Reason
from crawler.outlet import GONE
from crawler.rights import headers_of
from crawler.run.signals import page_missing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.archive.read.content_signals import ArchivedRobots
    from crawler.archive.read.pages import PageReader
    from crawler.items import Capture
    from crawler.outlet import Outlet
    from crawler.state import State

RECOVERED = 32
"""Pages of an earlier run that are under way at once: bounds memory."""


class Recovery:
    """Makes the pages of one crawl, and puts those on their way that a component kept from the spider.

    Args:
        crawler: The crawl.
        outlet: Whose pages.
        state: Where the captures are.
        reader: Reads the outlet's archive.
        robots: Adds what robots.txt says.
    """

    def __init__(
        self, crawler: Crawler, outlet: Outlet, state: State, reader: PageReader, robots: ArchivedRobots
    ) -> None:
        self._crawler = crawler
        self._outlet = outlet
        self._state = state
        self._reader = reader
        self._robots = robots
        self._yielded: set[int] = set()
        self._missed: set[asyncio.Task[None]] = set()
        crawler.signals.connect(self._miss, page_missing)
        crawler.signals.connect(self._overhear, signals.response_received)

    async def unsettled(self) -> AsyncIterator[Page]:
        """Yield the pages that an earlier run archived and did not get to, no more at once than memory is for.

        Raises:
            UnsettledError: The archive of one is not there.
        """
        engine: Any = self._crawler.engine
        for capture in self._state.unsettled_captures(self._outlet.name):
            if (page := self._archived(capture)) is None:
                sentence = f"{capture.url}: its page in {capture.warc} is not settled yet; replay that archive first."
                raise UnsettledError(sentence)
            yield page
            while engine.scraper.slot.itemproc_size >= RECOVERED:  # noqa: ASYNC110 - the engine has no event for it
                await asyncio.sleep(0.01)

    def of_response(self, response: Response) -> Page | None:
        """Return the page that a response holds; None when it holds none, or the page is on its way already."""
        capture = capture_of(response)
        if not self._is_new(capture):
            return None
        lines = ((name, value) for name, values in response.headers.items() for value in values)
        return self._robots.tell(
            Page(
                capture=capture,
                outlet=self._outlet,
                body=response.body,
                content_type=content_type_of(response),
                headers=headers_of(lines),
            )
        )

    def of_failure(self, request: Request, error: BaseException | None) -> Page | None:
        """Return a page with its fault when its exchange is archived and its body cannot be decoded; None for others.

        Args:
            request: The request that failed.
            error: Why.
        """
        capture = errand_of(request).capture
        if capture is None or not self._is_new(capture):
            return None
        fault = Reason.GONE if capture.status in GONE else fault_of(error)
        return Page(capture=capture, outlet=self._outlet, body=b"", content_type="", fault=fault)

    def _is_new(self, capture: Capture) -> bool:
        """Tell whether a capture is a page that is not on its way yet; from now on it is."""
        new = capture.page and capture.seq not in self._yielded
        if new:
            self._yielded.add(capture.seq)
        return new

    def _archived(self, capture: Capture) -> Page | None:
        """Return a page of the outlet's own archive; None when its WARC is not there."""
        if not self._reader.holds(capture):
            return None
        self._yielded.add(capture.seq)
        return self._robots.tell(self._reader.read(capture, self._outlet))

    def _overhear(self, request: Request) -> None:
        """Put a page on its way that a component asked for: robots.txt may lead to one."""
        capture = errand_of(request).capture
        if request.callback is NO_CALLBACK and capture is not None and capture.page:
            task = asyncio.get_running_loop().create_task(self._miss(capture))
            self._missed.add(task)
            task.add_done_callback(self._missed.discard)

    async def _miss(self, capture: Capture) -> None:
        """Put a page on its way that was archived and then did not come: a component between may have kept it."""
        if capture.seq not in self._yielded and (page := self._archived(capture)) is not None:
            engine: Any = self._crawler.engine
            await engine.scraper.start_itemproc_async(page, response=None)
