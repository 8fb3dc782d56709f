"""Section pages: HTML that lists articles."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast
from urllib.parse import urljoin

from lxml import etree

from crawler.discovery.feeds import TYPES
from crawler.discovery.links import MAX_LINKS
from crawler.urls import netloc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import ParserTarget

_CHUNK = 65_536


@dataclass
class Section:
    """The addresses in an HTML page, as written; also the parser's target, which keeps no tree."""

    base: str = ""
    """What `<base href>` says; the first one counts (HTML, section 4.2.3)."""
    anchors: list[str] = field(default_factory=list)
    """Where its links point, at most `MAX_LINKS`."""
    feeds: list[str] = field(default_factory=list)
    """Feeds that it announces."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take in an element that bears an address."""
        href = attributes.get("href", "").strip()
        if not href or len(self.anchors) + len(self.feeds) >= MAX_LINKS:
            return
        if tag in ("a", "area"):
            self.anchors.append(href)
        elif tag == "base":
            self.base = self.base or href
        elif tag == "link" and "alternate" in attributes.get("rel", "").lower().split():
            kind = attributes.get("type", "").partition(";")[0].strip().lower()
            if kind in TYPES:
                self.feeds.append(href)

    def end(self, tag: str) -> None:
        """Do nothing: an element's address is known when it begins."""

    def close(self) -> None:
        """Do nothing: all was taken in as it came."""

    def base_of(self, url: str) -> str:
        """Return what relative addresses are relative to.

        Args:
            url: Where the page was found.
        """
        try:
            base = urljoin(url, self.base)
        except ValueError:
            return url
        return base if netloc(base) else url


def read(html: bytes) -> Section:
    """Read an HTML page.

    Args:
        html: UTF-8, whatever its `<meta charset>` says.
    """
    section = Section()
    parser = etree.HTMLParser(target=cast("ParserTarget[None]", section), encoding="utf-8", no_network=True)
    with suppress(etree.LxmlError):  # an empty page; what was read until then stands
        for begin in range(0, len(html), _CHUNK):
            parser.feed(html[begin : begin + _CHUNK])
        parser.close()
    return section
