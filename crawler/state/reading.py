"""The state for those who only look: nothing is made, nothing is changed."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from crawler.errors import StateError
from crawler.state.connection import STATE, VERSION

if TYPE_CHECKING:
    from pathlib import Path


def read_state(output: Path) -> sqlite3.Connection | None:
    """Open the state of an output folder; None when it has none.

    SQLite itself must be able to write: it keeps the index of a write-ahead log beside the file.

    Raises:
        sqlite3.Error: It cannot be opened.
        StateError: It is of another schema.
    """
    path = output / STATE
    if not path.exists():
        return None
    db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=60)
    db.execute("PRAGMA query_only = ON")
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version != VERSION:
        db.close()
        raise StateError(f"{path}: it has schema {version}, this Warraq reads {VERSION}; move it away and replay.")
    return db
