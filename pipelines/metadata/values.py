"""Turns one value of a page into text, whatever its type: an element's text, an attribute, a value of JSON."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from pipelines.metadata.bounds import MAX_VALUE, MAX_VALUES
from pipelines.normalize import normalize_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def text_of(element: HtmlElement, most: int) -> str:
    """Return an element's text as one line; empty if it has more than `most` characters."""
    parts: list[str] = []
    length = 0
    for part in element.itertext(None):
        length += len(part.strip())
        if length > most:
            return ""
        parts.append(part[: most * 2])
    return normalize_line(" ".join(parts))


def line_of(said: Any) -> str:
    """Return a text as one line, character references resolved; empty for a value of another type."""
    return normalize_line(html.unescape(said[:MAX_VALUE])) if isinstance(said, str) else ""


def name_of(said: Any) -> str:
    """Return a name: the text, or the name of a JSON object; empty for an address and for any other value."""
    name = said.get("name") if isinstance(said, dict) else said
    return name if isinstance(name, str) and "://" not in name else ""


def listed(said: Any) -> list[Any]:
    """Return a JSON value as a list: at most `MAX_VALUES` values of a list, one value, or none for None."""
    if said is None:
        return []
    return said[:MAX_VALUES] if isinstance(said, list) else [said]


def joined(base: str, said: str) -> str:
    """Return an absolute address from a base and a relative one; empty for a malformed address."""
    try:
        return urljoin(base, said[:MAX_VALUE].strip())
    except ValueError:  # "http://[" names no host
        return ""
