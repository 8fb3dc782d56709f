"""Reads a page's structured data, JSON-LD (schema.org), once for all steps.

The page may be hostile: length, number and depth are bounded, and scripts that are not JSON are passed over.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

Node = dict[str, Any]
"""A JSON object of the page, unchecked: any key may be missing, any value may be of any type."""

MAX_SCRIPT = 1_000_000
"""Most characters of a script that is read."""
MAX_SCRIPTS = 50
"""Scripts of a page that are read."""
MAX_NODES = 500
"""Nodes of a page that are returned."""
MAX_DEPTH = 6
"""Levels of objects and lists inside one another that are searched for nodes."""

ARTICLES = frozenset(
    {
        "Article",
        "NewsArticle",
        "ReportageNewsArticle",
        "OpinionNewsArticle",
        "AnalysisNewsArticle",
        "BackgroundNewsArticle",
        "ReviewNewsArticle",
        "AskPublicNewsArticle",
        "AdvertiserContentArticle",
        "SatiricalArticle",
        "ScholarlyArticle",
        "TechArticle",
        "BlogPosting",
        "SocialMediaPosting",
        "Report",
    }
)
"""Types of nodes that describe an article."""

_SCRIPTS = etree.XPath(f"(//script[contains(@type, 'ld+json')])[position() <= {MAX_SCRIPTS}]")
_NESTING = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement", "item")
_OPENINGS = ("<!--", "//", "/*", "<![CDATA[", "*/")
_CLOSINGS = (";", "*/", "/*", "-->", "//", "]]>")
"""Comments and CDATA marks around the JSON of pages, which hid scripts from browsers of the 1990s."""
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")


def nodes_of(tree: HtmlElement) -> tuple[Node, ...]:
    """Return the JSON-LD nodes of a page in their order, with those inside others (`@graph`, `mainEntity`, …)."""
    nodes: list[Node] = []
    for script in _SCRIPTS(tree):
        text = script.text_content()
        if len(text) <= MAX_SCRIPT:
            for node in _nodes_in(_parsed(text), MAX_DEPTH):
                if len(nodes) == MAX_NODES:
                    return tuple(nodes)
                nodes.append(node)
    return tuple(nodes)


def types_of(node: Node) -> frozenset[str]:
    """Return a node's types, without the address or prefix of their vocabulary."""
    kinds = node.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    return frozenset(kind.rpartition("/")[2].rpartition(":")[2] for kind in named if isinstance(kind, str))


def articles_of(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return the nodes that describe an article."""
    return tuple(node for node in nodes if not ARTICLES.isdisjoint(types_of(node)))


def _parsed(text: str) -> Any:
    """Return the JSON value of a script; None when it is not JSON.

    Line ends in strings, comments around the JSON, and commas before a closing bracket are accepted.
    """
    text = _unwrapped(text)
    try:
        return json.loads(text, strict=False)
    except RecursionError:
        return None
    except ValueError:
        try:
            return json.loads(_TRAILING_COMMA.sub("", text), strict=False)
        except (ValueError, RecursionError):
            return None


def _unwrapped(text: str) -> str:
    """Return a script without comment and CDATA marks at its ends."""
    text = text.strip()
    for _ in range(len(_OPENINGS)):
        for opening in _OPENINGS:
            text = text.removeprefix(opening).lstrip()
        for closing in _CLOSINGS:
            text = text.removesuffix(closing).rstrip()
    return text


def _nodes_in(found: Any, depth: int) -> Iterator[Node]:
    """Yield the objects in a JSON value: the value, the entries of lists, and objects under the keys of `_NESTING`."""
    if not depth:
        return
    if isinstance(found, list):
        for entry in found:
            yield from _nodes_in(entry, depth - 1)
    elif isinstance(found, dict):
        yield found
        for key in _NESTING:
            yield from _nodes_in(found.get(key), depth - 1)
