"""Queries over documents, the versions of articles, and their events."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any

from crawler.state.queries import Queries
from crawler.state.records import StoredDocument, Version

if TYPE_CHECKING:
    from collections.abc import Iterator


class DocumentQueries(Queries):
    """Documents, the versions of articles, equal texts, and events."""

    def known_outlets(self) -> list[str]:
        """Return the names of the outlets that have runs or documents, sorted."""
        rows = self._db.execute("SELECT outlet FROM runs UNION SELECT outlet FROM documents ORDER BY outlet")
        return [name for (name,) in rows]

    def outlets_with_documents(self) -> list[str]:
        """Return the names of the outlets that have documents."""
        return [outlet for (outlet,) in self._db.execute("SELECT DISTINCT outlet FROM documents")]

    def count_documents(self, outlet: str) -> int:
        """Return how many documents the outlet has."""
        return int(self._first("SELECT count(*) FROM documents WHERE outlet = ?", outlet))

    def next_number(self, outlet: str) -> int:
        """Return the number of the outlet's next document, without counting the others."""
        return int(self._first("SELECT coalesce(max(number) + 1, 0) FROM documents WHERE outlet = ?", outlet))

    def count_documents_from(self, outlet: str, number: int) -> tuple[int, int]:
        """Return how many of the outlet's documents from a number on are first versions, and how many are later."""
        rows = self._db.execute(
            "SELECT version > 1, count(*) FROM documents WHERE number >= ? AND outlet = ? GROUP BY 1", (number, outlet)
        )
        counts: dict[int, int] = dict(rows.fetchall())
        return counts.get(0, 0), counts.get(1, 0)

    def newest_version(self, outlet: str, article: str) -> Version | None:
        """Return the newest version of an article; None when the outlet has no document of it."""
        return self._version("article = ? ORDER BY version DESC", outlet, article)

    def first_document_with_body(self, outlet: str, body: str) -> Version | None:
        """Return the outlet's first document whose text without its title has this SHA-256; None without one."""
        return self._version("body = ? ORDER BY number", outlet, body)

    def article_of_document(self, outlet: str, number: int) -> str:
        """Return the canonical URL of the article that a document is a version of; empty without such a document."""
        return self._first("SELECT article FROM documents WHERE outlet = ? AND number = ?", outlet, number) or ""

    def versions_beside(self, outlet: str, number: int) -> list[dict[str, Any]]:
        """Return the manifest rows of all versions of the article that a document is a version of, in their order."""
        rows = self._db.execute(
            "SELECT row FROM documents WHERE outlet = ? AND article = "
            "(SELECT article FROM documents WHERE outlet = ? AND number = ?) ORDER BY version",
            (outlet, outlet, number),
        )
        return [json.loads(row) for (row,) in rows]

    def manifest_rows(self, outlet: str) -> Iterator[dict[str, Any]]:
        """Yield the manifest rows of the outlet's documents in the order of their numbers."""
        for (row,) in self._db.execute("SELECT row FROM documents WHERE outlet = ? ORDER BY number", (outlet,)):
            yield json.loads(row)

    def stored_documents(self, outlet: str) -> Iterator[StoredDocument]:
        """Yield the outlet's documents, each with the place of its capture, in the order of their numbers."""
        rows = self._db.execute(
            "SELECT number, documents.sha256, row, captures.outlet, warc, offset, record_id, captures.url "
            "FROM documents LEFT JOIN captures USING (seq) WHERE documents.outlet = ? ORDER BY number",
            (outlet,),
        )
        return map(StoredDocument._make, rows)

    def sample_rows(self, outlet: str, newest: int, earlier: int) -> list[dict[str, Any]]:
        """Return manifest rows of the newest versions of articles, the newest first.

        Args:
            outlet: The outlet's name.
            newest: Number of the newest rows.
            earlier: About the number of rows before them, spread evenly.
        """
        query = (
            "SELECT number, row FROM documents AS one WHERE outlet = ? AND number < ? AND number % ? = 0 "
            "AND NOT EXISTS (SELECT 1 FROM documents WHERE outlet = one.outlet AND article = one.article "
            "AND version > one.version) ORDER BY number DESC LIMIT ?"
        )
        count = self.count_documents(outlet)
        found = self._db.execute(query, (outlet, count, 1, newest)).fetchall()
        rest = found[-1][0] if found else 0
        found += self._db.execute(query, (outlet, rest, max(1, rest // earlier), earlier)).fetchall()
        return [json.loads(row) for _, row in found]

    def newest_published(self, outlet: str) -> tuple[str, str] | None:
        """Return the newest day of publication of the outlet's documents, and when it was captured first.

        A page captured more than a day before its date of publication has a wrong date, and does not count.

        Returns:
            The date of publication, ISO 8601 as the document has it, and a WARC-Date; None when no document has a date.
        """
        row = self._db.execute(
            "SELECT published, date FROM documents JOIN captures USING (seq) WHERE documents.outlet = ? "
            "AND substr(published, 1, 10) <= date(substr(date, 1, 10), '+1 day') "
            "ORDER BY substr(published, 1, 10) DESC, number LIMIT 1",
            (outlet,),
        ).fetchone()
        return None if row is None else (str(row[0]), str(row[1]))

    def texts_of_several_outlets(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the texts (without title) that several outlets have: SHA-256, and `outlet/name` of each document."""
        rows = self._db.execute(
            "SELECT body, outlet, row FROM documents WHERE body IN "
            "(SELECT body FROM documents GROUP BY body HAVING count(DISTINCT outlet) > 1) ORDER BY body, outlet, number"
        )
        for body, group in groupby(rows, lambda row: row[0]):
            yield str(body), [f"{outlet}/{json.loads(row)['name']}" for _, outlet, row in group]

    def rows_without_archived_text(self, outlet: str) -> list[dict[str, Any]]:
        """Return the manifest rows of documents whose capture is in our own archive but whose text is not."""
        rows = self._db.execute(
            "SELECT row FROM documents JOIN captures USING (seq) JOIN archives USING (warc) "
            "WHERE documents.outlet = ? AND NOT converted ORDER BY number",
            (outlet,),
        )
        return [json.loads(row) for (row,) in rows]

    def warcs_of_documents(self) -> list[str]:
        """Return the names of the WARCs that hold the documents' captures."""
        return [warc for (warc,) in self._db.execute("SELECT DISTINCT warc FROM captures JOIN documents USING (seq)")]

    def last_event(self, outlet: str, article: str) -> tuple[str, int] | None:
        """Return the last event of an article's address, as its kind and its document's number; None without one."""
        row = self._db.execute(
            "SELECT kind, number FROM events WHERE outlet = ? AND article = ? ORDER BY seq DESC LIMIT 1",
            (outlet, article),
        ).fetchone()
        return None if row is None else (str(row[0]), int(row[1]))

    def event_rows(self, outlet: str) -> Iterator[str]:
        """Yield the history rows of the outlet's events, each as JSON, in capture order."""
        for (row,) in self._db.execute("SELECT row FROM events WHERE outlet = ? ORDER BY seq", (outlet,)):
            yield row

    def count_gone_after(self, outlet: str, seq: int) -> int:
        """Return how many documents the outlet's captures after a place in the order marked as gone."""
        query = "SELECT count(*) FROM events WHERE outlet = ? AND seq > ? AND kind = 'gone'"
        return int(self._first(query, outlet, seq))

    def _version(self, condition: str, *arguments: Any) -> Version | None:
        row = self._db.execute(
            f"SELECT number, version, sha256, row FROM documents WHERE outlet = ? AND {condition} LIMIT 1",  # noqa: S608 - our own conditions
            arguments,
        ).fetchone()
        if row is None:
            return None
        number, version, sha256, manifest = row
        return Version(number=number, version=version, sha256=sha256, name=json.loads(manifest)["name"])
