"""Reads the wanted captures of archives, by their index when they have one, so that the rest is not read."""

from __future__ import annotations

from array import array
from itertools import chain
from typing import TYPE_CHECKING

from crawler.archive import OPEN
from crawler.archive.index.look_up import knows, look_up
from crawler.archive.index.segments import list_segments
from crawler.archive.read.pages import read_archive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from crawler.archive.index.segments import Segment
    from crawler.archive.index.selection import Selection
    from crawler.archive.read.owned import Owned
    from crawler.archive.read.pages import Archived
    from crawler.outlet import Outlet


class SelectedReader:
    """Reads the wanted HTTP responses of archives, each in the file's order.

    The index of a folder is searched once for all archives in it; the places of the wanted captures are held, 8 bytes
    each.

    Args:
        outlets: The outlets that have a file.
        selection: Which captures are wanted.
    """

    def __init__(self, outlets: tuple[Outlet, ...], selection: Selection) -> None:
        self._outlets = outlets
        self._selection = selection
        self._searched: list[Segment] = []
        self._places: dict[str, array[int]] = {}

    def read(self, path: Path, report: Callable[[str], None], owned: Owned | None = None) -> Iterator[Archived]:
        """Yield the wanted HTTP responses of an archive.

        Args:
            path: As for `read_archive`. When the index beside it lists its captures, as it does for closed archives
                only, the index gives the places of the wanted ones; else the whole file is read.
            report: Called with a sentence for each record that cannot be read.
            owned: As for `read_archive`.

        Raises:
            CdxjError: The index has a line that cannot be read.
            OSError: The archive or the index cannot be read.
        """
        everything = read_archive(path, self._outlets, report, owned=owned)
        first = next(everything, None)
        if first is None:
            return
        if first.record.seekable and not path.name.endswith(OPEN) and knows(path.parent, first.capture):
            self._search(path.parent)
            yield from read_archive(path, self._outlets, report, sorted(self._places.get(path.name, ())), owned=owned)
            return
        for archived in chain((first,), everything):
            if self._selection.wants(archived.capture):
                yield archived

    def _search(self, folder: Path) -> None:
        """Note the places of the wanted captures in a folder's archives, unless they were noted from these segments."""
        segments = list_segments(folder).counted
        if segments != self._searched:  # their paths name the folder too
            self._searched, self._places = segments, {}
            for entry in look_up(folder, self._selection):
                self._places.setdefault(entry.filename, array("q")).append(entry.offset)
