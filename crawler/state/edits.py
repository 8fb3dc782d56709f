"""Queries over the versions of articles, the edits between them, and what else happened to an article."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from crawler.state.queries import Queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True)
class Edit:
    """A version of an article after its first one. Its rows are parsed when they are asked for."""

    number: int
    """The document's number within the outlet."""
    date: str
    """WARC-Date of its capture."""
    before: int
    """The number of the version before it."""
    is_text_changed: bool
    """Whether another text stands under the title."""
    line: str
    """Its manifest row, as JSON."""
    line_before: str
    """That of the version before it."""

    @cached_property
    def row(self) -> dict[str, Any]:
        """Its manifest row."""
        return dict(json.loads(self.line))

    @cached_property
    def row_before(self) -> dict[str, Any]:
        """The manifest row of the version before it."""
        return dict(json.loads(self.line_before))

    @property
    def is_title_changed(self) -> bool:
        """Whether the headline is another."""
        return bool(self.row["title"] != self.row_before["title"])


_EDIT = """SELECT one.number, captures.date, before.number, one.body != before.body, one.row, before.row
FROM documents AS one CROSS JOIN captures ON captures.seq = one.seq
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
            f"{_EDIT} WHERE one.version > 1 AND +captures.date <= ? ORDER BY one.number DESC LIMIT ?",
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
        span = (since, until)
        every = self._db.execute("SELECT day, count(*) FROM documents WHERE day >= ? AND day <= ? GROUP BY day", span)
        # Both counts are read from indexes alone; a condition on the version would read each document's row.
        later = self._db.execute(
            "SELECT day, count(*) FROM documents WHERE version > 1 AND +day >= ? AND +day <= ? GROUP BY +day", span
        )
        counts = dict(every.fetchall())
        for day, count in later:
            counts[day] -= count
        return {day: count for day, count in counts.items() if count}

    def edits_by_day(self, since: str, until: str) -> dict[str, int]:
        """Return how many edits were captured on each day from `since` to `until`; ISO days, UTC."""
        first = self._first(
            "SELECT number FROM documents WHERE seq >= "
            "(SELECT seq FROM captures WHERE date >= ? ORDER BY date LIMIT 1) ORDER BY seq LIMIT 1",
            since,
        )
        if first is None:
            return {}
        rows = self._db.execute(
            "SELECT substr(date, 1, 10), count(*) FROM documents CROSS JOIN captures USING (seq) "
            "WHERE version > 1 AND number >= ? AND +date < ? || 'U' GROUP BY 1",
            (first, until),
        )
        return dict(rows.fetchall())

    def newest_day(self) -> str:
        """Return the last day of publication that is not after the last capture; empty without documents."""
        last = self._first("SELECT substr(max(date), 1, 10) FROM captures")
        return str(self._first("SELECT max(day) FROM documents WHERE day <= ?", last) or "")


def _edit(row: tuple[int, str, int, int, str, str]) -> Edit:
    """Return the edit in a row of the query."""
    number, date, before, is_text_changed, line, line_before = row
    return Edit(number, date, before, bool(is_text_changed), line, line_before)
