"""Links: what discovery finds, and which of them a span of days asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.discovery.list_dates import day_named, days_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

MAX_LINKS = 50_000
"""Most entries that are read from one list: what the sitemap protocol allows (sitemaps.org)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """An address that a list names."""

    url: str
    """Absolute http(s) address to ask for: no fragment, no tracking parameters."""
    date: datetime | None
    """When it was published, else last changed, as its list says; else the day in its URL; else None.

    Aware, and in the outlet's zone, so that its day is the outlet's.
    """
    changed: datetime | None = None
    """When it was last changed, as its list says; None when it does not. Midnight where only a day is told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Discovered:
    """What one list holds."""

    kind: str
    """`sitemap index`, `sitemap`, `feed`, `section`, or the empty string when nothing was recognised."""
    articles: tuple[Link, ...]
    """Articles of the outlet, each once (by canonical address), in the list's order."""
    lists: tuple[Link, ...]
    """Further lists of the outlet: an index's sitemaps, the feeds that an HTML page offers."""
    next: Link | None = None
    """The list's next page, when the list or the outlet's facts tell where it is."""


def unique(links: Iterable[Link], key: Callable[[str], str]) -> tuple[Link, ...]:
    """Return the first link of each key, in their order.

    Args:
        links: Links.
        key: From a URL to what makes two of them one.
    """
    first: dict[str, Link] = {}
    for link in links:
        first.setdefault(key(link.url), link)
    return tuple(first.values())


def within(link: Link, since: date | None, until: date | None) -> bool:
    """Tell whether an article belongs to a span of days.

    It does when the day that its list states or the day in its URL lies in the span: the one may move when an
    article is updated, the other stays. An article without any date always does.

    Args:
        link: An article.
        since: First day; None for no beginning.
        until: Last day; None for no end.
    """
    days = [day for day in (link.date and link.date.date(), day_named(link.url)) if day]
    return not days or any(_overlap(day, day, since, until) for day in days)


def list_within(link: Link, since: date | None, until: date | None) -> bool:
    """Tell whether a list (a sitemap index's child) can hold articles of a span of days.

    A list that was last changed before the span holds none of it; that it was changed after it says nothing,
    for old lists change too. A list whose URL names its day or month is wanted only when one of its days, or
    the day of its last change, lies in the span.

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
    return (since is None or last >= since) and (until is None or first <= until)
