"""Derived stores: SQLite files under `derived/` that are made again when they are gone or of another version."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, NamedTuple

from crawler.errors import DerivedError
from crawler.files import make_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DERIVED = "derived"
"""Name of the folder of derived files in the output folder."""


class Form(NamedTuple):
    """The form of a derived store."""

    name: str
    """Name of its file."""
    schema: str
    """The statements that create its tables."""
    version: int
    """The version of the tables and of what is in them; SQLite keeps it in the file as `user_version`."""
    maker: str
    """The command that makes the store."""

    def path(self, output: Path) -> Path:
        """Return the store's path in an output folder; it need not exist."""
        return output / DERIVED / self.name


@contextmanager
def opened_derived(output: Path, form: Form, *, write: bool = False) -> Iterator[sqlite3.Connection]:
    """Open a derived store; the end of the `with` block closes it.

    Args:
        output: The output folder.
        form: The store's form.
        write: Whether it is made when it does not exist, and made again when it is of another version.

    Raises:
        DerivedError: It cannot be read or written, also in the block, or does not exist and `write` is false.
    """
    path = form.path(output)
    try:
        if write:
            make_folder(path.parent)
        is_usable = path.exists() and _version(path) == form.version
        if not is_usable and not write:
            raise DerivedError(f"{path}: does not exist, or is of another version; {form.maker} makes it.")
        if not is_usable:
            path.unlink(missing_ok=True)
        with closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as db:
            if not is_usable:
                db.executescript(f"BEGIN; {form.schema} PRAGMA user_version = {form.version}; COMMIT;")
            yield db
    except (OSError, sqlite3.Error) as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
            raise DerivedError(f"{path}: another process has been using it for a minute; try again later.") from error
        raise DerivedError(f"{path}: {error}; delete the file and run {form.maker}.") from error


def taken(db: sqlite3.Connection) -> dict[str, tuple[str, int]]:
    """Return the identity of each outlet's state, and the number of its documents that a derived store has.

    Args:
        db: A connection to a store with a table `outlets` (`name`, `identity`, `documents`).
    """
    rows = db.execute("SELECT name, identity, documents FROM outlets")
    return {name: (identity, documents) for name, identity, documents in rows}


def take(db: sqlite3.Connection, outlet: str, identity: str, documents: int) -> None:
    """Note how many of an outlet's documents a derived store has; else as `taken`."""
    db.execute(
        "INSERT INTO outlets (name, identity, documents) VALUES (?, ?, ?) ON CONFLICT (name) "
        "DO UPDATE SET identity = excluded.identity, documents = excluded.documents",
        (outlet, identity, documents),
    )


def _version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """Do what the `with` block does in a derived store as a whole or not at all."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")
