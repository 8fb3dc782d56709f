"""An outlet's state for commands that only read: it creates nothing and changes nothing."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from crawler.errors import StateError
from crawler.state.captures import CaptureQueries
from crawler.state.documents import DocumentQueries
from crawler.state.frontier import FrontierQueries
from crawler.state.runs import RunQueries
from crawler.state.schema import SCHEMA_VERSION, outlets_with_state, refuse_shared_state, state_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class ReadOnlyState(CaptureQueries, DocumentQueries, FrontierQueries, RunQueries):
    """One connection to an outlet's state that cannot change it.

    SQLite itself must be able to write: it keeps the index of the write-ahead log beside the file.

    Args:
        output: The output folder.
        outlet: The outlet's name.

    Raises:
        sqlite3.Error: The file cannot be opened.
        StateError: The file has another schema.
    """

    def __init__(self, output: Path, outlet: str) -> None:
        path = state_path(output, outlet)
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=60)
        super().__init__(path, outlet, db)
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


@contextmanager
def read_state(output: Path, outlet: str) -> Iterator[ReadOnlyState | None]:
    """Open an outlet's state for reading; the `with` block gets None for an outlet without a state.

    Raises:
        StateError: The file cannot be opened or read, or has another schema.
    """
    refuse_shared_state(output)
    path = state_path(output, outlet)
    if not path.exists():
        yield None
        return
    try:
        with ReadOnlyState(output, outlet) as state:
            yield state
    except sqlite3.Error as error:
        raise StateError(f"{path}: the state cannot be read: {error}; scrapy replay makes it again.") from error


def known_outlets(output: Path) -> list[str]:
    """Return the names of the outlets that have runs or documents in an output folder, sorted.

    Raises:
        StateError: A state cannot be opened or read, or has another schema.
    """
    refuse_shared_state(output)
    known = []
    for outlet in outlets_with_state(output):
        with read_state(output, outlet) as state:
            if state is not None and state.is_known():
                known.append(outlet)
    return known
