"""Locks an outlet, so that one run at a time writes its archive and corpus."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

from crawler.errors import LockedError
from crawler.state.owner import Mark, refuse_owned

if TYPE_CHECKING:
    from pathlib import Path

_FOLDER = ".locks"


class OutletLock:
    """The right to write an outlet's files.

    The kernel's lock decides between processes of one machine, and is released when the process ends, however it ends.
    Where locks do not reach other machines, the owner's mark decides.

    Args:
        output: The output folder; the lock's file lies in its folder `.locks/`.
        outlet: The outlet's name.

    Raises:
        LockedError: Another run holds the lock.
        OSError: The lock's file, or the mark, cannot be written.
    """

    def __init__(self, output: Path, outlet: str) -> None:
        folder = output / _FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(folder / outlet, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._mark = Mark(output, outlet)
        except BlockingIOError:
            os.close(self._descriptor)
            raise taken(output, outlet) from None
        except BaseException:
            os.close(self._descriptor)
            raise
        os.truncate(self._descriptor, 0)
        os.pwrite(self._descriptor, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Release the lock."""
        self._mark.remove()
        os.close(self._descriptor)


def taken(output: Path, outlet: str) -> LockedError:
    """Return the error that names the run which holds an outlet's lock."""
    try:
        refuse_owned(output, outlet)
    except LockedError as error:
        return error
    owner = (output / _FOLDER / outlet).read_text("ascii", "replace").strip()
    return LockedError(
        f"{outlet}: another run (process {owner or 'unknown'}) is writing it in {output}; wait until it ends."
    )
