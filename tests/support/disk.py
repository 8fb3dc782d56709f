"""Records the writes that reach the disk below a folder, in their order.

The calls are real: each is made first and then recorded. The effect of a power cut is computed by POSIX: a file keeps
the bytes that an fsync or fdatasync covered, under the names that an fsync of its folder covered.
"""

from __future__ import annotations

import os
import sqlite3
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from crawler.archive.write import groups, writer
from crawler.items import Capture

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

FULL = 2
"""Lowest value of SQLite's `synchronous` with which a commit is on disk when it returns."""


class Act(NamedTuple):
    """One call, and the folder's content right after it."""

    kind: str
    """`sync`, `rename`, `truncate`, `remove`, `commit` or `acknowledge`."""
    path: str
    """Path of the file or folder, relative to the watched folder; of a rename, the old path."""
    target: str
    """The new path of a rename, `durable` for a commit that is on disk, else empty."""
    sizes: dict[str, int]
    """The files below the folder, with their sizes in bytes."""
    unsynced: frozenset[str]
    """The files whose bytes a power cut would take, in whole or in part."""
    unlisted: frozenset[str]
    """The files and folders whose names a power cut would take."""
    held: bool
    """Whether the test's lock was held."""
    subject: Any = None
    """The acknowledged capture."""


class Disk:
    """Records the calls that change the files below a folder.

    Args:
        root: The folder; its present content counts as on disk.
        held: Returns whether a lock is held, for `Act.held`.
    """

    def __init__(self, root: Path, held: Callable[[], bool] = lambda: False) -> None:
        self.root = root
        self.acts: list[Act] = []
        self._held = held
        self._synced: dict[int, int] = {}
        self._listed: dict[int, dict[str, int]] = {}
        for path in (root, *root.rglob("*")):
            self._cover(path)

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Record all calls until the test ends."""
        monkeypatch.setattr(os, "fsync", self._recorded_sync(os.fsync))
        monkeypatch.setattr(os, "fdatasync", self._recorded_sync(os.fdatasync))
        monkeypatch.setattr(os, "rename", self._recorded_rename(os.rename))
        monkeypatch.setattr(os, "replace", self._recorded_rename(os.replace))
        monkeypatch.setattr(os, "truncate", self._recorded_truncate(os.truncate))
        monkeypatch.setattr(os, "unlink", self._recorded_removal(os.unlink))
        monkeypatch.setattr(writer, "answer", self._recorded_answer(groups.answer))
        monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=_connection(self)))

    def note(self, kind: str, path: Path, target: str = "", subject: Any = None) -> None:
        """Record one call."""
        paths = [one for one in self.root.rglob("*") if one.exists()]
        sizes = {self._name(one): one.stat().st_size for one in paths if one.is_file()}
        unsynced = [self._name(one) for one in paths if one.is_file() and not self._is_synced(one)]
        unlisted = [self._name(one) for one in paths if not self._is_listed(one)]
        held = self._held()
        act = Act(kind, self._name(path), target, sizes, frozenset(unsynced), frozenset(unlisted), held, subject)
        self.acts.append(act)

    def of(self, *kinds: str) -> list[tuple[str, str]]:
        """Return the acts of some kinds in their order, each as its kind and its new path, or else its path."""
        return [(act.kind, act.target or act.path) for act in self.acts if act.kind in kinds]

    def _recorded_sync(self, sync: Callable[[int], None]) -> Callable[[int], None]:
        def record(descriptor: int) -> None:
            sync(descriptor)
            path = Path(f"/proc/self/fd/{descriptor}").readlink()
            self._cover(path)
            self.note("sync", path)

        return record

    def _recorded_rename(self, rename: Callable[[Path, Path], None]) -> Callable[[Path, Path], None]:
        def record(source: Path, target: Path) -> None:
            rename(source, target)
            self.note("rename", Path(source), self._name(Path(target)))

        return record

    def _recorded_truncate(self, truncate: Callable[[Path, int], None]) -> Callable[[Path, int], None]:
        def record(path: Path, length: int) -> None:
            truncate(path, length)
            if isinstance(path, Path):  # not the descriptor of a lock's file
                self._synced.pop(path.stat().st_ino, None)
                self.note("truncate", path)

        return record

    def _recorded_removal(self, remove: Callable[..., None]) -> Callable[..., None]:
        def record(path: Path, **options: Any) -> None:
            remove(path, **options)
            self.note("remove", Path(path))

        return record

    def _recorded_answer(self, answer: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
        def record(group: Any, answers: Any) -> None:
            for given in answers:
                if isinstance(given, Capture):
                    self.note("acknowledge", self.root, subject=given)
            answer(group, answers)

        return record

    def _cover(self, path: Path) -> None:
        """Count a file's bytes, or a folder's entries, as on disk."""
        found = path.stat()
        if path.is_dir():
            self._listed[found.st_ino] = {one.name: one.stat().st_ino for one in path.iterdir()}
        else:
            self._synced[found.st_ino] = found.st_size

    def _is_synced(self, path: Path) -> bool:
        found = path.stat()
        return self._synced.get(found.st_ino) == found.st_size

    def _is_listed(self, path: Path) -> bool:
        return self._listed.get(path.parent.stat().st_ino, {}).get(path.name) == path.stat().st_ino

    def _name(self, path: Path) -> str:
        return str(path.relative_to(self.root)) if path.is_relative_to(self.root) else str(path)


def _connection(disk: Disk) -> type[sqlite3.Connection]:
    """Return a class of connections that record their commits."""

    class Recorded(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            open_before, changed_before = self.in_transaction, self.total_changes
            cursor = super().execute(sql, *values)
            wrote = (open_before and not sql.startswith("ROLLBACK")) or self.total_changes > changed_before
            if wrote and not self.in_transaction:
                (level,) = super().execute("PRAGMA synchronous").fetchone()
                (_, _, file) = super().execute("PRAGMA database_list").fetchone()
                disk.note("commit", Path(file), "durable" if level >= FULL else "")
            return cursor

    return Recorded
