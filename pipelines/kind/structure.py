"""Finds the thing that a page has instead of a text: a list, a player, pictures, a form, a challenge."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lxml import etree

from pipelines.kind.finding import Finding
from pipelines.kind.marks import properties_of
from pipelines.kind.rules import CHALLENGE_FRAMES, CHALLENGES, DOCUMENTS, MEDIA, PLAYERS, TYPES
from pipelines.kind.shape import FLASH, LINE, MANY_CARDS, MAX_ATTRIBUTE, one_line
from pipelines.page.structured import articles_of, types_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from pipelines.kind.shape import Shape
    from pipelines.page.structured import Node

SEEN = 60
"""Letters of a flash that `shape_of` counts at least: it loses links, and texts shorter than `LINE`."""
MANY_LINKS = 8
"""Fewest headline links of a list. A short article without a list beside it has at most five related links."""
MANY_CAPTIONS = 5
"""Fewest captions of a gallery, on a page without a text."""
_QUOTED = re.compile(rf'[^"]{{{FLASH},}}')
_ARABIC = re.compile(r"[\u0620-\u064a]|\\u06[2-4][0-9a-fA-F]")
_FRAMES = etree.XPath("//iframe/@src | //embed/@src | //object/@data", smart_strings=False)
_ATTRIBUTES = etree.XPath(
    f"//*[not(self::meta)]/@*[string-length() >= {FLASH}][name() != 'alt' and name() != 'title' and name() != 'href']",
    smart_strings=False,
)
_SCRIPTS = etree.XPath("//script[not(contains(@type, 'ld+json'))]/text()", smart_strings=False)
_SHELL = etree.XPath(
    "boolean(//*[@id = 'root' or @id = 'app' or @id = '__next' or @id = '__nuxt' or @id = 'q-app'] | //app-root"
    " | //noscript[contains(., 'avaScript') or contains(., 'جافا')])"
)
_PASSWORD = etree.XPath("boolean(//input[@type = 'password'])")
_CAPTIONS = etree.XPath("//figcaption")


def by_structure(tree: HtmlElement, shape: Shape, headings: list[str], url: str, *, marked: bool) -> Finding | None:
    """Find a challenge, the site's root, or the thing that a page has instead of a text.

    Args:
        tree: The page; it stays unchanged.
        shape: Its texts.
        headings: Its headings, folded.
        url: Its address.
        marked: Whether something marks it as an article.
    """
    few = shape.links < MANY_LINKS
    frames = [str(frame)[:MAX_ATTRIBUTE] for frame in islice(_FRAMES(tree), 100)]
    if few and not shape.substantial and (mark := _challenge(tree, frames)):
        return Finding("challenge", mark)
    if not few and not shape.substantial and not marked and _is_root(url):
        return Finding("section", "the site's root, with a list of headlines")
    if shape.prose >= SEEN or marked:
        return None
    listed = not few and all(len(heading.split()) < MANY_CARDS for heading in headings)
    found = _instead(tree, shape, frames, listed=listed)
    return None if found is None or _holds_text(tree) else found


def _instead(tree: HtmlElement, shape: Shape, frames: list[str], *, listed: bool) -> Finding | None:
    """Find the thing that a page without a text has instead."""
    few = shape.links < MANY_LINKS
    signs = (
        ("document", "a viewer of documents", any(map(DOCUMENTS.search, frames))),
        ("gallery", "pictures with captions", len(_CAPTIONS(tree)) >= MANY_CAPTIONS),
        ("video", "a player", any(map(PLAYERS.search, frames)) or tree.find(".//video") is not None),
        ("section", f"{shape.links} headline links", listed),
        ("login", "a password field", few and _PASSWORD(tree)),
        ("consent", "a notice about cookies", few and shape.consent >= LINE),
        ("shell", "a script to run", not shape.links and not shape.lines and _SHELL(tree)),
    )
    return next((Finding(kind, f"{evidence}, and no text") for kind, evidence, there in signs if there), None)


def _challenge(tree: HtmlElement, frames: list[str]) -> str:
    """Return the evidence of a challenge in a page's frames and scripts; empty without any."""
    for frame in frames:
        for mark in CHALLENGE_FRAMES:
            if mark in frame.lower():
                return f"a frame of {mark}"
    for script in tree.iter("script"):
        text = f"{script.get('src', '')} {script.text or ''}".lower()
        for mark in CHALLENGES:
            if mark in text:
                return f"a script of {mark}"
    return ""


def _holds_text(tree: HtmlElement) -> bool:
    """Return whether a script or an attribute has a text as long as a flash: Next.js and others keep articles there."""
    return any(
        len(_ARABIC.findall(piece)) >= FLASH
        for source in (*_SCRIPTS(tree), *_ATTRIBUTES(tree))
        for piece in _QUOTED.findall(source)
    )


def by_captions(tree: HtmlElement, nodes: tuple[Node, ...], lines: list[str]) -> Finding | None:
    """Find a text whose lines are all captions of a player or of pictures."""
    if articles_of(nodes) or "article" in properties_of(tree).get("og:type", ""):
        return None
    said = {
        one_line(text)
        for node in nodes
        if not MEDIA.isdisjoint(TYPES.get(kind, "") for kind in types_of(node))
        for text in (node.get("name"), node.get("description"), node.get("caption"))
        if isinstance(text, str)
    }
    said.update(one_line(caption.text_content()) for caption in islice(_CAPTIONS(tree), 100))
    if lines and said.issuperset(lines):
        return Finding("caption", "all of the text stands under a player or a picture")
    return None


def _is_root(url: str) -> bool:
    """Return whether an address is a site's root, without a query."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and parts.path in {"", "/"} and not parts.query
