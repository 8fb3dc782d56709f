"""The one spider class that all outlets share."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

from scrapy import Request, Spider, signals
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.archive.reader import PageReader, content_type_of, fault_of
from crawler.archive.warc import OPEN
from crawler.archive.writer import ArchiveError
from crawler.discovery import discover, list_within, within
from crawler.failure import note, stop
from crawler.items import Page
from crawler.outlet import Outlet  # noqa: TC001 - a subclass's annotation is read when it is made
from crawler.signals import page_missing
from crawler.state import STATE, State
from crawler.urls import canonical

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from crawler.items import Capture

MAX_LISTS = 5_000
"""Sitemaps, feeds and section pages that one run reads."""
MAX_DEPTH = 3
"""Lists that lead to one another, at most: an index, its children, and one more."""
RECOVERED = 32
"""Pages of an earlier run that are under way at once: bounds memory."""
_UNDATED = datetime.min.replace(tzinfo=UTC)


class ArgumentError(ValueError):
    """A spider argument (`-a`) cannot be used; the message says which and why."""


class OutletSpider(Spider):
    """Crawls one outlet by the facts in `outlet`.

    Args:
        since: First day wanted, `YYYY-MM-DD`, as far as sitemaps, feeds and URLs tell the day.
        until: Last day wanted, likewise.
        limit: Most articles to fetch.

    Raises:
        ArgumentError: One of them cannot be used.
    """

    outlet: ClassVar[Outlet]
    """What is known of the outlet."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Name the spider after its outlet."""
        super().__init_subclass__(**kwargs)
        if "outlet" in cls.__dict__:
            cls.name = cls.outlet.name

    def __init__(
        self, since: str | None = None, until: str | None = None, limit: str | None = None, **arguments: Any
    ) -> None:
        if arguments:
            unknown = ", ".join(sorted(arguments))
            raise ArgumentError(f"{self.name} has no argument {unknown}; it has since, until and limit.")
        super().__init__()
        self.since = _day("since", since)
        self.until = _day("until", until)
        self.limit = _count("limit", limit)
        if self.since and self.until and self.since > self.until:
            raise ArgumentError(f"since ({self.since}) is after until ({self.until}).")
        self._asked: set[str] = set()
        self._yielded: set[int] = set()
        self._missed: set[asyncio.Task[None]] = set()
        self._waiting: deque[str] = deque()
        self._lists: set[str] = set()
        self._alive = 0
        self._dead: list[str] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Hear of pages that are missing."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.miss, page_missing)
        crawler.signals.connect(spider.overhear, signals.response_received)
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Say in the user agent how the operator can be reached."""
        super().update_settings(settings)
        if contact := " ".join(settings["CONTACT"].split()):
            settings.set("USER_AGENT", f"{settings['USER_AGENT']} (+{contact})", priority="spider")

    @property
    def start_points(self) -> tuple[str, ...]:
        """Where discovery begins."""
        return (*self.outlet.sitemaps, *self.outlet.feeds, *self.outlet.sections)

    async def start(self) -> AsyncIterator[Any]:
        """Yield the pages that an earlier run archived and did not get to, then ask for the start points."""
        self._reader = PageReader(self.crawler)
        engine: Any = self.crawler.engine
        for capture in self._state.unsettled(self.outlet.name):
            if (page := self._archived(capture)) is None:
                sentence = f"{capture.url}: its page in {capture.warc} is not settled yet; replay that archive first."
                stop(self.crawler, sentence)
                return
            yield page
            while engine.scraper.slot.itemproc_size >= RECOVERED:  # noqa: ASYNC110 - the engine has no event for it
                await asyncio.sleep(0.01)
        for url in self.start_points:
            yield self._list_request(url, self.start_failed)

    def closed(self, reason: str) -> None:
        """Let go of the state; say so when no start point was of any use."""
        if reason == "finished" and not self._alive:
            note(self.crawler, f"{self.outlet.name}: no start point can be used: {'; '.join(self._dead)}.")
        self._state.close()

    @cached_property
    def _state(self) -> State:
        return State(Path(self.settings["OUTPUT"]) / STATE)

    def _archived(self, capture: Capture) -> Page | None:
        """Return a page of the outlet's own archive; None when its WARC is not there."""
        folder = Path(self.settings["OUTPUT"]) / "archive" / self.outlet.name
        if not any((folder / f"{capture.warc}{end}").exists() for end in ("", OPEN)):
            return None
        self._yielded.add(capture.seq)
        return self._reader.read(folder, capture, self.outlet)

    def overhear(self, request: Request) -> None:
        """Put a page on its way that a component asked for: robots.txt may lead to one."""
        capture = request.meta.get("capture")
        if request.callback is NO_CALLBACK and capture is not None and capture.page:
            task = asyncio.get_running_loop().create_task(self.miss(capture))
            self._missed.add(task)
            task.add_done_callback(self._missed.discard)

    async def miss(self, capture: Capture) -> None:
        """Put a page on its way that was archived and then did not come: a component between may have kept it."""
        if capture.seq not in self._yielded and (page := self._archived(capture)) is not None:
            await self.crawler.engine.scraper.start_itemproc_async(page, response=None)

    def parse(self, response: Response, **_: Any) -> Iterator[Any]:
        """Yield the page that the response may hold, and ask for what it lists."""
        yield from self._page(response)
        found = discover(response.body, response.url, content_type_of(response), self.outlet)
        if found.kind or response.meta["capture"].page:
            self._alive += 1
        elif response.meta.get("start"):
            self._bury(response.url, "it is no sitemap, feed or page with links")
        self.crawler.stats.inc_value("warraq/discovered", len(found.articles))
        for link in found.articles:
            if within(link, self.since, self.until):
                yield from self._article(link.url)
        if response.meta.get("depth", 0) < MAX_DEPTH:
            newest_first = sorted(found.lists, key=lambda link: link.date or _UNDATED, reverse=True)
            self._waiting.extend(link.url for link in newest_first if list_within(link, self.since, self.until))
        yield from self._next_list()

    def parse_article(self, response: Response) -> Iterator[Page]:
        """Yield the page that an article's response holds."""
        if response.meta["capture"].page:
            yield from self._page(response)
        else:
            self.crawler.stats.inc_value("warraq/not-a-page")

    def failed(self, failure: Failure) -> Iterator[Page]:
        """Yield a page with its fault when the exchange is archived but its body cannot be decoded."""
        request = _request_of(failure)
        capture = request.meta.get("capture")
        if capture is not None and capture.page and capture.seq not in self._yielded:
            self._yielded.add(capture.seq)
            yield Page(capture=capture, outlet=self.outlet, body=b"", content_type="", fault=fault_of(failure.value))
        else:
            self.crawler.stats.inc_value("warraq/not-fetched")
            level = (
                logging.DEBUG if isinstance(failure.value, ArchiveError) else logging.INFO
            )  # of that it is said once
            self.logger.log(level, "%s: not fetched: %s", request.url, _why(failure))

    def list_failed(self, failure: Failure) -> Iterator[Any]:
        """Go on with the next list."""
        yield from self.failed(failure)
        yield from self._next_list()

    def start_failed(self, failure: Failure) -> Iterator[Any]:
        """Report a start point that cannot be reached; when none can, the run has failed."""
        yield from self.list_failed(failure)
        self._bury(_request_of(failure).url, _why(failure))

    def _bury(self, url: str, why: str) -> None:
        self._dead.append(f"{url} ({why})")
        self.logger.warning("Start point %s cannot be used: %s.", url, why)

    def _page(self, response: Response) -> Iterator[Page]:
        capture = response.meta["capture"]
        if capture.page and capture.seq not in self._yielded:
            self._yielded.add(capture.seq)
            yield Page(capture=capture, outlet=self.outlet, body=response.body, content_type=content_type_of(response))

    def _list_request(self, url: str, errback: Any) -> Request:
        """Ask for a list; not past Scrapy's filter of duplicates, which would end the chain without a word."""
        self._lists.add(url)
        return Request(url, self.parse, errback=errback, meta={"start": errback == self.start_failed}, dont_filter=True)

    def _next_list(self) -> Iterator[Request]:
        """Ask for one list more: an index may name thousands, and the limit may be reached before that."""
        while self._waiting and len(self._lists) < MAX_LISTS and not self._is_full():
            url = self._waiting.popleft()
            if url not in self._lists:
                yield self._list_request(url, self.list_failed)
                return

    def _is_full(self) -> bool:
        return self.limit is not None and len(self._asked) >= self.limit

    def _article(self, url: str) -> Iterator[Request]:
        """Ask for an article unless it is archived, asked for, or beyond the limit."""
        key = canonical(url, self.outlet.identity)
        if key in self._asked or self._is_full():
            return
        if self._state.is_known(self.outlet.name, key):
            self.crawler.stats.inc_value("warraq/known")
            return
        self._asked.add(key)
        yield Request(url, self.parse_article, errback=self.failed)


def _day(name: str, value: str | None) -> date | None:
    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError:
        raise ArgumentError(f"{name}={value} is not a day; write it as YYYY-MM-DD.") from None


def _count(name: str, value: str | None) -> int | None:
    if value is None:
        return None
    if not value.isascii() or not value.isdigit() or int(value) == 0:
        raise ArgumentError(f"{name}={value} is not a number above 0.")
    return int(value)


def _request_of(failure: Failure) -> Request:
    """Return the request that failed, which Scrapy sets on the failure."""
    request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy's addition
    return request


def _why(failure: Failure) -> str:
    """Say in a few words why there is no response."""
    error = failure.value
    if isinstance(error, HttpError):
        return f"HTTP status {error.response.status}"
    if isinstance(error, IgnoreRequest):
        return " ".join(str(error).split())[:200] or "forbidden"
    return " ".join(f"{type(error).__name__}: {error}".split())[:200].rstrip(".")
