"""Joins what is shown of an article."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.browse.archived.address import Form, memento_path
from corpus.browse.article.citation import Citation, Cited, citation_of
from corpus.browse.article.copies import Copies, copies_of
from corpus.browse.article.cuts import Layout, Paragraph, laid_out, unplaced
from corpus.browse.article.extraction import extraction_of
from corpus.browse.article.history import (
    MOST_VERSIONS,
    Happening,
    Version,
    happenings_of,
    lines_of,
    versions_of,
)
from corpus.browse.page import path
from corpus.export.rows import document_id
from crawler.archive.index.cdxj import timestamp_of
from crawler.errors import CdxjError, ProfileError
from crawler.items import Document as Stored
from crawler.items import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.browse.place import Document, Place

_NO_PAGE = (Reason.UNREADABLE, Reason.UNRESOLVED, Reason.UNDECODABLE, Reason.TOO_LARGE, Reason.TIMED_OUT)


@dataclass(frozen=True)
class Provenance:
    """Where a text comes from: docs/manifest.md explains the first fields."""

    warc: str
    offset: int
    record_id: str
    payload_digest: str
    extractor: str
    rules: str
    profile: str | None
    sha256: str
    name: str
    """The text's file."""
    page: str
    """Path of the archived page."""
    body: str
    """Path of its body as it was served."""
    record: str
    """Path of the record as it stands in its WARC."""


@dataclass(frozen=True)
class ShownArticle:
    """An article, in one of its versions."""

    outlet: str
    publication: str
    """The outlet's name in its own spelling."""
    number: int
    """The document's number within the outlet; a rebuild may change it."""
    id: str
    """The document's `id`, which no rebuild changes (docs/schema.md)."""
    version: int
    title: str
    url: str
    authors: list[str]
    published: str | None
    """ISO 8601; null without a date."""
    modified: str | None
    """The same."""
    captured: str
    """WARC-Date."""
    section: str | None
    tags: list[str]
    credit: str | None
    language: str
    next_page: str | None
    """Address of the article's next page: the text is the first of several; else null."""
    rights: dict[str, Any]
    """Statements for machines about archiving and mining (docs/manifest.md)."""
    layout: Layout
    paragraphs: list[Paragraph]
    """The text, with what was cut from it."""
    versions: list[Version]
    """The versions around this one."""
    version_count: int
    happenings: list[Happening]
    """When the article was gone, back or renamed, and its other addresses."""
    copies: Copies
    provenance: Provenance
    citation: Citation


def shown(place: Place, document: Document, base: str, first: int = 0) -> ShownArticle:
    """Return what is shown of an article.

    Args:
        place: The place.
        document: The document.
        base: The beginning of this page's addresses, without a slash at its end.
        first: The first version that is listed; 0 for those around this one.

    Raises:
        CorpusError: The text cannot be read.
        StateError: The state cannot be read.
    """
    row, outlet = document.row, document.outlet
    with place.state(outlet) as state:
        count = state.version_count(document.number)
        start = first or max(1, min(row["version"] - MOST_VERSIONS // 2, count - MOST_VERSIONS + 1))
        versions = versions_of(state, document.number, start)
        article = state.article_of_document(document.number)
        happenings = happenings_of(state, document.number, [article, row["canonical_url"]])
    layout, paragraphs = _laid_out(place, document, lines_of(document, place.text(document)))
    same = (
        "version",
        "title",
        "url",
        "published",
        "modified",
        "captured",
        "section",
        "credit",
        "language",
        "next_page",
    )
    identity = document_id(outlet, article, row["captured"])
    provenance = _provenance(document)
    cited = Cited(
        id=identity,
        publication=place.title(outlet),
        archived=base + provenance.page,
        digest=row["sha256"],
        authors=list(row["authors"]),
        **{name: row[name] for name in ("title", "published", "captured", "url", "language")},
    )
    return ShownArticle(
        outlet=outlet,
        publication=place.title(outlet),
        number=document.number,
        id=identity,
        authors=list(row["authors"]),
        tags=list(row["tags"]),
        rights=row["rights"],
        layout=layout,
        paragraphs=paragraphs,
        versions=versions,
        version_count=count,
        happenings=happenings,
        copies=copies_of(place, document),
        provenance=provenance,
        citation=citation_of(cited),
        **{name: row[name] for name in same},
    )


def archived_path(captured: str, url: str, form: Form = Form.PAGE) -> str:
    """Return the path of the capture of a URL at a WARC-Date."""
    return memento_path(timestamp_of(captured), url, form)


def _provenance(document: Document) -> Provenance:
    row = document.row
    same = ("warc", "offset", "record_id", "payload_digest", "extractor", "rules", "profile", "sha256", "name")
    return Provenance(
        page=archived_path(row["captured"], row["url"]),
        body=archived_path(row["captured"], row["url"], Form.RAW),
        record=path("record", document.outlet, row["warc"], row["offset"]),
        **{name: row[name] for name in same},
    )


def _laid_out(place: Place, document: Document, lines: Sequence[str]) -> tuple[Layout, list[Paragraph]]:
    """Return a document's paragraphs with what was cut, in its place where the page gives it.

    An article of which nothing was cut needs no page.
    """
    row = document.row
    if not row["cut"]:
        return Layout.WHOLE, unplaced(lines, ())
    with place.state(document.outlet) as state:
        capture = state.capture_of_document(document.number)
    try:
        found = None if capture is None else extraction_of(place, capture)
    except (CdxjError, OSError, ProfileError):
        found = None
    if found is None or (found.rejected is not None and found.rejected.reason in _NO_PAGE):
        return Layout.UNREAD, unplaced(lines, row["cut"])
    article = found.article
    if article is not None:
        stored = Stored(outlet="", name="", url="", title=article.title, text=article.text, row={})
        if hashlib.sha256(stored.content()).hexdigest() == row["sha256"] and article.cut == row["cut"]:
            return Layout.IN_PLACE, laid_out(found.parts)
    return Layout.OTHER_RULES, unplaced(lines, row["cut"])
