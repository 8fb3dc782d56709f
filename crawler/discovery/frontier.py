"""The frontier: the lists and articles that a run still has to request. It lies in the outlet's state."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from crawler.discovery.due import next_try, stored_moment
from crawler.discovery.links import Link, list_within, within
from crawler.discovery.paging import Trail, dated_lists, first_pages
from crawler.discovery.read_lists import RANKS, Reading
from crawler.discovery.waiting import PIECE, Waiters, moment
from crawler.errand import ListErrand
from crawler.state import Delay, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from scrapy.statscollectors import StatsCollector

    from crawler.discovery.due import Due, Listed
    from crawler.discovery.links import Discovered
    from crawler.errand import Errand
    from crawler.outlet import Outlet
    from crawler.run.arguments import Bounds
    from crawler.state import State, Waiting

    Place = tuple[Kind, str]

MAX_LISTS = 5_000
"""Sitemaps, feeds and section pages that one run reads, at most."""
LISTS = 2
"""Lists that are under way at once. At the beginning and after a long list, it is one: a list of 50,000 addresses has
ten megabytes."""
ARTICLES = 32
"""Articles that are taken from the frontier at once."""
WRITTEN = 1_000
"""Addresses that enter the frontier in one transaction: a few hundredths of a second."""


@dataclass
class _Ended:
    """Waits that ended without a capture, and are to be written to the state."""

    articles: list[str] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    delays: list[Delay] = field(default_factory=list)
    unread: list[Waiting] = field(default_factory=list)
    """Articles whose captures cannot be decoded: these ended the wait, which goes on."""

    def __bool__(self) -> bool:
        return bool(self.articles or self.lists or self.delays)

    def places(self) -> Iterator[Place]:
        """Yield the addresses' places."""
        yield from ((Kind.ARTICLE, key) for key in self.articles)
        yield from ((Kind.LIST, key) for key in self.lists)
        yield from ((delay.kind, delay.key) for delay in self.delays)


