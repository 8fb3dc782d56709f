"""Copies an outlet's state whole, while others may use it, and puts such a copy in its place."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from crawler.errors import StateError
from crawler.files import make_folder, sync_file, sync_folder
from crawler.state.schema import state_path

if TYPE_CHECKING:
    from pathlib import Path


def take_snapshot(output: Path, outlet: str, target: Path) -> None:
    """Copy an outlet's state to another output folder, as one transaction would read it (SQLite's backup).

    Args:
        output: The output folder with the state.
        outlet: The outlet's name.
        target: The other output folder; a copy that it has is replaced.

    Raises:
        OSError: The copy cannot be written.
        StateError: The state cannot be read.
    """
    path, copy = state_path(output, outlet), state_path(target, outlet)
    make_folder(copy.parent)
    remove_state(target, outlet)
    try:
        source = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=60)
        with closing(source) as db, closing(sqlite3.connect(copy)) as into:
            db.backup(into)
            into.execute("PRAGMA journal_mode=DELETE")  # one file, without a write-ahead log beside it
    except sqlite3.Error as error:
        raise StateError(f"{path}: the state cannot be copied: {error}; scrapy verify examines it.") from error


def place_snapshot(copy: Path, output: Path, outlet: str) -> None:
    """Replace an outlet's state with a copy, which is moved, and is on disk under its new name on return.

    Args:
        copy: The copy's file, on the disk of the output folder.
        output: The output folder. Nobody has the old state open.
        outlet: The outlet's name.

    Raises:
        OSError: The folder cannot be written.
    """
    path = state_path(output, outlet)
    make_folder(path.parent)
    sync_file(copy)
    remove_state(output, outlet)
    copy.replace(path)
    sync_folder(path.parent)


def remove_state(output: Path, outlet: str) -> None:
    """Remove an outlet's state with the files that SQLite keeps beside it; those first, which mean nothing alone.

    Raises:
        OSError: One of them cannot be removed.
    """
    path = state_path(output, outlet)
    for beside in ("-wal", "-shm", ""):
        path.with_name(path.name + beside).unlink(missing_ok=True)
