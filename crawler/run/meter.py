"""Shows the progress of long work on files: a bar on a terminal, elsewhere a line each five minutes."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


INTERVAL = 300.0
"""Seconds between two lines of progress where there is no terminal; stderr is for failures otherwise."""


def size_of(path: Path) -> int:
    """Return the bytes of a file; 0 for one that cannot be read."""
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


@contextmanager
def meter(label: str, total: int) -> Iterator[Callable[[int, str], None]]:
    """Show a bar, or lines on stderr, while the block runs.

    Args:
        label: The name of the work.
        total: Bytes of all files.

    Yields:
        A function that takes the number of bytes done so far, and the name of the file that is being read.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    shown = monotonic()
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task(label, total=total)

        def advance(done: int, name: str) -> None:
            nonlocal shown
            progress.update(task, completed=done, description=escape(f"{label} {name}"))
            if progress.disable and monotonic() - shown >= INTERVAL:
                shown = monotonic()
                print(f"{label}: {done / 1e6:.0f} of {total / 1e6:.0f} MB, {name}", file=sys.stderr)

        yield advance


@contextmanager
def counter(what: str) -> Iterator[Callable[[int], None]]:
    """Show on a terminal how many there are, while the block runs.

    Args:
        what: What is counted, and what becomes of it (`documents added`).

    Yields:
        A function that adds to the count.
    """
    columns = (SpinnerColumn(), TextColumn(f"{{task.completed}} {what}"), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("")
        yield lambda count: progress.advance(task, count)
