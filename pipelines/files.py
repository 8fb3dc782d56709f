"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PART = ".part"
"""How the name of a file that is being written ends. One that is found later was left by a process that was
killed."""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that its name shows the old content, or the new one whole, whenever the power goes.

    Temporary name in the same folder, fsync, rename, fsync of the folder: rename is atomic (POSIX), and a
    folder's entry is on disk only once the folder itself is synced (fsync(2)).

    Args:
        path: The file; an older one of that name is replaced. Its folder must exist.
        content: The bytes of the whole file.

    Raises:
        OSError: The folder cannot be written, or the disk is full; the name then shows what it did before.
    """
    # A name of its own, so that two writers never share it; a short one, since path's may be as long as names
    # can be.
    temporary = path.with_name(f".{secrets.token_hex(8)}{PART}")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
