"""Reads an article's metadata from its page: authors, times, section, tags and more. A field is exact, or absent.

Each field has its own module and its own order of trust: the first trusted source wins. In general the JSON-LD node of
the article comes before `meta` elements, these before microdata, these before the lines beside the headline, and these
before the data in the page's scripts.

    keys, classes, person_words   rules as data: names of `meta` and keys, classes and addresses, words
    bounds                        limits of number and length
    values                        one value of a page, as text
    head, places, statements      sources: the page's `head`, the lines beside the headline, the statements for machines
    own_names                     the outlet's names
    page                          all sources of a page together
    times, authors (persons), section, tags, declared, next_page    the fields

Strangers wrote all of it: number and length are bounded, and values of an unexpected type are passed over.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines.metadata.authors import authors_of
from pipelines.metadata.declared import declared_url_of, description_of, image_of, language_of
from pipelines.metadata.next_page import next_page_of
from pipelines.metadata.page import ParsedPage
from pipelines.metadata.section import section_of
from pipelines.metadata.tags import tags_of
from pipelines.metadata.times import Times

if TYPE_CHECKING:
    from datetime import datetime

    from lxml.html import HtmlElement

    from crawler.outlet import Outlet
    from pipelines.page.structured import Node


@dataclass(frozen=True, kw_only=True)
class Metadata:
    """The metadata of a page's article. A field is absent if the page does not state it, or only uncertainly."""

    authors: list[str] = field(default_factory=list)
    """Names of persons, or of an agency, in the page's order."""
    published: str | None = None
    """Moment or day of publication, ISO 8601 (see `pipelines.page.dates.iso_of`)."""
    modified: str | None = None
    """Moment or day of the last change, later than `published`."""
    section: str | None = None
    """The outlet's name for the article's section; one line."""
    tags: list[str] = field(default_factory=list)
    """Keywords in the page's order, none twice."""
    image: str | None = None
    """Absolute http(s) URL of the article's picture."""
    description: str | None = None
    """The page's own summary of the article; one line."""
    declared_url: str | None = None
    """The address that the page declares for the article; absolute, within the outlet."""
    next_page: str | None = None
    """The address of the article's next page, when it has several; absolute."""
    language: str | None = None
    """The primary language tag that the page declares (BCP 47), lower case; it may be wrong."""
    site_name: str | None = None
    """The page's name for its site; one line."""


def metadata_of(
    tree: HtmlElement,
    nodes: tuple[Node, ...],
    outlet: Outlet,
    url: str,
    captured: datetime | None,
    headline: str = "",
) -> Metadata:
    """Return the metadata of a whole parsed page's article, by the orders of trust in this package.

    Args:
        tree: The page; it stays unchanged.
        nodes: Its JSON-LD (`pipelines.page.structured.nodes_of`).
        outlet: The outlet. Its zone holds for times without one, unless its country is "ZZ": then the zone is unknown.
        url: The address of the request.
        captured: The moment of the capture, with an offset; None if unknown: then dates relative to the capture stay
            absent, and dates in the future are not refused.
        headline: The title from `pipelines.page.title.title_of`, which identifies the headline's line on the page;
            without a title the headline is a heading.
    """
    page = ParsedPage(tree, nodes, outlet, url, headline)
    times = Times(page, captured)
    section = section_of(page, times)
    return Metadata(
        authors=authors_of(page, times, section),
        published=times.published,
        modified=times.modified,
        section=section,
        tags=tags_of(page),
        image=image_of(page),
        description=description_of(page),
        declared_url=declared_url_of(page),
        next_page=next_page_of(page),
        language=language_of(page),
        site_name=page.names.site_name,
    )
