"""What a list that was read adds to the frontier: its next page, its articles, and the lists that it names."""

from __future__ import annotations

import asyncio
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from crawler.discovery.due import stored_moment
from crawler.discovery.links import Link, list_within, within
from crawler.discovery.paging import turn
from crawler.discovery.waiting import moment
from crawler.state import Kind, Waiting

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import datetime

    from scrapy.statscollectors import StatsCollector

    from crawler.discovery.due import Due, Listed
    from crawler.discovery.links import Discovered
    from crawler.errand import ListErrand
    from crawler.run.arguments import Bounds
    from crawler.state import State

MAX_DEPTH = 3
"""Levels of lists that a run reads below a start point: the lists that it names, and two levels more."""
AT_A_TIME = 500
"""Articles of a list that are looked up before the event loop runs other tasks: about a tenth of a second."""
NEXT, OWN, NAMED = range(3)
"""The ranks of lists: next pages; those of the outlet's templates and of robots.txt; those that other lists name."""
RANKS = 3
"""Number of ranks."""
_NEWS = ("feed", "section")
"""Kinds of lists that name an outlet's newest articles; such an article without a date counts as new."""


class Chosen(NamedTuple):
    """The addresses that a list adds to the frontier."""

    waiting: Iterator[Waiting]
    """The addresses; an iteration over them queries the state."""
    whole: bool
    """Whether the list is whole, and none of its addresses lies outside the wanted days."""


class Reading:
    """Chooses from the addresses of a list those that are to be requested, in this run or a later one.

    Args:
        state: The outlet's state.
        due: Decides about known articles and lists.
        bounds: The wanted days: addresses outside them do not enter the frontier.
        stats: Counts the articles that lists name, and the articles and lists that are not requested.
    """

    def __init__(self, state: State, due: Due, bounds: Bounds, stats: StatsCollector) -> None:
        self._state = state
        self._due = due
        self._bounds = bounds
        self._stats = stats
        self.paged = False
        """Whether the next pages of lists are wanted."""

    async def chosen(self, found: Discovered, listing: ListErrand, read: Collection[str]) -> Chosen:
        """Return the addresses of a list that enter the frontier.

        Args:
            found: Articles and lists that the list names.
            listing: The request for the list.
            read: Lists that the run has requested.
        """
        self._stats.inc_value("warraq/discovered", len(found.articles))
        since, until, _ = self._bounds
        wanted = await self._looked_up(found.articles)
        named = found.lists if listing.level < MAX_DEPTH else ()
        lists = [link for link in named if list_within(link, since, until)]
        return Chosen(
            chain(
                self._next_page(found, listing, wanted, read),
                self._articles(wanted, listing.address, self._due.began if found.kind in _NEWS else None),
                self.lists(lists, rank=NAMED, level=listing.level + 1, named_by=listing.address),
            ),
            whole=found.whole and len(wanted) == len(found.articles) and len(lists) == len(named),
        )

    def lists(
        self, links: Iterable[Link], *, rank: int = OWN, level: int = 0, named_by: str = "", trail: str = ""
    ) -> Iterator[Waiting]:
        """Yield the lists that can name something new, for the frontier."""
        for link in links:
            if self._due.is_read(link):
                self._stats.inc_value("warraq/lists-known")
                continue
            yield Waiting(
                kind=Kind.LIST,
                key=link.url,
                url=link.url,
                named_by=named_by,
                rank=rank,
                date=_date(link.date),
                level=level,
                trail=trail,
            )

    def young(self) -> Iterator[Waiting]:
        """Yield known articles that may have changed, to be requested even if no list names them."""
        for key, known in () if self._bounds.until else self._due.young():
            yield _article(key, known.url, "", stored_moment(known.first))

    async def _looked_up(self, links: Sequence[Link]) -> list[Listed]:
        """Return the articles of a list that lie within the wanted days, with their earlier requests."""
        wanted = []
        for number, link in enumerate(links, 1):
            if within(link, self._bounds.since, self._bounds.until):
                wanted.append(self._due.listed(link))
            if number % AT_A_TIME == 0:
                await asyncio.sleep(0)
        return wanted

    def _articles(self, wanted: Iterable[Listed], named_by: str, undated: datetime | None) -> Iterator[Waiting]:
        """Yield the articles of a list that are unknown, have changed, or may be back.

        Args:
            wanted: The articles.
            named_by: The list's address.
            undated: The date of articles without one.
        """
        articles = tuple(wanted)
        changed = self._due.changed(articles)
        if changed is None:
            self._stats.inc_value("warraq/times-not-believed")
            changed = set()
        for link, key, known, _ in articles:
            if known is None or key in changed or self._due.may_be_back(key, known):
                yield _article(key, link.url, named_by, link.date or undated)
            elif not self._due.has_captured(known):
                self._stats.inc_value("warraq/known")

    def _next_page(
        self, found: Discovered, listing: ListErrand, wanted: Iterable[Listed], read: Collection[str]
    ) -> Iterator[Waiting]:
        """Yield the next page of a list, if it is wanted.

        An article that waits in the frontier counts as known: the lists that follow wait there too, or were read.
        """
        if not self.paged or found.next is None or found.next.url in read:
            return
        unknown = {link.url for link, key, known, _ in wanted if known is None and not self._state.is_in_frontier(key)}
        since, until, _ = self._bounds
        onward = turn(found, listing.trail, unknown=unknown, since=since, until=until, last=self._due.last_day)
        if onward is not None:
            link, trail = onward
            yield from self.lists(
                (link,), rank=NEXT, level=listing.level, named_by=listing.address, trail=trail.as_json()
            )


def _article(key: str, url: str, named_by: str, date: datetime | None) -> Waiting:
    return Waiting(kind=Kind.ARTICLE, key=key, url=url, named_by=named_by, date=_date(date))


def _date(date: datetime | None) -> str:
    """Return a date as the frontier stores it."""
    try:
        return moment(date) if date else ""
    except OverflowError:  # the last hours of year 9999
        return ""
