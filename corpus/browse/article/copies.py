"""The same and nearly the same text elsewhere, and who had it first."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from corpus.duplicates.questions import Document as Named
from corpus.duplicates.questions import duplicates_of
from corpus.duplicates.texts import moment_of
from crawler.errors import AbsentError, DerivedError, StateError
from crawler.state import DatedDocument

if TYPE_CHECKING:
    from corpus.browse.place import Document, Place
    from corpus.duplicates.questions import Link

MOST = 50
"""Copies of an article that are shown, at most: the most similar ones."""


@dataclass(frozen=True)
class Copy:
    """A document with the same or nearly the same text, or the article itself among them."""

    outlet: str
    number: int
    title: str
    url: str
    moment: str
    """When it was public, as far as is known: its time of publication, else that of its capture; ISO 8601, UTC."""
    kind: str | None
    """`same`: the same words; `contains`: one of the two stands in the other; `edited`; null for the article itself."""
    similarity: float
    """The share of their shingles that the two have in common, 0 to 1."""


@dataclass(frozen=True)
class Copies:
    """An article among its near-duplicates."""

    first: list[Copy]
    """The article and its near-duplicates, who had it first before the others."""
    is_current: bool
    """Whether the store of near-duplicates knows this corpus; else `scrapy duplicates` brings it up to date."""
    is_more: bool
    """Whether there are more."""


def copies_of(place: Place, document: Document) -> Copies:
    """Return an article's near-duplicates with itself, in the order in which they were public.

    A store that does not exist, or was made of another corpus, knows none.

    Raises:
        StateError: The article's state cannot be read.
    """
    with place.state(document.outlet) as state:
        identity = state.identity()
    try:
        with duplicates_of(place.output) as duplicates:
            known, count = duplicates.taken(document.outlet)
            if known != identity or count <= document.number:
                return Copies([], is_current=False, is_more=False)
            links = duplicates.links_of(Named(document.outlet, document.number))
    except DerivedError:
        return Copies([], is_current=False, is_more=False)
    own = _copy(document, None, 1.0)
    found = [copy for link in links[:MOST] if (copy := _linked(place, document, link))]
    together = sorted([own, *found], key=lambda one: (one.moment, one.outlet, one.number)) if found else []
    return Copies(together, is_current=True, is_more=len(links) > MOST)


def _linked(place: Place, document: Document, link: Link) -> Copy | None:
    """Return the other document of a link; None when it cannot be read."""
    other = link.shorter if link.longer == (document.outlet, document.number) else link.longer
    with suppress(AbsentError, StateError):
        return _copy(place.document(other.outlet, other.number), str(link.kind), link.similarity)
    return None


def _copy(document: Document, kind: str | None, similarity: float) -> Copy:
    row = document.row
    dated = DatedDocument(document.number, row["sha256"], row["version"], row["published"], row["captured"])
    moment = datetime.fromtimestamp(max(0, moment_of(dated)), UTC)
    return Copy(
        document.outlet, document.number, row["title"], row["url"], moment.isoformat(), kind, round(similarity, 3)
    )
