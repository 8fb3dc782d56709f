"""The index of `scrapy search`, `derived/search.sqlite`: the folded words of all documents, without their texts.

SQLite's FTS5 keeps, for each word, in which documents and where it stands. A document that is gone leaves its words
there, and is found no more, since its row in `documents` is gone.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from corpus.derived import Form, opened_derived, take, taken, transaction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from pathlib import Path

VERSION = 1
"""Version of the tables, the folding and the forms: an index of another one is made again."""
WORDS = ("title", "text", "section", "authors", "tags", "credit")
"""Columns with the words of a document; `beside` has the forms of title and text that are no word of them."""
SCHEMA = """
CREATE TABLE outlets (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    identity TEXT NOT NULL,
    documents INTEGER NOT NULL
);
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    outlet INTEGER NOT NULL,
    number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    published TEXT,
    captured TEXT NOT NULL,
    moment INTEGER NOT NULL
);
CREATE VIRTUAL TABLE words USING fts5 (
    title, text, section, authors, tags, credit, beside, marks, content = '', tokenize = 'ascii'
);
INSERT INTO words (words, rank) VALUES ('hashsize', 33554432);
"""
"""The index's tables.

`outlets` has the identity of an outlet's state and the number of its documents that are in the index. Of a document,
`published` (None without a date) and `captured` are ISO days, and `moment` is the second (Unix time) at which it was
published. `marks` has `all`, the language, and `outlet` with the outlet's id.
FTS5 holds 32 MiB of new words before it writes them, in place of 1 MiB: it then merges less, by a third of the time.
"""
FORM = Form("search.sqlite", SCHEMA, VERSION, "scrapy search")
"""The index's form."""
EVERY = "all"
"""The mark of every document."""


class NewEntry(NamedTuple):
    """A document that is to be added to the index."""

    outlet: str
    number: int
    version: int
    published: str | None
    """ISO day; None without a date."""
    captured: str
    """ISO day."""
    moment: int
    """The second of its publication (Unix time)."""
    language: str
    words: tuple[str, ...]
    """Folded words, in the order of `WORDS`."""
    beside: str
    """Other forms of the words of title and text."""


class Hit(NamedTuple):
    """A document that was found."""

    outlet: str
    number: int
    score: float
    """The higher, the earlier it stands; in the order of time the second of its publication (Unix time)."""


def outlet_mark(outlet: int) -> str:
    """Return the mark of an outlet's documents."""
    return f"outlet{outlet}"


@contextmanager
def opened_store(output: Path, *, write: bool = False) -> Iterator[Store]:
    """Open the index.

    Args:
        output: The output folder.
        write: Whether it is made when it does not exist, and made again when it is of another version.

    Raises:
        DerivedError: It cannot be read or written, or does not exist and `write` is false.
    """
    with opened_derived(output, FORM, write=write) as db:
        yield Store(db)


class Store:
    """The index's queries.

    Args:
        db: A connection to the index.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        """The connection."""

    def taken(self) -> dict[str, tuple[str, int]]:
        """Return the identity of each outlet's state and the number of its documents that the index has."""
        return taken(self.db)

    def outlet_ids(self) -> dict[str, int]:
        """Return the id of each outlet."""
        return dict(self.db.execute("SELECT name, id FROM outlets").fetchall())

    def add(self, entries: Iterable[NewEntry], identities: dict[str, str]) -> None:
        """Add documents, those of an outlet in the order of their numbers, in one transaction.

        Args:
            entries: The documents.
            identities: The identity of each outlet's state.
        """
        with transaction(self.db):
            # Documents that are gone keep their ids in FTS5's table of sizes.
            ((last,),) = self.db.execute("SELECT coalesce(max(id), 0) FROM words_docsize")
            ids = self.outlet_ids()
            rows, texts, numbers = [], [], {}
            for place, entry in enumerate(entries, last + 1):
                if entry.outlet not in ids:
                    take(self.db, entry.outlet, identities[entry.outlet], 0)
                    ids = self.outlet_ids()
                outlet = ids[entry.outlet]
                numbers[entry.outlet] = entry.number + 1
                rows.append((place, outlet, *entry[1:6]))
                marks = f"{EVERY} {entry.language} {outlet_mark(outlet)}"
                texts.append((place, *entry.words, entry.beside, marks))
            self.db.executemany("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            self.db.executemany(_INSERT, texts)
            for outlet_name, documents in numbers.items():
                take(self.db, outlet_name, identities[outlet_name], documents)

    def forget(self, outlet: str) -> None:
        """Remove an outlet's documents. When most of the index's words are of documents that are gone, remove all."""
        with transaction(self.db):
            self.db.execute("DELETE FROM documents WHERE outlet = (SELECT id FROM outlets WHERE name = ?)", (outlet,))
            self.db.execute("DELETE FROM outlets WHERE name = ?", (outlet,))
            ((here, ever),) = self.db.execute(
                "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM words_docsize)"
            )
            if 2 * here < ever:
                self.db.execute("INSERT INTO words (words) VALUES ('delete-all')")
                self.db.execute("DELETE FROM documents")
                self.db.execute("DELETE FROM outlets")

    def first(
        self, match: str, condition: str, values: tuple[object, ...], ranked: int, most: int, *, by_time: bool = False
    ) -> list[Hit]:
        """Return the documents that match best, or those of them that were published last.

        Args:
            match: An expression of FTS5.
            condition: A condition over `documents`.
            values: Its values.
            ranked: Documents that are put in order, at most: those that were added last.
            most: Documents, at most.
            by_time: Whether the last published stand first.
        """
        key = "-moment" if by_time else f"bm25(words, {_WEIGHTS})"
        query = (
            f"SELECT name, number, -key FROM (SELECT outlet, number, documents.id AS place, {key} AS key "  # noqa: S608 - ours
            f"FROM words JOIN documents ON documents.id = words.rowid WHERE words MATCH ? AND {condition} "
            "ORDER BY words.rowid DESC LIMIT ?) JOIN outlets ON outlets.id = outlet ORDER BY key, place DESC LIMIT ?"
        )
        return list(map(Hit._make, self.db.execute(query, (match, *values, ranked, most))))

    def count(self, match: str, condition: str, values: tuple[object, ...], most: int) -> int:
        """Return how many documents match, counting no further than `most`."""
        query = (
            "SELECT count(*) FROM (SELECT 1 FROM words JOIN documents ON documents.id = words.rowid "  # noqa: S608 - ours
            f"WHERE words MATCH ? AND {condition} LIMIT ?)"
        )
        ((found,),) = self.db.execute(query, (match, *values, most))
        return int(found)


_INSERT = f"INSERT INTO words (rowid, {', '.join(WORDS)}, beside, marks) VALUES ({', '.join('?' * (len(WORDS) + 3))})"  # noqa: S608 - ours
_WEIGHTS = "40.0, 10.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0"
"""Weights of the columns. A word as it is written counts so much more than a form of it that one stands before ten."""
