"""Answers queries from the index, and reads the documents that are shown from their outlets."""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from queue import Empty, Queue
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from corpus.duplicates.texts import read_text
from corpus.search.query import parsed
from corpus.search.snippet import Snippet, snippet_of
from corpus.search.store import opened_store
from crawler.errors import CorpusError, SearchError, StateError
from crawler.state import read_state

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from corpus.search.query import Query
    from corpus.search.store import Hit, Store

T = TypeVar("T")
MOST_SHOWN = 1_000
"""Results of a query, at most."""
SECONDS = 5.0
"""Time of a query, at most."""


class Order(StrEnum):
    """The order of results."""

    RELEVANCE = "relevance"
    TIME = "time"
    """The last that became public first: an edited version counts from its capture."""


class Result(NamedTuple):
    """A document that was found."""

    row: dict[str, Any]
    """Its manifest row."""
    number: int
    """Its number within the outlet."""
    snippet: Snippet


class Found(NamedTuple):
    """The answer to a query."""

    matched: int
    """Number of documents that match."""
    results: list[Result]
    unread: list[str]
    """Why a document could not be read, a sentence each."""


def search(
    output: Path,
    written: str,
    lands: Mapping[str, str | None],
    *,
    order: Order = Order.RELEVANCE,
    limit: int = 10,
    skip: int = 0,
) -> Found:
    """Return the documents that a query finds.

    Args:
        output: The output folder.
        written: The query.
        lands: The countries of outlets, ISO 3166-1 alpha-2.
        order: The order of the results.
        limit: Number of results.
        skip: Number of results before the first one. With it, they are `MOST_SHOWN` at most.

    Raises:
        DerivedError: The index cannot be read, or does not exist.
        SearchError: The query cannot be used, or took too long.
    """
    with opened_store(output) as store:
        query = parsed(written, store.outlets(), lands)
        hits, count = ask(store, query, order, min(skip + limit, MOST_SHOWN))
    unread: list[str] = []
    results = read_results(output, hits[skip:], query, unread)
    return Found(count, results, list(dict.fromkeys(unread)))


def ask(store: Store, query: Query, order: Order, limit: int) -> tuple[list[Hit], int]:
    """Return the first documents that a query finds, and how many it finds.

    Raises:
        DerivedError: The index cannot be read.
        SearchError: It took too long.
    """
    by_time = order is Order.TIME or not query.shown  # without a word, none is more relevant
    return in_time(lambda: store.first(query.match, limit, by_time=by_time))


def in_time(question: Callable[[], T]) -> T:
    """Return the answer to a question to the index. A thread that takes too long is left alone.

    Raises:
        DerivedError: The index cannot be read.
        SearchError: It took too long.
    """
    answers: Queue[T | BaseException] = Queue()

    def answer() -> None:
        try:
            answers.put(question())
        except BaseException as error:  # noqa: BLE001 - the caller raises it
            answers.put(error)

    Thread(target=answer, name="search", daemon=True).start()
    try:
        given = answers.get(timeout=SECONDS)
    except Empty:
        raise SearchError(f"The query took longer than {SECONDS:.0f} seconds; make it narrower.") from None
    if isinstance(given, BaseException):
        raise given
    return given


def read_results(output: Path, hits: list[Hit], query: Query, unread: list[str]) -> list[Result]:
    """Return the documents that were found, in their order, without those that cannot be read.

    Args:
        output: The output folder.
        hits: The documents.
        query: The query that found them.
        unread: Gets a sentence for each document or state that cannot be read.
    """
    numbers = defaultdict(list)
    for hit in hits:
        numbers[hit.outlet].append(hit.number)
    rows: dict[tuple[str, int], dict[str, Any]] = {}
    for outlet, wanted in numbers.items():
        try:
            with read_state(output, outlet) as state:
                found = state.manifest_rows_of(wanted) if state else {}
                rows.update(((outlet, number), row) for number, row in found.items())
        except StateError as error:
            unread.append(str(error))
    placed = ((hit.number, rows[hit.outlet, hit.number]) for hit in hits if (hit.outlet, hit.number) in rows)
    return [result for number, row in placed if (result := _read(output, number, row, query, unread))]


def _read(output: Path, number: int, row: dict[str, Any], query: Query, unread: list[str]) -> Result | None:
    """Return a result; None for a document whose text cannot be read."""
    try:
        text = read_text(output, row["outlet"], number, row["sha256"])
    except CorpusError as error:
        unread.append(str(error))
        return None
    body = text[len(row["title"]) + 1 :] if row["title"] else text
    return Result(row, number, snippet_of(body, query))
