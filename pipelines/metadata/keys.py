"""Names of `meta` elements, and keys of the page's data, by the field that they hold; the most trusted first."""

from __future__ import annotations


def _in_order(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


PUBLISHED = _in_order(
    "article:published_time og:article:published_time og:published_time article:published published_time datepublished "
    "rnews:datepublished parsely-pub-date sailthru.date cxenseparse:recs:publishtime cxenseparse:publishtime pubdate "
    "publishdate publish_date publish-date publication_date publisheddate article_date_original "
    "originalpublicationdate displaydate dc.date.issued dcterms.issued dc.date.created dcterms.created datecreated "
    "article:created_time og:pubdate"
)
"""`meta`: the moment of publication."""
MAYBE_NOW = _in_order("dc.date dcterms.date date")
"""`meta`: the moment of publication, or the moment at which the page was rendered."""
MODIFIED = _in_order(
    "article:modified_time og:article:modified_time og:updated_time article:updated_time datemodified "
    "dc.date.modified dcterms.modified lastmod last-modified last_modified moddate revised lastdate"
)
"""`meta`: the moment of the last change."""
AUTHOR = _in_order(
    "author article:author og:article:author parsely-author sailthru.author cxenseparse:author byl dc.creator "
    "dcterms.creator"
)
"""`meta`: the article's authors."""
SECTION = _in_order("article:section og:article:section parsely-section section postlabel")
"""`meta`: its section."""

DATA_PUBLISHED = _in_order(
    "publishedat datepublished publisheddate publishdate publicationdate published publishedtime "
    "publishtime firstpublished firstpublishedat publishedon displaydate"
)
"""The page's data: the moment of publication. Keys are compared without case, dashes and underscores."""
DATA_MODIFIED = _in_order(
    "updatedat modifiedat datemodified modifieddate lastmodified updateddate lastupdated modified"
)
"""The page's data: the moment of the last change."""
DATA_AUTHORS = _in_order("authors author byline bylines writer writers authorname writername")
"""The page's data: the article's authors."""
DATA_SECTION = _in_order("section category primarysection maincategory primarycategory sectionname categoryname")
"""The page's data: its section."""
DATA_TAGS = _in_order("tags topics keywords")
"""The page's data: its tags."""
