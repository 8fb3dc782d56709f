"""Section pages: HTML that lists articles, and the JSON with which such pages load more."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast
from urllib.parse import urljoin

from lxml import etree

from crawler.discovery.feeds import TYPES
from crawler.discovery.links import MAX_LINKS
from crawler.urls import MAX_URL, netloc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import ParserTarget

_CHUNK = 65_536
_WORDPRESS_NEXT = ["next", "page-numbers"]  # WordPress's paginate_links() writes no rel
_MAX_JSON = 4_000_000
_MAX_FRAGMENTS = 1_000
_JSON = re.compile(rb"(?:[A-Za-z_$][\w$.]{0,63}\s{0,9}\(\s{0,9})?(?:\{\s*[\"}]|\[\s*(?:[\[{\"\]]|[0-9]{1,9}\s*,))")
_STRING = re.compile(r'"((?:[^"\\]++|\\.?)*+)(?:"|\Z)', re.DOTALL)
_NEXT_KEYS = frozenset({"next", "nextpage", "nextpageurl", "nexturl", "nextlink"})


@dataclass
class Section:
    """The addresses in an HTML page, as written; also the parser's target, which builds no tree."""

    base: str = ""
    """The first `<base href>` (HTML, section 4.2.3)."""
    anchors: list[str] = field(default_factory=list)
    """Targets of the page's links; with `feeds`, at most `MAX_LINKS`."""
    feeds: list[str] = field(default_factory=list)
    """Feeds that the page announces."""
    next: str = ""
    """The page's next page."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Store the address of an element, if it has one."""
        href = attributes.get("href", "").strip()
        if not href or len(self.anchors) + len(self.feeds) >= MAX_LINKS:
            return
        rel = attributes.get("rel", "").lower().split()
        if tag in ("a", "link") and ("next" in rel or attributes.get("class", "").split() == _WORDPRESS_NEXT):
            self.next = self.next or href
        if tag in ("a", "area"):
            self.anchors.append(href)
        elif tag == "base":
            self.base = self.base or href
        elif tag == "link" and "alternate" in rel:
            kind = attributes.get("type", "").partition(";")[0].strip().lower()
            if kind in TYPES:
                self.feeds.append(href)

    def end(self, tag: str) -> None:
        """Do nothing: `start` has stored the element's address."""

    def close(self) -> None:
        """Do nothing: `start` has stored all addresses."""

    def base_of(self, url: str) -> str:
        """Return the URL that relative addresses are relative to.

        Args:
            url: The page's address.
        """
        try:
            base = urljoin(url, self.base)
        except ValueError:
            return url
        return base if netloc(base) else url


def read(body: bytes) -> Section:
    """Read an HTML page, or JSON whose strings hold HTML or addresses.

    Args:
        body: UTF-8, even when its `<meta charset>` names another encoding. Of JSON, the first 4 MB are read.
    """
    section = Section()
    if _JSON.match(body):
        _read_json(body[:_MAX_JSON].decode("utf-8", "replace"), section)
    else:
        _read_html(body, section)
    return section


def _read_json(text: str, section: Section) -> None:
    """Read the strings one by one: it builds no tree, never recurses, and reads a cut body as far as it goes."""
    fragments, key, end = 0, "", 0
    for match in _STRING.finditer(text):
        name = key if text[end : match.start()].strip() == ":" else ""
        key, end = match[1], match.end()
        if "/" not in match[1] and "\\u002" not in match[1].lower():
            continue
        try:
            value = str(json.loads(f'"{match[1]}"', strict=False)).strip()
        except ValueError:  # the string was cut, or is no JSON
            continue
        if "<" in value:
            fragments += 1
            if fragments <= _MAX_FRAGMENTS:
                _read_html(value.encode("utf-8", "replace"), section)
        elif value.startswith(("http://", "https://", "/")) and len(value) <= MAX_URL:
            if name.lower().replace("_", "") in _NEXT_KEYS:
                section.next = section.next or value
            elif len(section.anchors) < MAX_LINKS:
                section.anchors.append(value)


def _read_html(html: bytes, section: Section) -> None:
    parser = etree.HTMLParser(target=cast("ParserTarget[None]", section), encoding="utf-8", no_network=True)
    with suppress(etree.LxmlError):  # an empty page; addresses read before the error count
        for begin in range(0, len(html), _CHUNK):
            parser.feed(html[begin : begin + _CHUNK])
        parser.close()
