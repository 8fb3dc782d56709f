"""Links: the articles and lists that discovery finds, and which of them belong to a span of days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.discovery.list_dates import day_named, days_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

MAX_LINKS = 50_000
"""Entries read from one list, at most: the sitemap protocol's limit (sitemaps.org)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """An address that a list names."""

    url: str
    """Absolute http(s) address to request: no fragment, no tracking parameters."""
    date: datetime | None
    """Its time of publication, else of its last change, by its list; else the day in its URL; else None.

    Aware, in the outlet's zone, so that its day is the outlet's.
    """
    changed: datetime | None = None
    """Time of its last change by its list; midnight when the list states only a day; None when it states none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Discovered:
    """The articles and lists that one list names."""

    kind: str
    """`sitemap index`, `sitemap`, `feed`, `section`, or the empty string for an unrecognised body."""
    articles: tuple[Link, ...]
    """Articles of the outlet, each once (by canonical address), in the list's order."""
    lists: tuple[Link, ...]
    """Further lists of the outlet: the sitemaps of an index, the feeds that an HTML page announces."""
    next: Link | None = None
    """The list's next page, if the list or the outlet's templates name one."""
    whole: bool = True
    """Whether the body holds all of a list. One that was cut does not, nor does one that names nothing, nor a page
    without articles: an error page may stand in the list's place, and the list comes back unchanged."""


def unique(links: Iterable[Link], key: Callable[[str], str]) -> tuple[Link, ...]:
    """Return the first link of each key, in order.

    Args:
        links: Links.
        key: Returns a URL's key; URLs with the same key are one.
    """
    first: dict[str, Link] = {}
    for link in links:
        first.setdefault(key(link.url), link)
    return tuple(first.values())


def within(link: Link, since: date | None, until: date | None) -> bool:
    """Return whether an article belongs to a span of days.

    It does when the day by its list or the day in its URL lies in the span: an update may move the list's day, but not
    the URL's. An article without a date always belongs.

    Args:
        link: An article.
        since: First day; None for no beginning.
        until: Last day; None for no end.
    """
    days = [day for day in (link.date and link.date.date(), day_named(link.url)) if day]
    return not days or any(_overlap(day, day, since, until) for day in days)


def list_within(link: Link, since: date | None, until: date | None) -> bool:
    """Return whether a list (a child of a sitemap index) can name articles of a span of days.

    A list whose last change lies before the span names none of them. A change after the span proves nothing, since old
    lists change too. If a list's URL names its days, one of them or the day of its last change must lie in the span.

    Args:
        link: A list.
        since: First day; None for no beginning.
        until: Last day; None for no end.
    """
    changed = link.date and link.date.date()
    named = days_named(link.url)
    if named:
        return _overlap(*named, since, until) or (changed is not None and _overlap(changed, changed, since, until))
    return changed is None or since is None or changed >= since


def _overlap(first: date, last: date, since: date | None, until: date | None) -> bool:
    """Return whether some day from first to last lies in the span."""
    return (since is None or last >= since) and (until is None or first <= until)
