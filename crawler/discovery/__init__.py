"""Discovery: finds the articles and further lists in the bytes of a sitemap, a feed or a section page."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, time
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from crawler.discovery import addresses, entries, feeds, list_dates, paging, sections, sitemaps
from crawler.discovery.bodies import MAX_SIZE, utf8
from crawler.discovery.links import MAX_LINKS, Discovered, Link, list_within, unique, within
from crawler.discovery.list_dates import days_named
from crawler.discovery.paging import MAX_PAGES, Trail, dated_lists, first_pages, turn
from crawler.discovery.sitemaps import robots_sitemaps
from crawler.urls import askable, canonical, netloc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from crawler.discovery.entries import Entry
    from crawler.discovery.list_dates import DateReader
    from crawler.outlet import Outlet

__all__ = [
    "MAX_LINKS",
    "MAX_PAGES",
    "MAX_SIZE",
    "Discovered",
    "Link",
    "Trail",
    "dated_lists",
    "days_named",
    "discover",
    "discover_async",
    "first_pages",
    "list_within",
    "robots_sitemaps",
    "turn",
    "within",
]


LONG_LIST = 200_000
"""Bytes from which a list is read in another thread than the event loop's."""


def discover(
    body: bytes,
    url: str,
    content_type: str,
    outlet: Outlet,
    max_size: int = MAX_SIZE,
    *,
    asked: str = "",
    dates: DateReader | None = None,
) -> Discovered:
    """Find the articles, the further lists and the next page that a list names.

    The content decides the kind of the list. Nothing is raised, whatever the body holds.

    Args:
        body: The list as received, perhaps gzip'ed.
        url: The list's address; relative addresses are relative to it.
        content_type: The Content-Type header; empty without one.
        outlet: The outlet whose articles are wanted.
        max_size: Bytes of a list, uncompressed, at most; a longer one is not recognised.
        asked: The requested address, if it redirected to `url`: page 1 of a list often redirects to the list.
        dates: Reads the dates that people write; without it, only those of ISO 8601 and RFC 822 are read.
    """
    text = utf8(body, content_type, max_size)
    listing = entries.read(text)
    base, onward = url, listing.next
    if listing.root:
        kind = {"sitemapindex": "sitemap index", "urlset": "sitemap"}.get(listing.root, "feed")
        told = [
            (entry.name, (_address_in_feed(entry, url, outlet), feeds.date(entry), feeds.changed(entry)))
            if kind == "feed"
            else (entry.name, (sitemaps.address(entry), sitemaps.date(entry), sitemaps.changed(entry)))
            for entry in listing.entries
        ]
        pages = [link for name, link in told if name != "sitemap"]
        lists = [link for name, link in told if name == "sitemap"]
    elif lines := sitemaps.lines(text):
        kind = "sitemap"
        pages, lists = [(address, "", "") for address in lines], []
    else:
        section = sections.read(text)
        base, onward = section.base_of(url), section.next
        kind = "section" if section.anchors or section.feeds else ""
        pages = [(href, "", "") for href in section.anchors]
        lists = [(href, "", "") for href in section.feeds]
    zone = ZoneInfo(outlet.timezone)
    read = partial(list_dates.parsed, zone=zone, dates=dates)
    articles = (link for link in _links(pages, base, read) if addresses.is_article(link.url, outlet))
    owned = (link for link in _links(lists, base, read) if outlet.may_be_asked(link.url) and link.url != askable(url))
    onward = onward or paging.next_of(outlet, asked) or paging.next_of(outlet, url)
    if not onward and "wordpress" in listing.generator:
        onward = paging.next_of_wordpress(url)
    nexts = (
        link
        for link in _links([(onward, "", "")], base, read)
        if outlet.may_be_asked(link.url) and not outlet.is_article(link.url) and canonical(link.url) != canonical(url)
    )
    found = unique((_dated(link, zone) for link in articles), partial(canonical, identity=outlet.identity))
    return Discovered(
        kind=kind,
        articles=found,
        lists=unique(owned, canonical),
        next=next(nexts, None),
        whole=bool(listing.ended and listing.entries) if listing.root else bool(found) or kind == "sitemap",
    )


async def discover_async(
    body: bytes, url: str, content_type: str, outlet: Outlet, *, asked: str = "", dates: DateReader | None = None
) -> Discovered:
    """Do as `discover` does; read a long list in another thread, since it takes a second."""
    find = partial(discover, body, url, content_type, outlet, asked=asked, dates=dates)
    return await asyncio.to_thread(find) if len(body) > LONG_LIST else find()


def _address_in_feed(entry: Entry, url: str, outlet: Outlet) -> str:
    """Return the first address of a feed's entry that is an article's, else the first; empty without one."""
    base = url
    with suppress(ValueError):  # `http://[`
        for inner in entry.bases:
            base = urljoin(base, inner)
    base = base if netloc(base) else url
    found = [address for address in (addresses.absolute(one, base) for one in feeds.addresses(entry)) if address]
    return next((address for address in found if addresses.is_article(address, outlet)), next(iter(found), ""))


def _links(found: Iterable[tuple[str, str, str]], base: str, read: Callable[[str], datetime | None]) -> Iterator[Link]:
    """Yield a link for each address, date and date of change, as a list writes them; skip unusable addresses."""
    for address, moment, change in found:
        if url := addresses.absolute(address, base):
            date = read(moment)
            yield Link(url=url, date=date, changed=date if change == moment else read(change))


def _dated(link: Link, zone: ZoneInfo) -> Link:
    """Date an article by its URL when its list states no date."""
    day = None if link.date else list_dates.day_named(link.url)
    return replace(link, date=datetime.combine(day, time(), zone)) if day else link
