"""Queries over the requests of earlier runs: articles, and lists that were read to their end."""

from __future__ import annotations

from crawler.items import Reason
from crawler.state.queries import Queries
from crawler.state.records import AskedArticle


class FrontierQueries(Queries):
    """Articles and lists that earlier runs requested, and articles that may have changed since."""

    def asked_article(self, canonical_url: str) -> AskedArticle | None:
        """Return the first and last request for an article; None without any.

        A capture counts when it holds the article's page, shows that it is gone or unchanged, redirects, or holds
        something else than HTML.
        """
        rows = self._db.execute(
            "SELECT url, status, date, coalesce(rejects.reason = ?, 0) FROM captures LEFT JOIN rejects USING (seq) "
            "WHERE canonical_url = ? AND (page OR status BETWEEN 300 AND 399 "
            "OR status = 200 AND mime NOT IN ('', 'text/html', 'application/xhtml+xml')) ORDER BY seq",
            (Reason.CHALLENGE, canonical_url),
        ).fetchall()
        if not rows:
            return None
        url, status, last, challenged = rows[-1]
        return AskedArticle(url=url, status=status, first=rows[0][2], last=last, challenged=bool(challenged))

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

    def date_of_read_list(self, url: str) -> str:
        """Return the WARC-Date of the last capture of a list that was read to its end; empty without one."""
        return self._first("SELECT read FROM lists WHERE url = ?", url) or ""
