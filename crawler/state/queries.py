"""The base of all queries: one connection to the file of an outlet's state."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

SYNCED = threading.Lock()
"""Held while a WARC has bytes that are not on disk yet, so that no transaction of the state runs meanwhile."""


class Queries:
    """Queries over one connection, for one thread at a time. The end of the `with` block closes the connection.

    Each query raises `sqlite3.Error` when the file cannot be read.

    Args:
        path: The state's file.
        outlet: The outlet's name.
        db: An open connection to the file.
    """

    def __init__(self, path: Path, outlet: str, db: sqlite3.Connection) -> None:
        self.path = path
        """The state's file."""
        self.outlet = outlet
        """The outlet's name."""
        self._db = db

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        with SYNCED:
            self._db.close()

    def _first(self, query: str, *arguments: Any) -> Any:
        """Return the first value of the first row; None when there is no row."""
        row = self._db.execute(query, arguments).fetchone()
        return None if row is None else row[0]


class Transaction:
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
