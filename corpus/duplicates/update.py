"""Brings the store of near-duplicates up to date: it takes the documents that are new since the last time.

Documents are taken in the order of their captures across the outlets, so that a store that grew is equal to one that is
made at once. After a rebuild, which gives an outlet's state a new identity, the outlet's documents are taken anew.
"""

from __future__ import annotations

from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING

from corpus.duplicates.clusters import settle
from corpus.duplicates.likeness import likeness
from corpus.duplicates.shingles import shingled
from corpus.duplicates.store import Found, NewDocument, opened_store
from corpus.duplicates.texts import new_texts, read_text
from crawler.errors import CorpusError, StateError
from crawler.state import outlets_in, read_state
from crawler.state.lock import OutletLock

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from corpus.duplicates.shingles import Shingled
    from corpus.duplicates.store import Store
    from corpus.duplicates.texts import NewText

BATCH = 2_000
"""Documents that a transaction adds, at most."""
LEAST_COMMON = 2
"""Keys that two texts have in common before they are compared; a common paragraph counts as two."""
LEAST_SHARE = 0.2
"""The same as a share of the keys of the text that has fewer."""
MOST_COMPARED = 64
"""Texts that a new one is compared with, at most: those with the most keys in common."""
LOCK = "duplicates"
"""Name of the lock that an update holds."""
_KEPT = 3_000
"""Texts that are kept in memory, so that they need not be read again."""


def update_duplicates(output: Path, taken: Callable[[int], None] = lambda _: None) -> None:
    """Bring the store up to date.

    Args:
        output: The output folder.
        taken: Called after each transaction with the number of documents that it added.

    Raises:
        DerivedError: The store cannot be read or written.
        LockedError: Another process brings it up to date.
        OSError: The lock's file cannot be made.
        StateError: An outlet's state cannot be read; the documents of the other outlets were taken nevertheless.
        CorpusError: An outlet's text cannot be read; the same, and those before it. Or an earlier text cannot, with
            which no other is compared then.
    """
    lock = OutletLock(output, LOCK)
    try:
        with opened_store(output, write=True) as store:
            update = Update(output, store)
            texts = merge(*update.new_texts())
            while batch := list(islice(texts, BATCH)):
                with store.transaction():
                    update.add(batch)
                taken(len(batch))
    finally:
        lock.release()
    if update.unread:
        raise update.unread[0]


class Update:
    """One update of an open store.

    Args:
        output: The output folder.
        store: The store, open for writing.
        identities: The identities of the outlets' states, when they are known.
    """

    def __init__(self, output: Path, store: Store, identities: dict[str, str] | None = None) -> None:
        self._output = output
        self._store = store
        self._identities = identities or {}
        self._kept: dict[int, Shingled] = {}
        self.unread: list[CorpusError | StateError] = []
        """Why a state or a text could not be read, each once."""

    def new_texts(self) -> Iterator[Iterator[NewText]]:
        """Forget what is gone, and yield each outlet's new documents, in their order."""
        marks = self._store.taken()
        for outlet in sorted({*marks, *outlets_in(self._output)}):
            identity, number = marks.get(outlet, ("", 0))
            try:
                with read_state(self._output, outlet) as state:
                    now, documents = ("", 0) if state is None else (state.identity(), state.count_documents())
            except StateError as error:
                self.unread.append(error)
                continue
            if identity and now != identity:
                with self._store.transaction():
                    settle(self._store, self._store.forget(outlet))
                number = 0
            if documents > number:
                self._identities[outlet] = now
                yield new_texts(self._output, outlet, now, number, self.unread)

    def add(self, batch: list[NewText]) -> None:
        """Add documents with their links, and settle their clusters."""
        first = self._store.next_document()
        new = {first + place: shingled(one.text) for place, one in enumerate(batch)}
        while len(self._kept) + len(new) > _KEPT and self._kept:
            del self._kept[next(iter(self._kept))]
        self._kept |= new
        for outlet, number in {one.outlet: one.number for one in batch}.items():
            self._store.take(outlet, self._identities[outlet], number + 1)
        common = self._store.postings.add({document: of.keys for document, of in new.items()})
        links = list(self._links(new, common))
        self._store.add_documents(
            NewDocument(document, one.outlet, one.number, one.sha256, one.moment, len(of.keys), len(of.shingles))
            for one, (document, of) in zip(batch, new.items(), strict=True)
        )
        self._store.add_links(links)
        settle(self._store, {document for link in links for document in (link.document, link.other)} & new.keys())

    def _links(self, new: Mapping[int, Shingled], common: Mapping[int, Counter[int]]) -> Iterator[Found]:
        """Yield the links of new documents to earlier ones, of which `common` counts the common keys."""
        likely = {
            document: {other: count for other, count in counts.items() if count >= LEAST_COMMON}
            for document, counts in common.items()
        }
        keys = {document: len(of.keys) for document, of in new.items()}
        keys |= self._store.key_counts({other for counts in likely.values() for other in counts} - keys.keys())
        for document, counts in likely.items():
            own = len(new[document].keys)
            others = sorted(
                (other for other, count in counts.items() if count >= LEAST_SHARE * min(own, keys[other])),
                key=lambda other: (-counts[other], other),
            )
            for other in others[:MOST_COMPARED]:
                text = new.get(other) or self._text(other)
                if text is not None and (alike := likeness(new[document], text)):
                    yield Found(document, other, *alike)

    def _text(self, document: int) -> Shingled | None:
        """Return an earlier document's text, which is kept or read again; None for one that cannot be read."""
        of = self._kept.pop(document, None)
        if of is None:
            try:
                of = shingled(read_text(self._output, *self._store.name_of(document)))
            except CorpusError as error:
                if str(error) not in map(str, self.unread):
                    self.unread.append(error)
                return None
        self._kept[document] = of
        while len(self._kept) > _KEPT:
            del self._kept[next(iter(self._kept))]
        return of
