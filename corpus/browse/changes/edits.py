"""Finds the edits of articles, the last captured first: all, an outlet's, or those that a query finds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from corpus.browse.article.history import ChangedParagraph, Words, lines_of
from corpus.browse.place import Document
from corpus.export.rows import document_id
from corpus.search.find import MOST_SHOWN, Order, search
from crawler.errors import BrowseError, CorpusError, StateError
from pipelines.documents.differences import ADDED, REMOVED, SAME, changed_words, changes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.browse.place import Place
    from crawler.state.edits import Edit

ON_PAGE = 25
"""Edits of a page."""
LAST_PAGE = MOST_SHOWN // ON_PAGE
"""The last page of what a query finds."""
EXCERPT = 3
"""Changed paragraphs that are shown of an edit, at most."""
LONGEST_EXCERPT = 400
"""Characters of a piece of such a paragraph, at most."""
MOST_LINES = 1_000
"""Lines of a text whose changes are shown here, at most; the comparison of two versions shows all."""
MOST_LETTERS = 100_000
"""Characters of such a text, at most."""
LOOKED_AT = 8 * ON_PAGE
"""Edits that are looked at to find those of a kind, at most."""
_AT_ONCE = 32
"""Captures that a run has under way at once: so many edits may stand in another order than their dates."""
_CURSOR = re.compile(r"(\d{4}(?:-\d\d){0,2}[0-9T:.Z]{0,20})(?:/([a-z0-9._-]{1,100})/(\d{1,12}))?", re.ASCII)
_LAST = "~"
"""Sorts after every date."""


class Part(StrEnum):
    """The part of an article that an edit changed."""

    ANY = "any"
    HEADLINE = "headline"
    TEXT = "text"


class Cursor(NamedTuple):
    """A place in the order of edits; those before it come next."""

    captured: str
    outlet: str
    number: int

    @classmethod
    def of(cls, written: str) -> Cursor:
        """Return the cursor that an address names: a day, a WARC-Date, or the end of another page; empty for the end.

        Raises:
            BrowseError: It is none.
        """
        if not written:
            return cls(_LAST, "", 0)
        found = _CURSOR.fullmatch(written)
        if found is None:
            raise BrowseError(f"before={written[:80]}: is no time; write it like 2026-08-05 or 2026-08-05T10:00:00Z.")
        return cls(found[1], found[2] or "", int(found[3] or 0))


class Wanted(NamedTuple):
    """Which edits are asked for."""

    outlet: str
    """Name of their outlet; empty for all outlets."""
    query: str
    """The query that finds them (docs/search.md); empty for all."""
    part: Part
    before: Cursor
    """The place before which they stand, without a query."""
    page: int
    """The page of what the query finds, from 1."""


@dataclass(frozen=True)
class ChangedArticle:
    """An edit: a version of an article, and what changed since the version before it."""

    id: str
    """The document's `id`, which no rebuild changes (docs/schema.md)."""
    outlet: str
    publication: str
    """The outlet's name in its own spelling."""
    number: int
    """The document's number within the outlet."""
    before: int
    """The number of the version before."""
    version: int
    url: str
    title: str
    captured: str
    """WARC-Date."""
    captured_before: str
    """WARC-Date of the version before."""
    published: str | None
    """ISO 8601; null without a date."""
    language: str
    is_title_changed: bool
    is_text_changed: bool
    title_words: list[Words]
    """The headline's words."""
    excerpt: list[ChangedParagraph]
    """The first changed paragraphs, shortened."""
    words_added: int
    words_removed: int


@dataclass(frozen=True)
class Changes:
    """Edits, the last captured first."""

    outlet: str
    query: str
    part: Part
    changes: list[ChangedArticle]
    next: str | None
    """What `before` is for the next page; null at the end, and for what a query finds."""
    next_page: int | None
    """The next page of what a query finds; null at the end, and without a query."""
    unread: list[str]
    """Why an edit could not be read, a sentence each."""


def changes_of(place: Place, wanted: Wanted) -> Changes:
    """Return the edits that are asked for.

    Raises:
        AbsentError: There is no such outlet.
        DerivedError: The index cannot be read.
        SearchError: The query cannot be used, or took too long.
    """
    unread: list[str] = []
    if wanted.query:
        edits, is_more = _found(place, wanted, unread)
    else:
        edits, is_more = _before(place, wanted, unread)
    shown = [change for outlet, edit in edits if (change := _changed(place, outlet, edit, unread))]
    last = edits[-1] if edits else None
    next_cursor = f"{last[1].date}/{last[0]}/{last[1].number}" if last and is_more else None
    return Changes(
        outlet=wanted.outlet,
        query=wanted.query,
        part=wanted.part,
        changes=shown,
        next=None if wanted.query else next_cursor,
        next_page=wanted.page + 1 if wanted.query and is_more and wanted.page < LAST_PAGE else None,
        unread=list(dict.fromkeys(unread)),
    )


