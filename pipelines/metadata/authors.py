"""Finds an article's authors.

In the order of trust: JSON-LD; `meta`; microdata; signed lines beside the headline (by a class or a label); the page's
data; a line beside the dateline, or right after the body, that begins with a given name and holds nothing but names.
"""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from pipelines.metadata.bounds import BODY, CARD, LEVELS_BEFORE, MAX_LINE, MAX_MARKS, MAX_NAME, MAX_STEPS, MAX_TAG
from pipelines.metadata.classes import AUTHOR_PATH, AUTHORED, SECTION_PATH, TAGGED, marks
from pipelines.metadata.keys import AUTHOR, DATA_AUTHORS
from pipelines.metadata.person_words import NOBODY, POSTS
from pipelines.metadata.persons import BARE_BYLINE, BYLINE, ROLE, is_persons, names_in, names_in_part, tells_job
from pipelines.metadata.values import listed, text_of
from pipelines.normalize import normalize_line
from pipelines.words.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from pipelines.metadata.page import ParsedPage
    from pipelines.metadata.times import Times

_MAYBE_BYLINE = re.compile(r"[:：/]|^\s*(?:كتب|بقلم|بواسطة|[إا]عداد)")
_TWO_WORDS = re.compile(r"\w\s+\w|\w\s+[-–—]\s")
_BESIDE_LABEL = re.compile(r"\s[/|]\s")
_DIGIT = re.compile(r"\d")


def authors_of(page: ParsedPage, times: Times, section: str | None) -> list[str]:
    """Return the names of the article's authors, persons or an agency, in the page's order.

    Args:
        page: The page.
        times: Its times: a name may stand beside the date.
        section: Its section, which does not count as an author.
    """
    told: tuple[Iterable[str], ...] = (
        (name for key in ("author", "creator") for name in _persons(page.statements.article.get(key))),
        page.head.metas(AUTHOR),
        chain(page.statements.property_values("author"), page.statements.property_values("creator")),
    )
    for names in told:
        if found := names_in(names, page.names, section):
            return found
    for element, classes, _, level in page.places.near:
        signed = (
            marks(AUTHORED, classes)
            or ((relation := element.get("rel")) and "author" in relation.lower().split())
            or (level < LEVELS_BEFORE and (path := element.get("href")) and marks(AUTHOR_PATH, path[:MAX_TAG]))
        )
        said = _signatures(element) if signed else _labelled(element)
        if said and not _leads_elsewhere(element) and (found := names_in(said, page.names, section)):
            return found
    if found := names_in(_persons(page.statements.told(DATA_AUTHORS)), page.names, section):
        return found
    return names_in(_unsigned(page, times), page.names, section)


def _signatures(element: HtmlElement) -> list[str]:
    """Return the names in a signed line: its links; without any, its texts except those that name a job."""
    if not text_of(element, MAX_LINE):
        return []
    texts: list[str] = []
    is_post = False
    for part in element.itertext(None):
        text = normalize_line(part)
        if (folded := fold(text)) and not is_post and folded not in NOBODY:
            texts.append(text)
        is_post = folded in POSTS or (is_post and not folded)
    if len(texts) == 1 or not len(element):
        return texts
    linked = [text for link in islice(element.iter("a"), MAX_STEPS) if (text := text_of(link, MAX_LINE))]
    return linked or [text for text in texts if " " in text and not tells_job(text)]


def _labelled(element: HtmlElement) -> list[str]:
    """Return the names in a line with an author's label; the label may stand in an element before the name."""
    text = element.text
    if text is None or len(text) > CARD or not _MAYBE_BYLINE.search(text):
        return []
    parts = _BESIDE_LABEL.split(text)
    if not (labelled := [part for part in parts if BYLINE.match(part)]):
        bare = BARE_BYLINE.match(text)
        return [text] if bare and not len(element) and is_persons(text[bare.end() :]) else []
    if len(parts) > 1:
        return labelled
    if ROLE.sub("", f"{labelled[0]} ").strip() or len(element):
        return _signatures(element)
    parent = element.getparent()
    return _signatures(parent) if parent is not None else []


def _unsigned(page: ParsedPage, times: Times) -> Iterator[str]:
    """Yield the names in a line of nothing but persons' names, beside a dateline or right after the body."""
    beside = {holder for line in times.datelines for holder in islice(line.iterancestors(), 2)} - page.places.holders
    beside |= {holder for line in times.datelines if (holder := line.getparent()) is not None}
    for element, classes, _, _ in page.places.near:
        text = element.text
        if text is None or len(element) or len(text) > MAX_NAME or not _TWO_WORDS.search(text) or _DIGIT.search(text):
            continue
        names = names_in_part(text, page.names)
        if not names or not all(map(is_persons, names)) or marks(TAGGED, classes):
            continue
        if any(holder.tag == "a" for holder in islice(element.iterancestors(), 3)) or element.tag == "a":
            continue
        previous = element.getprevious()
        ends_body = previous is not None and len("".join(islice(previous.itertext(None), MAX_MARKS))) > BODY
        if ends_body or not beside.isdisjoint(islice(element.iterancestors(), 2)):
            yield from names
            return
    for text in times.beside_dates():
        if (names := names_in_part(text, page.names)) and all(map(is_persons, names)):
            yield from names
            return


def _leads_elsewhere(element: HtmlElement) -> bool:
    """Return whether a line that looks like a byline links to a section: themes set both in one line."""
    return any(SECTION_PATH.search(link.get("href") or "") for link in islice(element.iter("a"), 10))


def _persons(said: Any, depth: int = 3) -> Iterator[str]:
    """Yield the names in a JSON value: texts, and the names of objects."""
    for one in listed(said):
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict) and depth:
            yield from _persons(one.get("name"), depth - 1)
