"""The spider class of all outlets."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self
from zoneinfo import ZoneInfo

from scrapy import Request, Spider, signals
from scrapy.utils.misc import load_object

from crawler.archive.read.content_signals import ArchivedRobots
from crawler.archive.read.known import KnownOriginals
from crawler.archive.read.pages import PageReader, content_type_of
from crawler.archive.read.recovery import Recovery
from crawler.archive.read.redirects import Answers
from crawler.discovery import Discovered, discover_async
from crawler.discovery.due import Due
from crawler.discovery.frontier import Frontier
from crawler.errand import Errand, ListErrand, capture_of, errand_of, listing_of
from crawler.errors import ArchiveError, ArgumentError, GivenUpError, RobotsUnavailableError, StateError, UnsettledError
from crawler.items import Document
from crawler.network.unanswered import is_final, is_gone, is_led_away, is_missed, is_try, reason_of, request_of
from crawler.outlet import GONE, Outlet
from crawler.requisites import Requisites
from crawler.run.arguments import bounds
from crawler.run.clock import behind, date_ahead
from crawler.run.failure import note, stop
from crawler.run.queue import RequestQueue
from crawler.state import State, unusable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from crawler.discovery.due import Listed
    from crawler.discovery.list_dates import DateReader
    from crawler.items import Page

NOT_MODIFIED = 304


class OutletSpider(Spider):
    """Crawls one outlet by the facts in `outlet`.

    Args:
        since: First day wanted, `YYYY-MM-DD`; an article without a day in its list or URL is always wanted.
        until: Last day wanted, likewise.
        limit: Articles to fetch, at most.

    Raises:
        ArgumentError: An argument is unknown or invalid.
    """

    outlet: ClassVar[Outlet]
    """The outlet's facts."""
    is_judged: ClassVar[bool] = True
    """Whether the run counts in the outlet's history, by which health judges it; a run that only adds files does not.
    """

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
        self._bounds = bounds(since, until, limit)
        self._alive = 0
        self._one_list = asyncio.Lock()
        self.dead: list[str] = []
        """Unusable start points, each with the cause."""
        self._causes: dict[str, list[str]] = {}
        self._said: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Connect to the signals for dropped requests and stored documents."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.dropped, signals.request_dropped)
        crawler.signals.connect(spider.stored, signals.item_scraped)
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Add CONTACT to the user agent, so that outlets can reach the operator."""
        super().update_settings(settings)
        if contact := " ".join(settings["CONTACT"].split()):
            settings.set("USER_AGENT", f"{settings['USER_AGENT']} (+{contact})", priority="spider")

    @property
    def start_points(self) -> tuple[str, ...]:
        """Addresses at which discovery begins."""
        return self.outlet.start_points

    @cached_property
    def _dates(self) -> DateReader:
        reader: DateReader = load_object(self.settings["DATE_READER"])
        return reader

    @cached_property
    def _state(self) -> State:
        return State(Path(self.settings["OUTPUT"]), self.outlet.name)

    @cached_property
    def _frontier(self) -> Frontier:
        recheck = timedelta(hours=self.settings.getfloat("RECHECK_HOURS"))
        due = Due(self._state, self.outlet, datetime.now(UTC), recheck)
        store = State(Path(self.settings["OUTPUT"]), self.outlet.name)
        return Frontier(self.outlet, due, self._bounds, self.crawler.stats, state=self._state, store=store)

    async def start(self) -> AsyncIterator[Any]:
        """Yield the pages that an earlier run archived but did not extract, then request lists and articles."""
        now = datetime.now(UTC)
        own = Path(self.settings["OUTPUT"]) / "archive"
        reader = PageReader(self.crawler, own=own, originals=KnownOriginals(own / self.outlet.name, self._state))
        self._answers = Answers(lambda _: self._state, reader)
        self._requisites = Requisites(self.crawler, self.outlet, self._state, self._answers)
        self._recovery = Recovery(self.crawler, self.outlet, self._state, reader, ArchivedRobots(self._answers, reader))
        if (ahead := date_ahead(self._state, now)) is not None:
            stop(self.crawler, behind(self.outlet.name, ahead, now))
            return
        try:
            async for page in self._recovery.unsettled():
                yield page
            async for page_or_request in self._work(now):
                yield page_or_request
        except UnsettledError as error:
            stop(self.crawler, str(error))
        except sqlite3.Error as error:
            self._stop(error)

    async def _work(self, now: datetime) -> AsyncIterator[Any]:
        """Yield requests from the start points on, and for what waits.

        Args:
            now: The moment at which the run began, in UTC.
        """
        await self._frontier.begin(self.start_points, now.astimezone(ZoneInfo(self.outlet.timezone)).date())
        await self._requisites.resume()
        async for request in self._waiting():
            yield request

    async def _waiting(self) -> AsyncIterator[Request]:
        """Yield requests for the addresses that wait, whenever Scrapy's queue is empty, until none waits."""
        queue = RequestQueue(self.crawler)
        while True:
            queue.watch()
            requisites = list(self._requisites.take())
            for request in requisites:
                yield request
            taken = [] if self._requisites.are_waiting else await self._frontier.take()
            for one in taken:
                yield self._list_request(one) if isinstance(one, ListErrand) else self._article_request(one)
            if not (requisites or taken) and queue.is_done():
                return
            await queue.emptied()

    async def stored(self, item: Any) -> None:
        """Add the style sheets and images of a document's page to what is requested, if REQUISITES asks for them."""
        if isinstance(item, Document):
            try:
                await self._requisites.add(item.url)
            except sqlite3.Error as error:
                self._stop(error)

    def _stop(self, error: sqlite3.Error) -> None:
        """Stop the run because the state cannot be written, unless it has ended."""
        if not self._frontier.is_closed:
            stop(self.crawler, self._cannot_store(error))

    def _cannot_store(self, error: StateError | sqlite3.Error) -> str:
        """Return the sentence for a state that cannot be used."""
        return str(error) if isinstance(error, StateError) else unusable(self._state.path, error)

    async def parse(self, response: Response, **_: Any) -> AsyncIterator[Any]:
        """Yield the page that a list's response may hold, and add the articles and lists that it names."""
        try:
            async with self._one_list:  # a long one takes 100 MB
                async for page in self._read_list(response):
                    yield page
        except sqlite3.Error as error:
            self._stop(error)
        finally:
            self._frontier.answered(errand_of(response))

    async def _read_list(self, response: Response) -> AsyncIterator[Page]:
        """Yield the page that a list's response may hold, and add the articles and lists that it names."""
        listing, capture = listing_of(response), capture_of(response)
        if response.status == NOT_MODIFIED:
            self._alive += 1
            self.crawler.stats.inc_value("warraq/not-modified")
            found = await self._found_before(capture.url, listing)
        else:
            if (page := self._recovery.of_response(response)) is not None:
                yield page
            asked = response.meta.get("redirect_urls", [""])[0]
            kind = content_type_of(response)
            found = await discover_async(response.body, response.url, kind, self.outlet, asked=asked, dates=self._dates)
            if found.kind or capture.page:
                self._alive += 1
            elif listing.start:
                self._bury(response.url, "it is neither a sitemap nor a feed nor a page with links")
        await self._frontier.listed(found, listing, capture.date)

    async def _found_before(self, url: str, listing: ListErrand) -> Discovered:
        """Find the articles and lists that an unchanged list names, from its archived body.

        The lists that it names may have changed nevertheless: many indexes state no times. Its articles count only if
        no earlier run read the list to its end.

        Args:
            url: The list's address.
            listing: The request for the list; its address may redirect to `url`.
        """
        page = self._answers.page(url, self.outlet)
        if page is None:
            return Discovered(kind="", articles=(), lists=(), whole=False)
        found = await discover_async(page.body, url, page.content_type, self.outlet, dates=self._dates)
        read = self._state.date_of_read_list(listing.address)
        return replace(found, articles=(), next=None) if read else found

    def _article_request(self, article: Listed) -> Request:
        """Return the request for an article; its Referer is the list that named it, as in a browser."""
        link, key, known, named_by = article
        errand = Errand(article=key)
        headers = {"Referer": named_by} if named_by else {}
        lost = known is None or known.status in GONE or known.challenged  # a 304 would not bring the article
        if known is not None and not lost:
            return self._conditional(known.url, self.parse_article, self.failed, errand, headers)
        return Request(
            link.url,
            self.parse_article,
            errback=self.failed,
            headers=headers,
            meta=errand.meta(),
            dont_filter=known is not None,
        )

    def _list_request(self, listing: ListErrand) -> Request:
        """Return the request for a list; it bypasses Scrapy's filter, since an article may have the same address."""
        errback = self.start_failed if listing.start else self.list_failed
        return self._conditional(listing.address, self.parse, errback, Errand(listing=listing), {})

    def _conditional(
        self,
        url: str,
        callback: Callable[..., Any],
        errback: Callable[[Failure], Any],
        errand: Errand,
        headers: dict[str, str],
    ) -> Request:
        """Return a request for a known address, conditional on a change since its capture (RFC 9110, section 13)."""
        meta = replace(errand, conditions=self._answers.conditions(url, self.outlet)).meta()
        meta["handle_httpstatus_list"] = [NOT_MODIFIED]
        return Request(url, callback, errback=errback, headers=headers, meta=meta, dont_filter=True)

    def parse_article(self, response: Response) -> Iterator[Page]:
        """Yield the page of an article's response."""
        self._frontier.answered(errand_of(response))
        if capture_of(response).page:
            if (page := self._recovery.of_response(response)) is not None:
                yield page
        elif response.status == NOT_MODIFIED:
            self.crawler.stats.inc_value("warraq/not-modified")
        else:
            self.crawler.stats.inc_value("warraq/not-a-page")

    def dropped(self, request: Request) -> None:
        """Count a dropped request as answered if it was redirected to an address that is requested anyway.

        Otherwise a redirect has led to its address already: if that request fails, the address waits for a later run.
        """
        if "redirect_urls" in request.meta:
            self._frontier.refused(errand_of(request))
        else:
            self._frontier.failed(errand_of(request), tried=False)

    def failed(self, failure: Failure) -> Iterator[Page]:
        """Yield the page with its fault if an archived body cannot be decoded; else log why the fetch failed."""
        request = request_of(failure)
        self._end_wait(failure)
        if (page := self._recovery.of_failure(request, failure.value)) is not None:
            yield page
        else:
            self.crawler.stats.inc_value("warraq/not-fetched")
            if is_missed(failure):
                self.crawler.stats.inc_value("warraq/missed")
            elif is_led_away(failure):
                self.crawler.stats.inc_value("warraq/led-away")
            self._tell(failure)

    def _tell(self, failure: Failure) -> None:
        """Log why a request has no response; once, if its host is the cause, and not here if others log the cause."""
        listing, why = errand_of(request_of(failure)).listing, reason_of(failure)
        elsewhere = isinstance(failure.value, ArchiveError | GivenUpError) or (listing is not None and listing.start)
        level = logging.DEBUG if elsewhere or why in self._said else logging.INFO
        if isinstance(failure.value, RobotsUnavailableError):
            self._said.add(why)
        self.logger.log(level, "%s: not fetched: %s", request_of(failure).url, why)

    def _end_wait(self, failure: Failure) -> None:
        """Let the address of a failed request wait for a later run, or for none; after a stop, it waits unchanged."""
        request = request_of(failure)
        if is_final(failure):
            self._frontier.refused(errand_of(request))
        elif self.crawler.engine.running:
            self._frontier.failed(errand_of(request), tried=is_try(failure))
        if isinstance(failure.value, GivenUpError | RobotsUnavailableError):
            self._frontier.close_host(request.url)

    def list_failed(self, failure: Failure) -> Iterator[Page]:
        """Do as `failed` does; a missing list of a day, or page beyond the last one, is no failure."""
        if is_gone(failure):
            self._end_wait(failure)
        else:
            yield from self.failed(failure)

    def start_failed(self, failure: Failure) -> Iterator[Page]:
        """Record a start point that cannot be reached."""
        yield from self.failed(failure)
        self._bury(request_of(failure).url, reason_of(failure))

    def _bury(self, url: str, why: str) -> None:
        """Record why a start point cannot be used."""
        self.dead.append(f"{url} ({why})")
        self._causes.setdefault(why, []).append(url)

    def closed(self, reason: str) -> None:
        """Log unusable start points, and close the frontier and the state; if none was usable, the run has failed."""
        if reason == "finished" and not self._alive:
            causes = "; ".join(f"{', '.join(urls)} ({why})" for why, urls in self._causes.items())
            note(self.crawler, f"{self.outlet.name}: no start point can be used: {causes}.")
        else:
            for why, urls in self._causes.items():
                for url in urls:
                    self.logger.warning("Start point %s cannot be used: %s.", url, why)
        if "_frontier" not in self.__dict__:  # the run never began: another one may hold the outlet's lock
            return
        try:
            with self._state:
                self._frontier.close()
        except (StateError, sqlite3.Error) as error:
            note(self.crawler, self._cannot_store(error))
