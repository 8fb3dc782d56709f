"""Writes edits as an Atom feed (RFC 4287)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree import ElementTree as ET

from corpus.browse.page import path, safe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.browse.article.history import Words
    from corpus.browse.changes.edits import ChangedArticle, Changes

MEDIA_TYPE = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"
_XHTML = "http://www.w3.org/1999/xhtml"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 document may hold."""
_MARKS = {"removed": "del", "added": "ins"}

ET.register_namespace("", _ATOM)
ET.register_namespace("h", _XHTML)


def feed(found: Changes, base: str, title: str) -> bytes:
    """Return edits as a feed. Its id and those of its entries stay the same, whatever this page's address is.

    Args:
        found: The edits.
        base: The beginning of this page's addresses, without a slash at its end.
        title: The feed's title.
    """
    chosen = urlencode({"outlet": found.outlet, "q": found.query, "part": found.part})
    root = ET.Element(_name("feed"))
    _add(root, "id", uuid5(NAMESPACE_URL, f"warraq:changes?{chosen}").urn)
    _add(root, "title", title)
    _add(root, "updated", _time(found.changes[0].captured) if found.changes else "1970-01-01T00:00:00Z")
    _add(_add(root, "author"), "name", "Warraq")
    _add(root, "link", rel="self", type=MEDIA_TYPE, href=f"{base}/changes.atom?{chosen}")
    _add(root, "link", rel="alternate", type="text/html", href=f"{base}/changes?{chosen}")
    for change in found.changes:
        _entry(root, change, base)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _entry(root: ET.Element, change: ChangedArticle, base: str) -> None:
    """Add an edit to a feed."""
    entry = _add(root, "entry")
    _add(entry, "id", UUID(hex=change.id).urn)
    _add(entry, "title", change.title or change.url)
    _add(entry, "updated", _time(change.captured))
    if published := _moment(change.published):
        _add(entry, "published", published)
    address = f"{base}{path('article', change.outlet, change.number, 'compare')}"
    _add(entry, "link", rel="alternate", type="text/html", href=address)
    if safe(change.url):
        _add(entry, "link", rel="via", href=change.url)
    _add(entry, "category", term=change.outlet, label=change.publication)
    content = _add(entry, "content", type="xhtml")
    division = ET.SubElement(content, f"{{{_XHTML}}}div", {"lang": change.language, "dir": "auto"})
    _paragraph(division, "h1", change.title_words)
    for paragraph in change.excerpt:
        _paragraph(division, "p", paragraph.words)


def _paragraph(parent: ET.Element, name: str, pieces: Iterable[Words]) -> None:
    """Add a paragraph with its removed and added words."""
    element = ET.SubElement(parent, f"{{{_XHTML}}}{name}")
    element.text = ""
    last: ET.Element | None = None
    for piece in pieces:
        text = _clean(piece.text)
        if piece.kind in _MARKS:
            last = ET.SubElement(element, f"{{{_XHTML}}}{_MARKS[piece.kind]}")
            last.text, last.tail = text, " "
        elif last is None:
            element.text += f"{text} "
        else:
            last.tail = f"{last.tail}{text} "


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    """Add an element to a feed, and return it."""
    element = ET.SubElement(parent, _name(name), {key: _clean(value) for key, value in attributes.items()})
    element.text = _clean(text) or None
    return element


def _name(name: str) -> str:
    return f"{{{_ATOM}}}{name}"


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)


def _time(captured: str) -> str:
    """Return a WARC-Date as Atom has it (RFC 3339); a less exact one stands for the beginning of its period."""
    return _moment(captured) or f"{captured[:4]}-01-01T00:00:00Z"


def _moment(stated: str | None) -> str:
    """Return a time as Atom has it; a day stands for its beginning in UTC. Empty without a time."""
    try:
        moment = datetime.fromisoformat(stated or "")
    except ValueError:
        return ""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
