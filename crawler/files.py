"""Files that are written whole or not at all, and the files in a folder."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

PART = ".part"
"""Ending of a temporary file's name. A killed process may leave such a file."""


@contextmanager
def whole_file(path: Path, *, synced: bool = True) -> Iterator[BinaryIO]:
    """Open a file for writing so that its name shows the old content or all of the new, and nothing in between.

    Temporary name in the same folder, fsync, rename, fsync of the folder: rename is atomic (POSIX), and a folder's
    entry is on disk only once the folder itself is synced (fsync(2)). When the block raises, the temporary file is
    deleted and the name's content stays unchanged.

    Args:
        path: The file; an older one of that name is replaced. Its folder must exist.
        synced: Whether it is on disk when the block has ended; if not, the caller syncs it later (`sync_files`).

    Raises:
        OSError: The folder cannot be written, or the disk is full.
    """
    # Random, so that two writers never share it; short, since the name in `path` may be as long as a name can be.
    temporary = path.with_name(f".{secrets.token_hex(8)}{PART}")
    try:
        with temporary.open("xb") as file:
            yield file
            file.flush()
            if synced:
                os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        if isinstance(error, OSError) and str(error.filename) == str(temporary):
            error.filename = str(path)  # nobody knows the temporary name
            del error.filename2
        raise
    if synced:
        sync_folder(path.parent)


def write_whole(path: Path, content: bytes, *, synced: bool = True) -> None:
    """Write a file in one piece; see `whole_file`.

    Raises:
        OSError: The folder cannot be written, or the disk is full; the old content then stays.
    """
    with whole_file(path, synced=synced) as file:
        file.write(content)


def make_folder(folder: Path) -> None:
    """Make a folder and its parents where they are missing; the entry of each new one is on disk on return.

    Raises:
        OSError: One of them cannot be made.
    """
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Sync a folder's entries to the disk, so that a rename survives a power cut."""
    _sync(folder)


def sync_file(path: Path) -> None:
    """Sync a file's bytes to the disk."""
    _sync(path)


def _sync(path: Path | str) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_files(folder: Path) -> None:
    """Sync the files in a folder to the disk, then its entries; files that are on disk already cost next to nothing."""
    for entry in os.scandir(folder):
        if entry.is_file():
            _sync(entry.path)
    _sync(folder)


def files_under(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder at any depth, sorted in each folder, without hidden ones and links to folders."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(parent, name) for name in sorted(names) if not name.startswith("."))
