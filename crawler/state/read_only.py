"""The state for commands that only read: it creates nothing and changes nothing."""

from __future__ import annotations

import sqlite3
from contextlib import nullcontext
from typing import TYPE_CHECKING

from crawler.errors import StateError
from crawler.state.captures import CaptureQueries
from crawler.state.documents import DocumentQueries
from crawler.state.frontier import FrontierQueries
from crawler.state.runs import RunQueries
from crawler.state.schema import SCHEMA_VERSION, STATE

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path


class ReadOnlyState(CaptureQueries, DocumentQueries, FrontierQueries, RunQueries):
    """One connection to the state that cannot change it.

    SQLite itself must be able to write: it keeps the index of the write-ahead log beside the file.

    Args:
        path: The state's file.

    Raises:
        sqlite3.Error: The file cannot be opened.
        StateError: The file has another schema.
    """

    def __init__(self, path: Path) -> None:
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=60)
        super().__init__(path, db)
        try:
            db.execute("PRAGMA query_only = ON")
            (version,) = db.execute("PRAGMA user_version").fetchone()
        except BaseException:
            db.close()
            raise
        if version != SCHEMA_VERSION:
            db.close()
            raise StateError(
                f"{path}: it has schema {version}, this Warraq reads {SCHEMA_VERSION}; move it away, run scrapy replay."
            )


def read_state(output: Path) -> AbstractContextManager[ReadOnlyState | None]:
    """Open the state of an output folder for reading; the `with` block gets None for a folder without a state.

    Raises:
        sqlite3.Error: The file cannot be opened.
        StateError: The file has another schema.
    """
    path = output / STATE
    return ReadOnlyState(path) if path.exists() else nullcontext()
