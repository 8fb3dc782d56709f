"""Sitemaps and sitemap indexes (sitemaps.org, and Google's news extension)."""

from __future__ import annotations

import codecs
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from scrapy.utils.sitemap import sitemap_urls_from_robots

if TYPE_CHECKING:
    from crawler.discovery.entries import Entry


def address(entry: Entry) -> str:
    """Return what a `url` or `sitemap` points to, as written; the empty string when it does not say."""
    return entry.first("loc")


def date(entry: Entry) -> str:
    """Return when a `url` was published, else when it (or a `sitemap`) was last changed, as written."""
    return entry.first("news/publication_date", "lastmod")


def robots_sitemaps(body: bytes, url: str) -> tuple[str, ...]:
    """Return the sitemaps that a robots.txt names (sitemaps.org), absolute, each once, in its order.

    Args:
        body: The robots.txt.
        url: Where it was found.
    """
    found: dict[str, None] = {}
    for address in sitemap_urls_from_robots(body.removeprefix(codecs.BOM_UTF8)):
        with suppress(ValueError):  # `http://[`
            found[urljoin(url, address)] = None
    return tuple(found)
