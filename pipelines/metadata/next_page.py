"""Reads the address of an article's next page, where an outlet spreads one article over several pages.

A page states it with `rel=next`, or its pager links to it by number or by a word. WordPress also marks the *next
article* with `rel=next`, so an address counts only if it is the article's own with a page number: `?page=2`, `/2`,
`/page/2`. Pages of comments are not the article's.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.urls import askable, canonical
from pipelines.metadata.bounds import MAX_MARKS
from pipelines.metadata.values import joined, text_of
from pipelines.words.folding import fold

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from pipelines.metadata.page import ParsedPage

_KEYS = frozenset({"page", "paged", "pg", "pagenum", "page_no", "pageno", "part"})
"""Query keys, in lower case, that number the pages of an article."""
_TAIL = re.compile(r"/(?:page/)?(\d{1,2})/?")
_NUMBERED = re.compile(r"[/=]\d{1,2}/?$", re.ASCII)
"""The end of an address that may name a page's number."""
_WORDS = frozenset(map(fold, ("التالي", "التالية", "الصفحة التالية", "تابع القراءة", "next", "next page")))
_MAX_TEXT = 20
_MAX_LINKS = 10 * MAX_MARKS
_FIRST = 1
_UNNUMBERED = 0
"""The number of a page whose address has none: some outlets count from 0."""


def next_page_of(page: ParsedPage) -> str | None:
    """Return the address of the article's next page; None when the page is the last one, or the only one."""
    place, number = _without_number(page.url)
    for element in islice(page.tree.iter("link", "a"), _MAX_LINKS):
        href = (element.get("href") or "").strip()
        address, _, fragment = href.partition("#")
        if "comment" in fragment or not _NUMBERED.search(address):
            continue
        url = askable(joined(page.url, address))
        beyond = _beyond(url, place) if url else None
        if beyond is not None and beyond > number and _tells_next(element, beyond, max(number, _FIRST)):
            return url
    return None


def _tells_next(element: HtmlElement, number: int, own: int) -> bool:
    """Return whether an element marks the page after page `own`: by its rel, or a link by its number or a word."""
    if "next" in (element.get("rel") or "").lower().split():
        return True
    if element.tag != "a" or number != own + 1:
        return False
    text = text_of(element, _MAX_TEXT).strip("[]()«»›> ")
    return fold(text) in _WORDS or (text.isdecimal() and int(text) == number)


def _beyond(url: str, place: str) -> int | None:
    """Return the number of an address that is the article's own with a page number; None for any other address."""
    plain, number = _without_number(url)
    if number != _UNNUMBERED:
        return number if plain == place else None
    parts = urlsplit(url)
    tail = _TAIL.search(parts.path, max(0, len(parts.path.rstrip("/")) - len("/page/00")))
    if tail is None or tail.end() != len(parts.path):
        return None
    return int(tail[1]) if canonical(parts._replace(path=parts.path[: tail.start()]).geturl()) == place else None


def _without_number(url: str) -> tuple[str, int]:
    """Return the canonical form of an address without the query key of a page, and the page's number."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    numbers = [value for key, value in pairs if key.lower() in _KEYS and re.fullmatch(r"[0-9]{1,2}", value)]
    if not numbers:
        return canonical(url), _UNNUMBERED
    kept = [(key, value) for key, value in pairs if key.lower() not in _KEYS]
    return canonical(parts._replace(query=urlencode(kept)).geturl()), int(numbers[0])
