"""Finishes the WARCs that a crash left open, and adds their captures to the outlet's index."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from crawler.archive import OPEN
from crawler.archive.index.cdxj import cdxj_line
from crawler.archive.index.look_up import knows
from crawler.archive.index.segments import list_segments
from crawler.archive.index.writing import add_segment, merge_full_tiers, rebuild_index, remove_superseded
from crawler.archive.read.moments import order_of
from crawler.archive.read.order import SERIES
from crawler.archive.read.pages import read_archive
from crawler.archive.read.records import read_records
from crawler.archive.stored import OutletArchives
from crawler.errors import CdxjError
from crawler.files import PART, sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from crawler.items import Capture
    from crawler.outlet import Outlet
    from crawler.state import State

logger = logging.getLogger(__name__)
_TOGETHER = 50_000
"""Lines from which the archives that wait for the index do not share one segment."""


def mend(folder: Path, outlet: Outlet, state: State) -> None:
    """Finish the files that a crash left open: cut each after its last acknowledged record, and give it its final name.

    The bytes after that record were never acknowledged, so a later run requests their URLs again. When the state was
    lost and lacks a file, the file is cut after its last whole exchange or text, and the state gets its
    captures; so it does of an archive that came since, unless that is older than the corpus. Temporary files are
    deleted. Closed archives that the index lacks are added to it.

    Args:
        folder: The outlet's archive folder.
        outlet: The outlet of the archive.
        state: The outlet's state in the same output folder.

    Raises:
        OSError: A file cannot be read or written.
        sqlite3.Error: The state cannot be read or written.
    """
    for part in folder.glob(f".*{PART}"):
        part.unlink()
    sizes = state.acknowledged_sizes()
    _name_missing(folder, sizes, OutletArchives(folder).stored)
    for path in sorted(folder.glob(f"{outlet.name}-*.warc.gz*")):
        name = path.name.removesuffix(OPEN)
        left_open = path.name != name
        if name in sizes and not left_open:
            continue
        if name not in sizes:
            captures = [archived.capture for archived in read_archive(path, (outlet,), lambda _: None)]
            if not left_open and _is_older(path, captures, state):
                logger.warning(
                    "%s: has captures older than the corpus has, and is passed over; scrapy replay counts all in the "
                    "order of their dates.",
                    path,
                )
                continue
            sizes[name] = _whole_size(path) if left_open else path.stat().st_size
            if sizes[name]:
                state.add_captures(captures, {name: sizes[name]})
        if left_open:
            _finish(path, sizes[name])
    _complete_index(folder, state)


def _is_older(path: Path, captures: Sequence[Capture], state: State) -> bool:
    """Return whether a replay would count captures of an archive before some that the state has.

    Our own archives follow each other by their names, others' by dates.
    """
    named = SERIES.match(path.name)
    if named is not None and (named[2], int(named[3])) > state.newest_archive():
        return False
    newest = order_of(state.newest_capture_date())
    return any(order_of(capture.date) <= newest and not state.knows(capture) for capture in captures)


def _name_missing(folder: Path, names: Iterable[str], stored: Iterable[str]) -> None:
    """Log which archives that the state has are gone, from the folder and from the outlet's storage."""
    present = {path.name.removesuffix(OPEN) for path in folder.glob("*")}.union(stored)
    missing = sorted(set(names) - present)
    if missing:
        others = f" and {len(missing) - 1} others are" if len(missing) > 1 else " is"
        logger.warning(
            "%s%s missing, and the state has captures in it; put it back. Until then pages in it cannot be read, and a "
            "payload that is fetched again is archived again.",
            folder / missing[0],
            others,
        )


def index(folder: Path, state: State, warc: str) -> None:
    """Add a closed WARC, which the outlet's index does not have yet, to it.

    Raises:
        OSError: The index cannot be written.
        sqlite3.Error: The state cannot be read or written.
    """
    _add(folder, state, [warc], map(cdxj_line, state.captures_in(warc)))


def _add(folder: Path, state: State, warcs: Sequence[str], lines: Iterable[str]) -> None:
    """Add WARCs to the outlet's index with one new segment, and merge segments of full tiers.

    The segment is on disk before the state has the mark. After a crash between the two, the next start finds it.
    """
    add_segment(folder, lines)
    state.mark_indexed(warcs)
    merge_full_tiers(folder, logger.warning)


def _complete_index(folder: Path, state: State) -> None:
    """Finish what a crash left of the index's changes; segments are read only when an archive has no mark.

    The index is made anew when the serial numbers of its segments show that one is missing.
    """
    remove_superseded(folder)
    if not list_segments(folder).is_whole:
        logger.warning("%s: the index lacks a segment, and is made anew.", folder)
        warcs = _closed(folder, state.acknowledged_sizes())
        rebuild_index(folder, (cdxj_line(capture) for warc in warcs for capture in state.captures_in(warc)))
        state.mark_indexed(warcs)
        return
    known, warcs, lines = [], [], list[str]()
    try:
        for warc in _waiting(folder, state):
            first = next(state.captures_in(warc), None)
            if first is None or knows(folder, first):
                known.append(warc)
                continue
            warcs.append(warc)
            lines += map(cdxj_line, state.captures_in(warc))
            if len(lines) >= _TOGETHER:
                _add(folder, state, warcs, lines)
                warcs, lines = [], []
    except CdxjError as error:
        logger.warning(str(error))  # the crawl needs no index; the archives keep waiting
    if known:
        state.mark_indexed(known)
    if warcs:
        _add(folder, state, warcs, lines)


def _waiting(folder: Path, state: State) -> list[str]:
    """Return the closed archives without the mark of the index; all of them when the index is missing."""
    return _closed(folder, state.unindexed_archives() if list_segments(folder).counted else state.acknowledged_sizes())


def _closed(folder: Path, warcs: Iterable[str]) -> list[str]:
    """Return those of our own archives that are closed and there, or in the outlet's storage, by file name."""
    stored = OutletArchives(folder).stored
    return [warc for warc in sorted(warcs) if warc in stored or (folder / warc).exists()]


def _whole_size(path: Path) -> int:
    """Return the end of the last whole exchange or text in an open file, in bytes; 0 without one.

    A request record comes before the record of its response, and without that one is no whole exchange.
    """
    whole = (record for record in read_records(path, lambda _: None) if record.kind not in ("warcinfo", "request"))
    return max((record.offset + record.length for record in whole), default=0)


def _finish(path: Path, size: int) -> None:
    """Cut an open file and give it its final name; delete it when nothing in it was acknowledged.

    A file that lost bytes which were acknowledged, by a damaged disk, keeps what is left: more would be zeros.
    """
    size = min(size, path.stat().st_size)
    if size:
        os.truncate(path, size)
        with path.open("rb") as file:
            os.fsync(file.fileno())
        path.rename(path.with_name(path.name.removesuffix(OPEN)))
    else:
        path.unlink()
    sync_folder(path.parent)
