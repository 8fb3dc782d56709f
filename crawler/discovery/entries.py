"""Entries: what the XML lists (sitemaps and feeds) have in common."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from lxml import etree

from crawler.discovery.links import MAX_LINKS
from crawler.urls import MAX_URL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import ParserTarget

ROOTS = frozenset({"urlset", "sitemapindex", "rss", "feed", "rdf"})
"""Names of the elements that XML lists begin with, in lower case."""

_ENTRIES = frozenset({"url", "sitemap", "item", "entry"})
_FIELDS = frozenset(
    {
        *("loc", "lastmod", "news/publication_date"),
        *("link", "guid", "pubdate", "date", "published", "issued", "updated", "modified"),
    }
)
_DEPTH = 2
_MAX_FIELDS = 64
_CHUNK = 65_536


@dataclass(frozen=True, kw_only=True)
class Field:
    """An element of an entry."""

    path: str
    """Its name below the entry, in lower case and without namespace: `loc`, `news/publication_date`."""
    text: str
    """The text directly in it, without white space around."""
    attributes: Mapping[str, str]
    """Its attributes."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One `url`, `sitemap`, `item` or `entry` of a list."""

    name: str
    """Which of them it is."""
    fields: list[Field]
    """What of it matters to discovery, in its order."""

    def first(self, *paths: str) -> str:
        """Return the text of the first of the paths that has any; the empty string when none has."""
        texts = (field.text for path in paths for field in self.fields if field.path == path and field.text)
        return next(texts, "")


@dataclass
class _Open:
    name: str
    attributes: Mapping[str, str]
    texts: list[str] = field(default_factory=list)
    size: int = 0


class _Reader:
    """A parser's target: it keeps no tree, so that memory does not grow with what a hostile list holds."""

    def __init__(self) -> None:
        self.root = ""
        self.entries: list[Entry] = []
        self._entry: Entry | None = None
        self._depth = 0
        self._open: list[_Open] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition("}")[2].rpartition(":")[2].lower()  # a prefix that is not declared stays in the name
        self.root = self.root or name
        if self._entry is None:
            if name in _ENTRIES:
                self._entry = Entry(name=name, fields=[])
            return
        self._depth += 1
        if self._depth <= _DEPTH:
            self._open.append(_Open(name, dict(attributes)))

    def data(self, text: str) -> None:
        if not self._open or self._depth > _DEPTH:
            return
        element = self._open[-1]
        element.size += len(text)
        if element.size <= MAX_URL:
            element.texts.append(text)

    def end(self, tag: str) -> None:
        del tag  # it closes what is open, whatever a broken list calls it
        if self._entry is None:
            return
        if not self._depth:
            self.entries.append(self._entry)
            self._entry = None
            return
        if self._depth <= _DEPTH:
            path = "/".join(element.name for element in self._open)
            element = self._open.pop()
            if path in _FIELDS and len(self._entry.fields) < _MAX_FIELDS and element.size <= MAX_URL:
                text = "".join(element.texts).strip()
                self._entry.fields.append(Field(path=path, text=text, attributes=element.attributes))
        self._depth -= 1

    def close(self) -> None:
        """Do nothing: an entry that a cut list left open is not whole."""


def read(xml: bytes) -> tuple[str, list[Entry]]:
    """Read an XML list.

    External entities are never fetched, its own are bounded by the parser, and errors in it are passed over.

    Args:
        xml: UTF-8, whatever its XML declaration says.

    Returns:
        The root's name in lower case, and at most `MAX_LINKS` entries; the empty string and none when it
        is no XML list.
    """
    reader = _Reader()
    parser = etree.XMLParser(
        target=cast("ParserTarget[None]", reader),
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
    )
    with suppress(etree.LxmlError):  # what was read until then stands
        for begin in range(0, len(xml), _CHUNK):
            parser.feed(xml[begin : begin + _CHUNK])
            if len(reader.entries) >= MAX_LINKS or (reader.root and reader.root not in ROOTS):
                break
        else:
            parser.close()
    if reader.root not in ROOTS:
        return "", []
    return reader.root, reader.entries[:MAX_LINKS]
