"""Replaces the corpus with a rebuilt one, whole or not at all."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from crawler.files import sync_folder
from crawler.state.schema import STATE

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
    (output / STAGE / "text").mkdir(exist_ok=True)
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
    if (stage / STATE).exists():  # the journals in the output folder belong to the old state
        for journal in (f"{STATE}-wal", f"{STATE}-shm"):
            if (output / journal).exists():
                (output / journal).rename(old / journal)
        sync_folder(output)  # without this, a power cut could bring the journals back beside the new state
    for name in ("text", STATE):
        if (stage / name).exists():
            if (output / name).exists():
                (output / name).rename(old / name)
            (stage / name).rename(output / name)
    sync_folder(output)
    shutil.rmtree(stage)
