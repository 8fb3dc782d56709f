"""Sends each page of a crawl to extraction once; a page that was archived and not sent is read from the archive."""

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
"""Most pages of an earlier run that are in the pipelines at once; this bounds memory."""


class Recovery:
    """Makes the pages of one crawl, and sends those to extraction whose responses a component kept from the spider.

    Args:
        crawler: The crawl.
        outlet: The outlet of the pages.
        state: The outlet's state, which has their captures.
        reader: Reads the outlet's archive.
        robots: Adds the content signals of robots.txt.
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
        """Yield the pages that an earlier run archived and did not settle, at most `RECOVERED` at once.

        Raises:
            UnsettledError: The archive of such a page is missing.
        """
        engine: Any = self._crawler.engine
        for capture in self._state.unsettled_captures():
            if (page := self._archived(capture)) is None:
                sentence = f"{capture.url}: its page in {capture.warc} was never extracted; replay that archive first."
                raise UnsettledError(sentence)
            yield page
            while engine.scraper.slot.itemproc_size >= RECOVERED:  # noqa: ASYNC110 - the engine has no event for it
                await asyncio.sleep(0.01)

    def of_response(self, response: Response) -> Page | None:
        """Return the page of a response; None when it holds no page, or the page was sent to extraction already."""
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
            error: The exception of the decoder, which decides the fault.
        """
        capture = errand_of(request).capture
        if capture is None or not self._is_new(capture):
            return None
        fault = Reason.GONE if capture.status in GONE else fault_of(error)
        return Page(capture=capture, outlet=self._outlet, body=b"", content_type="", fault=fault)

    def _is_new(self, capture: Capture) -> bool:
        """Return whether a capture is a page that was not sent to extraction yet, and mark it as sent."""
        new = capture.page and capture.seq not in self._yielded
        if new:
            self._yielded.add(capture.seq)
        return new

    def _archived(self, capture: Capture) -> Page | None:
        """Return a page of the outlet's own archive and mark it as sent; None when its WARC is missing."""
        if not self._reader.holds(capture):
            return None
        self._yielded.add(capture.seq)
        return self._robots.tell(self._reader.read(capture, self._outlet))

    def _overhear(self, request: Request) -> None:
        """Send a page to extraction that a component requested: a robots.txt may redirect to a page."""
        capture = errand_of(request).capture
        if request.callback is NO_CALLBACK and capture is not None and capture.page:
            task = asyncio.get_running_loop().create_task(self._miss(capture))
            self._missed.add(task)
            task.add_done_callback(self._missed.discard)

    async def _miss(self, capture: Capture) -> None:
        """Send a page to extraction whose response did not reach the spider, since a component may have kept it."""
        if capture.seq not in self._yielded and (page := self._archived(capture)) is not None:
            engine: Any = self._crawler.engine
            await engine.scraper.start_itemproc_async(page, response=None)
