"""What other parts of Warraq ask about near-duplicates. Nobody else reads the store.

update_duplicates(output)
with duplicates_of(output) as duplicates:
    for place in duplicates.places("akhbar.example"):
        …
"""

from __future__ import annotations

from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from corpus.duplicates.store import KINDS, opened_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from corpus.duplicates.likeness import Kind
    from corpus.duplicates.store import Store


class Document(NamedTuple):
    """A document: its outlet, and its number within it."""

    outlet: str
    number: int


class Link(NamedTuple):
    """Two near-duplicates."""

    longer: Document
    """The longer text; of a link of the kind `contains` the one that contains the other."""
    shorter: Document
    kind: Kind
    similarity: float
    """The Jaccard coefficient of their shingles, in thousandths: 0.031 to 1. A long text that contains a short one
    has little similarity to it."""


class Place(NamedTuple):
    """The place of a document in a cluster of two documents or more."""

    document: Document
    representative: Document
    """The document of the cluster that was published first. It names the cluster, and its outlet is the first to have
    the text."""
    kind: Kind | None
    """The kind of the link to the representative; None for the representative itself."""
    similarity: float
    """The similarity to the representative: 1 for itself."""


_MEMBERS = """
FROM outlets AS theirs
CROSS JOIN documents AS representative ON representative.outlet = theirs.id
CROSS JOIN documents AS one ON one.representative = representative.id AND one.representative != one.id
JOIN outlets AS own ON own.id = one.outlet
JOIN links ON links.document = one.id AND links.other = representative.id
"""
_COLUMNS = "own.name, one.number, theirs.name, representative.number, links.kind, links.similarity"


@contextmanager
def duplicates_of(output: Path) -> Iterator[Duplicates]:
    """Open the store of near-duplicates for reading.

    Raises:
        DerivedError: It does not exist, or cannot be read, also while the block reads it.
    """
    with opened_store(output) as store:
        yield Duplicates(store)


class Duplicates:
    """Answers questions about near-duplicates.

    Args:
        store: The open store.
    """

    def __init__(self, store: Store) -> None:
        self._db = store.db

    def taken(self, outlet: str) -> tuple[str, int]:
        """Return the identity of an outlet's state, and how many of its documents the store has; "" and 0 for none."""
        row = self._db.execute("SELECT identity, documents FROM outlets WHERE name = ?", (outlet,)).fetchone()
        return ("", 0) if row is None else (str(row[0]), int(row[1]))

    def places(self, outlet: str) -> Iterator[Place]:
        """Yield the places of an outlet's documents in the order of their numbers, without those that stand alone."""
        members = self._db.execute(
            f"""
            SELECT {_COLUMNS} FROM outlets AS own JOIN documents AS one ON one.outlet = own.id
            JOIN documents AS representative ON representative.id = one.representative AND representative.id != one.id
            JOIN outlets AS theirs ON theirs.id = representative.outlet
            JOIN links ON links.document = one.id AND links.other = representative.id WHERE own.name = ?
            """,  # noqa: S608 - our own columns
            (outlet,),
        ).fetchall()
        representatives = self._db.execute(
            f"SELECT DISTINCT representative.number {_MEMBERS} WHERE theirs.name = ?",
            (outlet,),
        ).fetchall()
        places = [*map(_place, members), *(_first(Document(outlet, number)) for (number,) in representatives)]
        yield from sorted(places, key=lambda place: place.document)

    def clusters(self) -> Iterator[list[Place]]:
        """Yield the clusters of two documents or more, the representative first, sorted by outlet and number."""
        for (outlet,) in self._db.execute("SELECT name FROM outlets ORDER BY name").fetchall():
            members = self._db.execute(
                f"SELECT {_COLUMNS} {_MEMBERS} WHERE theirs.name = ? ORDER BY 4, 1, 2",
                (outlet,),
            ).fetchall()
            for representative, group in groupby(map(_place, members), lambda place: place.representative):
                yield [_first(representative), *group]

    def count(self) -> tuple[int, int, int]:
        """Return the number of documents, of clusters of two or more, and of their documents beside representatives."""
        row = self._db.execute(
            "SELECT (SELECT coalesce(sum(documents), 0) FROM outlets), count(DISTINCT representative), count(*) "
            "FROM documents WHERE representative != id"
        ).fetchone()
        return int(row[0]), int(row[1]), int(row[2])

    def between_outlets(self) -> list[tuple[str, str, int]]:
        """Return outlets with the outlet of the representative of some of their documents, and how many, sorted."""
        rows = self._db.execute(
            "SELECT own.name, theirs.name, count(*) FROM documents AS one "
            "JOIN documents AS representative ON representative.id = one.representative "
            "JOIN outlets AS own ON own.id = one.outlet JOIN outlets AS theirs ON theirs.id = representative.outlet "
            "WHERE one.representative != one.id AND own.id != theirs.id GROUP BY 1, 2 ORDER BY 1, 2"
        )
        return [(str(own), str(theirs), int(count)) for own, theirs, count in rows]

    def links_of(self, document: Document) -> list[Link]:
        """Return a document's links, the most similar first."""
        rows = self._db.execute(
            "SELECT theirs.name, other.number, other.shingles > one.shingles, links.kind, links.similarity "
            "FROM documents AS one JOIN outlets ON outlets.id = one.outlet "
            "JOIN links ON links.document = one.id JOIN documents AS other ON other.id = links.other "
            "JOIN outlets AS theirs ON theirs.id = other.outlet WHERE outlets.name = ? AND one.number = ? "
            "ORDER BY links.similarity DESC, theirs.name, other.number",
            document,
        )
        links = []
        for outlet, number, is_longer, kind, similarity in rows:
            two = (Document(outlet, number), document) if is_longer else (document, Document(outlet, number))
            links.append(Link(*two, KINDS[kind], similarity / 1000))
        return links


def _place(row: tuple[str, int, str, int, int, int]) -> Place:
    outlet, number, of_representative, its_number, kind, similarity = row
    representative = Document(of_representative, its_number)
    return Place(Document(outlet, number), representative, KINDS[kind], similarity / 1000)


def _first(document: Document) -> Place:
    """Return the place of a representative."""
    return Place(document, document, None, 1.0)
