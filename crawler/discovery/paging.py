"""Paging: the next page of a list, and the lists of days."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.discovery.links import Link
from crawler.discovery.list_dates import FIRST_YEAR
from crawler.urls import askable, canonical

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from crawler.discovery.links import Discovered
    from crawler.outlet import Outlet

MAX_PAGES = 500
"""Pages of one list that one run reads, at most: half a year of a busy outlet's feed, or years of a small outlet's.
Sitemaps and lists of days reach older articles with a fraction of the requests."""
MAX_UNDATED = 20
"""Pages of a list without dates that a run with wanted days reads, at most: it fetches each article only to learn its
day."""
MAX_DATED = 4_000
"""Lists of days for one span, at most: eleven years of days."""

_MARK = "7" * 40  # stands for the number while a template is brought to one form; no address has it
_NUMBER = r"([0-9]{1,6})"


@dataclass(frozen=True, kw_only=True)
class Trail:
    """The way from the first page of a list to one of its pages."""

    number: int = 1
    """Number of the page, from 1."""
    first: frozenset[str] = frozenset()
    """Addresses of the articles on the list's first page."""
    before: frozenset[str] = frozenset()
    """Addresses of the articles on the previous page."""

    def as_json(self) -> str:
        """Return the trail as a JSON array."""
        return json.dumps([self.number, sorted(self.first), sorted(self.before)], ensure_ascii=False)

    @classmethod
    def of_json(cls, text: str) -> Self | None:
        """Return the trail of a JSON array that `as_json` made; None for an empty text."""
        if not text:
            return None
        number, first, before = json.loads(text)
        return cls(number=number, first=frozenset(first), before=frozenset(before))


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

    Lists are assumed to be in order of time, newest first. Articles that the first or the previous page showed too do
    not count: a box with the latest or most read, or the first or last page again, which some sites send beyond a
    list's end. Without wanted days, the next page is wanted while most articles of a page are unknown and its middle
    article is not older than the previous run: an earlier run may have read only the first pages. With wanted days, the
    next page is wanted until the middle article of a page is older than the first of them.

    Args:
        found: Articles and next page that the page names.
        trail: The way to the page; None for the first page.
        unknown: Addresses of its articles that were never requested.
        since: First day wanted; None for no beginning.
        until: Last day wanted; None for no end.
        last: Day of the previous run; None for a first run.
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
    """Return page 1 of each template with `{page}`, unless a start point of the outlet is a page of that template."""
    counted = [template for template in outlet.pages if "{page" in template]
    starts = [canonical(url) for url in (*outlet.sitemaps, *outlet.feeds, *outlet.sections)]
    return tuple(
        askable(template.format(page=1))
        for template in counted
        if not any(_pattern(template).fullmatch(start) for start in starts)
    )


def dated_lists(outlet: Outlet, since: date | None, until: date | None, today: date) -> Iterator[Link]:
    """Yield the outlet's lists of days, months and years, newest first, each once and at most `MAX_DATED`.

    Args:
        outlet: The outlet; its `pages` hold the templates.
        since: First day wanted; None for yesterday, or, with `until`, for the first day of `FIRST_YEAR`.
        until: Last day wanted; None for today.
        today: The current day in the outlet's zone.
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
    """Return the next page's address by the outlet's templates; the empty string when no template fits.

    Args:
        outlet: The outlet; its `pages` hold the templates.
        url: A page's address.
    """
    key = canonical(url)
    for template in outlet.pages:
        match = "{page" in template and _pattern(template).fullmatch(key)
        if match:
            return askable(template.format(page=int(match[1]) + 1))
    return ""


def next_of_wordpress(url: str) -> str:
    """Return the address of a WordPress feed's next page, with the query key `paged`; empty if that is no number.

    Args:
        url: The address of a page of the feed.
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
    """Return the pattern of the canonical addresses of a template's pages; its group is the page's number."""
    marked = canonical(re.sub(r"\{page[^}]*\}", _MARK, template))
    return re.compile(re.escape(marked).replace(_MARK, _NUMBER))
