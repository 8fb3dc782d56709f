"""Sitemaps and sitemap indexes (sitemaps.org, and Google's news extension)."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from scrapy.utils.sitemap import sitemap_urls_from_robots

from crawler.discovery.links import MAX_LINKS

if TYPE_CHECKING:
    from crawler.discovery.entries import Entry

_ADDRESS = re.compile(rb"https?://[^\s<>\"]+[ \t]*(?:[\r\n]|\Z)", re.IGNORECASE)


def address(entry: Entry) -> str:
    """Return the address of a `url` or `sitemap`, as written; the empty string without one."""
    return entry.first("loc")


def date(entry: Entry) -> str:
    """Return the time of publication of a `url`, else the last change of the `url` or `sitemap`, as written."""
    return entry.first("news/publication_date", "lastmod")


def changed(entry: Entry) -> str:
    """Return the time of the last change of a `url` or `sitemap`, as written."""
    return entry.first("lastmod")


def lines(text: bytes) -> list[str]:
    """Return the addresses of a text sitemap, which holds one absolute address a line (sitemaps.org).

    Args:
        text: UTF-8.

    Returns:
        At most `MAX_LINKS` addresses; an empty list when the first line is not an address.
    """
    if not _ADDRESS.match(text):
        return []
    addresses = (line.decode("utf-8", "replace").strip() for line in text.split(b"\n", MAX_LINKS)[:MAX_LINKS])
    return [address for address in addresses if address.lower().startswith(("http://", "https://"))]


def robots_sitemaps(body: bytes, url: str) -> tuple[str, ...]:
    """Return the sitemaps that a robots.txt names (sitemaps.org), absolute, each once, in order.

    Args:
        body: The robots.txt.
        url: Address of the robots.txt.
    """
    found: dict[str, None] = {}
    for address in sitemap_urls_from_robots(body.removeprefix(codecs.BOM_UTF8)):
        with suppress(ValueError):  # `http://[`
            found[urljoin(url, address)] = None
    return tuple(found)
