"""The one spider class that all outlets share."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self
from zoneinfo import ZoneInfo

from scrapy import Request, Spider, signals
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.archive.answers import Answers
from crawler.archive.reader import PageReader, content_type_of, fault_of
from crawler.archive.robots import ArchivedRobots
from crawler.arguments import count, day
from crawler.conditions import CONDITIONS
from crawler.discovery import (
    Discovered,
    Link,
    dated_lists,
    discover,
    first_pages,
    list_within,
    turn,
    within,
)
from crawler.discovery.due import Due, stored_moment
from crawler.errors import ArchiveError, ArgumentError, ForbiddenError, GivenUpError
from crawler.failure import note, stop
from crawler.items import Page, Reason
from crawler.outlet import GONE, Outlet
from crawler.reading import Reading
from crawler.rights import headers_of
from crawler.signals import page_missing
from crawler.state import STATE, State

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from crawler.discovery import Trail
    from crawler.items import Capture
    from crawler.state import AskedArticle

MAX_LISTS = 5_000
"""Sitemaps, feeds and section pages that one run reads."""
MAX_DEPTH = 3
"""Lists that lead to one another, at most: an index, its children, and one more."""
CLOCK = timedelta(hours=1)
"""How far behind its last capture a run's clock may be."""
NOT_MODIFIED = 304
LATER = (403, 408, 425, 429)
"""Client errors that say nothing of what was asked for: another run may have it."""
LONG_LIST = 200_000
"""Bytes of a list from which it is read off the reactor's thread."""
AT_A_TIME = 500
"""Articles of a list that are looked up before others have their turn: a tenth of a second or so."""
RECOVERED = 32
"""Pages of an earlier run that are under way at once: bounds memory."""
_UNDATED = datetime.min.replace(tzinfo=UTC)


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
        self.since = day("since", since)
        self.until = day("until", until)
        self.limit = count("limit", limit)
        today = datetime.now(UTC).date() + timedelta(days=1)  # somewhere it is tomorrow already
        if self.since and self.since > today:
            raise ArgumentError(f"since ({self.since}) is in the future; is the clock right?")
        if self.since and self.until and self.since > self.until:
            raise ArgumentError(f"since ({self.since}) is after until ({self.until}).")
        self._asked: set[str] = set()
        self._yielded: set[int] = set()
        self._missed: set[asyncio.Task[None]] = set()
        self._waiting: deque[tuple[Link, Trail | None, int]] = deque()
        self._lists: set[str] = set()
        self._reading = Reading()
        self._alive = 0
        self.dead: list[str] = []
        """Start points that cannot be used, and why."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Hear of pages that are missing."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.miss, page_missing)
        crawler.signals.connect(spider.overhear, signals.response_received)
        crawler.signals.connect(spider.dropped, signals.request_dropped)
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
        self._reader = PageReader(self.crawler, own=Path(self.settings["OUTPUT"]) / "archive")
        self._answers = Answers(self._state, self._reader)
        self._robots = ArchivedRobots(self._answers, self._reader)
        now = datetime.now(UTC)
        self._due = Due(self._state, self.outlet, now, timedelta(hours=self.settings.getfloat("RECHECK_HOURS")))
        if (ahead := stored_moment(self._state.last_capture_date(self.outlet.name))) > now + CLOCK:
            stop(
                self.crawler,
                f"{self.outlet.name}: its last capture is of {ahead:%Y-%m-%d %H:%M}, which the clock "
                f"({now:%Y-%m-%d %H:%M} UTC) has not reached yet; set the clock.",
            )
            return
        engine: Any = self.crawler.engine
        for capture in self._state.unsettled_captures(self.outlet.name):
            if (page := self._archived(capture)) is None:
                sentence = f"{capture.url}: its page in {capture.warc} is not settled yet; replay that archive first."
                stop(self.crawler, sentence)
                return
            yield page
            while engine.scraper.slot.itemproc_size >= RECOVERED:  # noqa: ASYNC110 - the engine has no event for it
                await asyncio.sleep(0.01)
        self._paged = bool(self.since or self.until or self._state.count_documents(self.outlet.name))
        for url in self.start_points:
            yield self._list_request(url, self.start_failed)
        today = now.astimezone(ZoneInfo(self.outlet.timezone)).date()
        more = [Link(url=url, date=None) for url in first_pages(self.outlet)]
        begin = self.since or (None if self.until else self._due.last_day)
        more += dated_lists(self.outlet, begin, self.until, today)
        self._waiting.extend((link, None, 0) for link in more)
        for key, known in () if self.until else self._due.young():
            for request in self._article(known.url, key, known, changed=True):
                yield request

    def closed(self, reason: str) -> None:
        """Let go of the state; say so when no start point was of any use."""
        if reason == "finished" and not self._alive:
            note(self.crawler, f"{self.outlet.name}: no start point can be used: {'; '.join(self.dead)}.")
        with self._state as state:
            state.mark_lists_read(self.outlet.name, self._reading.read())

    @cached_property
    def _state(self) -> State:
        return State(Path(self.settings["OUTPUT"]) / STATE)

    def _archived(self, capture: Capture) -> Page | None:
        """Return a page of the outlet's own archive; None when its WARC is not there."""
        if not self._reader.holds(capture):
            return None
        self._yielded.add(capture.seq)
        return self._robots.tell(self._reader.read(capture, self.outlet))

    def overhear(self, request: Request) -> None:
        """Put a page on its way that a component asked for: robots.txt may lead to one."""
        capture = request.meta.get("capture")
        if request.callback is NO_CALLBACK and capture is not None and capture.page:
            task = asyncio.get_running_loop().create_task(self.miss(capture))
            self._missed.add(task)
            task.add_done_callback(self._missed.discard)

    def dropped(self, request: Request) -> None:
        """Take it for an answer that a redirect leads to what is asked for anyway."""
        self._reading.answered(request.meta.get("key", ""))

    async def miss(self, capture: Capture) -> None:
        """Put a page on its way that was archived and then did not come: a component between may have kept it."""
        if capture.seq not in self._yielded and (page := self._archived(capture)) is not None:
            await self.crawler.engine.scraper.start_itemproc_async(page, response=None)

    async def parse(self, response: Response, **_: Any) -> AsyncIterator[Any]:
        """Yield the page that the response may hold, and ask for what it lists."""
        address: str = response.meta["asked"]
        capture: Capture = response.meta["capture"]
        self._reading.answered(address)
        if response.status == NOT_MODIFIED:
            self._alive += 1
            self.crawler.stats.inc_value("warraq/not-modified")
            found = await self._found_before(capture.url, address)
        else:
            for page in self._page(response):
                yield page
            asked = response.meta.get("redirect_urls", [""])[0]
            found = await self._found(response.body, response.url, content_type_of(response), asked)
            if found.kind or capture.page:
                self._alive += 1
            elif response.meta.get("start"):
                self._bury(response.url, "it is no sitemap, feed or page with links")
        async for request in self._listed(found, response):
            yield request
        for request in self._next_list():
            yield request

    async def _found(self, body: bytes, url: str, content_type: str, asked: str = "") -> Discovered:
        """Find what a list holds; a long one off the reactor's thread, since that takes a second."""
        find = partial(discover, body, url, content_type, self.outlet, asked=asked)
        return await asyncio.to_thread(find) if len(body) > LONG_LIST else find()

    async def _found_before(self, url: str, address: str) -> Discovered:
        """Find what a list names that is as it was, from the archive.

        The lists that it names may have changed all the same: many an index tells no times. Its articles were asked
        for, unless an earlier run did not get through them.

        Args:
            url: Where the list is.
            address: Where it was asked for: that may lead to it.
        """
        page = self._answers.page(url, self.outlet)
        if page is None:
            return Discovered(kind="", articles=(), lists=())
        found = await self._found(page.body, url, page.content_type)
        is_read = self._state.date_of_read_list(self.outlet.name, address)
        return replace(found, articles=(), next=None) if is_read else found

    async def _listed(self, found: Discovered, response: Response) -> AsyncIterator[Request]:
        """Ask for the articles that a list names, and remember the lists and its next page."""
        address, level, trail = (response.meta[key] for key in ("asked", "level", "trail"))
        self.crawler.stats.inc_value("warraq/discovered", len(found.articles))
        wanted = []
        for number, link in enumerate(found.articles, 1):
            if within(link, self.since, self.until):
                wanted.append(self._due.listed(link))
            if number % AT_A_TIME == 0:
                await asyncio.sleep(0)
        changed = self._due.changed(wanted)
        if changed is None:
            self.crawler.stats.inc_value("warraq/times-not-believed")
            changed = set()
        unknown = {link.url for link, key, known in wanted if known is None and key not in self._asked}
        for link, key, known in wanted:
            for request in self._article(link.url, key, known, changed=key in changed):
                yield request
        named = {article.key for article in wanted}
        if len(wanted) < len(found.articles):
            self._reading.ask(address)  # the rest of it is for another run
            named.add(address)
        onward = turn(found, trail, unknown=unknown, since=self.since, until=self.until, last=self._due.last_day)
        if self._paged and onward is not None and onward[0].url not in self._lists:
            self._waiting.appendleft((*onward, level))
            self._reading.ask(onward[0].url)
            named.add(onward[0].url)
        self._reading.named(address, response.meta["capture"].date, named)
        if level < MAX_DEPTH:
            newest_first = sorted(found.lists, key=lambda link: link.date or _UNDATED, reverse=True)
            lists = (link for link in newest_first if list_within(link, self.since, self.until))
            self._waiting.extend((link, None, level + 1) for link in lists)

    def parse_article(self, response: Response) -> Iterator[Page]:
        """Yield the page that an article's response holds."""
        self._reading.answered(response.meta["key"])
        if response.meta["capture"].page:
            yield from self._page(response)
        elif response.status == NOT_MODIFIED:
            self.crawler.stats.inc_value("warraq/not-modified")
        else:
            self.crawler.stats.inc_value("warraq/not-a-page")

    def failed(self, failure: Failure) -> Iterator[Page]:
        """Yield a page with its fault when the exchange is archived but its body cannot be decoded."""
        request = _request_of(failure)
        capture = request.meta.get("capture")
        if _is_answer(failure):
            self._reading.answered(request.meta.get("key", ""))
        if capture is not None and capture.page and capture.seq not in self._yielded:
            self._yielded.add(capture.seq)
            fault = Reason.GONE if capture.status in GONE else fault_of(failure.value)
            yield Page(capture=capture, outlet=self.outlet, body=b"", content_type="", fault=fault)
        else:
            self.crawler.stats.inc_value("warraq/not-fetched")
            said_once = isinstance(failure.value, ArchiveError | GivenUpError)
            level = logging.DEBUG if said_once else logging.INFO
            self.logger.log(level, "%s: not fetched: %s", request.url, _why(failure))

    def list_failed(self, failure: Failure) -> Iterator[Any]:
        """Go on with the next list; that there is none for a day, or behind the last page, is no failure."""
        if isinstance(failure.value, HttpError) and failure.value.response.status in GONE:
            self._reading.answered(_request_of(failure).meta["asked"])
        else:
            yield from self.failed(failure)
        yield from self._next_list()

    def start_failed(self, failure: Failure) -> Iterator[Any]:
        """Report a start point that cannot be reached; when none can, the run has failed."""
        yield from self.failed(failure)
        yield from self._next_list()
        self._bury(_request_of(failure).url, _why(failure))

    def _bury(self, url: str, why: str) -> None:
        self.dead.append(f"{url} ({why})")
        self.logger.warning("Start point %s cannot be used: %s.", url, why)

    def _page(self, response: Response) -> Iterator[Page]:
        capture = response.meta["capture"]
        if capture.page and capture.seq not in self._yielded:
            self._yielded.add(capture.seq)
            lines = ((name, value) for name, values in response.headers.items() for value in values)
            yield self._robots.tell(
                Page(
                    capture=capture,
                    outlet=self.outlet,
                    body=response.body,
                    content_type=content_type_of(response),
                    headers=headers_of(lines),
                )
            )

    def _list_request(self, url: str, errback: Any, trail: Trail | None = None, level: int = 0) -> Request:
        """Ask for a list; not past Scrapy's filter of duplicates, which would end the chain without a word."""
        self._lists.add(url)
        start = errback == self.start_failed
        return self._conditional(url, self.parse, errback, asked=url, start=start, trail=trail, level=level)

    def _conditional(self, url: str, callback: Any, errback: Any, **meta: Any) -> Request:
        """Ask for what was asked for before, unless it is as it was (RFC 9110, section 13)."""
        meta["handle_httpstatus_list"] = [NOT_MODIFIED]
        meta[CONDITIONS] = self._answers.conditions(url, self.outlet)
        return Request(url, callback, errback=errback, meta=meta, dont_filter=True)

    def _next_list(self) -> Iterator[Request]:
        """Ask for one list more: an index may name thousands, and the limit may be reached before that."""
        while self._waiting and len(self._lists) < MAX_LISTS and not self._is_full():
            link, trail, level = self._waiting.popleft()
            if link.url in self._lists or self._due.is_read(link):
                self._reading.answered(link.url)
                continue
            yield self._list_request(link.url, self.list_failed, trail, level)
            return

    def _is_full(self) -> bool:
        return self.limit is not None and len(self._asked) >= self.limit

    def _article(self, url: str, key: str, known: AskedArticle | None, *, changed: bool) -> Iterator[Request]:
        """Ask for an article unless it is archived, asked for, or beyond the limit.

        Args:
            url: Its address.
            key: Its canonical address.
            known: When it was asked for in earlier runs.
            changed: Whether an archived one is asked for again.
        """
        if key in self._asked:
            return
        if known is not None and not changed and not self._due.may_be_back(key, known):
            self.crawler.stats.inc_value("warraq/known")
            return
        self._reading.ask(key)
        if self._is_full():
            return
        self._asked.add(key)
        if known is None:
            yield Request(url, self.parse_article, errback=self.failed, meta={"key": key})
        elif known.status in GONE:  # that it is as it was before it went would not say that it is back
            yield Request(url, self.parse_article, errback=self.failed, meta={"key": key}, dont_filter=True)
        else:
            yield self._conditional(known.url, self.parse_article, self.failed, key=key)


def _request_of(failure: Failure) -> Request:
    """Return the request that failed, which Scrapy sets on the failure."""
    request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy's addition
    return request


def _is_answer(failure: Failure) -> bool:
    """Tell whether a failure says of an article what another run would hear as well."""
    error = failure.value
    if isinstance(error, HttpError):
        status = error.response.status
        return 400 <= status < 500 and status not in LATER  # noqa: PLR2004 - client errors (RFC 9110, section 15.5)
    return isinstance(error, ForbiddenError)


def _why(failure: Failure) -> str:
    """Say in a few words why there is no response."""
    error = failure.value
    if isinstance(error, HttpError):
        return f"HTTP status {error.response.status}"
    if isinstance(error, IgnoreRequest):
        return " ".join(str(error).split())[:200] or "forbidden"
    return " ".join(f"{type(error).__name__}: {error}".split())[:200].rstrip(".")
