"""What a page tells about its article: who, when, where it stands. Exact, or absent.

Each field has its order of trust, in its own module: the first source that can be believed wins. In general the JSON-LD
node of this article goes before `meta` elements, these before microdata, these before what is shown beside the
headline, and that before the data in the page's scripts.

    keys, classes, person_words   rules as data: under which names pages tell what, and by which words it is known
    bounds                        how much is looked at
    values                        what one value says
    head, places, statements      what the page has: its `head`, what is beside the headline, what is for machines
    own_names                     what the outlet is called
    page                          these together: what the fields are read from
    times, authors (persons), sections, tags, stated    the fields

All of it is other people's: bounded in number and length, and what is of an unexpected type is passed over.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines.metadata.authors import authors_of
from pipelines.metadata.declared import declared_url_of, description_of, image_of, language_of
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
    """What a page tells about its article. Absent is what it does not tell, or not for certain."""

    authors: list[str] = field(default_factory=list)
    """Names of persons, or of an agency, in the page's order."""
    published: str | None = None
    """Moment or day of publication, ISO 8601 (see `pipelines.page.dates.iso_of`)."""
    modified: str | None = None
    """Moment or day of the last change, later than `published`."""
    section: str | None = None
    """The outlet's name for the section that the article stands in; one line."""
    tags: list[str] = field(default_factory=list)
    """Keywords in the page's order, none twice."""
    image: str | None = None
    """Absolute http(s) URL of the article's picture."""
    description: str | None = None
    """The page's own summary; one line."""
    declared_url: str | None = None
    """The article's address as the page declares it; absolute, within the outlet."""
    language: str | None = None
    """The primary language tag that the page claims (BCP 47), lower case; it need not be true."""
    site_name: str | None = None
    """What the page calls its site; one line."""


def metadata_of(
    tree: HtmlElement,
    nodes: tuple[Node, ...],
    outlet: Outlet,
    url: str,
    captured: datetime | None,
    headline: str = "",
) -> Metadata:
    """Return what a whole parsed page tells about its article, by the orders of trust in this package.

    Args:
        tree: The page; it stays as it is.
        nodes: Its JSON-LD (`pipelines.page.structured.nodes_of`).
        outlet: Gives the zone of times that name none, unless its country is "ZZ": then it is unknown.
        url: The address that was asked for.
        captured: When it was, with an offset; None when unknown: nothing is then told from the moment of reading,
            and the future is not known.
        headline: What `pipelines.page.title.title_of` gives; it tells which line of the page is the headline. Without
            it a heading is looked for.
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
        language=language_of(page),
        site_name=page.names.site_name,
    )
