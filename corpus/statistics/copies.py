"""Who copies whom: documents of an outlet whose text another outlet had first."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from corpus.duplicates import duplicates_of
from crawler.errors import DerivedError
from crawler.state import read_state

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

_FIRST = """
WITH texts AS (
    SELECT outlet, first_value(outlet) OVER (PARTITION BY body ORDER BY captured, outlet) AS source FROM bodies
)
SELECT outlet, source, count(*) FROM texts WHERE outlet != source GROUP BY 1, 2 ORDER BY 1, 2
"""


class Likeness(StrEnum):
    """Which documents count as copies."""

    NEAR = "near"
    """Near-duplicates, by the store of `scrapy duplicates`; the first is the one that was published first."""
    EXACT = "exact"
    """Equal texts; the first is the one that was captured first."""


class Copies(NamedTuple):
    """The copies between outlets."""

    likeness: Likeness
    """Which documents count."""
    documents: int
    """Number of documents that were compared."""
    pairs: list[tuple[str, str, int]]
    """The outlet of copies, the outlet that had the texts first, and how many."""


def copies_in(output: Path, outlets: Collection[str]) -> Copies:
    """Return the copies between outlets: near-duplicates where their store is there, else equal texts.

    Equal texts are found in a temporary file, with the text's hash of each document.

    Args:
        output: The output folder.
        outlets: The outlets that count.

    Raises:
        DerivedError: That file cannot be written.
        StateError: An outlet's state cannot be read.
    """
    try:
        with duplicates_of(output) as duplicates:
            pairs = duplicates.between_outlets()
            documents = duplicates.count()[0]
    except DerivedError:
        return _exact(output, sorted(outlets))
    return Copies(Likeness.NEAR, documents, [pair for pair in pairs if {*pair[:2]} <= {*outlets}])


def _exact(output: Path, outlets: list[str]) -> Copies:
    """Return the copies among equal texts.

    Raises:
        DerivedError: The temporary file cannot be written.
        StateError: An outlet's state cannot be read.
    """
    documents = 0
    try:
        with closing(sqlite3.connect("")) as db:  # SQLite's temporary database: on disk when it is large
            db.execute("CREATE TABLE bodies (body BLOB NOT NULL, captured TEXT NOT NULL, outlet INTEGER NOT NULL)")
            for place, outlet in enumerate(outlets):
                rows = ((bytes.fromhex(body[:16]), date, place) for body, date in _bodies(output, outlet))
                documents += max(db.executemany("INSERT INTO bodies VALUES (?, ?, ?)", rows).rowcount, 0)
            pairs = [(outlets[one], outlets[other], count) for one, other, count in db.execute(_FIRST)]
    except sqlite3.Error as error:
        raise DerivedError(f"{output}: a temporary file for its equal texts cannot be written: {error}.") from error
    return Copies(Likeness.EXACT, documents, pairs)


def _bodies(output: Path, outlet: str) -> Iterator[tuple[str, str]]:
    """Yield hash and capture date of an outlet's texts.

    Raises:
        StateError: The state cannot be read.
    """
    with read_state(output, outlet) as state:
        if state is not None:
            for body, date in state.bodies_by_capture():
                yield body, date.removesuffix("Z")  # so that a second comes before its fractions
