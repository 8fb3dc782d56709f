"""A page's statements about its kind: JSON-LD, microdata, properties, the classes that its CMS writes, its address."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from lxml import etree

from pipelines.kind.finding import Finding
from pipelines.kind.rules import (
    CMS_CLASSES,
    LIVE,
    LIVE_NAMES,
    MEDIA,
    OG_TYPES,
    PRICES,
    SINGLE_CLASSES,
    STANDING_PATHS,
    STANDING_TITLES,
    TYPES,
)
from pipelines.kind.shape import FLASH, MAX_ATTRIBUTE
from pipelines.page.structured import ARTICLES, articles_of, types_of
from pipelines.words.folding import fold, opens_with
from pipelines.words.letters import letters_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

    from pipelines.kind.shape import Shape
    from pipelines.page.structured import Node

CAPTION = 250
"""A text beside a player or pictures with fewer letters may be their caption: two or three sentences."""
_TYPED = etree.XPath("//@itemtype/..")  # a third of the time of //*[@itemtype]
_PAGE_TYPES = etree.XPath("/html/@itemtype | //body/@itemtype", smart_strings=False)
_CART = etree.XPath(
    "boolean(//form[contains(@action, '/cart/add') or contains(@action, '/checkout/cart/')"
    " or @id = 'product_addtocart_form' or .//*[@name = 'add-to-cart']])"
)


@dataclass(frozen=True)
class Statement:
    """A kind that a page states for itself."""

    kind: str
    """As in `Finding`."""
    evidence: str
    """As in `Finding`."""
    whole: bool
    """Whether it certainly is about the whole page; otherwise it may be about a film that an article embeds."""


class Marks(NamedTuple):
    """What a page's head and elements state, read once for the judgements before and after extraction."""

    metas: dict[str, str]
    """Its properties by name (`properties_of`)."""
    classes: frozenset[str]
    """The classes of `body` (`body_classes`)."""
    typed: list[str]
    """Its microdata types (`microdata_types`)."""


def marks_of(tree: HtmlElement) -> Marks:
    """Return the marks of a page."""
    return Marks(properties_of(tree), body_classes(tree), microdata_types(tree))


def by_live_marks(
    nodes: tuple[Node, ...], typed: list[str], shown: set[str], classes: frozenset[str], urls: Iterable[str]
) -> Finding | None:
    """Find a mark of a live blog.

    Args:
        nodes: The page's JSON-LD.
        typed: Its microdata types.
        shown: Its headings and titles, folded.
        classes: The classes of `body`, lower case.
        urls: Its addresses.
    """
    blogs = [node for node in nodes if LIVE in types_of(node)]
    if blogs and (
        not articles_of(nodes) or any(_is_shown(node, shown) or node in articles_of(nodes) for node in blogs)
    ):
        return Finding("live blog", f"JSON-LD {LIVE}")
    if LIVE in typed and ARTICLES.isdisjoint(typed):
        return Finding("live blog", f"microdata {LIVE}")
    if found := LIVE_NAMES & classes:
        return Finding("live blog", f"body class {min(found)}")
    for url in urls:
        if found := LIVE_NAMES.intersection(_segments(url)):
            return Finding("live blog", f"an address under /{min(found)}/")
    return None


def is_own_article(
    tree: HtmlElement, nodes: tuple[Node, ...], typed: list[str], shown: set[str], classes: frozenset[str]
) -> bool:
    """Return whether the page certainly is one article's."""
    if "single-post" in classes:
        return True
    articles = articles_of(nodes)
    if any(_is_shown(node, shown) for node in articles):
        return True
    bodies = [body for node in articles if isinstance(body := node.get("articleBody"), str)]
    if len(articles) == 1 and bodies and letters_in(bodies[0]) >= FLASH:
        return True
    if sum(kind in ARTICLES for kind in typed) == 1:
        body = tree.find(".//*[@itemprop='articleBody']")
        return body is not None and letters_in(body.text_content()) >= FLASH
    return False


def _is_shown(node: Node, shown: set[str]) -> bool:
    """Return whether the page's headings or title begin with the node's headline."""
    headline = node.get("headline") or node.get("name")
    if not isinstance(headline, str) or not (folded := fold(headline[:MAX_ATTRIBUTE])):
        return False
    return any(opens_with(line, folded) for line in shown)


