"""Compares our own archives with the state and the indexes, and repairs archives and indexes."""

from __future__ import annotations

from contextlib import nullcontext
from itertools import groupby
from typing import TYPE_CHECKING

from crawler.archive import OPEN
from crawler.archive.check.lines import check_index, line_hash
from crawler.archive.check.standard import ArchiveCheck
from crawler.archive.index.cdxj import cdxj_line
from crawler.archive.index.segments import list_segments
from crawler.archive.index.writing import rebuild_index
from crawler.archive.mend import mend
from crawler.archive.read.own import ARCHIVES, STRAY, own_archives, stray_archives
from crawler.archive.read.pages import capture_of, read_archive
from crawler.defect import Defect
from crawler.errors import OutletError
from crawler.outlet import Outlet, outlet_of
from crawler.state import State, damage_of, outlets_with_state, read_state, refuse_lost_state, state_path
from crawler.state.lock import OutletLock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from crawler.archive.record import Record
    from crawler.items import Capture
    from crawler.state import ReadOnlyState

PARTS = ".*.part"
"""Pattern of temporary files' names, which a killed process may leave."""


class _Rows:
    """The state's captures in one archive, in the file's order, for the comparison with its records."""

    def __init__(self, state: ReadOnlyState | None, path: Path) -> None:
        self._path = path
        self._captures = iter(()) if state is None else state.captures_in(path.name.removesuffix(OPEN))
        self._next = next(self._captures, None)
        self._silent = state is None

    def meet(self, capture: Capture) -> Iterator[Defect]:
        """Compare a capture in the archive with the state's row at its place."""
        if self._silent:
            return
        yield from self._pass(capture.offset)
        row = self._next
        if row is None or row.offset != capture.offset:
            sentence = f"the archive has a {capture.kind} of {capture.url[:200]} there, the state does not"
            yield self._defect(capture.offset, sentence)
            return
        for name in ("record_id", "url", "date", "payload_digest", "kind", "status", "length"):
            said, held = getattr(row, name), getattr(capture, name)
            if said != held:
                yield self._defect(capture.offset, f"the state has {said!r} as its {name}, the record has {held!r}")
        self._next = next(self._captures, None)

    def finish(self) -> Iterator[Defect]:
        """Yield the state's captures at places after the last record."""
        yield from self._pass(None)

    def _pass(self, offset: int | None) -> Iterator[Defect]:
        """Yield the state's captures before a place, or all that are left, as missing from the archive."""
        while self._next is not None and (offset is None or self._next.offset < offset):
            sentence = f"the state has a {self._next.kind} of {self._next.url[:200]} there, the archive does not"
            yield self._defect(self._next.offset, sentence)
            self._next = next(self._captures, None)

    def _defect(self, offset: int, sentence: str) -> Defect:
        return Defect(path=self._path, offset=offset, rule="state", sentence=sentence)


def check_output(output: Path, outlets: tuple[Outlet, ...], advance: Callable[[Path], None]) -> Iterator[Defect]:
    """Yield the defects of our own archives, and each place where state or index does not agree with them.

    Args:
        output: The output folder.
        outlets: The outlets that have a file.
        advance: Called with each archive before it is read.

    Raises:
        OSError: An archive cannot be read.
        StateError: The folder has the state of an earlier version.
    """
    check = ArchiveCheck(own=True)
    archives = {folder.name: list(paths) for folder, paths in groupby(own_archives(output), lambda path: path.parent)}
    for outlet in sorted({*archives, *outlets_with_state(output)}):
        damage = damage_of(output, outlet)
        if damage:
            yield Defect(path=state_path(output, outlet), rule="state", sentence=damage)
        with nullcontext() if damage else read_state(output, outlet) as state:
            sizes = _Sizes(state_path(output, outlet), state)
            expected: dict[bytes, tuple[Path, int]] = {}
            paths = archives.get(outlet, [])
            present = {path.name.removesuffix(OPEN) for path in paths}
            yield from sizes.check_absent(present)  # first, since it is the cause of what follows
            for path in paths:
                advance(path)
                yield from _check_own(path, check, outlets, state, expected)
                yield from sizes.check(path)
            if paths:
                yield from check_index(paths[0].parent, expected, present, sizes.absent(present))
    for part in sorted(output.glob(f"archive/*/{PARTS}")):
        yield Defect(path=part, rule="stray", sentence="a killed process left this temporary file")
    for path in stray_archives(output):
        yield Defect(path=path, rule="stray", sentence=STRAY)
    yield from check.finish()


