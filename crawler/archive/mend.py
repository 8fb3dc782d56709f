"""Finishes the archives that a crash left open, and adds what is archived to the outlet's index."""

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
    """Finish the files that a crash left open: cut after the last record that is acknowledged, final name.

    What lies behind that record was never acknowledged; its URL is asked for again. A file of which the state knows
    nothing (the state was lost) is cut after its last whole exchange or text, and its captures are told to the state.

    Args:
        folder: The outlet's archive folder.
        outlet: Whose archive it is.
        state: Of the same output folder.
    """
    for part in folder.glob(f".*{PART}"):
        part.unlink()
    sizes = state.acknowledged_sizes(outlet.name)
    for path in sorted(folder.glob(f"{outlet.name}-*.warc.gz*")):
        name = path.name.removesuffix(OPEN)
        left_open = path.name != name
        if name in sizes and not left_open:
            continue
        if name not in sizes:
            captures = [archived.capture for archived in read_archive(path, (outlet,), lambda _: None)]
            sizes[name] = _whole_size(path) if left_open else path.stat().st_size
            state.add_captures(captures, {name: (outlet.name, sizes[name])})
        if left_open:
            _finish(path, sizes[name])
        index(folder, outlet.name, state, name)


def index(folder: Path, outlet: str, state: State, warc: str) -> None:
    """Add a file's captures to the outlet's index; an index that does not exist is made of all of them.

    Raises:
        CdxjError: The index has a line that cannot be read.
        OSError: The index cannot be written.
        sqlite3.Error: The state cannot be read.
    """
    path = folder / f"{outlet}{SUFFIX}"
    if path.exists():
        merge_index(path, map(cdxj_line, state.archived_captures(outlet, warc)))
    else:
        write_index(path, map(cdxj_line, state.archived_captures(outlet)))


def _whole_size(path: Path) -> int:
    """Return where the last whole exchange or text of an open file ends; 0 when there is none.

    A request is written before what came of it, and without that is no whole exchange.
    """
    whole = (record for record in read_records(path, lambda _: None) if record.kind not in ("warcinfo", "request"))
    return max((record.offset + record.length for record in whole), default=0)


def _finish(path: Path, size: int) -> None:
    """Give an open file its final name; one in which nothing is acknowledged goes."""
    if size:
        os.truncate(path, size)
        with path.open("rb") as file:
            os.fsync(file.fileno())
        path.rename(path.with_name(path.name.removesuffix(OPEN)))
    else:
        path.unlink()
    sync_folder(path.parent)
