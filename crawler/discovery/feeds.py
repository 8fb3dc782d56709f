"""Feeds: RSS 0.9x, 1.0 and 2.0 and Atom (RFC 4287)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.discovery.entries import Entry

TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})
"""Media types by which an HTML page announces its feeds."""


def address(entry: Entry) -> str:
    """Return what an `item` or `entry` points to, as written; the empty string when it does not say.

    An RSS link is text; an Atom link (also inside RSS) is an attribute, and may point to other things than
    the page; a guid is an address unless it says that it is not one.
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
    """Return when an `item` or `entry` was published, else last changed, as written."""
    return entry.first("pubdate", "published", "issued", "date", "updated", "modified")


def changed(entry: Entry) -> str:
    """Return when an `item` or `entry` was last changed, as written."""
    return entry.first("updated", "modified")
