"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

PART = ".part"
"""How the name of a file that is being written ends. One that is found later was left by a process that was killed."""


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing so that its name shows what it did before, or all that is written, and nothing else.

    Temporary name in the same folder, fsync, rename, fsync of the folder: rename is atomic (POSIX), and a folder's
    entry is on disk only once the folder itself is synced (fsync(2)). When the block raises, the temporary file goes
    and the name stays as it was.

    Args:
        path: The file; an older one of that name is replaced. Its folder must exist.

    Raises:
        OSError: The folder cannot be written, or the disk is full.
    """
    # A name of its own, so that two writers never share it; a short one, since path's may be as long as names can be.
    temporary = path.with_name(f".{secrets.token_hex(8)}{PART}")
    try:
        with temporary.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in one piece; see `whole_file`.

    Raises:
        OSError: The folder cannot be written, or the disk is full; the name then shows what it did before.
    """
    with whole_file(path) as file:
        file.write(content)


def make_folder(folder: Path) -> None:
    """Make a folder and its parents where they are missing; the entry of each is on disk on return.

    Raises:
        OSError: One cannot be made.
    """
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Bring a folder's entries to the disk, so that a rename outlives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
