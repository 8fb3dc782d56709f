"""Discovery: from the bytes of a sitemap, a feed or a section page to the articles that it lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from crawler.discovery import dates, entries, feeds, sections, sitemaps
from crawler.discovery.bodies import MAX_SIZE, utf8
from crawler.discovery.links import MAX_LINKS, Discovered, Link, list_within, unique, within
from crawler.discovery.sitemaps import robots_sitemaps
from crawler.urls import canonical, clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crawler.outlet import Outlet

__all__ = [
    "MAX_LINKS",
    "MAX_SIZE",
    "Discovered",
    "Link",
    "discover",
    "list_within",
    "robots_sitemaps",
    "within",
]


def discover(body: bytes, url: str, content_type: str, outlet: Outlet, max_size: int = MAX_SIZE) -> Discovered:
    """Find what a list holds.

    Its content decides what kind of list it is. Nothing is raised, whatever the body holds.

    Args:
        body: The list as it came, perhaps gzip'ed.
        url: Where it was found: relative addresses are relative to it.
        content_type: The Content-Type header; empty when there was none.
        outlet: Whose articles are wanted.
        max_size: Longest list to read, uncompressed, in bytes; a longer one is not recognised.
    """
    text = utf8(body, content_type, max_size)
    root, found = entries.read(text)
    if root:
        base = url
        kind = {"sitemapindex": "sitemap index", "urlset": "sitemap"}.get(root, "feed")
        source = feeds if kind == "feed" else sitemaps
        pages = [(source.address(entry), source.date(entry)) for entry in found if entry.name != "sitemap"]
        lists = [(source.address(entry), source.date(entry)) for entry in found if entry.name == "sitemap"]
    else:
        section = sections.read(text)
        base = section.base_of(url)
        kind = "section" if section.anchors or section.feeds else ""
        pages = [(href, "") for href in section.anchors]
        lists = [(href, "") for href in section.feeds]
    zone = ZoneInfo(outlet.timezone)
    articles = (link for link in _links(pages, base, zone) if outlet.is_article(link.url))
    owned = (link for link in _links(lists, base, zone) if outlet.owns(link.url) and link.url != clean(url))
    return Discovered(
        kind=kind,
        articles=unique((_dated(link, zone) for link in articles), partial(canonical, identity=outlet.identity)),
        lists=unique(owned, canonical),
    )


def _links(found: Iterable[tuple[str, str]], base: str, zone: ZoneInfo) -> Iterator[Link]:
    for address, moment in found:
        try:
            url = clean(urljoin(base, address)) if address else ""
        except ValueError:  # `http://[`
            continue
        if url:
            yield Link(url=url, date=dates.parsed(moment, zone))


def _dated(link: Link, zone: ZoneInfo) -> Link:
    """Date an article by its URL when its list does not."""
    day = None if link.date else dates.day_named(link.url)
    return replace(link, date=datetime.combine(day, time(), zone)) if day else link
