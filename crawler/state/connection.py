"""The state for commands that write: all queries, and the transactions that change the state."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from crawler.errors import StateError
from crawler.state.captures import COLUMNS, CaptureQueries
from crawler.state.documents import DocumentQueries
from crawler.state.frontier import FrontierQueries
from crawler.state.queries import SYNCED
from crawler.state.records import RejectedCapture, StoredCapture
from crawler.state.runs import RunQueries
from crawler.state.schema import SCHEMA, SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from crawler.items import Capture

_INSERT = (
    f"INSERT OR IGNORE INTO captures ({', '.join(COLUMNS)}, settled) "  # noqa: S608 - names of our own fields
    f"VALUES ({', '.join(f':{name}' for name in COLUMNS)}, NOT :page)"
)


class State(CaptureQueries, DocumentQueries, FrontierQueries, RunQueries):
    """One connection to the state; several may be open at once, in several processes.

    One thread at a time uses a connection. WAL with synchronous=FULL: a change is on disk when its method returns, and
    the next step of the protocol (see docs/state.md) may rely on it.

    Args:
        path: The state's file; created when it is missing.

    Raises:
        StateError: The file cannot be opened, or is not a state of this schema.
    """

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
            try:
                _prepare(db)
            except BaseException:
                db.close()
                raise
        except (OSError, sqlite3.Error) as error:
            raise StateError(f"{path}: the state cannot be opened: {error}.") from error
        super().__init__(path, db)

    def add_captures(
        self, captures: Sequence[Capture], sizes: Mapping[str, tuple[str, int]] | None = None
    ) -> list[Capture]:
        """Add captures in their order, in one transaction, and return them with their places in the order.

        A capture that the state has already (the same place in the same WARC) keeps its place and its result.

        Args:
            captures: The archived captures.
            sizes: The bytes of our own WARCs that are on disk: file name to outlet and bytes.
        """
        with self._transaction():
            for capture in captures:
                self._db.execute(_INSERT, asdict(capture))
            for warc, (outlet, size) in (sizes or {}).items():
                self._db.execute(
                    "INSERT OR REPLACE INTO archives (warc, outlet, size) VALUES (?, ?, ?)", (warc, outlet, size)
                )
            return [self._placed(capture) for capture in captures]

    def _placed(self, capture: Capture) -> Capture:
        """Return a capture that the state has, with its place in the order."""
        place = (capture.warc, capture.offset, capture.record_id, capture.url, capture.date)
        return next(self._captures("WHERE warc = ? AND offset = ? AND record_id = ? AND url = ? AND date = ?", *place))

    def settle(self, fates: Iterable[StoredCapture | RejectedCapture]) -> None:
        """Store the results of captures (document, reject, event) in one transaction."""
        with self._transaction():
            for fate in fates:
                self._db.execute("UPDATE captures SET settled = 1 WHERE seq = ?", (fate.seq,))
                if (event := fate.event) is not None:
                    self._db.execute(
                        "INSERT INTO events (seq, outlet, article, kind, number, row) VALUES (?, ?, ?, ?, ?, ?)",
                        (fate.seq, fate.outlet, event.article, event.kind, event.number, _json(event.row)),
                    )
                if isinstance(fate, StoredCapture):
                    self._add_document(fate)
                else:
                    self._db.execute(
                        "INSERT OR REPLACE INTO rejects (seq, reason, detail) VALUES (?, ?, ?)",
                        (fate.seq, fate.reason, fate.detail),
                    )

    def _add_document(self, stored: StoredCapture) -> None:
        self._db.execute(
            "INSERT INTO documents (outlet, number, sha256, seq, row, article, version, published, body) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(stored.outlet, stored.number, stored.sha256, stored.seq, _json(stored.row)),
                *(stored.article, stored.version, stored.published, stored.body),
            ),
        )

    def mark_texts_archived(self, outlet: str, sha256s: Iterable[str]) -> None:
        """Store that the archive holds the texts of documents, by the texts' SHA-256."""
        with self._transaction():
            for sha256 in sha256s:
                self._db.execute("UPDATE documents SET converted = 1 WHERE outlet = ? AND sha256 = ?", (outlet, sha256))

    def mark_lists_read(self, outlet: str, lists: Mapping[str, str]) -> None:
        """Store lists as read to their end: every address that they name was answered.

        Args:
            outlet: The outlet's name.
            lists: URL to the WARC-Date of the list's capture.
        """
        with self._transaction():
            self._db.executemany(
                "INSERT OR REPLACE INTO lists (outlet, url, read) VALUES (?, ?, ?)",
                [(outlet, url, date) for url, date in lists.items()],
            )

    def add_run(self, outlet: str, began: str, summary: Mapping[str, Any]) -> None:
        """Store the summary of a run; it replaces that of a run which began at the same moment."""
        with self._transaction():
            self._db.execute("INSERT OR REPLACE INTO runs VALUES (?, ?, ?)", (outlet, began, _json(dict(summary))))

    def adopt_runs_and_lists(self, path: Path) -> None:
        """Copy from another state the two tables that no archive holds: the runs, and the lists that were read."""
        self._db.execute("ATTACH DATABASE ? AS old", (str(path),))
        try:
            with self._transaction():
                for table in ("runs", "lists"):
                    self._db.execute(f"INSERT OR IGNORE INTO main.{table} SELECT * FROM old.{table}")  # noqa: S608 - our own names
        finally:
            self._db.execute("DETACH DATABASE old")

    def _transaction(self) -> _Transaction:
        return _Transaction(self._db)


def _prepare(db: sqlite3.Connection) -> None:
    """Make the connection's commits durable, and create the tables in a new file.

    Raises:
        sqlite3.Error: The file cannot be written, or has another schema.
    """
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if not version:
        db.executescript(f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;")
    elif version != SCHEMA_VERSION:
        raise sqlite3.DatabaseError(
            f"it has schema {version}, this Warraq writes {SCHEMA_VERSION}; move it away and run scrapy replay"
        )


class _Transaction:
    """`BEGIN IMMEDIATE` to `COMMIT`: it locks the file at once, so that a second writer waits instead of failing."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        SYNCED.acquire()
        try:
            self._db.execute("BEGIN IMMEDIATE")
        except BaseException:
            SYNCED.release()
            raise

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            self._db.execute("COMMIT" if kind is None else "ROLLBACK")
        finally:
            SYNCED.release()


def _json(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False)
