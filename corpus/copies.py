"""Finds the texts that several outlets have (wire copy), adding only the documents that are new since the last time."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import groupby
from typing import TYPE_CHECKING

from crawler.errors import DerivedError, StateError
from crawler.files import make_folder, whole_file
from crawler.state import outlets_with_state, read_state
from crawler.state.rows import json_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.state import ReadOnlyState

DERIVED = "derived"
"""Name of the folder of derived files in the output folder."""
COPIES = "copies.jsonl"
"""Name of the file that lists the texts that several outlets have."""
_STORE = "copies.sqlite"
_VERSION = 1
_SCHEMA = """
CREATE TABLE documents (body TEXT, outlet TEXT, number INTEGER, name TEXT, PRIMARY KEY (body, outlet, number))
    WITHOUT ROWID;
CREATE INDEX documents_outlet ON documents (outlet);
CREATE TABLE shared (body TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE taken (outlet TEXT PRIMARY KEY, identity TEXT, documents INTEGER);
"""


def update_copies(output: Path) -> int:
    """Bring `derived/copies.jsonl` up to date, and return its number of rows.

    The store beside it, `copies.sqlite`, has the text of each document as a hash. It takes the documents that an outlet
    has gained; after a rebuild, which gives the outlet's state a new identity, all of them.

    Raises:
        DerivedError: A file cannot be read or written.
        StateError: A state cannot be read; those of the other outlets were taken nevertheless.
    """
    folder = output / DERIVED
    unread: list[StateError] = []
    try:
        make_folder(folder)
        with closing(_opened(folder / _STORE)) as db:
            with db:
                changed = [_take(db, output, outlet, unread) for outlet in _outlets(db, output)]
            if any(changed) or not (folder / COPIES).exists():
                _write(db, folder / COPIES)
            count = int(db.execute("SELECT count(*) FROM shared").fetchone()[0])
    except (OSError, sqlite3.Error) as error:
        raise DerivedError(f"{folder}: {error}; delete the folder and run the command again.") from error
    if unread:
        raise unread[0]
    return count


def _opened(path: Path) -> sqlite3.Connection:
    """Open the store, and make it anew when it is of another version."""
    db = sqlite3.connect(path, timeout=60)
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version != _VERSION:
        db.close()
        path.unlink()
        db = sqlite3.connect(path, timeout=60)
        db.executescript(f"{_SCHEMA} PRAGMA user_version = {_VERSION};")
    return db


def _outlets(db: sqlite3.Connection, output: Path) -> list[str]:
    """Return the outlets that have a state, or had one."""
    had = {outlet for (outlet,) in db.execute("SELECT outlet FROM taken")}
    return sorted(had.union(outlets_with_state(output)))


def _take(db: sqlite3.Connection, output: Path, outlet: str, unread: list[StateError]) -> bool:
    """Add an outlet's new documents to the store; return whether there was a change.

    An outlet whose state cannot be read keeps the documents that it had; `unread` gets the error.
    """
    try:
        return _take_new(db, output, outlet)
    except StateError as error:
        unread.append(error)
        return False


def _take_new(db: sqlite3.Connection, output: Path, outlet: str) -> bool:
    """Add an outlet's new documents to the store; return whether there was a change.

    Raises:
        StateError: Its state cannot be read.
    """
    taken = db.execute("SELECT identity, documents FROM taken WHERE outlet = ?", (outlet,)).fetchone() or ("", 0)
    with read_state(output, outlet) as state:
        now = ("", 0) if state is None else (state.identity(), state.count_documents())
        if now == taken:
            return False
        known = taken[1]
        if now[0] != taken[0]:
            _forget(db, outlet)
            known = 0
        if state is not None:
            _add(db, state, known)
            db.execute("INSERT OR REPLACE INTO taken VALUES (?, ?, ?)", (outlet, *now))
    return True


def _add(db: sqlite3.Connection, state: ReadOnlyState, first: int) -> None:
    """Add an outlet's documents from a number on, and mark the texts that another outlet has as well."""
    for number, body, name in state.bodies_from(first):
        db.execute("INSERT INTO documents VALUES (?, ?, ?, ?)", (body, state.outlet, number, name))
        db.execute(
            "INSERT OR IGNORE INTO shared SELECT ?1 WHERE EXISTS "
            "(SELECT 1 FROM documents WHERE body = ?1 AND outlet != ?2)",
            (body, state.outlet),
        )


def _forget(db: sqlite3.Connection, outlet: str) -> None:
    """Remove an outlet's documents, and the marks of texts that then one outlet alone has."""
    db.execute("DELETE FROM documents WHERE outlet = ?", (outlet,))
    db.execute("DELETE FROM taken WHERE outlet = ?", (outlet,))
    db.execute("DELETE FROM shared WHERE (SELECT count(DISTINCT outlet) FROM documents WHERE body = shared.body) < 2")


def _write(db: sqlite3.Connection, path: Path) -> None:
    """Write the list, whole or not at all."""
    with whole_file(path) as file:
        file.writelines(json_line({"text_sha256": body, "documents": names}).encode() for body, names in _rows(db))


def _rows(db: sqlite3.Connection) -> Iterator[tuple[str, list[str]]]:
    """Yield the texts that several outlets have: SHA-256, and `outlet/name` of each document."""
    rows = db.execute("SELECT body, outlet, name FROM shared JOIN documents USING (body) ORDER BY body, outlet, number")
    for body, group in groupby(rows, lambda row: row[0]):
        yield body, [f"{outlet}/{name}" for _, outlet, name in group]
