"""Changes pages and texts as a site or a crawl that nobody here has seen would serve them; the gold stays the same."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

from lxml import html

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.html import HtmlElement

STATING = ("og:", "twitter:", "article:", "dc.", "dcterms", "parsely", "sailthru", "cxense", "author", "description")
"""Beginnings of the names of meta tags that state facts about an article."""
DATING = ("date", "pubdate", "publish", "lastmod")
"""The same, for its dates."""
SECTIONING = ("article", "section", "main", "header", "footer", "aside", "nav", "figure", "figcaption")
"""Elements by which a page names its parts."""
LOWER_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_SENTENCE = (".", "؟", "!", "…", ":", "»", '"')
_LONG_WORD = re.compile("(?<![\u0621-\u064a])([\u0628\u062a-\u062e\u0633-\u063a\u0641-\u0647][\u0621-\u064a]{3,})")
_FORM = {
    unicodedata.normalize("NFKC", form): form
    for form in map(chr, range(0xFE80, 0xFEF5))
    if unicodedata.decomposition(form).startswith("<isolated>")
}
"""The isolated presentation form of each Arabic letter."""


def without_names(tree: HtmlElement) -> None:
    """Rename classes and ids, and remove microdata, roles and data attributes.

    The new names look like those that style sheets of today get from a program: letters and digits without a meaning.
    """
    for element in tree.iter("*"):
        attributes = element.attrib
        for name in list(attributes):
            if name in ("class", "id"):
                attributes[name] = " ".join(map(_renamed, attributes[name].split()))
            elif name.startswith(("item", "data-", "aria-")) or name in _naming(element):
                del attributes[name]


def without_metadata(tree: HtmlElement) -> None:
    """Remove JSON-LD, the meta tags that state facts about the article, and microdata."""
    for script in list(tree.iter("script")):
        if "ld+json" in script.get("type", ""):
            script.drop_tree()
    for meta in list(tree.iter("meta")):
        if (meta.get("property") or meta.get("name") or "").lower().startswith(STATING + DATING):
            meta.drop_tree()
    for element in tree.iter("*"):
        for name in list(element.attrib):
            if name.startswith("item") or name in _naming(element):
                del element.attrib[name]


def flat(tree: HtmlElement) -> None:
    """Make a page of `div` and `h1` only, without names and metadata."""
    without_names(tree)
    without_metadata(tree)
    for element in tree.iter(*SECTIONING, *LOWER_HEADINGS):
        element.tag = "div"
    for element in tree.iter("time"):
        element.tag = "span"


def changed_page(text: str, change: str) -> bytes:
    """Return a decoded page after a change of `PAGE_CHANGES`, in UTF-8."""
    tree = html.document_fromstring(text, parser=html.HTMLParser(encoding="utf-8"))
    PAGE_CHANGES[change](tree)
    return b"<!DOCTYPE html>\n" + html.tostring(tree, encoding="utf-8")


def _naming(element: HtmlElement) -> tuple[str, ...]:
    """Return the attributes that name an element's role; a meta tag's `property` is no such name."""
    return ("role", "typeof", "vocab") if element.tag == "meta" else ("role", "typeof", "vocab", "property")


def _renamed(name: str) -> str:
    return f"k{hashlib.sha256(name.encode()).hexdigest()[:7]}"


def _in_forms(text: str) -> str:
    return "".join(_FORM.get(letter, letter) for letter in text)


def _with_bullets(text: str) -> str:
    """Put a bullet before each line that is no sentence."""
    return "\n".join(
        line if not line or line.endswith(_SENTENCE) else f"\N{BULLET} {line}" for line in text.split("\n")
    )


PAGE_CHANGES: dict[str, Callable[[HtmlElement], None]] = {
    "names": without_names,
    "meta": without_metadata,
    "flat": flat,
}
"""By name: the change, made in place."""
SPELLINGS: dict[str, Callable[[str], str]] = {
    "CR LF": lambda text: text.replace("\n", "\r\n"),
    "blank lines": lambda text: text.replace("\n", "\n \n\n"),
    "no-break spaces": lambda text: text.replace(" ", "\N{NO-BREAK SPACE}"),
    "direction marks": lambda text: "\n".join(
        f"\N{RIGHT-TO-LEFT MARK}{line}\N{RIGHT-TO-LEFT MARK}" for line in text.split("\n")
    ),
    "presentation forms": _in_forms,
}
"""Changes of a text that normalization undoes, so the result must be the same to the byte."""
TEXT_CHANGES: dict[str, Callable[[str], str]] = {
    **SPELLINGS,
    "tatweel": lambda text: _LONG_WORD.sub(lambda word: f"{word[0][0]}\N{ARABIC TATWEEL}{word[0][1:]}", text),
    "bullets": _with_bullets,
    "one line": lambda text: " ".join(text.split("\n")),
}
"""Changes of a text after which the same lines must go."""
