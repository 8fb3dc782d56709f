"""What all queries share: one connection to the state's file."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

SYNCED = threading.Lock()
"""Held while an archive has bytes that are not on disk yet: the state is written before or after, never meanwhile."""


class Queries:
    """Queries over one connection, which one thread at a time uses. It is closed when the `with` block ends.

    Each method that reads raises `sqlite3.Error` when the file cannot be read.

    Args:
        path: The state's file.
        db: An open connection to it.
    """

    def __init__(self, path: Path, db: sqlite3.Connection) -> None:
        self.path = path
        """The state's file."""
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
