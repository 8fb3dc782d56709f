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
_CORPUS = ".corpus"


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


class CorpusLock:
    """The right of a rebuild to replace a whole corpus; or, shared, that of runs to write their outlets meanwhile.

    A rebuild locks the outlets that it finds. This keeps it apart from runs of outlets that are new to the folder.
    Whoever takes both takes the outlet's lock first: its refusal names the outlet.

    Args:
        output: The output folder.
        shared: Whether it is for a run of one outlet.

    Raises:
        LockedError: A rebuild is at work; or, for a rebuild, a run.
        OSError: The lock's file cannot be written.
    """

    def __init__(self, output: Path, *, shared: bool) -> None:
        folder = output / _FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(folder / _CORPUS, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._descriptor)
            who = "a rebuild (scrapy replay)" if shared else "a run of an outlet that is new there"
            raise LockedError(f"{output}: {who} is writing it; wait until it ends.") from None
        except BaseException:
            os.close(self._descriptor)
            raise

    def release(self) -> None:
        """Release the lock."""
        os.close(self._descriptor)


def taken(output: Path, outlet: str) -> LockedError:
    """Return the error that names the run which keeps others from an outlet, or the rebuild of the whole corpus."""
    try:
        refuse_owned(output, outlet)
        CorpusLock(output, shared=True).release()
    except LockedError as error:
        return error
    owner = (output / _FOLDER / outlet).read_text("ascii", "replace").strip()
    return LockedError(
        f"{outlet}: another run (process {owner or 'unknown'}) is writing it in {output}; wait until it ends."
    )
