"""Brings the store of statistics up to date: it counts what is new since the last time, an outlet at a time.

A store that grew is equal to one that is made at once. After a rebuild, which gives an outlet's state a new identity,
the outlet is counted anew.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from corpus.duplicates.texts import read_text
from corpus.statistics.counting import Counted, Figure, count_document, words_in
from corpus.statistics.store import Mark, opened_store
from crawler.errors import CorpusError, StateError
from crawler.run.outcome import Run
from crawler.state import outlets_in, read_state
from crawler.state.lock import OutletLock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from corpus.statistics.store import Store
    from crawler.state import ReadOnlyState

BATCH = 500
"""Documents that a transaction counts, at most. Rare words are dropped where a multiple of it is reached, so that the
store does not depend on the moments of its updates."""
LOCK = "statistics"
"""Name of the lock that an update holds."""


def update_statistics(output: Path, counted: Callable[[int], None] = lambda _: None) -> dict[str, str]:
    """Bring the store up to date.

    Args:
        output: The output folder.
        counted: Called after each transaction with the number of documents that it added.

    Returns:
        The outlets of which something could not be read, each with the sentence; the others are up to date.

    Raises:
        DerivedError: The store cannot be read or written.
        LockedError: Another process brings it up to date.
        OSError: The lock's file cannot be made.
    """
    lock = OutletLock(output, LOCK)
    unread = {}
    try:
        with opened_store(output, write=True) as store:
            marks = store.marks()
            for outlet in sorted({*marks, *outlets_in(output)}):
                try:
                    _update(output, outlet, store, marks.get(outlet, Mark()), counted)
                except (CorpusError, StateError) as error:
                    unread[outlet] = str(error)
    finally:
        lock.release()
    return unread


def _update(output: Path, outlet: str, store: Store, mark: Mark, counted: Callable[[int], None]) -> None:
    """Count what is new of an outlet.

    Raises:
        CorpusError: A text cannot be read; the documents before it are counted.
        StateError: The state cannot be read.
    """
    gone = True
    for now, counts in _new(output, outlet, mark):
        gone = False
        if now.identity != mark.identity:
            store.forget(outlet)
        store.add(outlet, now, counts, prune=now.documents % BATCH == 0)
        counted(now.documents - mark.documents if now.identity == mark.identity else now.documents)
        mark = now
    if gone:
        store.forget(outlet)


def _new(output: Path, outlet: str, mark: Mark) -> Iterator[tuple[Mark, Counter[Counted]]]:
    """Yield what is new of an outlet, and how far it is counted with it: once at least, unless it has no state.

    Raises:
        CorpusError: A text cannot be read.
        StateError: The state cannot be read.
    """
    with read_state(output, outlet) as state:
        if state is None:
            return
        if mark.identity != state.identity():
            mark = Mark(state.identity())
        mark, counts = _captures_and_runs(state, mark)
        yield mark, counts
        while rows := state.manifest_rows_from(mark.documents, BATCH - mark.documents % BATCH):
            number, counts, unread = _documents(output, mark.documents, rows)
            if number > mark.documents:
                mark = mark._replace(documents=number)
                yield mark, counts
            if unread is not None:
                raise unread


def _documents(
    output: Path, number: int, rows: list[dict[str, Any]]
) -> tuple[int, Counter[Counted], CorpusError | None]:
    """Count documents up to the first whose text cannot be read.

    Args:
        output: The output folder.
        number: The number of the first document.
        rows: Their manifest rows.

    Returns:
        The number after that of the last counted document, the counts, and why the next could not be read.
    """
    counts: Counter[Counted] = Counter()
    words: Counter[str] = Counter()
    unread = None
    for row in rows:
        try:
            text = _body(output, number, row)
        except CorpusError as error:
            unread = error
            break
        counts.update(count_document(row, text))
        words.update(words_in(text))
        number += 1
    counts.update({Counted(Figure.WORD, "", word): count for word, count in words.items()})
    return number, counts, unread


def _captures_and_runs(state: ReadOnlyState, mark: Mark) -> tuple[Mark, Counter[Counted]]:
    """Return how far an outlet is counted with its new rejects, events and runs, and their counts."""
    counts: Counter[Counted] = Counter()
    until = max(mark.seq, state.last_settled_seq())
    for month, reason, count in state.rejects_by_month(mark.seq, until):
        counts[Counted(Figure.REJECTS, month, reason)] = count
    for month, kind, count in state.events_by_month(mark.seq, until):
        counts[Counted(Figure.EVENTS, month, kind)] = count
    began = mark.began
    for summary in state.runs_after(began):
        began = str(summary["began"])
        counts[Counted(Figure.RUNS, began[:7], Run.of(summary).outcome)] += 1
    return mark._replace(seq=until, began=began), counts


def _body(output: Path, number: int, row: Mapping[str, Any]) -> str:
    """Return a document's text without its title.

    Raises:
        CorpusError: It cannot be read.
    """
    text = read_text(output, row["outlet"], number, row["sha256"])
    return text[len(row["title"]) + 1 :] if row["title"] else text
