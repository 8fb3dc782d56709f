"""Finds the page's headline, without the site's name."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from pipelines.normalize import normalize_line
from pipelines.page.structured import articles_of
from pipelines.words.folding import is_same_headline, run_together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from pipelines.page.structured import Node

_SEPARATOR = re.compile(r"\s+[|\-–—»«:•·/]+\s+|\s*\|\s*")
_MAX_HEADINGS = 20
"""`h1` elements, and JSON-LD articles, that are read."""
_MAX_TEXTS = 100
"""Pieces of text in a heading that are read."""
_LONGEST = 1_000
"""Characters of a headline that are read."""
FEWEST_WORDS = 3
"""Fewest words of a title's part that may be a headline; names of sites and sections have fewer."""
_LINES = ("h1", "h2", "h3", "h4", "div", "span", "strong", "font", "center")
"""Elements whose own text may be a headline."""
_SPACES = 200
"""Most characters of white space around a line in its markup."""


def title_of(tree: HtmlElement, nodes: tuple[Node, ...]) -> str:
    """Return the headline of a page; empty when it has no headline.

    A line on the page goes before the metadata (JSON-LD headline, og:title, twitter:title), and the metadata show which
    line it is. In this order: an `h1` that the metadata repeat; an `h1` with which the metadata or `title` begin; a
    line that is one of the metadata, or a part of `title`, unless an `h1` is no shorter; the only `h1`; the metadata,
    without the site's name; `title` without the site's name, when the page states that name.
    """
    site = run_together(_meta(tree, "og:site_name"))
    said = [line for line in map(normalize_line, _said(tree, nodes)) if run_together(line) not in ("", site)]
    page_title = normalize_line(tree.findtext(".//head/title") or tree.findtext(".//title") or "")
    headings = [line for line in map(normalize_line, _headings(tree)) if run_together(line) not in ("", site)]
    for heading in headings:
        if any(is_same_headline(heading, line) for line in said):
            return heading
    parts = _parts(page_title)
    for heading in headings:
        folded = run_together(heading)
        if any(run_together(line).startswith(folded) for line in (*said, page_title)) and not _is_name(heading, parts):
            return heading
    if (shown := _shown(tree, [*said, *parts])) and not any(len(shown) <= len(heading) for heading in headings):
        return shown
    if len(set(headings)) == 1:
        return headings[0]
    if said:
        return _without_site(said[0], site)
    return "" if not site or run_together(page_title) == site else _without_site(page_title, site)


def _parts(page_title: str) -> list[str]:
    """Return the whole title of a page and its parts, those long enough for a headline, the longest first."""
    found = {page_title, *(part.strip() for part in _SEPARATOR.split(page_title))}
    return sorted((part for part in found if len(part.split()) >= FEWEST_WORDS), key=len, reverse=True)


def _is_name(heading: str, parts: list[str]) -> bool:
    """Return whether a heading is the site's or section's name: another part of the title is over twice as long."""
    folded = run_together(heading)
    return any(len(part) > 2 * len(heading) and not run_together(part).startswith(folded) for part in parts)


def _shown(tree: HtmlElement, lines: list[str]) -> str:
    """Return the first of some lines that an element of the page shows, in the page's spelling; empty without one."""
    wanted = {run_together(line): rank for rank, line in reversed(list(enumerate(lines)))}
    longest = max(map(len, wanted), default=0)
    best, found = len(lines), ""
    body = tree.find("body")
    for text in () if body is None else body.itertext("a", "p", "b", "td", *_LINES):
        if FEWEST_WORDS <= len(text) <= 2 * longest + _SPACES and (rank := wanted.get(run_together(text), best)) < best:
            best, found = rank, normalize_line(text)
    return found


def _headings(tree: HtmlElement) -> Iterator[str]:
    """Yield the texts of the first `h1` elements."""
    for element in islice(tree.iter("h1"), _MAX_HEADINGS):
        yield "".join(islice(element.itertext(), _MAX_TEXTS))[:_LONGEST]


def _said(tree: HtmlElement, nodes: tuple[Node, ...]) -> Iterator[str]:
    """Yield the headlines in the page's metadata: JSON-LD, og:title, twitter:title."""
    for article in articles_of(nodes)[:_MAX_HEADINGS]:
        if isinstance(headline := article.get("headline"), str):
            yield headline[:_LONGEST]
    yield _meta(tree, "og:title")[:_LONGEST]
    yield _meta(tree, "twitter:title")[:_LONGEST]


def _meta(tree: HtmlElement, name: str) -> str:
    """Return the content of the first meta tag of a name; empty when the page has no such tag."""
    for element in tree.iter("meta"):
        if name in (element.get("property"), element.get("name")) and (said := element.get("content")) is not None:
            return said
    return ""


def _without_site(line: str, site: str) -> str:
    """Return a title without the site's name at its end or beginning, before or after a separator."""
    for cut in reversed(list(_SEPARATOR.finditer(line))):
        if site and run_together(line[cut.end() :]) == site:
            return line[: cut.start()].strip()
        if site and run_together(line[: cut.start()]) == site:
            return line[cut.end() :].strip()
    return line
