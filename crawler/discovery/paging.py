"""Paging: from one page of a list to the next, and the lists of days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.discovery.links import Link
from crawler.discovery.list_dates import FIRST_YEAR
from crawler.urls import askable, canonical

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from crawler.discovery.links import Discovered
    from crawler.outlet import Outlet

MAX_PAGES = 500
"""Pages of one list that one run reads: half a year of a busy outlet's feed, and most of a small one's life. Further
back than that sitemaps and lists of days lead, at a fraction of the requests."""
MAX_UNDATED = 20
"""Pages of a list that tells no days, when a span of days is asked for: each of their articles is fetched only to learn
its day."""
MAX_DATED = 4_000
"""Lists of days that a span leads to: eleven years of days."""

_MARK = "7" * 40  # stands for the number while a template is brought to one form; no address has it
_NUMBER = r"([0-9]{1,6})"


@dataclass(frozen=True, kw_only=True)
class Trail:
    """How a page of a list was reached from the list's first."""

    number: int = 1
    """Which page it is, from 1."""
    first: frozenset[str] = frozenset()
    """Addresses of the articles on the list's first page."""
    before: frozenset[str] = frozenset()
    """Those on the page before."""


def turn(
    found: Discovered,
    trail: Trail | None,
    *,
    unknown: Container[str],
    since: date | None,
    until: date | None,
    last: date | None = None,
) -> tuple[Link, Trail] | None:
    """Return the next page of a list with the trail to it; None when it is not wanted.

    Lists are thought to be in the order of time, the newest first. What every page of a list shows (the latest, the
    most read), and what a site answers beyond a list's end (its first or its last page again), counts for nothing.
    Without a span of days the next page is wanted while most of a page is unknown, and its middle article is not older
    than the run before: an older run may have read the first pages alone. With one, until the middle article of a page
    is older than the span.

    Args:
        found: What the page holds.
        trail: How it was reached; None for the first page.
        unknown: Addresses of those of its articles that were never asked for.
        since: First day wanted; None for no beginning.
        until: Last day wanted; None for no end.
        last: Day of the run before; None when there was none.
    """
    trail = trail or Trail()
    articles = frozenset(link.url for link in found.articles)
    fresh = [link for link in found.articles if link.url not in trail.before and link.url not in trail.first]
    if found.next is None or not fresh or trail.number >= MAX_PAGES:
        return None
    days = sorted(link.date.date() for link in fresh if link.date)
    if since is None and until is None:
        new = sum(link.url in unknown for link in fresh)
        wanted = 2 * new > len(fresh) and (last is None or not days or days[len(days) // 2] >= last)
    else:
        wanted = trail.number < MAX_UNDATED if not days else since is None or days[len(days) // 2] >= since
    if not wanted:
        return None
    return found.next, Trail(number=trail.number + 1, first=trail.first or articles, before=articles)


def first_pages(outlet: Outlet) -> tuple[str, ...]:
    """Return where an outlet's counted lists begin: page 1 of each template that no start point of the outlet fits."""
    counted = [template for template in outlet.pages if "{page" in template]
    starts = [canonical(url) for url in (*outlet.sitemaps, *outlet.feeds, *outlet.sections)]
    return tuple(
        askable(template.format(page=1))
        for template in counted
        if not any(_pattern(template).fullmatch(start) for start in starts)
    )


def dated_lists(outlet: Outlet, since: date | None, until: date | None, today: date) -> Iterator[Link]:
    """Yield the outlet's lists of days, months and years, the newest first, each once and at most `MAX_DATED`.

    Args:
        outlet: Its `pages` are asked for.
        since: First day wanted; None for yesterday, or with `until` for the first of the web.
        until: Last day wanted; None for today.
        today: The day at the outlet.
    """
    last = min(until or today, today).toordinal()
    earliest = since or (date.min if until else today - timedelta(days=1))
    earliest = max(earliest, date(FIRST_YEAR, 1, 1))
    templates = [template for template in outlet.pages if "{year" in template]
    named = (
        template.format(year=day.year, month=day.month, day=day.day)
        for day in map(date.fromordinal, range(last, earliest.toordinal() - 1, -1))
        for template in templates
    )
    if templates:
        yield from (Link(url=url, date=None) for url in islice(_each_once(named), MAX_DATED))


def _each_once(addresses: Iterator[str]) -> Iterator[str]:
    seen = set()
    for address in addresses:
        if address not in seen:
            seen.add(address)
            yield askable(address)


def next_of(outlet: Outlet, url: str) -> str:
    """Return the next page's address by the outlet's templates; the empty string when none fits.

    Args:
        outlet: Its `pages` are looked at.
        url: A page's address.
    """
    key = canonical(url)
    for template in outlet.pages:
        match = "{page" in template and _pattern(template).fullmatch(key)
        if match:
            return askable(template.format(page=int(match[1]) + 1))
    return ""


def next_of_wordpress(url: str) -> str:
    """Return the next page's address of a WordPress feed: `paged`, from 2.

    Args:
        url: Where the feed was found.
    """
    parts = urlsplit(url)
    pairs = dict(parse_qsl(parts.query, keep_blank_values=True))
    number = pairs.get("paged", "1")
    if not re.fullmatch(_NUMBER, number):
        return ""
    pairs["paged"] = str(int(number) + 1)
    return askable(parts._replace(query=urlencode(pairs)).geturl())


@lru_cache(maxsize=1024)
def _pattern(template: str) -> re.Pattern[str]:
    """Return what the canonical addresses of a template's pages match."""
    marked = canonical(re.sub(r"\{page[^}]*\}", _MARK, template))
    return re.compile(re.escape(marked).replace(_MARK, _NUMBER))
