"""What a page says of itself for machines: JSON-LD (schema.org), read once and handed to who asks.

Hostile like all of the page: bounded in length, number and depth; what is not JSON is passed over.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

Node = dict[str, Any]
"""A JSON object as the page has it: any key may be missing, any value may be of any type."""

MAX_SCRIPT = 1_000_000
"""Characters of one script."""
MAX_SCRIPTS = 50
MAX_NODES = 500
MAX_DEPTH = 6
"""Objects inside one another in which further nodes are looked for."""

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
"""Types whose node describes an article."""

_NESTING = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement", "item")
_OPENINGS = ("<!--", "//", "/*", "<![CDATA[", "*/")
_CLOSINGS = (";", "*/", "/*", "-->", "//", "]]>")
"""What pages wrap their JSON in, against readers of the last century."""
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")


def nodes_of(tree: HtmlElement) -> tuple[Node, ...]:
    """Return the JSON-LD nodes of a page in their order, those inside others (`@graph`, `mainEntity`, …) included."""
    nodes: list[Node] = []
    for script in tree.xpath(f"(//script[contains(@type, 'ld+json')])[position() <= {MAX_SCRIPTS}]"):
        text = script.text_content()
        if len(text) <= MAX_SCRIPT:
            for node in _nodes_in(_parsed(text), MAX_DEPTH):
                if len(nodes) == MAX_NODES:
                    return tuple(nodes)
                nodes.append(node)
    return tuple(nodes)


def types_of(node: Node) -> frozenset[str]:
    """Return a node's types, without the vocabulary's address."""
    kinds = node.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    return frozenset(kind.rpartition("/")[2].rpartition(":")[2] for kind in named if isinstance(kind, str))


def articles_of(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return the nodes that describe an article."""
    return tuple(node for node in nodes if not ARTICLES.isdisjoint(types_of(node)))


def _parsed(text: str) -> Any:
    """Return what a script holds; None when it is no JSON. Line ends in strings, comments and spare commas pass."""
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
    text = text.strip()
    for _ in range(len(_OPENINGS)):
        for opening in _OPENINGS:
            text = text.removeprefix(opening).lstrip()
        for closing in _CLOSINGS:
            text = text.removesuffix(closing).rstrip()
    return text


def _nodes_in(found: Any, depth: int) -> Iterator[Node]:
    if not depth:
        return
    if isinstance(found, list):
        for entry in found:
            yield from _nodes_in(entry, depth - 1)
    elif isinstance(found, dict):
        yield found
        for key in _NESTING:
            yield from _nodes_in(found.get(key), depth - 1)
