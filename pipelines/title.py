"""The page's headline, without the site's name."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from pipelines.normalize import normalize_line
from pipelines.structured import articles_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from pipelines.structured import Node

_SEPARATOR = re.compile(r"\s+[|\-–—»«:•·/]+\s+|\s*\|\s*")
_MAX_HEADINGS = 20


def title_of(tree: HtmlElement, nodes: tuple[Node, ...]) -> str:
    """Return the headline that the page shows; empty when it has none.

    What is on the page beats what is said about it, and what is said about it tells which of the page's headings it
    is. In this order: an `h1` that the page's metadata (JSON-LD headline, og:title, twitter:title, `title`) repeats;
    the only `h1`; the metadata, without the site's name.
    """
    site = _fold(_meta(tree, "og:site_name"))
    said = [line for line in map(normalize_line, _said(tree, nodes)) if _fold(line) and _fold(line) != site]
    page_title = normalize_line(tree.findtext(".//head/title") or tree.findtext(".//title") or "")
    headings = [line for line in map(normalize_line, _headings(tree)) if _fold(line) and _fold(line) != site]
    for heading in headings:
        folded = _fold(heading)
        if any(folded == _fold(line) for line in said):
            return heading
    for heading in headings:
        folded = _fold(heading)
        if any(_fold(line).startswith(folded) for line in (*said, page_title)):
            return heading
    if len(set(headings)) == 1:
        return headings[0]
    if said:
        return _without_site(said[0], site)
    return "" if not site or _fold(page_title) == site else _without_site(page_title, site)


def _headings(tree: HtmlElement) -> Iterator[str]:
    for element in tree.xpath(f"(//h1)[position() <= {_MAX_HEADINGS}]"):
        yield element.text_content()


def _said(tree: HtmlElement, nodes: tuple[Node, ...]) -> Iterator[str]:
    for article in articles_of(nodes):
        if isinstance(headline := article.get("headline"), str):
            yield headline
    yield _meta(tree, "og:title")
    yield _meta(tree, "twitter:title")


def _meta(tree: HtmlElement, name: str) -> str:
    found = tree.xpath("//meta[@property=$name or @name=$name]/@content", name=name)
    return str(found[0]) if found else ""


def _without_site(line: str, site: str) -> str:
    """Take the site's name off a title's end or beginning, where a separator sets it off."""
    for cut in reversed(list(_SEPARATOR.finditer(line))):
        if site and _fold(line[cut.end() :]) == site:
            return line[: cut.start()].strip()
        if site and _fold(line[: cut.start()]) == site:
            return line[cut.end() :].strip()
    return line


def _fold(line: str) -> str:
    """Return the letters and digits alone, for comparing: quotes, dots and diacritics differ between two places."""
    return "".join(char for char in unicodedata.normalize("NFKC", line).casefold() if char.isalnum())
