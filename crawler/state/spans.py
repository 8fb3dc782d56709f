"""Queries over spans of documents: by their day, and by the time of their capture."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

from crawler.state.queries import Queries

if TYPE_CHECKING:
    from collections.abc import Iterator

_END = "\U0010ffff"
"""Sorts after every day and date."""
_SELECT = """
SELECT number, documents.row, documents.article, body, documents.day, captures.date,
    NOT EXISTS (
        SELECT 1 FROM documents AS later JOIN captures AS seen ON seen.seq = later.seq
        WHERE later.article = documents.article AND later.version > documents.version
        AND later.number < :count AND seen.date < :until
    ),
    (SELECT first.day FROM documents AS first WHERE first.article = documents.article ORDER BY version LIMIT 1),
    documents.sha256, documents.published, json_extract(documents.row, '$.title'),
    json_extract(documents.row, '$.rights')
FROM documents JOIN captures USING (seq)
"""


class Listed(NamedTuple):
    """A document, with the facts that a choice of documents needs."""

    number: int
    """The document's number within the outlet, from 0."""
    row: str
    """The manifest row, as JSON."""
    article: str
    """The canonical URL of the article."""
    body: str
    """SHA-256 of the text without its title, in hexadecimal."""
    day: str
    """Day of publication, ISO 8601; of the capture for a document without one."""
    captured: str
    """WARC-Date of the capture."""
    newest: bool
    """Whether the article has no later version."""
    began: str
    """Day of the article's first version, as `day`."""
    sha256: str
    """SHA-256 of the text's file, in hexadecimal."""
    published: str | None
    """Publication as the page states it."""
    title: str
    """The title; empty for a document without one."""
    rights: str | None
    """The rights statements of the manifest row, as JSON; None or an empty object without any."""


class SpanQueries(Queries):
    """Documents by day and time of capture. `count` bounds each answer to the numbers below it, while a run adds some.

    Days and times are given by their beginnings: `2026`, `2026-03`; an empty one stands for all.
    """

    def count_by_day(self, count: int) -> dict[str, int]:
        """Return how many documents each day has, in the order of the days."""
        rows = self._db.execute(
            "SELECT day, count(*) FROM documents WHERE number < ? GROUP BY day ORDER BY day", (count,)
        )
        return dict(rows.fetchall())

    def count_by_capture(self, day: str, length: int, count: int) -> dict[str, int]:
        """Return how many documents of a day have a capture date with each beginning of `length` characters."""
        rows = self._db.execute(
            "SELECT substr(date, 1, ?), count(*) FROM documents JOIN captures USING (seq) "
            "WHERE day = ? AND number < ? GROUP BY 1 ORDER BY 1",
            (length, day, count),
        )
        return dict(rows.fetchall())

    def captured_last(self, count: int) -> str:
        """Return the capture date of the last of the documents; empty without any."""
        query = "SELECT date FROM documents JOIN captures USING (seq) WHERE number < ? ORDER BY number DESC LIMIT 1"
        return self._first(query, count) or ""

    def listed(self, day: str, captured: str, count: int, until: str = _END) -> Iterator[Listed]:
        """Yield the documents of a span, in the order of day, capture, article and version.

        Args:
            day: The beginning of their days.
            captured: The beginning of their capture dates.
            count: The number above those of all documents.
            until: A WARC-Date; versions captured from then on make no document an older version.
        """
        rows = self._db.execute(
            f"{_SELECT} WHERE day >= :day AND day < :day || :end AND number < :count "
            "AND date >= :captured AND date < :captured || :end "
            "ORDER BY day, date, documents.article, documents.version",
            {"day": day, "captured": captured, "count": count, "until": until or _END, "end": _END},
        )
        return map(Listed._make, rows)

    def listed_one(self, number: int, count: int, until: str = _END) -> Listed:
        """Return one document, by its number; see `listed`."""
        arguments = {"number": number, "count": count, "until": until or _END}
        return Listed._make(self._db.execute(f"{_SELECT} WHERE number = :number", arguments).fetchone())

    def bodies_by_capture(self) -> Iterator[tuple[str, str]]:
        """Yield SHA-256 of the text without its title, in hexadecimal, and WARC-Date of the outlet's documents."""
        yield from self._db.execute("SELECT body, date FROM documents JOIN captures USING (seq) ORDER BY number")

    def places_beside(self, first: int, count: int) -> Iterator[tuple[str, str]]:
        """Yield day and capture date of the documents from a number on, and of all versions of their articles."""
        yield from self._db.execute(
            "SELECT DISTINCT day, date FROM documents JOIN captures USING (seq) WHERE number < ?2 AND article IN "
            "(SELECT article FROM documents WHERE number >= ?1 AND number < ?2)",
            (first, count),
        )

    def places_of(self, article: str, count: int) -> list[tuple[str, str]]:
        """Return day and capture date of an article's versions."""
        rows = self._db.execute(
            "SELECT day, date FROM documents JOIN captures USING (seq) WHERE article = ? AND number < ?",
            (article, count),
        )
        return rows.fetchall()

    def bodies_below(self, count: int) -> tuple[array[int], array[int]]:
        """Return of each document's text, without its title, eight bytes of its SHA-256; and the documents' numbers.

        SQLite joins them, in the order of its index; a row at a time takes twice as long.
        """
        query = """
            SELECT group_concat(substr(body, 1, 16), ''), group_concat(number)
            FROM (SELECT body, number FROM documents WHERE number < ? ORDER BY body)
        """
        bodies, numbers = self._db.execute(query, (count,)).fetchone()
        return array("q", bytes.fromhex(bodies or "")), array("i", map(int, numbers.split(",") if numbers else ()))
