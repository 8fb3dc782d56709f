"""Requisites: finds the style sheets and images by which a page looks as it does."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast
from urllib.parse import urljoin

from lxml import etree

from crawler.discovery.addresses import absolute
from crawler.discovery.bodies import utf8
from crawler.urls import netloc

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lxml.etree import ParserTarget

MAX_FOUND = 1_000
"""Addresses that are read of a page or a style sheet, at most."""
WIDEST = 1_200
"""Pixels of the widest image that is chosen of a `srcset`: that of a usual screen."""
_CHUNK = 65_536
_SHEET = 65_536
"""Bytes at the beginning of a style sheet in which its imports are looked for; they stand before all rules."""
_MAX_SRCSET = 20_000
LATER = ("data-src", "data-lazy-src", "data-original")
"""Attributes of an image's address for scripts that load it when it comes into sight."""
SETS = ("srcset", "data-srcset")
"""Attributes of an image's addresses in several sizes."""
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_IMPORT = re.compile(r"@import\s{1,9}(?:url\(\s{0,9})?[\"']?([^\"'()\s;]{1,2000})", re.IGNORECASE)
_BACKGROUND = re.compile(r"url\(\s{0,9}[\"']?([^\"'()\s]{1,2000})", re.IGNORECASE)
_WIDTH = re.compile(r"(\d{1,6})w")


@dataclass
class _Found:
    """The addresses in an HTML page, as written; also the parser's target, which builds no tree."""

    base: str = ""
    sheets: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    _style: list[str] | None = None
    """The pieces of the `style` element that is open; None outside of one."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Store the addresses of an element."""
        self._style = [] if tag == "style" else None
        if len(self.sheets) + len(self.images) >= MAX_FOUND:
            return
        if tag == "base":
            self.base = self.base or attributes.get("href", "").strip()
        elif tag == "link":
            rel = attributes.get("rel", "").lower().split()
            if "stylesheet" in rel and "alternate" not in rel:
                self.sheets.append(attributes.get("href", ""))
        elif tag == "img":
            self.images += (attributes.get(name, "") for name in ("src", *LATER))
        elif tag == "video":
            self.images.append(attributes.get("poster", ""))
        if tag in ("img", "source"):
            self.images += (chosen_size(attributes.get(name, "")) for name in SETS)
        self.images += _BACKGROUND.findall(attributes.get("style", "")[:_MAX_SRCSET])

    def data(self, text: str) -> None:
        """Keep the text of a `style` element."""
        if self._style is not None:
            self._style.append(text)

    def end(self, tag: str) -> None:
        """Store the imports of a `style` element that ends."""
        del tag  # a `style` element has no elements in it
        if self._style:
            self.sheets += _imports("".join(self._style))
        self._style = None

    def close(self) -> None:
        """Do nothing: all addresses are stored."""


def requisites(body: bytes, content_type: str, url: str) -> list[str]:
    """Return the addresses of a page's style sheets and images, each once, the style sheets first.

    Of the sizes in a `srcset` one is chosen: the widest of at most `WIDEST` pixels, else the first. Images that a style
    sheet names, fonts, scripts, films and frames are left out. Nothing is raised, whatever the body holds.

    Args:
        body: The page's decoded body.
        content_type: Its Content-Type header; empty without one.
        url: Its address.
    """
    html, found = utf8(body, content_type), _Found()
    parser = etree.HTMLParser(target=cast("ParserTarget[None]", found), encoding="utf-8", no_network=True)
    with suppress(etree.LxmlError):  # an empty page; addresses read before the error count
        for begin in range(0, len(html), _CHUNK):
            parser.feed(html[begin : begin + _CHUNK])
        parser.close()
    base = url
    with suppress(ValueError):  # `http://[`
        base = urljoin(url, found.base)
    return _unique((*found.sheets, *found.images), base if netloc(base) else url)


def imported(body: bytes, content_type: str, url: str) -> list[str]:
    """Return the addresses of the style sheets that a style sheet imports (CSS Cascading Level 4, section 2).

    Args:
        body: The style sheet's decoded body.
        content_type: Its Content-Type header; empty without one.
        url: Its address.
    """
    return _unique(_imports(utf8(body[:_SHEET], content_type).decode("utf-8", "replace")), url)


def _imports(sheet: str) -> list[str]:
    return _IMPORT.findall(_COMMENT.sub(" ", sheet[:_SHEET]))[:MAX_FOUND]


def _unique(addresses: Iterable[str], base: str) -> list[str]:
    """Return the absolute forms of addresses, each once; those that are no http(s) URL are left out."""
    urls = (absolute(address.strip(), base) for address in addresses if address)
    return list(dict.fromkeys(url for url in urls if url))[:MAX_FOUND]


def chosen_size(srcset: str) -> str:
    """Return the address of the size to fetch (HTML, section 4.8.4.2.1, "srcset attributes"); empty without one."""
    sizes: list[tuple[int, str]] = []
    tokens = iter(srcset[:_MAX_SRCSET].split())
    for token in tokens:
        address, width = token.rstrip(","), 0
        while not token.endswith(",") and (token := next(tokens, ",")) != ",":
            if match := _WIDTH.match(token):
                width = int(match[1])
        if address:
            sizes.append((width, address))
    fitting = [size for size in sizes if size[0] <= WIDEST]
    return max(fitting, key=lambda size: size[0])[1] if fitting else next((address for _, address in sizes), "")
