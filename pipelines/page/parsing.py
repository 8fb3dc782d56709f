"""Parses a decoded page into the tree of `trafilatura.load_html`, in half of the time where it needs no repair."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import trafilatura
from lxml import etree, html

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

_PARSER = html.HTMLParser(
    collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True
)
"""A parser with the options of trafilatura's."""
# lxml's own lookup is a function in Python that is called for each element, to give forms and inputs classes of their
# own; no step needs these.
_PARSER.set_element_class_lookup(
    etree.ElementDefaultClassLookup(
        element=html.HtmlElement,
        comment=html.HtmlComment,
        pi=html.HtmlProcessingInstruction,
        entity=html.HtmlEntity,
    )
)
_BEGINNING = 50
"""Characters in which a page shows that it is HTML."""
_HEAD = 4_096
"""Characters in which trafilatura looks for an empty first tag."""
_LINES = 4
"""Lines of these characters."""
_WHOLE = re.compile(r"[ \t\r\n]*<(?:!doctype|html)", re.IGNORECASE)
_DOCUMENT_TYPE = re.compile("^< ?! ?doctype[^>]*/[^<>]*>", re.IGNORECASE)
"""A document type with a slash in it, which libxml2 does not read."""
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\r\n"))
_NO_CHARACTERS = ("\ufffe", "\uffff")


def parsed(text: str) -> HtmlElement | None:
    """Return the element tree of a page, without comments; None when no element could be parsed.

    trafilatura searches every page for control characters, and copies it several times. Here it does so only with a
    page that may need its repairs, or that may be no whole page.
    """
    beginning = text[:_BEGINNING].lower()
    repaired = text
    if "doctype" in beginning and (_DOCUMENT_TYPE.match(text) is not None or "\n" not in text):
        first, _, rest = text.partition("\n")
        repaired = f"{_DOCUMENT_TYPE.sub('', first, count=1)}\n{rest}"
    if "html" not in beginning or _WHOLE.match(repaired) is None or _has_empty_root(repaired):
        return trafilatura.load_html(text)
    try:
        raw = repaired.encode()
        if len(raw.translate(None, _CONTROLS)) == len(raw) and not any(map(repaired.__contains__, _NO_CHARACTERS)):
            return html.document_fromstring(raw, parser=_PARSER)
    except (UnicodeEncodeError, etree.LxmlError):  # half of a surrogate pair; a page without an element
        pass
    return trafilatura.load_html(text)


def document_of(lines: Iterable[str]) -> HtmlElement:
    """Return the tree of a document that has some lines, without markup, as the paragraphs of its article."""
    document: HtmlElement = _PARSER.makeelement("html")
    article = etree.SubElement(etree.SubElement(document, "body"), "article")
    for line in lines:
        etree.SubElement(article, "p").text = line
    return document


def _has_empty_root(text: str) -> bool:
    """Return whether one of the first lines has the tag `html` and ends with an empty tag, as trafilatura asks."""
    return any("<html" in line and line.endswith("/>") for line in text[:_HEAD].splitlines()[:_LINES])
