"""Feeds: RSS 0.9x, 1.0 and 2.0 and Atom (RFC 4287)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.discovery.entries import Entry

TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})
"""Media types of feeds in an HTML page's `<link rel=alternate>`."""


def address(entry: Entry) -> str:
    """Return the address of an `item` or `entry`, as written; the empty string without one.

    An RSS link is text. An Atom link (also inside RSS) is an attribute, and may point to something other than the
    page. A guid is an address unless `isPermaLink` is false.
    """
    links = [field for field in entry.fields if field.path == "link"]
    texts = [field.text for field in links]
    pages = [
        field.attributes.get("href", "") for field in links if field.attributes.get("rel", "alternate") == "alternate"
    ]
    guids = [
        field.text
        for field in entry.fields
        if field.path == "guid" and field.attributes.get("isPermaLink", "true").strip().lower() != "false"
    ]
    return next(filter(None, (*texts, *pages, *guids)), "")


def date(entry: Entry) -> str:
    """Return the time of publication of an `item` or `entry`, else of its last change, as written."""
    return entry.first("pubdate", "published", "issued", "date", "updated", "modified")


def changed(entry: Entry) -> str:
    """Return the time of the last change of an `item` or `entry`, as written."""
    return entry.first("updated", "modified")
