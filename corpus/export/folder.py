"""The folder of an export: an export replaces all that changed in it, or nothing, wherever it is killed."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from crawler.errors import ExportError
from crawler.files import make_folder, sync_folder

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

RECORD = "export.json"
"""What the export holds: its choices, and its files with their digests. Programs that publish an export may read it."""
POSITIONS = ".positions.json"
"""How far each outlet's state was read."""
MANIFEST = "MANIFEST.json"
"""The file that makes a folder a release, which no export changes."""
_NEW, _READY = ".export.part", ".export.ready"
"""Where new files are written; and the same folder when all of them are whole, and wait to be moved."""
_REMOVED = "removed.json"


class Folder:
    """An export's folder, locked for one export at a time.

    New files are written in a hidden folder. One rename then decides that they are the export; what is left after it
    (moves, and removals of old files) is completed by the next start where a kill interrupted it.

    Args:
        path: The folder; it is made if it is missing.

    Raises:
        ExportError: It cannot be made, holds other files than an export, or another export is writing it.
        OSError: It cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        """The folder."""
        if path.exists() and not path.is_dir():
            raise ExportError(f"{path}: is not a folder; name another one.")
        self._is_made = not path.exists()
        try:
            make_folder(path)
        except OSError as error:
            raise _unmade(path, error) from error
        self._lock = os.open(path, os.O_RDONLY)
        try:
            self._take()
        except BaseException:
            os.close(self._lock)
            raise

    def _take(self) -> None:
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ExportError(f"{self.path}: another export is writing it; wait until it ends.") from None
        if (self.path / _READY).exists():
            self._apply()
        if (self.path / MANIFEST).exists():
            raise ExportError(f"{self.path}: is a release, which never changes; name a new or empty folder.")
        others = sorted(found.name for found in self.path.iterdir() if not found.name.startswith("."))
        if others and RECORD not in others:
            raise ExportError(f"{self.path}: holds {others[0]} and is no export; name a new or empty folder.")
        self.new = self.path / _NEW
        """The folder for new files, each at its place in the export."""
        shutil.rmtree(self.new, ignore_errors=True)
        self.new.mkdir()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.new, ignore_errors=True)
        if self._is_made and not any(self.path.iterdir()):
            self.path.rmdir()
        self.release()

    def release(self) -> None:
        """Let another export write the folder; the kernel does it at the end of a process."""
        os.close(self._lock)

    def read(self, name: str) -> dict[str, Any]:
        """Return a JSON object of the last export, `RECORD` or `POSITIONS`; empty without one that can be read."""
        try:
            found = json.loads((self.path / name).read_bytes())
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def write(self, name: str, content: bytes) -> None:
        """Write a new file unless the export has it with this content.

        Raises:
            OSError: It cannot be written.
        """
        old = self.path / name
        if not old.exists() or old.read_bytes() != content:
            (self.new / name).write_bytes(content)

    def commit(self, removed: Collection[str]) -> None:
        """Make the new files the export's.

        Args:
            removed: Paths in the export of files that it no longer holds.

        Raises:
            OSError: A file cannot be written or moved; the next export goes on where this one stopped.
        """
        if not removed and not any(_files(self.new)):
            return
        (self.new / _REMOVED).write_text(json.dumps(sorted(removed)), "utf-8")
        for found in _files(self.new):
            _sync(found)
        for parent, _, _ in os.walk(self.new):
            sync_folder(Path(parent))
        self.new.rename(self.path / _READY)
        sync_folder(self.path)
        self._apply()

    def _apply(self) -> None:
        """Move the files that are ready to their places, and remove old ones; what was done already is passed over."""
        ready = self.path / _READY
        list_of_removed = ready / _REMOVED
        removed = json.loads(list_of_removed.read_bytes()) if list_of_removed.exists() else ()
        for name in removed:
            (self.path / name).unlink(missing_ok=True)
        touched = {(self.path / name).parent for name in removed}
        for found in _files(ready):
            target = self.path / found.relative_to(ready)
            if found.name != _REMOVED:
                make_folder(target.parent)
                found.replace(target)
                touched.add(target.parent)
        for parent in sorted(touched, reverse=True):
            if parent.is_dir():
                sync_folder(parent)
                _remove_empty(parent, self.path)
        shutil.rmtree(ready)
        sync_folder(self.path)


@contextmanager
def hidden_beside(target: Path) -> Iterator[Path]:
    """Open a hidden folder beside a target that is written whole; it is removed in the end.

    A killed process leaves it; the next one that writes the same target removes it.

    Raises:
        ExportError: It cannot be made, or another process is writing the target.
    """
    hidden = target.with_name(f".{target.name}.part")
    try:
        hidden.mkdir(exist_ok=True)
    except OSError as error:
        raise _unmade(target, error) from error
    lock = os.open(hidden, os.O_RDONLY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ExportError(f"{target}: another process is writing it; wait until it ends.") from None
        try:
            for left in list(hidden.iterdir()):
                shutil.rmtree(left) if left.is_dir() else left.unlink()
            yield hidden
        finally:
            shutil.rmtree(hidden, ignore_errors=True)
    finally:
        os.close(lock)


def _unmade(path: Path, error: OSError) -> ExportError:
    """Return the error for a target that cannot be made."""
    return ExportError(f"{path}: cannot be made ({error.strerror}); name a place where you can write.")


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder, hidden ones included."""
    for parent, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(parent, name) for name in sorted(names))


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _remove_empty(folder: Path, top: Path) -> None:
    """Remove a folder of an export, and those above it, where nothing is left in them."""
    while folder != top and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