class Frontier:
    """Decides which lists and articles of an outlet a run requests, each once.

    An address waits in the state from the moment at which a list names it to the transaction that stores the capture of
    its answer (`crawler.archive.write.writer`). Lists are taken only while few articles wait.

    Args:
        outlet: The outlet.
        due: Decides about known articles and lists.
        bounds: The wanted days, and the limit of articles.
        stats: Counts the articles that lists name, and those that are not requested.
        state: The outlet's state, for queries in the event loop's thread.
        store: The same state, for transactions in other threads; `close` closes it.
    """

    def __init__(
        self, outlet: Outlet, due: Due, bounds: Bounds, stats: StatsCollector, *, state: State, store: State
    ) -> None:
        self._outlet = outlet
        self._zone = ZoneInfo(outlet.timezone)
        self._due = due
        self._bounds = bounds
        self._store = store
        self._writing = asyncio.Lock()
        self._reading = Reading(state, due, bounds, stats)
        self._articles = Waiters(state, Kind.ARTICLE, 1, due.began, self._wants)
        self._lists = Waiters(state, Kind.LIST, RANKS, due.began, self._wants)
        self._starts: deque[str] = deque()
        self._asked_lists: set[str] = set()
        self._asked = 0
        self._lists_at_once = 1
        self._under_way: dict[Place, Waiting | None] = {}
        self._closed_hosts: set[str] = set()
        self._new: list[Waiting] = []
        self._ended = _Ended()
        self._has_grown = False
        self.is_closed = False
        """Whether the run has ended."""

    async def begin(self, starts: Iterable[str], today: date) -> None:
        """Add what no list names: start points, lists by the outlet's templates, and articles that may have changed.

        What an interrupted run marked as answered is forgotten, so that lists may name it again.

        Args:
            starts: The addresses of the outlet's start points, which a run requests before all else. A first run
                without wanted days reads only one page of each.
            today: The current day in the outlet's zone.
        """
        self._reading.paged = bool(self._bounds.since or self._bounds.until or self._due.has_documents())
        self._starts.extend(starts)
        self._asked_lists.update(self._starts)
        await self._write(self._store.forget_answered)
        since, until, _ = self._bounds
        self.add(first_pages(self._outlet))
        begin = since or (None if until else self._due.last_day)
        self._new.extend(self._reading.lists(dated_lists(self._outlet, begin, until, today)))
        self._new.extend(filter(self._wants, self._reading.young()))

    def add(self, addresses: Iterable[str]) -> None:
        """Add lists, to be requested before those that other lists name."""
        self._new.extend(self._reading.lists(Link(url=address, date=None) for address in addresses))

    async def listed(self, found: Discovered, listing: ListErrand, captured: str) -> None:
        """Add the next page of a list, its articles, and the lists that it names; then the list counts as read.

        Args:
            found: Articles and lists that the list names.
            listing: The request for the list.
            captured: WARC-Date of the list's capture.
        """
        waiting, whole = await self._reading.chosen(found, listing, self._asked_lists)
        while len(piece := list(islice(waiting, WRITTEN))) == WRITTEN:
            await self._write(self._store.add_waiting, piece)
        await self._write(self._store.answer_list, listing.address, captured if whole else "", piece)
        if found.articles:  # an index shows nothing about the lists that it names
            self._lists_at_once = LISTS if len(found.articles) <= PIECE else 1
        self._grow()

    async def take(self) -> list[ListErrand | Listed]:
        """Return the next lists and articles to request; none when none waits, or the run has reached a limit."""
        while not self.is_closed:
            self._has_grown = False
            await self._write_ended()
            lists = await self._take_lists()
            taken: list[ListErrand | Listed] = [*lists, *self._take_articles()]
            if taken or not self._has_grown:
                return taken
        return []

    def answered(self, errand: Errand) -> None:
        """Record that a request was answered; its capture, or the reading of the list, has ended the wait."""
        self._under_way.pop(_place(errand), None)

    def refused(self, errand: Errand) -> None:
        """Record that a request will get no answer, in whatever run: its address waits no more."""
        kind, key = _place(errand)
        (self._ended.articles if kind is Kind.ARTICLE else self._ended.lists).append(key)

    def failed(self, errand: Errand, *, tried: bool) -> None:
        """Record that a request got no answer, or none that can be decoded: its address waits for a later run.

        Args:
            errand: The request's errand.
            tried: Whether it counts as a try: then the wait is longer each time.
        """
        kind, key = _place(errand)
        waiting = self._under_way.get((kind, key))
        if errand.capture is not None and waiting is not None and kind is Kind.ARTICLE:
            self._ended.unread.append(waiting)
        tries = (waiting.tries if waiting else 0) + tried
        now = datetime.now(UTC)
        self._ended.delays.append(Delay(kind, key, tries, moment(next_try(now, tries) if tried else now)))

    def close_host(self, url: str) -> None:
        """Take no more addresses of a URL's host in this run."""
        self._closed_hosts.add(urlsplit(url).netloc)

    def close(self) -> None:
        """Write what ended, and close the state."""
        self.is_closed = True
        with self._store as store:
            ended = self._ended
            store.add_waiting(ended.unread)
            store.end_waits(ended.articles, ended.lists, ended.delays)
            store.forget_answered()

    async def _take_lists(self) -> list[ListErrand]:
        """Return the next lists: start points, and while too few articles wait, others."""
        under_way = sum(kind is Kind.LIST for kind, _ in self._under_way)
        room = max(0, self._lists_at_once - under_way)
        taken = [self._take_list(self._starts.popleft()) for _ in range(min(room, len(self._starts)))]
        enough = PIECE if self._bounds.limit is None else min(PIECE, self._bounds.limit - self._asked)
        missing = enough - await self._articles.fill()
        room = min(room - len(taken), missing - under_way, MAX_LISTS - len(self._asked_lists))
        if room > 0 and not self._starts:
            await self._lists.fill()
            taken += [self._take_list(waiting.key, waiting) for waiting in self._lists.take(room)]
        return taken

    def _take_list(self, address: str, waiting: Waiting | None = None) -> ListErrand:
        """Return the errand of a list that waits, or of a start point."""
        self._asked_lists.add(address)
        self._under_way[Kind.LIST, address] = waiting
        if waiting is None:
            return ListErrand(address=address, start=True)
        return ListErrand(address=address, level=waiting.level, trail=Trail.of_json(waiting.trail))

    def _take_articles(self) -> list[Listed]:
        """Return the next articles, as far as the limit allows."""
        most = ARTICLES if self._bounds.limit is None else min(ARTICLES, self._bounds.limit - self._asked)
        taken = []
        for waiting in self._articles.take(most):
            article = self._due.waited(waiting)
            if article.known is not None and self._due.has_captured(article.known):
                self._has_grown = True  # a redirect led there in the meantime: others may be taken instead
                continue
            self._under_way[Kind.ARTICLE, waiting.key] = waiting
            taken.append(article)
        self._asked += len(taken)
        return taken

    def _wants(self, waiting: Waiting) -> bool:
        """Return whether this run requests an address: another run may have had other wanted days."""
        if (waiting.kind, waiting.key) in self._under_way:
            return False
        if waiting.kind is Kind.LIST and waiting.key in self._asked_lists:
            return False
        if self._closed_hosts and urlsplit(waiting.url).netloc in self._closed_hosts:
            return False
        since, until, _ = self._bounds
        if since is None and until is None:
            return True
        link = Link(url=waiting.url, date=stored_moment(waiting.date).astimezone(self._zone) if waiting.date else None)
        return (list_within if waiting.kind is Kind.LIST else within)(link, since, until)

    async def _write_ended(self) -> None:
        """Write new lists and articles, and the waits that ended; only then may an address be taken again."""
        while self._new:
            piece, self._new = self._new[:WRITTEN], self._new[WRITTEN:]
            await self._write(self._store.add_waiting, piece)
            self._grow()
        ended, self._ended = self._ended, _Ended()
        if ended:
            await self._write(self._store.add_waiting, ended.unread)
            await self._write(self._store.end_waits, ended.articles, ended.lists, ended.delays)
            for place in ended.places():
                self._under_way.pop(place, None)

    async def _write(self, transaction: Callable[..., None], *arguments: object) -> None:
        """Run a transaction in another thread: it may wait for the disk."""
        async with self._writing:
            await asyncio.to_thread(transaction, *arguments)

    def _grow(self) -> None:
        """Offer new addresses in their order."""
        self._has_grown = True
        self._articles.restart()
        self._lists.restart()


def _place(errand: Errand) -> Place:
    """Return kind and key of the address that an errand asks for."""
    return (Kind.LIST, errand.listing.address) if errand.listing else (Kind.ARTICLE, errand.article)
