"""Classes, and addresses of links, that show what an element holds: rules as data."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.metadata.bounds import MAX_TAG

if TYPE_CHECKING:
    from lxml.html import HtmlElement

NOT_BESIDE = re.compile(
    r"related|sidebar|comment|latest|most[-_]?(?:read|view|popular)|popular|recommend|trending|ticker|breaking|newsletter"
    r"|clock|weather|prayer|current[-_]?date|top[-_]?date|header[-_]?date|today|copyright|(?:more|same|other)[-_]?(?:news|cat|section|articles|topics|stories)|caption|cookie|consent"
    r"|read[-_]?also|carousel|swiper|slider|(?:^|\s)(?:widget|card|navbar|menu)(?:\s|$)"
    r"|(?:^|\s)(?:(?:site|main|page|app|global|web|theme)[-_]?)?footer(?:[\s_-]|$)",
    re.IGNORECASE,
)
"""Classes of the page's other parts: other articles, comments, the page's own clock, captions, menus."""
DATED = re.compile(r"date|time|publish|created|modified", re.IGNORECASE)
"""Classes, and properties of RDFa, of a date."""
AUTHORED = re.compile(
    r"author|byline|writer|reporter|journalist|editor(?!ial)|(?:user|avatar|display)[-_]?name|(?:write|written|posted|created)[-_]?by",
    re.IGNORECASE,
)
"""Classes of a signed line."""
AUTHOR_PATH = re.compile(r"/(?:authors?|writers?|editors?|reporters?|journalists?)/", re.IGNORECASE)
"""Addresses of an author's page."""
SECTION_PATH = re.compile(r"/(?:category|categories|section|sections|tag|tags|topic|topics)/", re.IGNORECASE)
"""Addresses of lists by subject; no author has such an address."""
CATEGORY_PATH = re.compile(r"/(?:category|categories|section|sections)/", re.IGNORECASE)
"""Addresses of a section."""
SECTIONED = re.compile(
    r"(?:^|[\s_-])(?:cat|category|categories|section|sec|rubric|rubrique|topics?)(?:[\s_-]?(?:name|title|link|label))?(?:\s|$)"
    r"|(?:lbl|meta|post|item|entry|article|news|story|tax|taxonomy)[_-]?(?:category|section)",
    re.IGNORECASE,
)
"""Classes of the section's name."""
TOPICAL = re.compile(r"topic", re.IGNORECASE)
"""Of these, the classes that mark tags when they stand after the headline."""
TAGGED = re.compile(
    r"(?:^|[\s_-])(?:hash)?(?:tags?|keywords?|topics)(?:[\s_-]|$)|[a-z](?:Tags|Keywords)|tag-?list", re.IGNORECASE
)
"""Classes of a block of tags."""
NOT_TAGGED = re.compile(r"cloud|trend|categor", re.IGNORECASE)
"""Of these, the classes of blocks whose tags are the site's, not the article's."""
CRUMBS = re.compile(r"crumb|(?:^|[\s_-])path(?:way)?(?:[\s_-]|$)|you-?are-?here", re.IGNORECASE)
"""Classes and labels of breadcrumbs."""


def classes_of(element: HtmlElement) -> str:
    """Return an element's classes, id and microdata, with spaces between."""
    stated = element.get
    return f"{stated('class', '')[:MAX_TAG]} {stated('id', '')[:MAX_TAG]} {stated('itemprop', '')[:MAX_TAG]}"


@lru_cache(maxsize=2048)
def marks(pattern: re.Pattern[str], classes: str) -> bool:
    """Return whether classes match a pattern.

    Cached: the same classes stand on a page by the hundred, and on all pages of an outlet.
    """
    return pattern.search(classes) is not None
