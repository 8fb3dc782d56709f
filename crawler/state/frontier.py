"""Queries over what was requested (articles, and lists that were read to their end) and what still waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.outlet import MOVED
from crawler.state.queries import Queries
from crawler.state.records import NOT_SHOWN, AskedArticle, Kind, Waiting

if TYPE_CHECKING:
    from collections.abc import Iterator

_LAST = "~"
"""A text that stands after all dates."""


class FrontierQueries(Queries):
    """Articles and lists that earlier runs requested, articles that may have changed since, and what still waits."""

    def asked_article(self, canonical_url: str) -> AskedArticle | None:
        """Return the first and last request for an article; None without any.

        A capture counts when it holds the article's page, shows that it is gone or unchanged, redirects, or holds
        something else than HTML.
        """
        rows = self._db.execute(
            "SELECT url, status, date, seq, coalesce(rejects.reason IN (?, ?, ?), 0) FROM captures "
            "LEFT JOIN rejects USING (seq) WHERE canonical_url = ? AND (page OR status BETWEEN 300 AND 399 "
            "OR status = 200 AND mime NOT IN ('', 'text/html', 'application/xhtml+xml')) ORDER BY seq",
            (*NOT_SHOWN, canonical_url),
        ).fetchall()
        if not rows:
            return None
        url, status, last, seq, _ = rows[-1]
        # A redirect does not show the article either: what stands before it decides.
        challenged = next((hidden for _, status, _, _, hidden in reversed(rows) if status not in MOVED), False)
        return AskedArticle(url=url, status=status, first=rows[0][2], last=last, seq=seq, challenged=bool(challenged))

    def articles_published_since(self, since: str) -> list[tuple[str, str | None]]:
        """Return the articles that were published since a moment; without a date, that were captured since.

        Args:
            since: ISO 8601, in UTC; only its day counts.

        Returns:
            The canonical URL of each, and the newest time of publication of its documents.
        """
        # Without INDEXED BY, SQLite reads all documents by article, to have each article's rows together.
        rows = self._db.execute(
            "SELECT article, max(published) FROM documents INDEXED BY documents_day WHERE day >= substr(?, 1, 10) "
            "GROUP BY article ORDER BY article",
            (since,),
        )
        return rows.fetchall()

    def urls_without_document_since(self, since: str) -> list[str]:
        """Return the canonical URLs with captures since a moment (ISO 8601) and without a document."""
        rows = self._db.execute(
            "SELECT canonical_url FROM captures INDEXED BY captures_date WHERE date >= ? "
            "AND (page OR status BETWEEN 300 AND 399) AND NOT EXISTS "
            "(SELECT 1 FROM documents WHERE article = canonical_url) GROUP BY canonical_url ORDER BY min(seq)",
            (since,),
        )
        return [url for (url,) in rows]

    def articles_redirected_last(self) -> Iterator[tuple[str, str, str]]:
        """Yield canonical URL, URL and WARC-Date of the last answer of each article for which it is a redirect."""
        rows = self._db.execute(
            "SELECT canonical_url, url, date, status, max(seq) FROM captures WHERE page OR status BETWEEN 300 AND 399 "
            "GROUP BY canonical_url"  # of the row with the greatest seq, as SQLite promises for max()
        )
        yield from ((key, url, date) for key, url, date, status, _ in rows if status in MOVED)

    def date_of_read_list(self, url: str) -> str:
        """Return the WARC-Date of the last capture of a list that was read to its end; empty without one."""
        return self._first("SELECT read FROM lists WHERE url = ?", url) or ""

    def waiting(self, kind: Kind, rank: int, now: str, count: int, after: Waiting | None = None) -> list[Waiting]:
        """Return addresses that wait and may be requested, newest first, in the order in which they entered.

        Args:
            kind: Lists or articles.
            rank: The addresses' rank.
            now: The beginning of the run, ISO 8601 in UTC with microseconds: addresses that wait for a later moment are
                left out.
            count: The number of addresses, at most.
            after: The address after which the order is continued; None for its beginning.
        """
        rows = self._db.execute(
            "SELECT key, coalesce(url, key), named_by, rank, date, level, trail, tries, id FROM frontier "
            "WHERE kind = ? AND rank = ? AND answered = 0 AND next < ? "
            "AND date <= ? AND (date < ? OR id > ?) ORDER BY date DESC, id LIMIT ?",
            (kind, rank, now, *((after.date, after.date, after.id) if after else (_LAST, _LAST, 0)), count),
        ).fetchall()
        names = ("key", "url", "named_by", "rank", "date", "level", "trail", "tries", "id")
        return [Waiting(kind=kind, **dict(zip(names, row, strict=True))) for row in rows]

    def is_in_frontier(self, canonical_url: str) -> bool:
        """Return whether an article waits, or was answered in this run without becoming known."""
        found = self._first("SELECT 1 FROM frontier WHERE kind = ? AND key = ?", Kind.ARTICLE, canonical_url)
        return found is not None

    def count_waiting(self) -> int:
        """Return the number of lists and articles that wait."""
        return int(self._first("SELECT addresses FROM waiting"))
