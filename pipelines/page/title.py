"""Finds the page's headline, without the site's name."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from pipelines.normalize import normalize_line
from pipelines.page.headline import FEWEST_PLACED, REPEATED, placed_headline, repeated, stems_of
from pipelines.page.outline import outline_of
from pipelines.page.structured import articles_of
from pipelines.words.folding import is_same_headline, run_together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from pipelines.page.structured import Node

_SEPARATOR = re.compile(r"\s+[|\-–—»«:•·/]+\s+|\s*\|\s*")
_MAX_LINKS = 1_000
"""Links that are compared with a heading."""
_MAX_HEADINGS = 20
"""`h1` elements, and JSON-LD articles, that are read."""
_MAX_TEXTS = 100
"""Pieces of text in a heading that are read."""
_LONGEST = 1_000
"""Characters of a headline that are read."""
FEWEST_WORDS = 3
"""Fewest words of a title's part that may be a headline; names of sites and sections have fewer."""
LONGEST_NAME = 4
"""Most words of a site's name before a colon."""
_LINES = ("h1", "h2", "h3", "h4", "h5", "h6", "div", "span", "strong", "font", "center", "dt", "li", "legend")
"""Elements whose own text may be a headline."""
_SPACES = 200
"""Most characters of white space around a line in its markup."""


def title_of(tree: HtmlElement, nodes: tuple[Node, ...]) -> str:
    """Return the headline of a page; empty when it has no headline.

    A line on the page goes before the metadata (JSON-LD headline, og:title, twitter:title), and the metadata show which
    line it is. In this order: an `h1` that the metadata repeat; an `h1` with which the metadata, `title` or a part of
    `title` begin; a line that is one of the metadata, or a part of `title`, unless an `h1` is no shorter; the only
    `h1`, unless it is a label of the menu; the metadata or `title` without the site's name, if the text repeats their
    words; the line that stands as a headline before the text (`headline.placed_headline`); a part of `title` whose
    words the text repeats.
    """
    site = run_together(_meta(tree, "og:site_name"))
    said = [line for line in map(normalize_line, _said(tree, nodes)) if run_together(line) not in ("", site)]
    page_title = normalize_line(tree.findtext(".//head/title") or tree.findtext(".//title") or "")
    headings = [line for line in map(normalize_line, _headings(tree)) if run_together(line) not in ("", site)]
    parts = _parts(page_title)
    for heading in headings:
        if any(is_same_headline(heading, line) for line in said):
            return heading
    for heading in headings:
        folded = run_together(heading)
        named_by = (*said, page_title, *parts)
        is_name = _is_name(heading, parts) or (folded == run_together(page_title) and _is_label(tree, heading))
        if any(run_together(line).startswith(folded) for line in named_by) and not is_name:
            return heading
    if (shown := _shown(tree, [*said, *parts])) and not any(len(shown) <= len(heading) for heading in headings):
        return shown
    only = headings[0] if len(set(headings)) == 1 else ""
    if only and not _is_label(tree, only):
        return only
    stated = _without_site(said[0], site) if said else ""
    if not stated and site and run_together(page_title) != site:
        stated = _without_site(page_title, site)
    # The whole title last: it has the site's name too.
    return _judged(tree, stated, [*(part for part in parts if part != page_title), page_title]) or stated or only


def _judged(tree: HtmlElement, stated: str, parts: list[str]) -> str:
    """Return the headline of a page that shows none of its statements as a line.

    It is in this order: the statement, unless it is a name and the text repeats none of its words; the line that stands
    as a headline before the text; a part of `title` whose words the text repeats. Many sites print the same title on
    all pages, so words that the text repeats are the evidence.

    Args:
        tree: The page.
        stated: The headline in its metadata; empty without one.
        parts: The parts of its title.
    """
    lines = outline_of(tree)
    stems = stems_of(" ".join(line.text for line in lines if line.is_prose))
    if len(stated.split()) >= FEWEST_WORDS and repeated(stated, stems):
        return stated
    if placed := normalize_line(placed_headline(lines)):
        return placed
    for part in parts:
        # A page whose script builds its text has no words to compare.
        told = not stems or repeated(part, stems) >= REPEATED
        if not stated and len(part.split()) >= FEWEST_PLACED and told:
            return part
    return ""


def _parts(page_title: str) -> list[str]:
    """Return the whole title of a page and its parts, those long enough for a headline, the longest first.

    A name of a site may end with a colon («صدى الجبل: …»); so may the first words of a headline.
    """
    name, _, rest = page_title.partition(": ")
    named = {rest.strip()} if len(name.split()) <= LONGEST_NAME else set()
    found = {page_title, *(part.strip() for part in _SEPARATOR.split(page_title)), *named}
    return sorted((part for part in found if len(part.split()) >= FEWEST_WORDS), key=len, reverse=True)


def other_parts(page_title: str, headline: str) -> list[str]:
    """Return the parts of a page's title that have nothing of its headline: the names of site and section."""
    own = run_together(headline)
    parts = [(part, run_together(part)) for part in _SEPARATOR.split(page_title[:_LONGEST])]
    return [part for part, folded in parts if folded and folded not in own and (not own or own not in folded)]


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


def _is_label(tree: HtmlElement, heading: str) -> bool:
    """Return whether a short heading is the text of a link too: the site's name, or a section's name in the menu."""
    if len(heading.split()) > FEWEST_WORDS:
        return False
    links = islice(tree.iter("a"), _MAX_LINKS)
    return any(is_same_headline(" ".join(islice(link.itertext(), _MAX_TEXTS))[:_LONGEST], heading) for link in links)


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
