"""Finishes the WARCs that a crash left open, and adds their captures to the outlet's index."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from crawler.archive import OPEN
from crawler.archive.index.cdxj import SUFFIX, cdxj_line, merge_index, write_index
from crawler.archive.read.pages import read_archive
from crawler.archive.read.records import read_records
from crawler.files import PART, sync_folder

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.outlet import Outlet
    from crawler.state import State


def mend(folder: Path, outlet: Outlet, state: State) -> None:
    """Finish the files that a crash left open: cut each after its last acknowledged record, and give it its final name.

    The bytes after that record were never acknowledged, so a later run requests their URLs again. When the state was
    lost and lacks a file, the file is cut after its last whole exchange or text, and the state gets its
    captures. Temporary files are deleted.

    Args:
        folder: The outlet's archive folder.
        outlet: The outlet of the archive.
        state: The outlet's state in the same output folder.

    Raises:
        CdxjError: The index has a line that cannot be read.
        OSError: A file cannot be read or written.
        sqlite3.Error: The state cannot be read or written.
    """
    for part in folder.glob(f".*{PART}"):
        part.unlink()
    sizes = state.acknowledged_sizes()
    for path in sorted(folder.glob(f"{outlet.name}-*.warc.gz*")):
        name = path.name.removesuffix(OPEN)
        left_open = path.name != name
        if name in sizes and not left_open:
            continue
        if name not in sizes:
            captures = [archived.capture for archived in read_archive(path, (outlet,), lambda _: None)]
            sizes[name] = _whole_size(path) if left_open else path.stat().st_size
            state.add_captures(captures, {name: sizes[name]})
        if left_open:
            _finish(path, sizes[name])
        index(folder, state, name)


def index(folder: Path, state: State, warc: str) -> None:
    """Add a WARC's captures to the outlet's index; a missing index is made from all captures of the archive.

    Raises:
        CdxjError: The index has a line that cannot be read.
        OSError: The index cannot be written.
        sqlite3.Error: The state cannot be read.
    """
    path = folder / f"{state.outlet}{SUFFIX}"
    if path.exists():
        merge_index(path, map(cdxj_line, state.captures_in(warc)))
    else:
        write_index(path, map(cdxj_line, state.archived_captures()))


def _whole_size(path: Path) -> int:
    """Return the end of the last whole exchange or text in an open file, in bytes; 0 without one.

    A request record comes before the record of its response, and without that one is no whole exchange.
    """
    whole = (record for record in read_records(path, lambda _: None) if record.kind not in ("warcinfo", "request"))
    return max((record.offset + record.length for record in whole), default=0)


def _finish(path: Path, size: int) -> None:
    """Cut an open file and give it its final name; delete it when nothing in it was acknowledged."""
    if size:
        os.truncate(path, size)
        with path.open("rb") as file:
            os.fsync(file.fileno())
        path.rename(path.with_name(path.name.removesuffix(OPEN)))
    else:
        path.unlink()
    sync_folder(path.parent)
