"""What one value of a page says, whatever its type: an element's text, an attribute, a value of JSON."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from pipelines.metadata.bounds import MAX_VALUE, MAX_VALUES
from pipelines.normalize import normalize_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def text_of(element: HtmlElement, most: int) -> str:
    """Return an element's text as one line; empty when it is longer than that."""
    parts: list[str] = []
    length = 0
    for part in element.itertext(None):
        length += len(part.strip())
        if length > most:
            return ""
        parts.append(part[: most * 2])
    return normalize_line(" ".join(parts))


def line_of(said: Any) -> str:
    """Return a text as one line, references to characters resolved; empty for what is no text."""
    return normalize_line(html.unescape(said[:MAX_VALUE])) if isinstance(said, str) else ""


def name_of(said: Any) -> str:
    """Return what is named: a text, or the name of an object of JSON; empty for an address and for anything else."""
    name = said.get("name") if isinstance(said, dict) else said
    return name if isinstance(name, str) and "://" not in name else ""


def listed(said: Any) -> list[Any]:
    """Return the values of what may be one, several or none; at most `MAX_VALUES`."""
    if said is None:
        return []
    return said[:MAX_VALUES] if isinstance(said, list) else [said]


def joined(base: str, said: str) -> str:
    """Return an address as seen from another; empty for what is none."""
    try:
        return urljoin(base, said[:MAX_VALUE].strip())
    except ValueError:  # "http://[" names no host
        return ""