def _before(place: Place, wanted: Wanted, unread: list[str]) -> tuple[list[tuple[str, Edit]], bool]:
    """Return the edits before the cursor, each with its outlet, and whether there are more."""
    most = ON_PAGE if wanted.part is Part.ANY else LOOKED_AT
    found: list[tuple[str, Edit]] = []
    for outlet in [wanted.outlet] if wanted.outlet else place.outlets():
        try:
            with place.state(outlet) as state:
                edits = state.edits_until(wanted.before.captured, most + 1 + _AT_ONCE)
        except StateError as error:
            unread.append(str(error))
            continue
        found += [(outlet, edit) for edit in edits if (edit.date, outlet, edit.number) < wanted.before]
    found.sort(key=lambda one: (one[1].date, one[0], one[1].number), reverse=True)
    looked_at = found[:most]
    chosen = [one for one in looked_at if _is_of(one[1], wanted.part)]
    if len(chosen) > ON_PAGE:
        return chosen[:ON_PAGE], True
    is_more = len(found) > most
    return (chosen or looked_at[-1:] if is_more else chosen), is_more


def _found(place: Place, wanted: Wanted, unread: list[str]) -> tuple[list[tuple[str, Edit]], bool]:
    """Return the edits that the query finds, each with its outlet, and whether there are more."""
    written = f"{wanted.query} version:2..{f' outlet:{wanted.outlet}' if wanted.outlet else ''}"
    skip = (wanted.page - 1) * ON_PAGE
    found = search(place.output, written, place.lands(), order=Order.TIME, limit=ON_PAGE, skip=skip)
    unread += found.unread
    edits = []
    for result in found.results:
        with place.state(result.row["outlet"]) as state:
            edit = state.edit(result.number)
        if edit is not None and _is_of(edit, wanted.part):
            edits.append((result.row["outlet"], edit))
    return edits, found.matched > skip + ON_PAGE


def _is_of(edit: Edit, part: Part) -> bool:
    """Return whether an edit changed a part; a version with another headline alone has the same text."""
    if part is Part.HEADLINE:
        return edit.is_title_changed
    return part is Part.ANY or edit.is_text_changed


def _changed(place: Place, outlet: str, edit: Edit, unread: list[str]) -> ChangedArticle | None:
    """Return an edit with what changed; None when a text cannot be read."""
    row, before = edit.row, edit.row_before
    try:
        texts = [
            lines_of(one, place.text(one))
            for one in (Document(outlet, edit.before, before), Document(outlet, edit.number, row))
        ]
    except CorpusError as error:
        unread.append(str(error))
        return None
    title = changed_words(before["title"], row["title"])
    is_short = all(len(lines) <= MOST_LINES and sum(map(len, lines)) <= MOST_LETTERS for lines in texts)
    found = changes(*texts) if is_short and edit.is_text_changed else []
    counts = {
        kind: sum(
            len(text.split())
            for own, text in (*title, *(piece for one in found if not one.moved for piece in one.words))
            if own == kind
        )
        for kind in (ADDED, REMOVED)
    }
    with place.state(outlet) as state:
        article = state.article_of_document(edit.number)
    return ChangedArticle(
        id=document_id(outlet, article, row["captured"]),
        outlet=outlet,
        publication=place.title(outlet),
        number=edit.number,
        before=edit.before,
        captured_before=before["captured"],
        is_title_changed=edit.is_title_changed,
        is_text_changed=edit.is_text_changed,
        title_words=[Words(*piece) for piece in title],
        excerpt=[
            ChangedParagraph(one.kind, one.moved, list(_shortened(one.words)))
            for one in [one for one in found if one.kind != SAME][:EXCERPT]
        ],
        words_added=counts[ADDED],
        words_removed=counts[REMOVED],
        **{name: row[name] for name in ("version", "url", "title", "captured", "published", "language")},
    )


def _shortened(pieces: list[tuple[str, str]]) -> Iterator[Words]:
    """Yield the pieces of a paragraph; of a long one its beginning, and of long words that stayed both ends."""
    for kind, text in pieces[:20]:
        if len(text) <= LONGEST_EXCERPT:
            yield Words(kind, text)
        else:
            yield Words(kind, f"{text[:LONGEST_EXCERPT].rpartition(' ')[0] or text[:LONGEST_EXCERPT]} …")
