"""Replaces the corpus with a rebuilt one, whole or not at all."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from crawler.files import sync_folder
from crawler.state.schema import SHARED_STATE, STATES

if TYPE_CHECKING:
    from pathlib import Path

STAGE = ".replay"
"""Folder in the output folder in which a replay rebuilds the corpus: the stage."""
_COMPLETE = "complete"
"""Name of the file that marks the corpus on the stage as complete."""


def clear_stage(output: Path) -> Path:
    """Empty the stage and return its path; a swap that a crash interrupted is finished first."""
    finish_swap(output)
    shutil.rmtree(output / STAGE, ignore_errors=True)
    return output / STAGE


def swap(output: Path) -> None:
    """Replace the corpus in the output folder with the one on the stage."""
    for name in ("text", STATES):
        (output / STAGE / name).mkdir(exist_ok=True)
        sync_folder(output / STAGE / name)
    (output / STAGE / _COMPLETE).touch()
    sync_folder(output / STAGE)
    finish_swap(output)


def finish_swap(output: Path) -> None:
    """Finish a swap, also one that a crash interrupted; each rename may have been done already."""
    stage = output / STAGE
    if not (stage / _COMPLETE).exists():
        return
    old = stage / "old"
    old.mkdir(exist_ok=True)
    for name in ("text", STATES):
        if (stage / name).exists():
            if (output / name).exists():
                (output / name).rename(old / name)
            (stage / name).rename(output / name)
    sync_folder(output)
    for name in (SHARED_STATE, f"{SHARED_STATE}-wal", f"{SHARED_STATE}-shm"):
        (output / name).unlink(missing_ok=True)  # its runs and lists were taken over
    sync_folder(output)
    shutil.rmtree(stage)