def by_classes(classes: frozenset[str]) -> Finding | None:
    """Find the kind of page in the classes of `body`, which a CMS writes from the query that it answered."""
    if classes & SINGLE_CLASSES:
        return None
    found = (
        Finding(kind, f"body class {' '.join(sorted(needed))}") for kind, needed in CMS_CLASSES if needed <= classes
    )
    return next(found, None)


def statements_of(
    tree: HtmlElement, nodes: tuple[Node, ...], metas: dict[str, str], shown: set[str]
) -> list[Statement]:
    """Return the kinds that the page states for itself, the surest first."""
    stated = []
    of_type = metas.get("og:type", "").split(".")[0]
    if of_type in OG_TYPES:
        stated.append(Statement(OG_TYPES[of_type], f"og:type {of_type}", whole=True))
    if price := PRICES & metas.keys():
        stated.append(Statement("shop", f"meta {min(price)}", whole=True))
    if _CART(tree):
        stated.append(Statement("shop", "a form that adds to a cart", whole=True))
    for kind in _PAGE_TYPES(tree):
        name = kind.strip().rpartition("/")[2]
        if name in TYPES:
            stated.append(Statement(TYPES[name], f"microdata {name}", whole=True))
    stated += [
        Statement(TYPES[name], f"JSON-LD {name}", whole=_is_shown(node, shown))
        for node in nodes
        for name in sorted(types_of(node))
        if name in TYPES
    ]
    return stated


def is_standing(stated: list[Statement], named: set[str], classes: frozenset[str], url: str) -> bool:
    """Return whether the title and a second sign show a standing page.

    The type alone is not enough: it may be nested in the publisher's own node.
    """
    return not named.isdisjoint(STANDING_TITLES) and (
        any(each.kind == "standing" for each in stated)
        or not STANDING_PATHS.isdisjoint(_segments(url)[-1:])
        or {"page", "page-template-default"} <= classes
    )


def by_statements(stated: list[Statement], shape: Shape, *, marked: bool) -> Finding | None:
    """Find a statement that the page's texts bear out.

    Args:
        stated: The kinds that the page states for itself.
        shape: Its texts.
        marked: Whether something marks it as an article.
    """
    for each in stated:
        if each.kind in MEDIA:
            if shape.prose < (CAPTION if each.whole and not marked else FLASH):
                return Finding(each.kind, f"{each.evidence}, and {shape.prose} letters of text")
        elif each.kind != "standing" and not shape.substantial and not (each.kind == "shop" and marked):
            return Finding(each.kind, each.evidence)
    return None


def properties_of(tree: HtmlElement) -> dict[str, str]:
    """Return the page's properties by name, the first value of each; `og:type` in lower case."""
    metas: dict[str, str] = {}
    for meta in islice(filter(_is_property, tree.iter("meta")), 300):
        name = (meta.get("property") or meta.get("name") or "").strip().lower()
        value = meta.get("content", "").strip()[:MAX_ATTRIBUTE]
        metas.setdefault(name, value.lower() if name == "og:type" else value)
    return metas


def _is_property(meta: HtmlElement) -> bool:
    named = meta.get("property") is not None or meta.get("name") is not None
    return named and meta.get("content") is not None


def body_classes(tree: HtmlElement) -> frozenset[str]:
    """Return the classes of `body`, lower case."""
    body = next(tree.iter("body"), None)
    return frozenset(() if body is None else body.get("class", "")[:4_000].lower().split())


def microdata_types(tree: HtmlElement) -> list[str]:
    """Return the microdata types in the page's order, without the vocabulary's address."""
    return [element.get("itemtype").strip().rstrip("/").rpartition("/")[2] for element in islice(_TYPED(tree), 300)]


def canonical_of(tree: HtmlElement) -> str:
    """Return the address of `link rel=canonical` unchanged; empty without one."""
    link = tree.find(".//link[@rel='canonical']")
    return "" if link is None else link.get("href", "")


def _segments(url: str) -> list[str]:
    """Return the segments of an address's path, lower case, each up to its first dot; none for a malformed address."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return []
    return [segment.partition(".")[0].lower() for segment in path.split("/") if segment]
