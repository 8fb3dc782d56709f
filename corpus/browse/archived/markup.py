"""Rewrites archived pages: what is left looks like the page, runs nothing, and reaches nothing outside the archive.

Elements and attributes are kept by lists of those that are harmless, and written anew from the parsed tree, so that no
browser reads in the result what the parser did not. Scripts, frames, forms, media, fonts, drawings in SVG, refreshes,
hints to fetch in advance and data: URLs are left out. Links lead to the archive, images and style sheets come from it.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from lxml import etree

from corpus.browse.archived.address import Form, memento_path, resolved
from corpus.browse.archived.styles import declarations, sheet
from crawler.discovery.requisites import LATER, SETS, chosen_size
from crawler.items import Reason
from pipelines.page.charset import decode
from pipelines.page.parsing import parsed
from pipelines.rejected import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from corpus.browse.archived.styles import Linked

LONGEST = 8 << 20
"""Bytes of a page that is rewritten, at most."""
MOST_ELEMENTS = 100_000
"""Elements of a page, at most; the rest is left out."""
MOST_STYLES = 2 << 20
"""Characters of all styles in a page, at most; the rest is left out."""
_VOID = frozenset(("area", "br", "col", "hr", "img", "link", "source", "wbr"))
_KEPT = frozenset(
    (
        *(
            "a",
            "abbr",
            "acronym",
            "address",
            "area",
            "article",
            "aside",
            "b",
            "bdi",
            "bdo",
            "big",
            "blockquote",
            "body",
        ),
        *(
            "br",
            "caption",
            "center",
            "cite",
            "code",
            "col",
            "colgroup",
            "dd",
            "del",
            "details",
            "dfn",
            "div",
            "dl",
            "dt",
        ),
        *("em", "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header"),
        *("hgroup", "hr", "html", "i", "img", "ins", "kbd", "li", "link", "main", "map", "mark", "menu", "nav", "nobr"),
        *("ol", "p", "picture", "pre", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "section", "small", "source"),
        *("span", "strike", "strong", "style", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead"),
        *("time", "title", "tr", "tt", "u", "ul", "var", "wbr"),
    )
)
"""Elements that are kept; of others the content is kept, unless they are dropped."""
_DROPPED = frozenset(
    (
        *(
            "script",
            "template",
            "object",
            "applet",
            "iframe",
            "frameset",
            "noframes",
            "noembed",
            "portal",
            "fencedframe",
        ),
        *("audio", "video", "canvas", "svg", "math", "select", "textarea", "option", "optgroup", "datalist", "output"),
        *("progress", "meter", "xmp", "plaintext", "listing", "dialog", "slot"),
    )
)
"""Elements that are left out with their content."""
_EVERYWHERE = frozenset(("class", "dir", "hidden", "id", "lang", "role", "title"))
_ATTRIBUTES = {
    name: frozenset(attributes.split())
    for names, attributes in (
        ("a", "name"),
        ("area", "alt coords shape"),
        ("body", "bgcolor text link alink vlink"),
        ("col colgroup", "align span valign width"),
        ("details", "open"),
        ("div h1 h2 h3 h4 h5 h6 p caption", "align"),
        ("font", "color face size"),
        ("hr", "align color size width"),
        ("img", "align alt border height hspace sizes vspace width"),
        ("li", "value"),
        ("map", "name"),
        ("ol", "reversed start type"),
        ("source", "media sizes"),
        ("table", "align bgcolor border cellpadding cellspacing width"),
        ("tbody td tfoot th thead tr", "abbr align bgcolor colspan headers height nowrap rowspan scope valign width"),
        ("time del ins", "datetime"),
        ("ul", "type"),
    )
    for name in names.split()
}
"""Attributes that are kept, by their elements, beside those that every element may have."""
_ARIA = re.compile(r"aria-[a-z]{1,30}")
_BACKGROUNDS = frozenset(("body", "table", "td", "th", "tr"))
"""Elements whose attribute `background` names an image."""
MOST_ATTRIBUTES = 500
"""Attributes of a tag, at most: libxml2 takes a time that grows with their square."""
_TAG = r"""[^>"'=]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?+|["']"""
_TOKEN = re.compile(
    rf"<!--.*?(?:-->|\Z)"
    rf"|(?P<raw><(?P<name>script|style|title|textarea|xmp|iframe|noembed|noframes)(?=[\s/>])(?:{_TAG})*+>?)"
    r".*?(?:</(?P=name)|\Z)"
    rf"|(?P<tag><[a-z](?:{_TAG})*+>?)",
    re.IGNORECASE | re.DOTALL,
)
"""Comments, elements whose content is text, and tags (HTML Living Standard, 13.2.5); nothing is matched twice."""
_ONE_ATTRIBUTE = re.compile(r"""[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>]++)?+)?+""")
_DOCTYPE = re.compile(r"\s*<!doctype", re.IGNORECASE)


def rewritten(body: bytes, content_type: str, url: str, timestamp: str, key: str = "") -> str:
    """Return an archived page that can be shown; UTF-8.

    Args:
        body: The body after content-decoding.
        content_type: The response's Content-Type header.
        url: The page's URL.
        timestamp: The page's moment, which its images and style sheets get too.
        key: The key in their addresses; empty for none.

    Raises:
        Rejected: A browser could show it, but not this.
    """
    text = decode(body[:LONGEST], content_type)
    if _has_endless_tag(text):
        raise Rejected(Reason.TOO_LARGE, f"a tag has more than {MOST_ATTRIBUTES} attributes")
    root = parsed(text)
    if root is None:
        return f"<!doctype html><pre>{escape(text)}</pre>"
    mode = "<!doctype html>" if _DOCTYPE.match(text) else ""
    return mode + "".join(_Page(_base(root, url), timestamp, key).written(root))


def _has_endless_tag(text: str) -> bool:
    """Return whether a tag has more than `MOST_ATTRIBUTES` attributes."""
    for token in _TOKEN.finditer(text):
        tag = token["raw"] or token["tag"] or ""
        if len(tag) > 2 * MOST_ATTRIBUTES and sum(1 for _ in _ONE_ATTRIBUTE.finditer(tag)) > MOST_ATTRIBUTES:
            return True
    return False


def _base(root: HtmlElement, url: str) -> str:
    """Return the URL against which a page's references are resolved: by its first `base`, else its own."""
    element = root.find(".//base[@href]")
    return (resolved(url, element.get("href") or "") if element is not None else "") or url


class _Page:
    """Writes a page anew.

    Args:
        base: The URL against which references are resolved.
        timestamp: The moment of what it refers to.
        key: The key in the addresses of images and style sheets.
    """

    def __init__(self, base: str, timestamp: str, key: str) -> None:
        self._base = base
        self._timestamp = timestamp
        self._linked = linked(base, timestamp, key)
        self._styled = 0

    def written(self, root: HtmlElement) -> Iterator[str]:
        """Yield the parts of the page."""
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        elements = 0
        for event, element in walk:
            name = element.tag.lower() if isinstance(element.tag, str) else ""
            if event == "start":
                elements += 1
                if name in _DROPPED or elements > MOST_ELEMENTS:
                    walk.skip_subtree()
                elif name == "style":
                    walk.skip_subtree()
                    yield self._style(element)
                elif name in _KEPT:
                    yield self._tag(name, element)
                    yield "<meta charset=utf-8>" if name == "head" else ""
                    yield escape(element.text or "")
                else:
                    yield escape(element.text or "")
                continue
            if event == "end" and name in _KEPT and name not in _VOID and name != "style" and elements <= MOST_ELEMENTS:
                yield f"</{name}>"
            if element is not root and elements <= MOST_ELEMENTS:
                yield escape(element.tail or "")

    def _style(self, element: HtmlElement) -> str:
        """Return a style element with its sheet rewritten."""
        css = element.text or ""
        self._styled += len(css)
        if self._styled > MOST_STYLES or (element.get("type") or "text/css").strip().lower() != "text/css":
            return ""
        return f"<style{_attribute('media', element.get('media'))}>{sheet(css, self._linked)}</style>"

    def _tag(self, name: str, element: HtmlElement) -> str:
        """Return a start tag; nothing for a link that is no style sheet."""
        if name == "link":
            return self._link(element)
        kept = _ATTRIBUTES.get(name, frozenset())
        attributes = [
            _attribute(key, value)
            for key, value in element.attrib.items()
            if key in _EVERYWHERE or key in kept or _ARIA.fullmatch(key)
        ]
        if css := element.get("style"):
            self._styled += len(css)
            if self._styled <= MOST_STYLES:
                attributes.append(_attribute("style", declarations(css, self._linked)))
        attributes += [_attribute(key, value) for key, value in self._references(name, element)]
        return f"<{name}{''.join(attributes)}>"

    def _references(self, name: str, element: HtmlElement) -> Iterator[tuple[str, str]]:
        """Yield the attributes of an element that refer to something, each with its address in the archive."""
        if name in ("a", "area"):
            yield "href", self._target(element.get("href") or "")
        elif name in ("img", "source"):
            if name == "img":
                yield "usemap", place if (place := element.get("usemap") or "").startswith("#") else ""
                yield "src", self._first(*map(element.get, LATER), element.get("src"))
            yield "srcset", self._first(*(chosen_size(element.get(key) or "") for key in SETS)).replace(",", "%2C")
        elif name in _BACKGROUNDS:
            yield "background", self._address(element.get("background") or "")

    def _target(self, written: str) -> str:
        """Return the address of a link's target: in the archive, or a place on the same page."""
        if written.startswith("#"):
            return written
        url = resolved(self._base, written)
        _, mark, fragment = url.partition("#")
        return f"{memento_path(self._timestamp, url)}{mark}{fragment}" if url else ""

    def _first(self, *written: str | None) -> str:
        """Return the archive's address of the first reference to an image that it can hold; empty without one."""
        return next(filter(None, (self._address(one) for one in written if one)), "")

    def _link(self, element: HtmlElement) -> str:
        """Return a link to a style sheet; nothing for another link."""
        kinds = (element.get("rel") or "").lower().split()
        address = self._linked(element.get("href") or "", Form.STYLES)
        if "stylesheet" not in kinds or "alternate" in kinds or not address:
            return ""
        return f"<link rel=stylesheet{_attribute('href', address)}{_attribute('media', element.get('media'))}>"

    def _address(self, written: str) -> str:
        return self._linked(written, Form.IMAGE)


def linked(base: str, timestamp: str, key: str = "") -> Linked:
    """Return the function by which references on a page or in a style sheet get an address in the archive.

    Args:
        base: The URL against which they are resolved.
        timestamp: The moment of what they refer to.
        key: The key in their addresses; empty for none.
    """

    def address(written: str, form: Form) -> str:
        url = resolved(base, written)
        return memento_path(timestamp, url, form, key) if url else ""

    return address


def _attribute(name: str, value: str | None) -> str:
    """Return an attribute with a space before it; nothing without a value."""
    return f' {name}="{escape(value)}"' if value else ""
