"""The store of near-duplicates, `derived/duplicates.sqlite`: documents, links and the index of keys.

It holds no text: 8 bytes for each key, and some bytes for each document and link.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from corpus.derived import Form, opened_derived, take, taken, transaction
from corpus.duplicates import postings
from corpus.duplicates.likeness import Kind

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from pathlib import Path

VERSION = 1
"""Version of the tables, the folding, the shingles and the thresholds: a store of another one is made again."""
KINDS = tuple(Kind)
"""The kinds of links; the store has their places."""
SCHEMA = f"""
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
    digest BLOB NOT NULL,
    moment INTEGER NOT NULL,
    keys INTEGER NOT NULL,
    shingles INTEGER NOT NULL,
    representative INTEGER NOT NULL
);
CREATE UNIQUE INDEX documents_number ON documents (outlet, number);
CREATE INDEX documents_representative ON documents (representative) WHERE representative != id;
CREATE TABLE links (
    document INTEGER NOT NULL,
    other INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    similarity INTEGER NOT NULL,
    PRIMARY KEY (document, other)
) WITHOUT ROWID;
{postings.SCHEMA}
"""
"""The store's tables.

`outlets` has the identity of an outlet's state and the number of its documents that were taken. Of a document, `digest`
is the first 8 bytes of the SHA-256 of its text, `moment` the second (Unix time) at which it was published, and
`representative` its own id when it represents its cluster. A link has two rows, one from each side; its `similarity` is
in thousandths.
"""
FORM = Form("duplicates.sqlite", SCHEMA, VERSION, "scrapy duplicates")
"""The store's form."""

_NAME = "name, number, lower(hex(digest)) FROM documents JOIN outlets ON outlets.id = outlet"
_PLACED = "moment, name, number, documents.id, representative FROM documents JOIN outlets ON outlets.id = outlet"


class Name(NamedTuple):
    """What names a document's file."""

    outlet: str
    number: int
    sha256: str
    """The first 16 digits of the SHA-256 of its text."""


class Placed(NamedTuple):
    """A document's place in the order of publication, and in a cluster."""

    moment: int
    """The second (Unix time) at which it was published."""
    outlet: str
    number: int
    id: int
    representative: int
    """The id of its cluster's representative, perhaps its own."""


class NewDocument(NamedTuple):
    """A document to be added to the store."""

    id: int
    outlet: str
    number: int
    sha256: str
    """SHA-256 of its text."""
    moment: int
    """The second (Unix time) at which it was published."""
    keys: int
    """Number of its keys."""
    shingles: int
    """Number of its shingles."""


class Found(NamedTuple):
    """A link between two documents."""

    document: int
    other: int
    kind: Kind
    similarity: float


def store_path(output: Path) -> Path:
    """Return the path of the store in an output folder; it need not exist."""
    return FORM.path(output)


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
        self.db = db
        """The connection."""
        self.postings = postings.Postings(db)
        """The index of keys."""

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do what the `with` block does as a whole or not at all."""
        with transaction(self.db):
            yield

    def taken(self) -> dict[str, tuple[str, int]]:
        """Return the identity of each outlet's state and the number of its documents that were taken."""
        return taken(self.db)

    def take(self, outlet: str, identity: str, documents: int) -> None:
        """Note which documents of an outlet have been taken."""
        take(self.db, outlet, identity, documents)

    def next_document(self) -> int:
        """Return the id of the next document."""
        return int(self.db.execute("SELECT coalesce(max(id), 0) + 1 FROM documents").fetchone()[0])

    def add_documents(self, documents: Iterable[NewDocument]) -> None:
        """Add documents of outlets that have been taken; each represents itself."""
        self.db.executemany(
            "INSERT INTO documents SELECT ?1, id, ?2, ?3, ?4, ?5, ?6, ?1 FROM outlets WHERE name = ?7",
            (
                (new.id, new.number, bytes.fromhex(new.sha256)[:8], new.moment, new.keys, new.shingles, new.outlet)
                for new in documents
            ),
        )

    def add_links(self, links: Iterable[Found]) -> None:
        """Add links, each from both sides."""
        for document, other, kind, similarity in links:
            row = (KINDS.index(kind), round(1000 * similarity))
            self.db.executemany(
                "INSERT INTO links VALUES (?, ?, ?, ?)", ((document, other, *row), (other, document, *row))
            )

    def key_counts(self, documents: Iterable[int]) -> dict[int, int]:
        """Return how many keys each of the documents has."""
        return dict(
            self.db.execute(
                f"SELECT id, keys FROM documents WHERE id IN ({','.join(map(str, documents))})"  # noqa: S608 - numbers
            ).fetchall()
        )

    def forget(self, outlet: str) -> set[int]:
        """Remove an outlet's documents; return the other documents that had links to them."""
        of_outlet = "(SELECT id FROM documents WHERE outlet = (SELECT id FROM outlets WHERE name = ?))"
        gone = {document for (document,) in self.db.execute(f"SELECT id FROM {of_outlet}", (outlet,))}  # noqa: S608 - ours
        linked = {
            document
            for (document,) in self.db.execute(f"SELECT other FROM links WHERE document IN {of_outlet}", (outlet,))  # noqa: S608 - the same
        }
        self.db.execute(f"DELETE FROM links WHERE document IN {of_outlet}", (outlet,))  # noqa: S608 - the same
        self.db.executemany(
            f"DELETE FROM links WHERE document = ? AND other IN {of_outlet}",  # noqa: S608 - the same
            ((document, outlet) for document in linked - gone),
        )
        self.db.execute(f"DELETE FROM documents WHERE id IN {of_outlet}", (outlet,))  # noqa: S608 - the same
        self.db.execute("DELETE FROM outlets WHERE name = ?", (outlet,))
        if gone:
            self.postings.drop(gone)
        return linked - gone

    def name_of(self, document: int) -> Name:
        """Return the name of a document."""
        return Name(*self.db.execute(f"SELECT {_NAME} WHERE documents.id = ?", (document,)).fetchone())

    def place_of(self, document: int) -> Placed:
        """Return a document's place among the clusters."""
        return Placed(*self.db.execute(f"SELECT {_PLACED} WHERE documents.id = ?", (document,)).fetchone())

    def linked_to(self, document: int) -> list[tuple[Placed, int]]:
        """Return the documents with a link to one, each with the similarity of both, in thousandths."""
        rows = self.db.execute(
            f"SELECT links.similarity, {_PLACED} JOIN links ON other = documents.id WHERE document = ?",
            (document,),
        )
        return [(Placed(*place), similarity) for similarity, *place in rows]

    def represent(self, document: int, representative: int) -> None:
        """Make a document the representative of another one, or of itself."""
        self.db.execute("UPDATE documents SET representative = ? WHERE id = ?", (representative, document))
