"""Replaces the corpus with a rebuilt one, whole or not at all."""

from __future__ import annotations

import shutil
from time import monotonic, sleep
from typing import TYPE_CHECKING

from crawler.errors import LockedError
from crawler.files import make_folder, sync_file, sync_folder, write_whole
from crawler.state.lock import OutletLock
from crawler.state.schema import SHARED_STATE, STATES, SUFFIX

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

STAGE = ".replay"
"""Folder in the output folder in which a replay rebuilds the corpus: the stage."""
_COMPLETE = "complete"
"""Name of the file that marks the corpus on the stage as complete."""
_OUTLETS = "outlets"
"""Name of the file that marks outlets on the stage as complete, and names them, one in a line."""
_KEPT = "kept"
"""Name of the file that lists what the corpus on the stage takes over from the old one."""
_SWAPS = 60.0
"""Seconds that a swap may take: some renames, and the removal of the old texts."""
_LOOK = 0.1
"""Seconds between two looks whether it has ended."""


def clear_stage(output: Path) -> Path:
    """Empty the stage and return its path; a swap that a crash interrupted is finished first."""
    finish_swap(output)
    shutil.rmtree(output / STAGE, ignore_errors=True)
    return output / STAGE


def swap(output: Path, outlets: Collection[str] = (), kept: Collection[str] = ()) -> None:
    """Replace the corpus in the output folder with the one on the stage.

    Args:
        output: The output folder.
        outlets: The outlets that are replaced; empty for the whole corpus.
        kept: Files and folders of the old corpus that the new whole one has unchanged (`state/a.example.sqlite`).
    """
    for name in ("text", STATES, *(f"text/{outlet}" for outlet in outlets)):
        make_folder(output / STAGE / name)
        sync_folder(output / STAGE / name)
    if kept:
        (output / STAGE / _KEPT).write_text("".join(f"{name}\n" for name in kept))
        sync_file(output / STAGE / _KEPT)
    if outlets:
        write_whole(output / STAGE / _OUTLETS, "\n".join(outlets).encode())
    else:
        (output / STAGE / _COMPLETE).touch()
        sync_folder(output / STAGE)
    finish_swap(output)


def finish_interrupted_swap(output: Path) -> None:
    """Finish a swap that a crash interrupted, for a command that is no replay; wait while a replay is at its swap.

    Raises:
        LockedError: A replay does not come to the end of its swap.
        OSError: A file cannot be moved.
    """
    last = monotonic() + _SWAPS
    while any((output / STAGE / mark).exists() for mark in (_COMPLETE, _OUTLETS)):
        try:
            lock = OutletLock(output, STAGE)
        except LockedError:
            if monotonic() > last:
                raise
            sleep(_LOOK)
            continue
        try:
            finish_swap(output)
        finally:
            lock.release()


def finish_swap(output: Path) -> None:
    """Finish a swap, also one that a crash interrupted; each rename may have been done already.

    The caller holds the lock of the stage.
    """
    stage = output / STAGE
    if (stage / _COMPLETE).exists():
        _move_kept(output, stage)
        _replace(stage, output, "text")
        _replace(stage, output, STATES)
        sync_folder(output)
        _remove_shared_state(output)
    elif (stage / _OUTLETS).exists():
        for outlet in (stage / _OUTLETS).read_text("utf-8").split():
            _replace(stage, output, f"text/{outlet}")
            _replace(stage, output, f"{STATES}/{outlet}{SUFFIX}", "-wal", "-shm")
        sync_folder(output / "text")
        sync_folder(output / STATES)
    else:
        return
    shutil.rmtree(stage)


def _remove_shared_state(output: Path) -> None:
    """Remove the state that all outlets shared: its runs and lists were taken over."""
    for name in (SHARED_STATE, f"{SHARED_STATE}-wal", f"{SHARED_STATE}-shm"):
        (output / name).unlink(missing_ok=True)
    sync_folder(output)


def _replace(stage: Path, output: Path, name: str, *beside: str) -> None:
    """Move a file or folder, with what lies beside it, from the stage to its place; the old one goes to the stage.

    Args:
        stage: The stage.
        output: The output folder.
        name: The path of the file or folder in both.
        beside: Endings of the names of the files that belong to it.
    """
    old = stage / "old" / name
    old.parent.mkdir(parents=True, exist_ok=True)
    (output / name).parent.mkdir(exist_ok=True)
    if (stage / name).exists():
        for end in (*beside, ""):
            path = output / f"{name}{end}"
            if path.exists():
                path.rename(old.with_name(old.name + end))
        (stage / name).rename(output / name)
    for end in beside:
        if (stage / f"{name}{end}").exists():
            (stage / f"{name}{end}").rename(output / f"{name}{end}")


def _move_kept(output: Path, stage: Path) -> None:
    """Move to the stage what it takes over; it is there, on disk, before the old corpus is moved away."""
    names = (stage / _KEPT).read_text().splitlines() if (stage / _KEPT).exists() else []
    for name in names:
        if (stage / name).parent.exists() and (output / name).exists() and not (stage / name).exists():
            (output / name).rename(stage / name)
    for folder in {(root / name).parent for root in (stage, output) for name in names}:
        if folder.exists():
            sync_folder(folder)
