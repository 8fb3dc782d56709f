"""Brings the index up to date: it takes the documents that are new since the last time.

Documents are taken in the order of their captures across the outlets. After a rebuild, which gives an outlet's state a
new identity, the outlet's documents are taken anew.
"""

from __future__ import annotations

from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus.duplicates.texts import moment_of, read_text
from corpus.search.forms import Forms, folded
from corpus.search.store import NewEntry, opened_store
from crawler.errors import CorpusError, StateError
from crawler.state import DatedDocument, outlets_in, read_state
from crawler.state.lock import OutletLock
from pipelines.normalize import normalize_line
from pipelines.words.folding import fold_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from corpus.search.store import Store

BATCH = 5_000
"""Documents that are added in one commit, at most."""
LOCK = "search"
"""Name of the lock that an update holds."""
_PAGE = 500
"""Manifest rows that are read from a state at a time."""


class NewDocument(NamedTuple):
    """A document with its text. They sort in the order of their captures."""

    captured: str
    """WARC-Date."""
    outlet: str
    number: int
    row: dict[str, Any]
    """Its manifest row."""
    text: str
    """Title and paragraphs, one a line."""


def update_search(output: Path, taken: Callable[[int], None] = lambda _: None) -> dict[str, str]:
    """Bring the index up to date.

    Args:
        output: The output folder.
        taken: Called after each commit with the number of documents that it added.

    Returns:
        The outlets of which something could not be read, each with the sentence; the others are up to date.

    Raises:
        DerivedError: The index cannot be read or written.
        LockedError: Another process brings it up to date.
        OSError: The lock's file cannot be made.
    """
    lock = OutletLock(output, LOCK)
    unread: dict[str, str] = {}
    try:
        with opened_store(output, write=True) as store:
            identities: dict[str, str] = {}
            _forget(output, store, unread)
            marks = store.taken()
            documents = merge(
                *(
                    _new(output, outlet, marks.get(outlet, ("", 0))[1], identities, unread)
                    for outlet in outlets_in(output)
                    if outlet not in unread
                )
            )
            forms = Forms()
            while added := store.add((entry_of(one, forms) for one in islice(documents, BATCH)), identities):
                taken(added)
    finally:
        lock.release()
    return unread


def _forget(output: Path, store: Store, unread: dict[str, str]) -> None:
    """Forget the outlets that were rebuilt, or are gone."""
    for outlet, (identity, _) in store.taken().items():
        try:
            with read_state(output, outlet) as state:
                if state is None or state.identity() != identity:
                    store.forget(outlet)
        except StateError as error:
            unread[outlet] = str(error)


def _new(
    output: Path, outlet: str, number: int, identities: dict[str, str], unread: dict[str, str]
) -> Iterator[NewDocument]:
    """Yield an outlet's documents from a number on, and end before the first one that cannot be read.

    Args:
        output: The output folder.
        outlet: The outlet's name.
        number: The number of the first document.
        identities: Gets the identity of its state. A state that was made meanwhile ends the documents.
        unread: Gets the sentence when a document cannot be read.
    """
    try:
        while rows := _page(output, outlet, number, identities):
            for row in rows:
                text = read_text(output, outlet, number, row["sha256"])
                yield NewDocument(row["captured"], outlet, number, row, text)
                number += 1
    except (CorpusError, StateError) as error:
        unread[outlet] = str(error)


def _page(output: Path, outlet: str, number: int, identities: dict[str, str]) -> list[dict[str, Any]]:
    with read_state(output, outlet) as state:
        if state is None or state.identity() != identities.setdefault(outlet, state.identity()):
            return []
        return state.manifest_rows_from(number, _PAGE)


def entry_of(document: NewDocument, forms: Forms) -> NewEntry:
    """Return what the index keeps of a document."""
    _, outlet, number, row, text = document
    title, _, body = text.partition("\n") if row["title"] else ("", "", text)
    published, captured = row["published"], row["captured"]
    dated = DatedDocument(number, row["sha256"], row["version"], published, captured)
    named = (row["section"] or "", " ".join(row["authors"]), " ".join(row["tags"]), row["credit"] or "")
    fields = (f"{words} {forms.beside(words)}" for words in map(folded, named))
    return NewEntry(
        outlet=outlet,
        number=number,
        version=row["version"],
        published=published[:10] if published else None,
        captured=captured[:10],
        moment=moment_of(dated),
        language=row["language"],
        section=row["section"] and normalize_line(row["section"]),
        credit=row["credit"] and normalize_line(row["credit"]),
        words=(fold_text(title), fold_text(body), *fields),
        beside=forms.beside(text),
    )
