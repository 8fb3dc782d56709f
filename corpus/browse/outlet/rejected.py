"""The pages of an outlet that became no document: which, why, and what extraction sees in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.browse.article.cuts import Paragraph, laid_out
from corpus.browse.article.extraction import NEVER_AGAIN, Extraction, extraction_of
from corpus.browse.article.shown import archived_path
from crawler.errors import AbsentError, CdxjError, ProfileError
from crawler.items import Reason

if TYPE_CHECKING:
    from corpus.browse.place import Place
    from crawler.state.rejects import RejectedPage

ON_PAGE = 50
"""Rejected pages of a list."""
MOST_PARAGRAPHS = 300
"""Paragraphs that are shown of what extraction sees, at most."""
NO_PAGE = (Reason.GONE, Reason.UNRESOLVED, Reason.UNREADABLE, Reason.UNDECODABLE, Reason.TOO_LARGE, Reason.TRUNCATED)
"""Reasons of captures in which there is nothing to extract."""
OF_DOCUMENTS = (Reason.UNCHANGED, Reason.DUPLICATE)
"""Reasons whose detail is the name of the document with the text."""


@dataclass(frozen=True)
class Kept:
    """A page that became no document."""

    place: int
    """Its place in the order of the outlet's captures, by which it is opened."""
    url: str
    captured: str
    """WARC-Date."""
    reason: str
    """docs/reasons.md lists them."""
    detail: str
    """The measured evidence."""
    document: int | None
    """Number of the document that has its text; null for other reasons."""


@dataclass(frozen=True)
class RejectedPages:
    """Rejected pages of an outlet, the last captured first."""

    outlet: str
    reason: str
    """Only those of this reason; empty for any."""
    pages: list[Kept]
    next: int | None
    """What `before` is for the next page; null at the end."""


@dataclass(frozen=True)
class Seen:
    """What extraction sees in a page, by the present rules and profile."""

    title: str
    authors: list[str]
    published: str | None
    section: str | None
    paragraphs: list[Paragraph]
    """The body, with what is cut of it, at most `MOST_PARAGRAPHS` of them."""
    is_more: bool
    """Whether the body has more paragraphs."""
    reason: str | None
    """The reason by which it would be rejected now; null when it would become a document."""
    detail: str


@dataclass(frozen=True)
class RejectedShown:
    """A rejected page with what extraction sees in it."""

    outlet: str
    publication: str
    """The outlet's name in its own spelling."""
    kept: Kept
    page: str
    """Path of the archived page."""
    seen: Seen | None
    """Null where there is nothing to extract, or extraction may not end."""


def rejected_pages(place: Place, outlet: str, reason: str, before: int) -> RejectedPages:
    """Return an outlet's rejected pages before a place in the order of captures.

    Raises:
        AbsentError: There is no such outlet.
        StateError: The state cannot be read.
    """
    with place.state(outlet) as state:
        found = state.rejected_before(reason, before, ON_PAGE + 1)
    pages = list(map(_kept, found[:ON_PAGE]))
    return RejectedPages(outlet, reason, pages, pages[-1].place if len(found) > ON_PAGE else None)


def rejected_shown(place: Place, outlet: str, seq: int) -> RejectedShown:
    """Return a rejected page with what extraction sees in it.

    Raises:
        AbsentError: There is no such outlet, or no rejected page at the place.
        StateError: The state cannot be read.
    """
    with place.state(outlet) as state:
        found, capture = state.rejected_page(seq), state.capture_at(seq)
    if found is None or capture is None:
        raise AbsentError(f"{outlet} has no rejected page {seq}.")
    seen = None
    if found.reason not in (*NO_PAGE, *NEVER_AGAIN):
        try:
            seen = _seen(extraction_of(place, capture))
        except (CdxjError, OSError, ProfileError):
            seen = None
    return RejectedShown(outlet, place.title(outlet), _kept(found), archived_path(found.date, found.url), seen)


def _kept(found: RejectedPage) -> Kept:
    number = found.detail.partition("_")[0]
    document = int(number) if found.reason in OF_DOCUMENTS and number.isdecimal() else None
    return Kept(found.seq, found.url, found.date, found.reason, found.detail, document)


def _seen(extraction: Extraction) -> Seen:
    article, rejected = extraction.article, extraction.rejected
    paragraphs = laid_out(extraction.parts)
    return Seen(
        title=article.title if article else "",
        authors=list(article.authors) if article else [],
        published=article.published if article else None,
        section=article.section if article else None,
        paragraphs=paragraphs[:MOST_PARAGRAPHS],
        is_more=len(paragraphs) > MOST_PARAGRAPHS,
        reason=str(rejected.reason) if rejected else None,
        detail=rejected.detail if rejected else "",
    )
