"""Reads a page's statements for machines about its article: JSON-LD, microdata, and the data in its scripts.

A page may hold JSON-LD of other articles. A node counts if its address or its headline is the page's, or if it is the
only one and does not contradict the page. Microdata around the headline comes before other microdata. The page's data
are JSON objects in its scripts (Next.js and others); the object that itself holds the headline counts.
"""

from __future__ import annotations

import html
import json
import re
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from lxml.etree import XPath

from crawler.urls import canonical
from pipelines.metadata.bounds import LEAST_WORDS, MAX_DEPTH, MAX_LINE, MAX_MARKS, MAX_VALUE, MAX_VALUES
from pipelines.metadata.values import joined, listed, text_of
from pipelines.normalize import normalize_line
from pipelines.page.structured import articles_of
from pipelines.words.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from pipelines.metadata.head import PageHead
    from pipelines.metadata.places import Places
    from pipelines.page.structured import Node

_MAX_SCRIPTS = 4_000_000
_MAX_OPENINGS = 30
_PROPERTIES = XPath("descendant::*/@itemprop/..")
_PUSH = re.compile(r'__next_f\.push\(\s{0,9}\[\s{0,9}1\s{0,9},\s{0,9}"((?:[^"\\]|\\.)*+)"', re.DOTALL)


class Statements:
    """A page's statements for machines about its article."""

    def __init__(
        self, tree: HtmlElement, nodes: tuple[Node, ...], url: str, headline: str, head: PageHead, places: Places
    ) -> None:
        self._tree = tree
        self._nodes = nodes
        self._url = url
        self._headline = headline
        self._head = head
        self._places = places

    @cached_property
    def article(self) -> Node:
        """The JSON-LD node of this page's article; empty without one."""
        articles = articles_of(self._nodes)
        for node in articles:
            if self._addresses(node) & self._own_addresses:
                return node
        for node in articles:
            if self._titled(node):
                return node
        if len(articles) == 1 and not (self._addresses(articles[0]) and isinstance(articles[0].get("headline"), str)):
            return articles[0]
        return {}

    @cached_property
    def _own_addresses(self) -> frozenset[str]:
        """The page's own addresses in canonical form: the requested and the declared ones, without the front page."""
        said = (
            self._url,
            *(joined(self._url, href) for href in (self._head.canonical, *self._head.metas(["og:url"])) if href),
        )
        front = canonical(urljoin(self._url, "/"))
        return frozenset(map(canonical, said)) - {"", front}

    def _addresses(self, node: Node) -> frozenset[str]:
        """Return a node's addresses in canonical form."""
        found = [node.get("url"), node.get("@id"), *listed(node.get("mainEntityOfPage"))]
        urls = [one.get("@id") or one.get("url") if isinstance(one, dict) else one for one in found]
        return frozenset(
            canonical(joined(self._url, one)) for one in urls if isinstance(one, str) and one.startswith(("http", "/"))
        ) - {""}

    def _titled(self, node: Node) -> bool:
        """Return whether a node's headline agrees with the page's: one begins with the other."""
        said = node.get("headline") or node.get("name")
        title = fold(html.unescape(said[:MAX_VALUE])) if isinstance(said, str) else ""
        if not title:
            return False
        return any(
            ours.startswith(title) or title.startswith(ours)
            for ours in (self._places.headline_text, *self._head.titles)
            if ours
        )

    @cached_property
    def _properties(self) -> dict[str, list[HtmlElement]]:
        """The elements of the page's microdata by their property's name."""
        found: dict[str, list[HtmlElement]] = {}
        elements: Any = _PROPERTIES(self._tree)
        for element in elements[:MAX_MARKS]:
            for name in element.get("itemprop").split()[:5]:
                found.setdefault(name, []).append(element)
        return found

    def property_values(self, name: str) -> list[str]:
        """Return a property's values in microdata around the headline; else in microdata of no other article."""
        elements = self._properties.get(name, [])[:MAX_VALUES]
        own = [element for element in elements if self._is_around(element)]
        told = own or [element for element in elements if not self._places.stands_apart(element)]
        return list(dict.fromkeys(filter(None, map(_value, told))))

    def property_value(self, name: str) -> str | None:
        """Return a property's value in the microdata; None unless there is exactly one."""
        values = self.property_values(name)
        return values[0] if len(values) == 1 else None

    def _is_around(self, element: HtmlElement) -> bool:
        """Return whether the microdata item of an element holds the headline too."""
        for holder in islice(element.iterancestors(), MAX_DEPTH):
            if holder.get("itemscope") is not None:
                return holder in self._places.holders
        return False

    @cached_property
    def _object(self) -> dict[str, Any]:
        """The object of the page's data that itself holds the headline; its keys in lower case, without - and _."""
        headline = normalize_line(self._headline)
        if len(headline.split()) < LEAST_WORDS:
            return {}
        left = _MAX_SCRIPTS
        stream: list[str] = []
        for script in self._tree.iter("script"):
            source = script.text or ""
            left -= len(source)
            if left < 0:
                break
            if "ld+json" in (script.get("type") or ""):
                continue
            if "__next_f" in source:
                stream += map(_unquoted, _PUSH.findall(source))
            elif (headline[:5] in source or "\\u06" in source) and (found := _holding(source, headline)):
                return found
        return _holding("".join(stream), headline)

    def listed(self, keys: Iterable[str]) -> Iterator[Any]:
        """Yield the page's data under the first of some keys that has any, one by one."""
        yield from listed(self.told(keys))

    def told(self, keys: Iterable[str]) -> Any:
        """Return the page's data under the first of some keys that has any; None without."""
        return next((self._object[key] for key in keys if self._object.get(key)), None)


def _value(element: HtmlElement) -> str:
    """Return the value of an element of microdata: an attribute, its inner `name`, or its text."""
    for attribute in ("content", "datetime"):
        if said := element.get(attribute):
            return said[:MAX_VALUE]
    for inner in islice(element.iter("meta", "span", "a", "strong", "b", "div", "h3", "h4", "h5"), 30):
        if inner is not element and "name" in (inner.get("itemprop") or "").split():
            return (inner.get("content") or "")[:MAX_VALUE] or text_of(inner, MAX_LINE)
    return text_of(element, MAX_LINE)


def _holding(source: str, headline: str) -> dict[str, Any]:
    """Return the innermost JSON object of a script that has the headline among its values; empty without one."""
    decoder = json.JSONDecoder(strict=False)
    for written in (json.dumps(headline, ensure_ascii=False), json.dumps(headline)):
        at = source.find(written)
        start = at
        for _ in range(_MAX_OPENINGS if at > 0 else 0):
            start = source.rfind("{", 0, start)
            if start < 0:
                break
            try:
                found, end = decoder.raw_decode(source, start)
            except (ValueError, RecursionError):
                continue
            if end > at and headline in (one for one in found.values() if isinstance(one, str)):
                return {key.replace("_", "").replace("-", "").lower(): value for key, value in found.items()}
            if end > at:
                break
    return {}


def _unquoted(literal: str) -> str:
    """Return the text of a JavaScript string literal; empty for a malformed one."""
    try:
        return str(json.loads(f'"{literal}"', strict=False))
    except ValueError:
        return ""
