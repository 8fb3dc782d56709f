"""The store of statistics, `derived/statistics.sqlite`: counts by outlet and month, and how far outlets are counted.

It grows with outlets, months and reasons, not with documents. Of an outlet's words it keeps those that occur most.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from corpus.derived import Form, opened_derived, transaction
from corpus.statistics.counting import Counted, Figure

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

VERSION = 1
"""Version of the tables and of what is counted: a store of another one is made again."""
KEPT = 10_000
"""Words, and as many credits, that an outlet keeps when the rest is dropped."""
PRUNED = (Figure.WORD, Figure.CREDIT)
"""Figures whose keys have no bound of their own."""
SCHEMA = """
CREATE TABLE outlets (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    identity TEXT NOT NULL,
    documents INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    began TEXT NOT NULL,
    missed INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE counts (
    figure TEXT NOT NULL,
    outlet INTEGER NOT NULL,
    month TEXT NOT NULL,
    key TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (figure, outlet, month, key)
) WITHOUT ROWID;
"""
"""The store's tables.

`outlets` has the identity of an outlet's state, the number of its documents that are counted, the place in the order of
captures up to which rejects and events are, and the beginning of the last counted run. `missed` bounds from above by
how much the count of one of its words may be too low.
"""
FORM = Form("statistics.sqlite", SCHEMA, VERSION, "scrapy growth")
"""The store's form."""


class Mark(NamedTuple):
    """How far an outlet is counted."""

    identity: str = ""
    """The identity of its state."""
    documents: int = 0
    """Number of its documents that are counted."""
    seq: int = 0
    """Place of the last capture whose reject or event is counted."""
    began: str = ""
    """Beginning of the last counted run, ISO 8601; empty without one."""


class Row(NamedTuple):
    """A count of an outlet."""

    outlet: str
    month: str
    key: str
    times: int


@contextmanager
def opened_store(output: Path, *, write: bool = False) -> Iterator[Store]:
    """Open the store.

    Args:
        output: The output folder.
        write: Whether it is made when it does not exist, and made again when it is of another version.

    Raises:
        DerivedError: It cannot be read or written, or does not exist and `write` is false.
    """
    with opened_derived(output, FORM, write=write) as db:
        yield Store(db)


class Store:
    """The store's queries.

    Args:
        db: A connection to the store.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def marks(self) -> dict[str, Mark]:
        """Return how far each outlet is counted."""
        rows = self._db.execute("SELECT name, identity, documents, seq, began FROM outlets")
        return {name: Mark(*mark) for name, *mark in rows}

    def add(self, outlet: str, mark: Mark, counts: Mapping[Counted, int], *, prune: bool = False) -> None:
        """Add counts of an outlet, and note how far it is counted, in one transaction.

        Args:
            outlet: The outlet's name.
            mark: How far it is counted with these.
            counts: The counts.
            prune: Whether words beyond the `KEPT` most frequent ones are dropped.
        """
        with transaction(self._db):
            self._db.execute(
                "INSERT INTO outlets (name, identity, documents, seq, began) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (name) DO UPDATE SET identity = excluded.identity, documents = excluded.documents, "
                "seq = excluded.seq, began = excluded.began",
                (outlet, *mark),
            )
            ((number,),) = self._db.execute("SELECT id FROM outlets WHERE name = ?", (outlet,))
            self._db.executemany(
                "INSERT INTO counts VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
                ((of.figure, number, of.month, of.key, count) for of, count in sorted(counts.items())),
            )
            if prune:
                for figure in PRUNED:
                    self._prune(number, figure)

    def _prune(self, outlet: int, figure: Figure) -> None:
        """Drop an outlet's words beyond the most frequent ones (lossy counting: Manku and Motwani, VLDB 2002).

        A word that comes again later is counted anew; the dropped count bounds what is missed of it.
        """
        place = (figure, outlet)
        query = "SELECT count FROM counts WHERE figure = ? AND outlet = ? ORDER BY count DESC LIMIT 1 OFFSET ?"
        row = self._db.execute(query, (*place, KEPT)).fetchone()
        if row is not None:
            self._db.execute("DELETE FROM counts WHERE figure = ? AND outlet = ? AND count <= ?", (*place, row[0]))
            self._db.execute("UPDATE outlets SET missed = missed + ? WHERE id = ?", (row[0], outlet))

    def forget(self, outlet: str) -> None:
        """Remove an outlet's counts."""
        with transaction(self._db):
            self._db.executemany(
                "DELETE FROM counts WHERE figure = ? AND outlet = (SELECT id FROM outlets WHERE name = ?)",
                [(figure, outlet) for figure in Figure],
            )
            self._db.execute("DELETE FROM outlets WHERE name = ?", (outlet,))

    def rows(self, figure: Figure, without: Collection[str] = ()) -> list[Row]:
        """Return the counts of a figure that is not among `PRUNED`, sorted.

        Args:
            figure: The figure.
            without: Outlets that do not count.
        """
        rows = self._db.execute(
            "SELECT name, month, key, count FROM counts JOIN outlets ON outlets.id = outlet WHERE figure = ? "
            "ORDER BY name, month, key",
            (figure,),
        )
        return [row for row in map(Row._make, rows) if row.outlet not in without]

    def most_frequent(self, figure: Figure, most: int, without: Collection[str] = ()) -> Counter[str]:
        """Return the words or credits of all outlets that occur most.

        Args:
            figure: One of `PRUNED`.
            most: Their number, at most.
            without: Outlets that do not count.
        """
        holes = ", ".join("?" * len(without))
        query = (
            "SELECT key, sum(count) FROM counts JOIN outlets ON outlets.id = outlet WHERE figure = ? "  # noqa: S608 - question marks
            f"AND name NOT IN ({holes}) GROUP BY key ORDER BY 2 DESC, key LIMIT ?"
        )
        rows = self._db.execute(query, (figure, *without, most))
        return Counter(dict(rows.fetchall()))

    def missed(self) -> int:
        """Return by how much the count of one word may be too low, at most, in all outlets together."""
        ((missed,),) = self._db.execute("SELECT coalesce(sum(missed), 0) FROM outlets")
        return int(missed)
