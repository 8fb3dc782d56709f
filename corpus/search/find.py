"""Answers queries from the index, and reads the documents that are shown from their outlets."""

from __future__ import annotations

import sqlite3
import time
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus.duplicates.texts import read_text
from corpus.search.query import parsed
from corpus.search.snippet import Snippet, snippet_of
from corpus.search.store import opened_store
from crawler.errors import CorpusError, SearchError, StateError
from crawler.state import read_state

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from corpus.search.query import Query
    from corpus.search.store import Hit, Store

RANKED = 10_000
"""Documents that are ranked and counted, at most: of more that match, those that were captured last. It bounds the time
of a query, whatever the size of the corpus."""
MOST_SHOWN = 1_000
"""Results of a query, at most."""
SECONDS = 5.0
"""Time of a query, at most."""
_STEPS = 10_000
"""Instructions of SQLite between two looks at the clock."""


class Order(StrEnum):
    """The order of results."""

    RELEVANCE = "relevance"
    TIME = "time"
    """The last published first."""


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
    """Number of documents that match, counted up to `RANKED` + 1."""
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
        query = parsed(written, store.outlet_ids(), lands)
        hits, count = ask(store, query, order, min(skip + limit, MOST_SHOWN))
    unread: list[str] = []
    results = [result for hit in hits[skip:] if (result := _read(output, hit, query, unread))]
    return Found(count, results, list(dict.fromkeys(unread)))


def ask(store: Store, query: Query, order: Order, limit: int) -> tuple[list[Hit], int]:
    """Return the first documents that a query finds, and how many it finds.

    Raises:
        SearchError: It took too long.
    """
    end = time.monotonic() + SECONDS
    store.db.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    try:
        asked = query.match, query.condition, query.values
        hits = store.first(*asked, RANKED, limit, by_time=order is Order.TIME)
        return hits, store.count(*asked, RANKED + 1)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            raise SearchError(f"The query took longer than {SECONDS:.0f} seconds; make it narrower.") from error
        raise
    finally:
        store.db.set_progress_handler(None, 0)


def _read(output: Path, hit: Hit, query: Query, unread: list[str]) -> Result | None:
    """Return a result; None for a document that cannot be read."""
    try:
        with read_state(output, hit.outlet) as state:
            rows = [] if state is None else state.manifest_rows_from(hit.number, 1)
        if not rows:
            return None
        text = read_text(output, hit.outlet, hit.number, rows[0]["sha256"])
    except (CorpusError, StateError) as error:
        unread.append(str(error))
        return None
    body = text[len(rows[0]["title"]) + 1 :] if rows[0]["title"] else text
    return Result(rows[0], hit.number, snippet_of(body, query))
