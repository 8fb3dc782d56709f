"""A rebuilt corpus takes the old one's place, whole or not at all."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from crawler.files import sync_folder
from crawler.state.schema import STATE

if TYPE_CHECKING:
    from pathlib import Path

STAGE = ".replay"
"""Folder in the output folder where a corpus is rebuilt."""
_COMPLETE = "complete"
"""Name of the file that says that it is."""


def clear_stage(output: Path) -> Path:
    """Return the stage, empty."""
    finish_swap(output)
    shutil.rmtree(output / STAGE, ignore_errors=True)
    return output / STAGE


def swap(output: Path) -> None:
    """Put the corpus on the stage in the place of the one in the output folder."""
    (output / STAGE / "text").mkdir(exist_ok=True)
    (output / STAGE / _COMPLETE).touch()
    sync_folder(output / STAGE)
    finish_swap(output)


def finish_swap(output: Path) -> None:
    """Do what is left of a swap, also one that a crash interrupted; each rename may have been done already."""
    stage = output / STAGE
    if not (stage / _COMPLETE).exists():
        return
    old = stage / "old"
    old.mkdir(exist_ok=True)
    if (stage / STATE).exists():  # the old state's journals belong to it alone
        for journal in (f"{STATE}-wal", f"{STATE}-shm"):
            if (output / journal).exists():
                (output / journal).rename(old / journal)
        sync_folder(output)  # or a power cut could bring them back beside the new state
    for name in ("text", STATE):
        if (stage / name).exists():
            if (output / name).exists():
                (output / name).rename(old / name)
            (stage / name).rename(output / name)
    sync_folder(output)
    shutil.rmtree(stage)
