"""Queries over documents, the versions of articles, and their events."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from crawler.state.queries import Queries
from crawler.state.records import DatedDocument, StoredDocument, Version, document_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class DocumentQueries(Queries):
    """Documents, the versions of articles, equal texts, and events."""

    def identity(self) -> str:
        """Return the random name that the state got when it was made: a rebuilt state has another one."""
        return str(self._first("SELECT name FROM identity"))

    def is_known(self) -> bool:
        """Return whether the outlet has a run or a document."""
        return bool(self._first("SELECT EXISTS (SELECT 1 FROM runs) OR EXISTS (SELECT 1 FROM documents)"))

    def count_documents(self) -> int:
        """Return how many documents the outlet has, which is the number of its next document: numbers have no gap."""
        return int(self._first("SELECT coalesce(max(number) + 1, 0) FROM documents"))

    def count_documents_from(self, number: int) -> tuple[int, int]:
        """Return how many of the outlet's documents from a number on are first versions, and how many are later."""
        rows = self._db.execute("SELECT version > 1, count(*) FROM documents WHERE number >= ? GROUP BY 1", (number,))
        counts: dict[int, int] = dict(rows.fetchall())
        return counts.get(0, 0), counts.get(1, 0)

    def newest_version(self, article: str) -> Version | None:
        """Return the newest version of an article; None when the outlet has no document of it."""
        return self._version("article = ? ORDER BY version DESC", article)

    def first_document_with_body(self, body: str) -> Version | None:
        """Return the outlet's first document whose text without its title has this SHA-256; None without one."""
        return self._version("body = ? ORDER BY number", body)

    def articles_under(self, stem: str, most: int) -> list[str]:
        """Return the canonical URLs of articles that begin with `stem`, at most `most`."""
        query = "SELECT DISTINCT article FROM documents WHERE article >= ? AND article < ? ORDER BY article LIMIT ?"
        return [article for (article,) in self._db.execute(query, (stem, f"{stem}\U0010ffff", most))]

    def published_of(self, article: str) -> str | None:
        """Return the time of publication by an article's newest version; None when that states none."""
        query = "SELECT published FROM documents WHERE article = ? ORDER BY version DESC LIMIT 1"
        return self._first(query, article) or None

    def article_of_document(self, number: int) -> str:
        """Return the canonical URL of the article that a document is a version of; empty without such a document."""
        return self._first("SELECT article FROM documents WHERE number = ?", number) or ""

    def versions_beside(self, number: int) -> list[dict[str, Any]]:
        """Return the manifest rows of all versions of the article that a document is a version of, in their order."""
        rows = self._db.execute(
            "SELECT row FROM documents WHERE article = (SELECT article FROM documents WHERE number = ?) "
            "ORDER BY version",
            (number,),
        )
        return [json.loads(row) for (row,) in rows]

    def document_of_capture(self, seq: int) -> int | None:
        """Return the number of the document that a capture became; None for another capture."""
        return self._first("SELECT number FROM documents WHERE seq = ?", seq)  # type: ignore[no-any-return]

    def manifest_rows(self) -> Iterator[dict[str, Any]]:
        """Yield the manifest rows of the outlet's documents in the order of their numbers."""
        for (row,) in self._db.execute("SELECT row FROM documents ORDER BY number"):
            yield json.loads(row)

    def dated_documents(self, number: int, most: int) -> list[DatedDocument]:
        """Return the documents from a number on, at most `most`, each with its times."""
        rows = self._db.execute(
            "SELECT number, documents.sha256, version, published, date FROM documents JOIN captures USING (seq) "
            "WHERE number >= ? ORDER BY number LIMIT ?",
            (number, most),
        )
        return [DatedDocument(*row) for row in rows]

    def manifest_rows_from(self, number: int, most: int) -> list[dict[str, Any]]:
        """Return the manifest rows of the documents from a number on, at most `most`."""
        rows = self._db.execute("SELECT row FROM documents WHERE number >= ? ORDER BY number LIMIT ?", (number, most))
        return [json.loads(row) for (row,) in rows]

    def manifest_rows_of(self, numbers: Iterable[int]) -> dict[int, dict[str, Any]]:
        """Return the manifest rows of documents by their numbers, without those that the outlet does not have."""
        query = "SELECT row FROM documents WHERE number = ?"
        rows = ((number, self._first(query, number)) for number in numbers)
        return {number: json.loads(row) for number, row in rows if row is not None}

    def stored_documents(self) -> Iterator[StoredDocument]:
        """Yield the outlet's documents, each with the place of its capture, in the order of their numbers."""
        rows = self._db.execute(
            "SELECT number, documents.sha256, row, warc, offset, record_id, captures.url "
            "FROM documents LEFT JOIN captures USING (seq) ORDER BY number"
        )
        return map(StoredDocument._make, rows)

    def sample_rows(self, newest: int, earlier: int) -> list[dict[str, Any]]:
        """Return manifest rows of the newest versions of articles, the newest first.

        Args:
            newest: Number of the newest rows.
            earlier: The most rows before them, spread evenly; superseded versions among these are left out.
        """
        is_newest = "NOT EXISTS (SELECT 1 FROM documents WHERE article = one.article AND version > one.version)"
        found = self._db.execute(
            f"SELECT number, row FROM documents AS one WHERE {is_newest} ORDER BY number DESC LIMIT ?",  # noqa: S608 - our own condition
            (newest,),
        ).fetchall()
        rest = found[-1][0] if found else 0
        spread = sorted({rest * place // earlier for place in range(earlier)} - {rest}, reverse=True)
        for number in spread:
            found += self._db.execute(
                f"SELECT number, row FROM documents AS one WHERE number = ? AND {is_newest}",  # noqa: S608 - our own condition
                (number,),
            )
        return [json.loads(row) for _, row in found]

    def newest_published(self) -> tuple[str, str] | None:
        """Return the newest day of publication of the outlet's documents, and when it was captured first.

        A page captured more than a day before its date of publication has a wrong date, and does not count.

        Returns:
            The date of publication, ISO 8601 as the document has it, and a WARC-Date; None when no document has a date.
        """
        row = self._db.execute(
            "SELECT published, date FROM documents JOIN captures USING (seq) WHERE published IS NOT NULL "
            "AND substr(published, 1, 10) <= date(substr(date, 1, 10), '+1 day') "
            "ORDER BY substr(published, 1, 10) DESC, number LIMIT 1"
        ).fetchone()
        return None if row is None else (str(row[0]), str(row[1]))

    def rows_without_archived_text(self) -> list[dict[str, Any]]:
        """Return the manifest rows of documents whose capture is in our own archive but whose text is not."""
        rows = self._db.execute(
            "SELECT row FROM documents INDEXED BY documents_unconverted JOIN captures USING (seq) JOIN archives "
            "USING (warc) WHERE converted = 0 ORDER BY number"
        )
        return [json.loads(row) for (row,) in rows]

    def last_event(self, article: str) -> tuple[str, int] | None:
        """Return the last event of an article's address, as its kind and its document's number; None without one."""
        row = self._db.execute(
            "SELECT kind, number FROM events WHERE article = ? ORDER BY seq DESC LIMIT 1", (article,)
        ).fetchone()
        return None if row is None else (str(row[0]), int(row[1]))

    def event_rows(self) -> Iterator[str]:
        """Yield the history's lines, in capture order."""
        for (row,) in self._db.execute("SELECT row FROM events ORDER BY seq"):
            yield row

    def manifest_length(self) -> int:
        """Return the length of the manifest with all of the outlet's documents, in bytes."""
        return int(self._first("SELECT end FROM documents ORDER BY number DESC LIMIT 1") or 0)

    def history_length(self) -> int:
        """Return the length of the history with all of the outlet's events, in bytes."""
        return int(self._first("SELECT end FROM events ORDER BY seq DESC LIMIT 1") or 0)

    def manifest_after(self, length: int) -> tuple[int, str]:
        """Return the lines of the manifest that end after a length, and the length in bytes before them."""
        return self._after("documents", "number", length)

    def history_after(self, length: int) -> tuple[int, str]:
        """Return the lines of the history that end after a length, and the length in bytes before them."""
        return self._after("events", "seq", length)

    def _after(self, table: str, order: str, length: int) -> tuple[int, str]:
        """Walk back from the last row, so that the cost is that of the lines returned."""
        lines: list[str] = []
        begin = 0
        for row, end in self._db.execute(f"SELECT row, end FROM {table} ORDER BY {order} DESC"):  # noqa: S608 - our own names
            if end <= length:
                begin = end
                break
            lines.append(row)
        return begin, "".join(reversed(lines))

    def is_writing(self) -> bool:
        """Return whether a run may have written texts that the state does not have yet."""
        return bool(self._first("SELECT files FROM writing"))

    def count_gone_after(self, seq: int) -> int:
        """Return how many documents the outlet's captures after a place in the order marked as gone."""
        return int(self._first("SELECT count(*) FROM events WHERE seq > ? AND kind = 'gone'", seq))

    def events_by_month(self, after: int, until: int) -> list[tuple[str, str, int]]:
        """Return month (`2026-11`) of the capture, kind and number of the events between two places in the order.

        Args:
            after: The place before the first.
            until: The place of the last.
        """
        rows = self._db.execute(
            "SELECT substr(date, 1, 7), events.kind, count(*) FROM events JOIN captures USING (seq) "
            "WHERE seq > ? AND seq <= ? GROUP BY 1, 2",
            (after, until),
        )
        return rows.fetchall()

    def _version(self, condition: str, *arguments: Any) -> Version | None:
        row = self._db.execute(
            f"SELECT number, version, sha256 FROM documents WHERE {condition} LIMIT 1",  # noqa: S608 - our own conditions
            arguments,
        ).fetchone()
        if row is None:
            return None
        number, version, sha256 = row
        return Version(number=number, version=version, sha256=sha256, name=document_name(number, sha256))
