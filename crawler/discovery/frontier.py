"""The frontier: the lists and articles that a run still has to request, and the lists that it read to their end."""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from crawler.discovery import Link, dated_lists, first_pages, list_within, turn, within
from crawler.discovery.due import Listed
from crawler.discovery.read_lists import Reading
from crawler.errand import ListErrand

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator
    from datetime import date

    from scrapy.statscollectors import StatsCollector

    from crawler.discovery import Discovered, Trail
    from crawler.discovery.due import Due
    from crawler.outlet import Outlet
    from crawler.run.arguments import Bounds

MAX_LISTS = 5_000
"""Sitemaps, feeds and section pages that one run reads, at most."""
MAX_DEPTH = 3
"""Levels of lists that a run reads below a start point: the lists that it names, and two levels more."""
AT_A_TIME = 500
"""Articles of a list that are looked up before the event loop runs other tasks: about a tenth of a second."""
_UNDATED = datetime.min.replace(tzinfo=UTC)


class _Waiting(NamedTuple):
    """A list that was not requested yet."""

    link: Link
    trail: Trail | None = None
    """The way from the list's first page to this page; None for a first page."""
    level: int = 0
    """Number of lists on the way from the start point to this one."""


class Frontier:
    """Decides which lists and articles of an outlet a run requests, each once.

    Args:
        outlet: The outlet.
        due: Decides about known articles and lists.
        bounds: The wanted days, and the limit of articles.
        stats: Counts the articles that lists name, and those that are not requested.
    """

    def __init__(self, outlet: Outlet, due: Due, bounds: Bounds, stats: StatsCollector) -> None:
        self._outlet = outlet
        self._due = due
        self._bounds = bounds
        self._stats = stats
        self._paged = False
        self._asked: set[str] = set()
        self._lists: set[str] = set()
        self._waiting: deque[_Waiting] = deque()
        self._reading = Reading()

    def start_points(self, addresses: Iterable[str]) -> Iterator[ListErrand]:
        """Yield the lists that a run begins with; a first run without wanted days reads only one page of each."""
        self._paged = bool(self._bounds.since or self._bounds.until or self._due.has_documents())
        for address in addresses:
            self._lists.add(address)
            yield ListErrand(address=address, start=True)

    def add_paged(self, today: date) -> None:
        """Add the lists of the outlet's templates: first pages, and lists of days.

        Args:
            today: The current day in the outlet's zone.
        """
        since, until, _ = self._bounds
        self.add(first_pages(self._outlet))
        begin = since or (None if until else self._due.last_day)
        self._waiting.extend(map(_Waiting, dated_lists(self._outlet, begin, until, today)))

    def add(self, addresses: Iterable[str]) -> None:
        """Add lists, to be requested after those that wait already."""
        self._waiting.extend(_Waiting(Link(url=address, date=None)) for address in addresses)

    def young(self) -> Iterator[Listed]:
        """Yield known articles that may have changed, to be requested even if no list names them."""
        for key, known in () if self._bounds.until else self._due.young():
            article = Listed(Link(url=known.url, date=None), key, known)
            if self._takes(article, changed=True):
                yield article

    async def listed(self, found: Discovered, listing: ListErrand, captured: str) -> AsyncIterator[Listed]:
        """Yield the articles of a list that are to be requested; add the list's next page and the lists that it names.

        Args:
            found: Articles and lists that the list names.
            listing: The request for the list.
            captured: WARC-Date of the list's capture.
        """
        self._stats.inc_value("warraq/discovered", len(found.articles))
        wanted = await self._looked_up(found.articles)
        changed = self._due.changed(wanted)
        if changed is None:
            self._stats.inc_value("warraq/times-not-believed")
            changed = set()
        unknown = {link.url for link, key, known in wanted if known is None and key not in self._asked}
        for article in wanted:
            if self._takes(article, changed=article.key in changed):
                yield article
        named = {article.key for article in wanted}
        if len(wanted) < len(found.articles):
            self._reading.ask(listing.address)  # articles outside the wanted days wait for another run
            named.add(listing.address)
        if (onward := self._add_next(found, listing, unknown)) is not None:
            named.add(onward)
        self._reading.named(listing.address, captured, named)
        self._add_children(found, listing)

    def next_list(self) -> ListErrand | None:
        """Return the next list to request; None when no list waits, or the run has reached a limit.

        One at a time: an index may name thousands, and the limit of articles may be reached earlier.
        """
        while self._waiting and len(self._lists) < MAX_LISTS and not self._is_full():
            link, trail, level = self._waiting.popleft()
            if link.url in self._lists or self._due.is_read(link):
                self._reading.answered(link.url)
                continue
            self._lists.add(link.url)
            return ListErrand(address=link.url, level=level, trail=trail)
        return None

    def answered(self, key: str) -> None:
        """Record that a list (by address) or an article (by canonical address) was answered or failed for good."""
        self._reading.answered(key)

    def lists_read(self) -> dict[str, str]:
        """Return the lists that were read to their end: address to the capture's WARC-Date."""
        return self._reading.read()

    async def _looked_up(self, links: Iterable[Link]) -> list[Listed]:
        """Return the articles of a list that lie within the wanted days, with their requests in earlier runs."""
        wanted = []
        for number, link in enumerate(links, 1):
            if within(link, self._bounds.since, self._bounds.until):
                wanted.append(self._due.listed(link))
            if number % AT_A_TIME == 0:
                await asyncio.sleep(0)
        return wanted

    def _takes(self, article: Listed, *, changed: bool) -> bool:
        """Choose an article for a request, unless it is archived, was requested in this run, or is beyond the limit.

        Args:
            article: The article.
            changed: Whether to request the article even if it is archived.

        Returns:
            Whether the article is to be requested.
        """
        _, key, known = article
        if key in self._asked:
            return False
        if known is not None and not changed and not self._due.may_be_back(key, known):
            self._stats.inc_value("warraq/known")
            return False
        self._reading.ask(key)
        if self._is_full():
            return False
        self._asked.add(key)
        return True

    def _is_full(self) -> bool:
        return self._bounds.limit is not None and len(self._asked) >= self._bounds.limit

    def _add_next(self, found: Discovered, listing: ListErrand, unknown: set[str]) -> str | None:
        """Add the next page of a list, to be requested before all other lists; return its address, or None.

        Args:
            found: Articles and lists that the list names.
            listing: The request for the list.
            unknown: Addresses of its articles that were never requested.
        """
        since, until, _ = self._bounds
        onward = turn(found, listing.trail, unknown=unknown, since=since, until=until, last=self._due.last_day)
        if not self._paged or onward is None or onward[0].url in self._lists:
            return None
        link, trail = onward
        self._waiting.appendleft(_Waiting(link, trail, listing.level))
        self._reading.ask(link.url)
        return link.url

    def _add_children(self, found: Discovered, listing: ListErrand) -> None:
        """Add the lists that a list names, newest first."""
        if listing.level >= MAX_DEPTH:
            return
        newest_first = sorted(found.lists, key=lambda link: link.date or _UNDATED, reverse=True)
        lists = (link for link in newest_first if list_within(link, self._bounds.since, self._bounds.until))
        self._waiting.extend(_Waiting(link, level=listing.level + 1) for link in lists)
