"""The sentence for a state that fails while a run uses it."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def is_damage(error: Exception) -> bool:
    """Return whether an error shows that a state is damaged, or lacks a table; a full disk or a lock does not."""
    if isinstance(error, sqlite3.OperationalError):
        return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
    return isinstance(error, sqlite3.DatabaseError)


def unusable(path: Path, error: sqlite3.Error) -> str:
    """Return the sentence for a state that SQLite cannot read or write, with what to do.

    Args:
        path: The state's file, or the folder of all states.
        error: The error of a query or a transaction.
    """
    words = " ".join(str(error).split()).rstrip(".")
    if is_damage(error):
        return f"{path}: the state is damaged: {words}; run scrapy replay, which makes it again."
    return f"{path}: the state cannot be used: {words}; correct the cause, then run the same command again."
