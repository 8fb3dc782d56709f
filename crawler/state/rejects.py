"""Queries over rejected pages, and over the captures of an outlet's list pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crawler.state.captures import SELECT, CaptureQueries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.items import Capture


class RejectedPage(NamedTuple):
    """A capture that was rejected."""

    seq: int
    """Its place in the order of captures."""
    url: str
    date: str
    """WARC-Date."""
    reason: str
    """A slug of `Reason`."""
    detail: str
    """The measured evidence."""


class ListPage(NamedTuple):
    """An address with its captures as a page."""

    url: str
    captures: int
    first: str
    """WARC-Date of the first one."""
    last: str
    """WARC-Date of the last one."""


_REJECTED = "SELECT seq, url, date, reason, detail FROM rejects JOIN captures USING (seq)"
_PAGES = "url = ? AND (status = 200 AND (mime LIKE '%html%' OR mime = '') OR status = 304)"


class RejectQueries(CaptureQueries):
    """Rejected pages and list pages."""

    def rejected_by_reason(self) -> dict[str, int]:
        """Return how many pages each reason kept out, the most frequent first."""
        rows = self._db.execute("SELECT reason, count(*) FROM rejects GROUP BY reason ORDER BY 2 DESC, 1")
        return dict(rows.fetchall())

    def rejected_before(self, reason: str, seq: int, most: int) -> list[RejectedPage]:
        """Return the rejected pages before a place in the order of captures, the last first, at most `most`.

        Args:
            reason: The slug of their reason; empty for any.
            seq: The place.
            most: Number of pages.
        """
        chosen, values = ("reason = ? AND ", (reason,)) if reason else ("", ())
        rows = self._db.execute(f"{_REJECTED} WHERE {chosen}seq < ? ORDER BY seq DESC LIMIT ?", (*values, seq, most))
        return list(map(RejectedPage._make, rows))

    def rejected_page(self, seq: int) -> RejectedPage | None:
        """Return the rejected page at a place in the order of captures; None for a capture that was not rejected."""
        row = self._db.execute(f"{_REJECTED} WHERE seq = ?", (seq,)).fetchone()
        return None if row is None else RejectedPage._make(row)

    def read_lists(self, most: int) -> list[str]:
        """Return the addresses of lists that were read, at most `most`."""
        return [url for (url,) in self._db.execute("SELECT url FROM lists ORDER BY length(url), url LIMIT ?", (most,))]

    def list_pages(self, urls: Iterable[str]) -> list[ListPage]:
        """Return those of some addresses that have captures as an HTML page, each with their number and span."""
        found = []
        for url in dict.fromkeys(urls):
            query = f"SELECT count(*), min(date), max(date), max(status = 200) FROM captures WHERE {_PAGES}"  # noqa: S608 - ours
            count, first, last, is_page = self._db.execute(query, (url,)).fetchone()
            if is_page:
                found.append(ListPage(url, count, first, last))
        return found

    def page_captures(self, url: str, since: str, until: str, most: int) -> list[Capture]:
        """Return the captures of an address as a page between two WARC-Dates, in their order, at most `most`."""
        rows = self._db.execute(
            f"{SELECT} WHERE {_PAGES} AND date >= ? AND date < ? ORDER BY seq LIMIT ?", (url, since, until, most)
        )
        return list(map(self._capture_of, rows))

    def page_days(self, url: str, most: int) -> dict[str, int]:
        """Return the days (UTC) on which an address was captured as a page, the last first, each with its captures."""
        query = f"SELECT substr(date, 1, 10), count(*) FROM captures WHERE {_PAGES} GROUP BY 1 ORDER BY 1 DESC LIMIT ?"  # noqa: S608 - ours
        return dict(self._db.execute(query, (url, most)).fetchall())
