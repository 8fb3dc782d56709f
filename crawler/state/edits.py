"""Queries over the versions of articles, the edits between them, and what else happened to an article."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from crawler.state.queries import Queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Edit(NamedTuple):
    """A version of an article after its first one."""

    number: int
    """The document's number within the outlet."""
    row: dict[str, Any]
    """Its manifest row."""
    before: int
    """The number of the version before it."""
    row_before: dict[str, Any]
    """That version's manifest row."""
    is_text_changed: bool
    """Whether another text stands under the title."""


_EDIT = """SELECT one.number, one.row, before.number, before.row, one.body != before.body FROM documents AS one
JOIN documents AS before ON before.article = one.article AND before.version = one.version - 1"""


class EditQueries(Queries):
    """Versions, edits and events."""

    def version_count(self, number: int) -> int:
        """Return how many versions the outlet has of the article that a document is a version of."""
        query = "SELECT count(*) FROM documents WHERE article = (SELECT article FROM documents WHERE number = ?)"
        return int(self._first(query, number))

    def versions_from(self, number: int, first: int, most: int) -> list[tuple[int, dict[str, Any]]]:
        """Return number and manifest row of the versions beside a document, from a version on, at most `most`."""
        rows = self._db.execute(
            "SELECT number, row FROM documents WHERE article = (SELECT article FROM documents WHERE number = ?) "
            "AND version >= ? ORDER BY version LIMIT ?",
            (number, first, most),
        )
        return [(found, json.loads(row)) for found, row in rows]

    def edits_until(self, date: str, most: int) -> list[Edit]:
        """Return the edits with a capture date up to a WARC-Date, the last captured first, at most `most`."""
        rows = self._db.execute(
            f"{_EDIT} CROSS JOIN captures ON captures.seq = one.seq WHERE one.version > 1 AND +captures.date <= ? "
            "ORDER BY one.number DESC LIMIT ?",
            (date, most),
        )
        return list(map(_edit, rows))

    def edit(self, number: int) -> Edit | None:
        """Return the edit that a document is; None for a first version, and without such a document."""
        row = self._db.execute(f"{_EDIT} WHERE one.number = ?", (number,)).fetchone()
        return None if row is None else _edit(row)

    def document_keys(self) -> Iterator[tuple[int, str, str]]:
        """Yield number, article and capture date of all documents: what their `id` is made of."""
        yield from self._db.execute("SELECT number, article, date FROM documents JOIN captures USING (seq)")

    def events_at(self, addresses: Iterable[str], most: int) -> list[dict[str, Any]]:
        """Return the rows of the history for canonical URLs, in capture order, of each URL the last `most`."""
        found: list[tuple[int, str]] = []
        for address in dict.fromkeys(addresses):
            query = "SELECT seq, row FROM events WHERE article = ? ORDER BY seq DESC LIMIT ?"
            found += self._db.execute(query, (address, most))
        return [json.loads(row) for _, row in sorted(found)]

    def events_of(self, number: int, kind: str, most: int) -> list[dict[str, Any]]:
        """Return the rows of the history of one kind that name a document, in capture order, at most `most`."""
        query = "SELECT row FROM events WHERE number = ? AND kind = ? ORDER BY seq LIMIT ?"
        return [json.loads(row) for (row,) in self._db.execute(query, (number, kind, most))]

    def documents_by_day(self, since: str, until: str) -> dict[str, int]:
        """Return how many articles (first versions) each day from `since` to `until` has; ISO days."""
        rows = self._db.execute(
            "SELECT day, count(*) FROM documents WHERE day >= ? AND day <= ? AND version = 1 GROUP BY day",
            (since, until),
        )
        return dict(rows.fetchall())

    def edits_by_day(self, since: str, until: str) -> dict[str, int]:
        """Return how many edits were captured on each day from `since` to `until`; ISO days, UTC."""
        rows = self._db.execute(
            "SELECT substr(date, 1, 10), count(*) FROM documents JOIN captures USING (seq) WHERE version > 1 "
            "AND number >= coalesce((SELECT number FROM documents WHERE seq >= "
            "(SELECT seq FROM captures WHERE date >= ? ORDER BY date LIMIT 1) ORDER BY seq LIMIT 1), number + 1) "
            "AND date < ? || 'U' GROUP BY 1",
            (since, until),
        )
        return dict(rows.fetchall())

    def newest_day(self) -> str:
        """Return the last day of publication that is not after the last capture; empty without documents."""
        last = self._first("SELECT substr(max(date), 1, 10) FROM captures")
        return str(self._first("SELECT max(day) FROM documents WHERE day <= ?", last) or "")


def _edit(found: tuple[Any, ...]) -> Edit:
    """Return the edit in a row of the query."""
    number, row, before, row_before, is_text_changed = found
    return Edit(number, json.loads(row), before, json.loads(row_before), bool(is_text_changed))
