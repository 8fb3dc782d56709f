"""Feeds: RSS 0.9x, 1.0 and 2.0 and Atom (RFC 4287)."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from crawler.discovery.entries import XML_BASE

if TYPE_CHECKING:
    from crawler.discovery.entries import Entry, Field

TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})
"""Media types of feeds in an HTML page's `<link rel=alternate>`."""


def addresses(entry: Entry) -> list[str]:
    """Return the addresses that an `item` or `entry` may have, as written, the likeliest first.

    An RSS link is text. An Atom link (also inside RSS) is an attribute, and may point to something other than the
    page. A link may lead through a service that counts readers; `origLink` (FeedBurner) is then the page's own address.
    A guid is an address unless `isPermaLink` is false; an Atom `id` is any URI, often the page's address.
    """
    links = [field for field in entry.fields if field.path == "link"]
    pages = [_target(field) for field in links if field.attributes.get("rel", "alternate") == "alternate"]
    guids = [
        field.text
        for field in entry.fields
        if field.path == "guid" and field.attributes.get("isPermaLink", "true").strip().lower() != "false"
    ]
    others = [field.text for path in ("origlink", "id") for field in entry.fields if field.path == path]
    return [address for address in (*(field.text for field in links), *pages, *guids, *others) if address]


def _target(link: Field) -> str:
    """Return the address of an Atom link, relative to its own `xml:base` if it has one."""
    href = link.attributes.get("href", "").strip()
    with suppress(ValueError):  # `http://[`
        return urljoin(link.attributes.get(XML_BASE, "").strip(), href) if href else ""
    return ""


def date(entry: Entry) -> str:
    """Return the time of publication of an `item` or `entry`, else of its last change, as written."""
    return entry.first("pubdate", "published", "issued", "date", "updated", "modified")


def changed(entry: Entry) -> str:
    """Return the time of the last change of an `item` or `entry`, as written."""
    return entry.first("updated", "modified")
