"""The state for commands that write: all queries, and the transactions that change the state."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from crawler.errors import StateError
from crawler.files import make_folder
from crawler.state.adoption import Adoption
from crawler.state.captures import COLUMNS, PLACE, CaptureQueries, place_of
from crawler.state.documents import DocumentQueries
from crawler.state.frontier import FrontierQueries
from crawler.state.queries import Transaction
from crawler.state.records import Kind, StoredCapture
from crawler.state.rows import json_line
from crawler.state.runs import NO_SUMMARY, RunQueries
from crawler.state.schema import LAST_ADDED, LATER, SCHEMA, SCHEMA_VERSION, refuse_shared_state, state_path
from crawler.state.unusable import is_damage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from crawler.items import Capture
    from crawler.state.records import Answer, Delay, RejectedCapture, Waiting

_INSERT = (
    f"INSERT OR IGNORE INTO captures ({', '.join(COLUMNS)}, settled) "  # noqa: S608 - names of our own fields
    f"VALUES ({', '.join('?' for _ in COLUMNS)}, NOT ?)"
)
_ACKNOWLEDGE = "INSERT INTO archives (warc, size) VALUES (?, ?) ON CONFLICT (warc) DO UPDATE SET size = excluded.size"
_ADD_WAITING = (
    "INSERT OR IGNORE INTO frontier (kind, key, url, named_by, rank, date, level, trail) "
    "VALUES (:kind, :key, nullif(:url, :key), :named_by, :rank, :date, :level, :trail)"
)
_MARK_ANSWERED = "UPDATE frontier SET answered = 1 WHERE kind = ? AND key = ?"
_REMOVE_WAITING = "DELETE FROM frontier WHERE kind = ? AND key = ?"
_FORGOTTEN = 10_000
"""Answered addresses that one transaction removes from the frontier."""
_values = attrgetter(*COLUMNS, "page")
"""Returns the values of a capture that `_INSERT` stores."""


class State(Adoption, CaptureQueries, DocumentQueries, FrontierQueries, RunQueries):
    """One connection to an outlet's state; several may be open at once, in several processes.

    One thread at a time uses a connection. WAL with synchronous=FULL: a change is on disk when its method returns, and
    the next step of the protocol (see docs/state.md) may rely on it.

    Args:
        output: The output folder; the state lies in its folder `state/`, and is created when it is missing.
        outlet: The outlet's name.
        synced: Whether changes are on disk when their methods return. A corpus on a stage counts only as a whole, so
            that it is synced as a whole, before it replaces the old one.

    Raises:
        StateError: The file cannot be opened, or is not a state of this schema.
    """

    def __init__(self, output: Path, outlet: str, *, synced: bool = True) -> None:
        self.synced = synced
        """Whether changes are on disk when their methods return, as the texts that they name must be before them."""
        refuse_shared_state(output)
        path = state_path(output, outlet)
        try:
            make_folder(path.parent)
            db = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
            try:
                _prepare(db, synced=synced)
            except BaseException:
                db.close()
                raise
        except (OSError, sqlite3.Error) as error:
            cure = "; scrapy replay makes it again" if is_damage(error) else ""
            raise StateError(f"{path}: the state cannot be opened: {error}{cure}.") from error
        super().__init__(path, outlet, db)

    def add_captures(
        self, captures: Sequence[Capture], sizes: Mapping[str, int] | None = None, answers: Iterable[Answer] = ()
    ) -> list[Capture]:
        """Add captures in their order, in one transaction, and return them with their places in the order.

        A capture that the state has already (the same place in the same WARC) keeps its place and its result.

        Args:
            captures: The archived captures, all of this outlet.
            sizes: The bytes of our own WARCs that are on disk, by file name.
            answers: The articles that wait no more, because the captures answer the requests for them.
        """
        with self._transaction():
            placed = [self._placed(capture) for capture in captures]
            for key, known in answers:
                self._db.execute(_REMOVE_WAITING if known else _MARK_ANSWERED, (Kind.ARTICLE, key))
            self._db.executemany(_ACKNOWLEDGE, (sizes or {}).items())
        return placed

    def _placed(self, capture: Capture) -> Capture:
        """Add a capture, unless the state has it, and return it with its place in the order."""
        added = self._db.execute(_INSERT, _values(capture))
        if added.rowcount and added.lastrowid is not None:
            return replace(capture, seq=added.lastrowid, outlet=self.outlet)
        return next(self._captures(PLACE, *place_of(capture)))

    def settle(self, fates: Iterable[StoredCapture | RejectedCapture]) -> None:
        """Store the results of captures (document, reject, event) in one transaction.

        Documents follow each other by number, events by the place of their captures: their rows' ends are summed up.
        """
        with self._transaction():
            manifest, history = self.manifest_length(), self.history_length()
            for fate in fates:
                self._db.execute("UPDATE captures SET settled = 1 WHERE seq = ?", (fate.seq,))
                if (event := fate.event) is not None:
                    row = json_line(event.row)
                    history += len(row.encode())
                    self._db.execute(
                        "INSERT INTO events (seq, article, kind, number, row, end) VALUES (?, ?, ?, ?, ?, ?)",
                        (fate.seq, event.article, event.kind, event.number, row, history),
                    )
                if isinstance(fate, StoredCapture):
                    row = json_line(fate.row)
                    manifest += len(row.encode())
                    self._add_document(fate, row, manifest)
                else:
                    self._db.execute(
                        "INSERT OR REPLACE INTO rejects (seq, reason, detail) VALUES (?, ?, ?)",
                        (fate.seq, fate.reason, fate.detail),
                    )

    def _add_document(self, stored: StoredCapture, row: str, end: int) -> None:
        self._db.execute(
            "INSERT INTO documents (number, sha256, seq, row, end, article, version, published, day, body) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(stored.number, stored.sha256, stored.seq, row, end),
                *(stored.article, stored.version, stored.published, stored.day, stored.body),
            ),
        )

    def mark_writing(self, *, files: bool) -> None:
        """Store whether a run may have written texts that the state does not have yet."""
        with self._transaction():
            self._db.execute("UPDATE writing SET files = ?", (files,))

    def mark_texts_archived(self, sha256s: Iterable[str]) -> None:
        """Store that the archive holds the texts of documents, by the texts' SHA-256."""
        with self._transaction():
            for sha256 in sha256s:
                self._db.execute("UPDATE documents SET converted = 1 WHERE converted = 0 AND sha256 = ?", (sha256,))

    def mark_indexed(self, warcs: Iterable[str]) -> None:
        """Store that the archive's index has the captures of our own WARCs, by file name."""
        with self._transaction():
            self._db.executemany("UPDATE archives SET indexed = 1 WHERE warc = ?", ((warc,) for warc in warcs))

    def add_place(self, path: Path) -> None:
        """Store the absolute path of an archive, or of a package with archives, that holds captures of the outlet."""
        with self._transaction():
            self._db.execute("INSERT OR IGNORE INTO places VALUES (?)", (str(path),))

    def add_waiting(self, waiting: Iterable[Waiting]) -> None:
        """Add addresses to the frontier, in one transaction; those that it has already stay unchanged."""
        with self._transaction():
            self._db.executemany(_ADD_WAITING, map(asdict, waiting))

    def answer_list(self, url: str, read: str, waiting: Iterable[Waiting] = ()) -> None:
        """Add the last addresses that a list names, and store that it was answered, in one transaction.

        Args:
            url: The list's requested address.
            read: WARC-Date of the list's capture if the list was read to its end: the frontier, or an earlier run, has
                every address that it names. Empty for a list that was not.
            waiting: The addresses.
        """
        with self._transaction():
            self._db.executemany(_ADD_WAITING, map(asdict, waiting))
            if read:
                self._db.execute("INSERT OR REPLACE INTO lists (url, read) VALUES (?, ?)", (url, read))
            self._db.execute(_REMOVE_WAITING, (Kind.LIST, url))

    def end_waits(self, articles: Iterable[str], lists: Iterable[str], delays: Iterable[Delay]) -> None:
        """Store that addresses wait no more, and others for a later moment, in one transaction.

        Args:
            articles: Keys of articles that were answered without a capture, as by a robots.txt that forbids them.
            lists: Keys of lists that will not be answered.
            delays: Addresses without an answer.
        """
        with self._transaction():
            self._db.executemany(_MARK_ANSWERED, ((Kind.ARTICLE, key) for key in articles))
            self._db.executemany(_REMOVE_WAITING, ((Kind.LIST, key) for key in lists))
            self._db.executemany(
                "UPDATE frontier SET tries = ?, next = ?, answered = 0 WHERE kind = ? AND key = ?",
                ((delay.tries, delay.next, delay.kind, delay.key) for delay in delays),
            )

    def forget_answered(self) -> None:
        """Remove the answered addresses from the frontier, so that a later run requests them if a list names them."""
        removed = self._first("SELECT 1 FROM frontier WHERE answered = 1")
        while removed:
            with self._transaction():
                removed = self._db.execute(
                    "DELETE FROM frontier WHERE id IN (SELECT id FROM frontier WHERE answered = 1 LIMIT ?)",
                    (_FORGOTTEN,),
                ).rowcount

    def add_run(self, began: str, summary: Mapping[str, Any]) -> None:
        """Store the summary of a run; it replaces that of a run which began at the same moment."""
        with self._transaction():
            self._db.execute("INSERT OR REPLACE INTO runs VALUES (?, ?)", (began, json_line(dict(summary))))

    def begin_run(self, began: str) -> None:
        """Store that a run began; `add_run` replaces this by its summary."""
        with self._transaction():
            self._db.execute("INSERT OR IGNORE INTO runs VALUES (?, ?)", (began, NO_SUMMARY))

    def accept_dates(self, now: str) -> None:
        """Accept the dates of all captures so far, though some are ahead of the clock; forget lists read then.

        Args:
            now: The clock's time, ISO 8601 in UTC. A list that was read later would count as read until that time.
        """
        with self._transaction():
            self._db.execute("UPDATE clock SET (seq, until) = (SELECT max(seq), max(date) FROM captures)")
            self._db.execute("DELETE FROM lists WHERE read > ?", (now,))

    def _transaction(self) -> Transaction:
        return Transaction(self._db)


def _prepare(db: sqlite3.Connection, *, synced: bool) -> None:
    """Make the connection's commits durable if they are to be synced, and create the tables in a new file.

    Raises:
        sqlite3.Error: The file cannot be written, or has another schema.
    """
    db.execute("PRAGMA journal_mode=WAL")
    db.execute(f"PRAGMA synchronous={'FULL' if synced else 'OFF'}")
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if not version:
        db.executescript(f"BEGIN IMMEDIATE; {SCHEMA} {LATER} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;")
    elif version != SCHEMA_VERSION:
        raise sqlite3.DatabaseError(f"it has schema {version}, this Warraq writes {SCHEMA_VERSION}")
    elif db.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (LAST_ADDED,)).fetchone() is None:
        db.executescript(LATER)
