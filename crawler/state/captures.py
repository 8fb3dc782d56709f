"""Queries over an outlet's captures, and over our own WARCs that hold them."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from crawler.items import Capture
from crawler.outlet import MOVED
from crawler.state.queries import Queries
from crawler.state.records import NOT_SHOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

LAST = 2**63 - 1
"""A place after all others in the order of captures: SQLite's largest integer."""
_UNDER_WAY = 1_000
"""More requests than a run ever has under way at once."""
_STAMPED = f"{'[0-9]' * 17}-{'[0-9]' * 5}.warc.gz"
"""The end of the names of our own WARCs, behind the outlet: time and serial number."""
COLUMNS = tuple(field.name for field in fields(Capture) if field.name not in ("seq", "outlet"))
"""The columns of the table `captures` that hold fields of a capture, without `seq`."""
PLACE = "WHERE warc = ? AND offset = ? AND record_id = ? AND url = ? AND date = ?"
"""The condition for the one capture at a place in a WARC."""
SELECT = f"SELECT seq, {', '.join(COLUMNS)} FROM captures"  # noqa: S608 - names of our own fields
"""The beginning of a query whose rows `_capture_of` takes."""


def place_of(capture: Capture) -> tuple[str | int, ...]:
    """Return the arguments of `PLACE` for a capture."""
    return capture.warc, capture.offset, capture.record_id, capture.url, capture.date


