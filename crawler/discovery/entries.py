"""Entries: reads the entries of XML lists (sitemaps and feeds)."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from lxml import etree

from crawler.discovery.links import MAX_LINKS
from crawler.urls import MAX_URL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.etree import ParserTarget

ROOTS = frozenset({"urlset", "sitemapindex", "rss", "feed", "rdf"})
"""Root elements of XML lists, in lower case."""

_PROLOG = 65_536
_ROOT = re.compile(rb"<(?:[A-Za-z][\w.-]{0,31}:)?(?:urlset|sitemapindex|rss|feed|rdf)[\s>]", re.IGNORECASE)
# An ampersand, escaped or bare; a CDATA section matches as a whole, and is left unchanged.
_AMPERSAND = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?:amp;|(?![A-Za-z][A-Za-z0-9]{0,31};|#[0-9]{1,7};|#[xX][0-9A-Fa-f]{1,6};))",
    re.DOTALL,
)
_ONWARD = frozenset({"next", "prev-archive"})  # RFC 5005, sections 3 and 4
_ENTRIES = frozenset({"url", "sitemap", "item", "entry"})
_FIELDS = frozenset(
    {
        *("loc", "lastmod", "news/publication_date"),
        *("link", "origlink", "guid", "id", "pubdate", "date", "published", "issued", "updated", "modified"),
    }
)
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
"""The attribute that names what relative addresses in an element are relative to (XML Base)."""
_DEPTH = 2
_MAX_BASES = 4
_MAX_FIELDS = 64
_MAX_GENERATOR = 200
_CHUNK = 65_536


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """An element of an entry."""

    path: str
    """Path of element names below the entry, in lower case, without namespace: `loc`, `news/publication_date`."""
    text: str
    """The text directly in the element, stripped."""
    attributes: Mapping[str, str]
    """Attributes of the element."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One `url`, `sitemap`, `item` or `entry` of a list."""

    name: str
    """The element's name, in lower case."""
    fields: list[Field]
    """Elements that discovery uses, in document order."""
    bases: tuple[str, ...] = ()
    """The values of `xml:base` of the elements around it and of its own, the outermost first; the innermost four."""

    def first(self, *paths: str) -> str:
        """Return the first non-empty text at one of the paths, tried in order; else the empty string."""
        for path in paths:
            for item in self.fields:
                if item.path == path and item.text:
                    return item.text
        return ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """The content of an XML list."""

    root: str = ""
    """Name of the root element, in lower case; the empty string when the body is no XML list."""
    entries: Sequence[Entry] = ()
    """Entries in document order, at most `MAX_LINKS`."""
    next: str = ""
    """Address of the next page, as written."""
    generator: str = ""
    """Name of the program that made the list, in lower case."""
    ended: bool = False
    """Whether the list's root element ends, or holds more entries than `MAX_LINKS`."""


@dataclass(slots=True)
class _Open:
    """An element that has not ended yet."""

    name: str
    attributes: Mapping[str, str]
    texts: list[str] = field(default_factory=list)
    size: int = 0


@lru_cache(maxsize=1024)
def _name(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2].lower()  # an undeclared prefix is still in the name


class _Reader:
    """A parser's target that builds no tree, so that a hostile list cannot make memory grow."""

    def __init__(self) -> None:
        self.root = ""
        self.next = ""
        self.generator = ""
        self._in_generator = False
        self.ended = False
        self.entries: list[Entry] = []
        self._entry: Entry | None = None
        self._depth = 0
        self._open: list[_Open] = []
        self._bases: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = _name(tag)
        self.root = self.root or name
        if self._entry is None:
            base = attributes.get(XML_BASE, "").strip()
            self._bases.append(base if len(base) <= MAX_URL else "")
            if name in _ENTRIES:
                bases = tuple(filter(None, self._bases))[-_MAX_BASES:]
                self._entry = Entry(name=name, fields=[], bases=bases)
            elif name == "link" and attributes.get("rel") in _ONWARD:
                self.next = self.next or attributes.get("href", "")
            self._in_generator = name == "generator"
            return
        self._depth += 1
        if self._depth <= _DEPTH:
            self._open.append(_Open(name, dict(attributes)))

    def data(self, text: str) -> None:
        if self._in_generator and len(self.generator) <= _MAX_GENERATOR:
            self.generator += text[:_MAX_GENERATOR].lower()
        if not self._open or self._depth > _DEPTH:
            return
        element = self._open[-1]
        element.size += len(text)
        if element.size <= MAX_URL:
            element.texts.append(text)

    def end(self, tag: str) -> None:
        del tag  # an end tag closes the innermost open element, even if a broken list gives it another name
        if self._entry is None or not self._depth:
            self._in_generator = False
            del self._bases[-1:]
            self.ended = self.ended or not self._bases
            if self._entry is not None:
                self.entries.append(self._entry)
                self._entry = None
            return
        if self._depth <= _DEPTH:
            element = self._open.pop()
            path = f"{self._open[0].name}/{element.name}" if self._open else element.name
            if path in _FIELDS and len(self._entry.fields) < _MAX_FIELDS and element.size <= MAX_URL:
                text = "".join(element.texts).strip()
                self._entry.fields.append(Field(path=path, text=text, attributes=element.attributes))
        self._depth -= 1

    def close(self) -> None:
        """Do nothing: an entry that is still open was cut."""


def read(xml: bytes) -> Listing:
    """Read an XML list.

    External entities are never fetched; the parser bounds internal ones. Errors in the list are tolerated: text before
    the root (a warning of the site's script, a surrounding HTML page), entities of HTML, and bare ampersands in
    addresses.

    Args:
        xml: UTF-8, even when the XML declaration names another encoding.
    """
    if b"&" in xml:
        # After its first error, libxml2 drops references by name, `&amp;` too, but not those by number.
        xml = _AMPERSAND.sub(lambda match: b"&#38;" if match[0][:1] == b"&" else match[0], xml)
    listing = _read(xml)
    if listing.root:
        return listing
    root = _ROOT.search(xml, 0, _PROLOG)
    wrapped = _read(xml[root.start() :]) if root and root.start() else listing
    return wrapped if wrapped.entries else listing


def _read(xml: bytes) -> Listing:
    """Parse an XML list, as far as it can be parsed."""
    reader = _Reader()
    parser = etree.XMLParser(
        target=cast("ParserTarget[None]", reader),
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
    )
    with suppress(etree.LxmlError):  # entries read before the error count
        for begin in range(0, len(xml), _CHUNK):
            parser.feed(xml[begin : begin + _CHUNK])
            if len(reader.entries) >= MAX_LINKS or (reader.root and reader.root not in ROOTS):
                break
        else:
            parser.close()
    if reader.root not in ROOTS:
        return Listing()
    return Listing(
        root=reader.root,
        entries=reader.entries[:MAX_LINKS],
        next=reader.next,
        generator=reader.generator.strip(),
        ended=reader.ended or len(reader.entries) >= MAX_LINKS,
    )
