"""Files that are written piece by piece, and whole or not at all."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING

from crawler.archive.warc import sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing so that its name shows what it did before, or all that is written, and nothing else.

    Temporary name in the same folder, fsync, rename, fsync of the folder. When the block raises, the temporary file
    goes and the name stays as it was.

    Args:
        path: The file; an older one of that name is replaced. Its folder must exist.

    Raises:
        OSError: The folder cannot be written, or the disk is full.
    """
    # A name of its own, so that two writers never share it; a short one, since path's may be as long as names can be.
    temporary = path.with_name(f".{secrets.token_hex(8)}.part")
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