class CaptureQueries(Queries):
    """Captures, settled or not, and the answers of an address."""

    def unsettled_captures(self) -> list[Capture]:
        """Return the captures that hold a page and are not settled yet, in capture order."""
        return list(self._captures("WHERE settled = 0 ORDER BY seq"))

    def first_unsettled(self, count: int) -> list[int]:
        """Return the places of the first unsettled captures, in capture order."""
        rows = self._db.execute("SELECT seq FROM captures WHERE settled = 0 ORDER BY seq LIMIT ?", (count,))
        return [seq for (seq,) in rows]

    def is_settled(self, seq: int) -> bool:
        """Return whether the capture at a place in the order became a document or was rejected."""
        return bool(self._first("SELECT settled FROM captures WHERE seq = ?", seq))

    def has_settled(self, capture: Capture) -> bool:
        """Return whether the capture at a place in a WARC became a document or was rejected; False for an unknown."""
        return bool(self._first(f"SELECT settled FROM captures {PLACE}", *place_of(capture)))  # noqa: S608 - our own

    def capture_at(self, seq: int) -> Capture | None:
        """Return the capture at a place in the order; None when no capture has it."""
        return self._capture("WHERE seq = ?", seq)

    def capture_of_document(self, number: int) -> Capture | None:
        """Return the capture that a document was made of; None without such a document."""
        return self._capture("WHERE seq = (SELECT seq FROM documents WHERE number = ?)", number)

    def last_seq(self) -> int:
        """Return the place of the last capture; 0 when there is no capture."""
        return self._first("SELECT max(seq) FROM captures") or 0

    def last_settled_seq(self) -> int:
        """Return a place in the order up to which no capture is unsettled; 0 when there is no capture."""
        first = self._first("SELECT min(seq) FROM captures WHERE settled = 0")
        return self.last_seq() if first is None else int(first) - 1

    def count_captures_after(self, seq: int) -> int:
        """Return how many captures the outlet has after a place in the order."""
        return int(self._first("SELECT count(*) FROM captures WHERE seq > ?", seq))

    def last_capture_date(self) -> str:
        """Return the WARC-Date of the last capture; empty for an outlet without captures."""
        return self._first("SELECT date FROM captures ORDER BY seq DESC LIMIT 1") or ""

    def newest_capture_date(self) -> str:
        """Return the latest WARC-Date of all captures; empty for an outlet without captures."""
        return self._first("SELECT max(date) FROM captures") or ""

    def last_date_to_compare(self) -> str:
        """Return the latest WARC-Date of the last captures; those that a person accepted, though ahead, do not count.

        A capture is added when it is complete, and its date is that of its beginning: the one with the latest date is
        among the last `_UNDER_WAY`.
        """
        query = "SELECT date FROM captures WHERE seq > (SELECT seq FROM clock) ORDER BY seq DESC LIMIT ?"
        dates = (date for (date,) in self._db.execute(query, (_UNDER_WAY,)))
        return max(dates, key=lambda date: date.removesuffix("Z"), default="")

    def last_ok_capture(self, url: str) -> Capture | None:
        """Return the last capture of a URL with status 200 that may show its page; None without one."""
        return self._capture(
            "WHERE url = ? AND status = 200 AND NOT EXISTS (SELECT 1 FROM rejects WHERE rejects.seq = captures.seq "
            "AND reason IN (?, ?, ?)) ORDER BY seq DESC LIMIT 1",
            *(url, *NOT_SHOWN),
        )

    def last_lasting_capture(self, url: str, before: int = LAST) -> Capture | None:
        """Return the last capture of a URL with a lasting status: neither 429 nor 5xx; None without one.

        Args:
            url: The URL.
            before: A place in the order of captures; only captures before it count.
        """
        return self._capture(
            "WHERE url = ? AND seq < ? AND status < 500 AND status != 429 ORDER BY seq DESC LIMIT 1", url, before
        )

    def responses_with_digest(self, payload_digest: str) -> Iterator[Capture]:
        """Yield the responses with a payload digest, in capture order."""
        return self._captures("WHERE payload_digest = ? AND kind = 'response' ORDER BY seq", payload_digest)

    def had_moved(self, canonical_url: str, before: int) -> bool:
        """Return whether the last capture of an address, before a place in the order, was a redirect."""
        status = self._first(
            "SELECT status FROM captures WHERE canonical_url = ? AND seq < ? "
            "AND (page OR status BETWEEN 300 AND 399) ORDER BY seq DESC LIMIT 1",
            *(canonical_url, before),
        )
        return status in MOVED

    def rejects_by_month(self, after: int, until: int) -> list[tuple[str, str, int]]:
        """Return month (`2026-11`) of the capture, reason and number of the rejects between two places in the order.

        Args:
            after: The place before the first.
            until: The place of the last.
        """
        rows = self._db.execute(
            "SELECT substr(date, 1, 7), reason, count(*) FROM rejects JOIN captures USING (seq) "
            "WHERE seq > ? AND seq <= ? GROUP BY 1, 2",
            (after, until),
        )
        return rows.fetchall()

    def reject_of(self, seq: int) -> tuple[str, str] | None:
        """Return the reason and the detail for which a capture was rejected; None for one that was not."""
        row = self._db.execute("SELECT reason, detail FROM rejects WHERE seq = ?", (seq,)).fetchone()
        return None if row is None else (str(row[0]), str(row[1]))

    def first_url(self) -> str:
        """Return the address of the first capture; empty without one."""
        return str(self._first("SELECT url FROM captures ORDER BY seq LIMIT 1") or "")

    def captures_in(self, warc: str) -> Iterator[Capture]:
        """Yield the captures in a WARC, in the file's order."""
        return self._captures("WHERE warc = ? ORDER BY offset, seq", warc)

    def captures_of(self, canonical_url: str) -> list[Capture]:
        """Return the captures of an address in all its spellings, in capture order."""
        return list(self._captures("WHERE canonical_url = ? ORDER BY seq", canonical_url))

    def unindexed_captures(self, canonical_url: str) -> list[Capture]:
        """Return the captures of an address, in all its spellings, in our own WARCs that are not marked as indexed."""
        condition = "JOIN archives USING (warc) WHERE canonical_url = ? AND indexed = 0 ORDER BY seq"
        return list(self._captures(condition, canonical_url))

    def rejection(self, seq: int) -> tuple[str, str] | None:
        """Return reason and detail for which a capture became no document; None for one that was not rejected."""
        row = self._db.execute("SELECT reason, detail FROM rejects WHERE seq = ?", (seq,)).fetchone()
        return None if row is None else (str(row[0]), str(row[1]))

    def knows(self, capture: Capture) -> bool:
        """Return whether the state has a capture, by its place in its WARC."""
        return next(self._captures(PLACE, *place_of(capture)), None) is not None

    def archive_names(self) -> Iterator[str]:
        """Yield the file names of the WARCs that hold the captures, sorted, each after a look into an index."""
        warc = self._first("SELECT min(warc) FROM captures")
        while warc is not None:
            yield warc
            warc = self._first("SELECT min(warc) FROM captures WHERE warc > ?", warc)

    def places(self) -> list[str]:
        """Return the paths or URLs of the archives and packages that were replayed by their names, in their order."""
        return [path for (path,) in self._db.execute("SELECT DISTINCT path FROM places ORDER BY path")]

    def acknowledged_sizes(self) -> dict[str, int]:
        """Return by file name the bytes of our own WARCs that the state acknowledged."""
        return dict(self._db.execute("SELECT warc, size FROM archives").fetchall())

    def newest_archive(self) -> tuple[str, int]:
        """Return time and serial number in the greatest name of the outlet's own WARCs; none and 0 without a WARC."""
        beginning = f"{self.outlet}-"
        query = "SELECT warc FROM archives WHERE warc > ? AND warc < ? AND substr(warc, ?) GLOB ? ORDER BY warc DESC"
        warc = self._first(query, beginning, f"{beginning}:", len(beginning) + 1, _STAMPED)  # ":" follows the digits
        if warc is None:
            return "", 0
        stamp, _, serial = warc[len(beginning) :].partition("-")
        return stamp, int(serial.partition(".")[0])

    def unindexed_archives(self) -> list[str]:
        """Return the file names of our own WARCs whose captures are not marked as indexed, in their order."""
        return [warc for (warc,) in self._db.execute("SELECT warc FROM archives WHERE indexed = 0 ORDER BY warc")]

    def _capture(self, condition: str, *arguments: Any) -> Capture | None:
        row = self._db.execute(f"{SELECT} {condition}", arguments).fetchone()
        return None if row is None else self._capture_of(row)

    def _captures(self, condition: str, *arguments: Any) -> Iterator[Capture]:
        return map(self._capture_of, self._db.execute(f"{SELECT} {condition}", arguments))

    def _capture_of(self, row: tuple[Any, ...]) -> Capture:
        values = dict(zip(("seq", *COLUMNS), row, strict=True))
        return Capture(**{**values, "outlet": self.outlet, "page": bool(values["page"])})
