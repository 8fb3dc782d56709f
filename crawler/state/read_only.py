"""An outlet's state for commands that only read: it creates nothing and changes nothing."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from crawler.errors import StateError
from crawler.state.documents import DocumentQueries
from crawler.state.edits import EditQueries
from crawler.state.frontier import FrontierQueries
from crawler.state.rejects import RejectQueries
from crawler.state.runs import RunQueries
from crawler.state.schema import SCHEMA_VERSION, outlets_in, refuse_lost_state, refuse_shared_state, state_path
from crawler.state.spans import SpanQueries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_STEPS = 10_000
"""Instructions of SQLite between two looks at the clock."""


class ReadOnlyState(RejectQueries, DocumentQueries, EditQueries, FrontierQueries, RunQueries, SpanQueries):
    """One connection to an outlet's state that cannot change it.

    SQLite itself writes, where it can: it keeps the index of the write-ahead log beside the file.

    Args:
        output: The output folder.
        outlet: The outlet's name.

    Raises:
        sqlite3.Error: The file cannot be opened.
        StateError: The file has another schema.
    """

    def __init__(self, output: Path, outlet: str) -> None:
        path = state_path(output, outlet)
        db = sqlite3.connect(f"{path.resolve().as_uri()}?{_mode(path)}", uri=True, timeout=60)
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
                f"{path}: it has schema {version}, this Warraq reads {SCHEMA_VERSION}; scrapy replay makes it again."
            )

    def stop_after(self, seconds: float) -> None:
        """Let each query fail that is at work when so many seconds from now are over."""
        end = time.monotonic() + seconds
        self._db.set_progress_handler(lambda: time.monotonic() > end, _STEPS)

    def quick_check(self) -> str:
        """Return the first damage that SQLite finds in the file; `ok` without one."""
        self._db.execute("SELECT seq FROM captures LIMIT 1")  # a file without tables is sound to SQLite
        (found,) = self._db.execute("PRAGMA quick_check(1)").fetchone()
        return " ".join(str(found).split())


def _mode(path: Path) -> str:
    """Return how SQLite is to open a state.

    Where nothing can be written, it reads a write-ahead log that a run left; without one the file alone is the state,
    and nobody can change it, which SQLite has to be told, since it would make the log's index otherwise.
    """
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return "mode=rw"
    return "mode=ro" if path.with_name(f"{path.name}-wal").exists() else "mode=ro&immutable=1"


@contextmanager
def read_state(output: Path, outlet: str) -> Iterator[ReadOnlyState | None]:
    """Open an outlet's state for reading; the `with` block gets None for an outlet without a state.

    Raises:
        StateError: The file cannot be opened or read, has another schema, or is missing though the outlet has a corpus.
    """
    refuse_shared_state(output)
    refuse_lost_state(output, outlet)
    path = state_path(output, outlet)
    if not path.exists():
        yield None
        return
    try:
        with ReadOnlyState(output, outlet) as state:
            yield state
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            raise StateError(f"{path}: a query took too long; ask for less, or try again later.") from error
        raise StateError(f"{path}: the state cannot be read: {error}; scrapy replay makes it again.") from error


def damage_of(output: Path, outlet: str) -> str:
    """Return why an outlet's state cannot be used, after reading all of it; empty for a sound one, and without one."""
    path = state_path(output, outlet)
    try:
        with read_state(output, outlet) as state:
            found = "ok" if state is None else state.quick_check()
    except StateError as error:
        return str(error).removeprefix(f"{path}: ").rstrip(".")
    return "" if found == "ok" else f"the state is damaged: {found}; scrapy replay makes it again"


def known_outlets(output: Path) -> list[str]:
    """Return the names of the outlets that have runs or documents in an output folder, sorted.

    An outlet whose state cannot be read counts: the command that asks for it then names the state.

    Raises:
        StateError: The folder has the state of an earlier version.
    """
    refuse_shared_state(output)
    return [outlet for outlet in outlets_in(output) if _is_known(output, outlet)]


def _is_known(output: Path, outlet: str) -> bool:
    try:
        with read_state(output, outlet) as state:
            return state is not None and state.is_known()
    except StateError:
        return True