def _check_own(
    path: Path,
    check: ArchiveCheck,
    outlets: tuple[Outlet, ...],
    state: ReadOnlyState | None,
    expected: dict[bytes, tuple[Path, int]],
) -> Iterator[Defect]:
    """Check one archive by the standard and against the state; `expected` gets the index lines that it should have."""
    if path.name.endswith(OPEN):
        yield Defect(path=path, rule="open", sentence="a run is writing it, or was killed while it wrote it")
    rows = _Rows(state, path)
    found: list[Defect] = []

    def meet(record: Record) -> None:
        """Compare a record's capture with the state's row, and note the index line that it should have."""
        try:
            capture = capture_of(path, record, outlet_of(record.url, outlets)) if record.url else None
        except OutletError:
            capture = None
        if capture is not None:
            found.extend(rows.meet(capture))
            if not path.name.endswith(OPEN):
                expected[line_hash(cdxj_line(capture))] = (path, capture.offset)

    for defect in check.check(path, meet):
        yield from found
        found.clear()
        yield defect
    yield from found
    yield from rows.finish()


class _Sizes:
    """The size in bytes up to which an outlet's state acknowledged each of its archives."""

    def __init__(self, path: Path, state: ReadOnlyState | None) -> None:
        self._path = path
        self._sizes = {} if state is None else state.acknowledged_sizes()

    def check(self, path: Path) -> Iterator[Defect]:
        """Compare a closed archive's size with its acknowledged size."""
        size = self._sizes.get(path.name)
        if size is not None and size != path.stat().st_size:
            sentence = f"the state acknowledged {size} bytes, the file has {path.stat().st_size}"
            yield Defect(path=path, rule="state", sentence=sentence)

    def absent(self, present: set[str]) -> set[str]:
        """Return the names of our own archives that the state has and that do not exist."""
        return set(self._sizes) - present

    def check_absent(self, present: set[str]) -> Iterator[Defect]:
        """Yield the archives that the state names as our own and that do not exist."""
        for warc in sorted(self.absent(present)):
            sentence = f"the state has captures in {warc}, which is not under archive/; put it back"
            yield Defect(path=self._path, rule="state", sentence=sentence)


def repair_output(output: Path, outlets: tuple[Outlet, ...]) -> Iterator[str]:
    """Repair our own archives as far as that invents nothing, and yield a sentence for each repair.

    It finishes files that a crash left open, as the next crawl would; rebuilds indexes that do not agree with their
    archives; and deletes temporary files and empty archives. It changes nothing else.

    Raises:
        LockedError: A run is writing one of the outlets.
        OSError: A file cannot be read or written.
        StateError: The state cannot be opened, or was lost.
    """
    for folder in sorted(path for path in output.glob("archive/*") if path.is_dir()):
        lock = OutletLock(output, folder.name)
        try:
            yield from _repair_folder(output, folder, outlets)
        finally:
            lock.release()


def _repair_folder(output: Path, folder: Path, outlets: tuple[Outlet, ...]) -> Iterator[str]:
    """Repair one outlet's archives and index, and yield a sentence for each repair."""
    for part in sorted(folder.glob(PARTS)):
        part.unlink()
        yield f"{part}: removed; a killed process had left it"
    left = sorted(folder.glob(f"*{ARCHIVES}{OPEN}"))
    if left:
        sizes = {path: path.stat().st_size for path in left}
        refuse_lost_state(output, folder.name)
        with State(output, folder.name) as state:
            mend(folder, _outlet_in(folder, outlets), state)
        for path, size in sizes.items():
            closed = path.with_name(path.name.removesuffix(OPEN))
            if closed.exists():
                cut = size - closed.stat().st_size
                yield f"{closed}: finished; {cut} bytes after its last acknowledged record were cut off"
            else:
                yield f"{path}: removed; it held no whole exchange"
    archives = sorted(folder.glob(f"*{ARCHIVES}"))
    with read_state(output, folder.name) as known:
        sizes_known = {} if known is None else known.acknowledged_sizes()
    for path in [one for one in archives if not one.stat().st_size and not sizes_known.get(one.name)]:
        path.unlink()
        archives.remove(path)
        yield f"{path}: removed; it was empty, and no run had written to it"
    if archives or list_segments(folder).counted:
        captures = (archived.capture for path in archives for archived in read_archive(path, outlets, lambda _: None))
        if rebuild_index(folder, map(cdxj_line, captures)):
            yield f"{folder}: the index was rebuilt from {len(archives)} archives"


def _outlet_in(folder: Path, outlets: tuple[Outlet, ...]) -> Outlet:
    """Return the outlet of an archive's folder: by the folder's name, or by the URLs in its archives."""
    for outlet in outlets:
        if outlet.name == folder.name:
            return outlet
    for path in sorted(folder.glob(f"*{ARCHIVES}*")):
        for archived in read_archive(path, (), lambda _: None):
            if archived.outlet.name == folder.name:
                return archived.outlet
    return Outlet.of_site(f"https://{folder.name}/")
