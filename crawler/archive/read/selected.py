"""Reads the wanted captures of an archive, by its index when it has one, so that the rest is not read."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from crawler.archive import OPEN
from crawler.archive.index.look_up import knows, look_up
from crawler.archive.read.pages import read_archive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from crawler.archive.index.selection import Selection
    from crawler.archive.read.pages import Archived
    from crawler.outlet import Outlet


def read_selected(
    path: Path, outlets: tuple[Outlet, ...], report: Callable[[str], None], selection: Selection
) -> Iterator[Archived]:
    """Yield the wanted HTTP responses of an archive, in the file's order.

    Args:
        path: As for `read_archive`. When the index beside it lists its captures, as it does for closed archives only,
            the index gives the places of the wanted ones; else the whole file is read.
        outlets: The outlets that have a file.
        report: Called with a sentence for each record that cannot be read.
        selection: Which captures are wanted.

    Raises:
        CdxjError: The index has a line that cannot be read.
        OSError: The archive or the index cannot be read.
    """
    everything = read_archive(path, outlets, report)
    first = next(everything, None)
    if first is None:
        return
    if first.record.seekable and not path.name.endswith(OPEN) and knows(path.parent, first.capture):
        offsets = sorted(entry.offset for entry in look_up(path.parent, selection) if entry.filename == path.name)
        yield from read_archive(path, outlets, report, offsets)
        return
    for archived in chain((first,), everything):
        if selection.wants(archived.capture):
            yield archived
