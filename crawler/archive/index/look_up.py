"""Look-ups in an outlet's index: a binary search in each segment, and one order for all of them."""

from __future__ import annotations

import heapq
from contextlib import ExitStack, suppress
from functools import partial
from io import SEEK_END
from typing import TYPE_CHECKING

from crawler.archive.index.cdxj import LONGEST, Entry, timestamp_of
from crawler.archive.index.segments import MOST, list_segments
from crawler.archive.index.selection import EVERYTHING, Selection
from crawler.archive.index.surt import surt
from crawler.errors import CdxjError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from crawler.items import Capture

_TRIES = 5
"""Most attempts, before the last one, to open all segments while a run merges them."""


def look_up(folder: Path, selection: Selection = EVERYTHING) -> Iterator[Entry]:
    """Yield the wanted entries of the index in an outlet's archive folder, sorted as the lines of one file.

    Raises:
        CdxjError: A line cannot be read, or the index has too many segments.
        OSError: A segment cannot be read.
    """
    for line, path in _lines_from(folder, selection.key.encode()):
        entry = entry_in(path, line)
        if selection.takes(entry.key, entry.timestamp):
            yield entry


def look_up_from(folder: Path, start: str) -> Iterator[Entry]:
    """Yield the entries whose lines begin with `start` (a key, or the beginning of one), sorted.

    Raises:
        CdxjError: A line cannot be read, or the index has too many segments.
        OSError: A segment cannot be read.
    """
    for line, path in _lines_from(folder, start.encode()):
        yield entry_in(path, line)


def knows(folder: Path, first: Capture) -> bool:
    """Return whether the index in an outlet's archive folder has an archive's captures.

    Args:
        folder: The folder, which need not have an index.
        first: The archive's first capture. An index gets archives whole, so the first capture decides for all.

    Raises:
        CdxjError: A line of the index cannot be read, or it has too many segments.
        OSError: The index cannot be read.
    """
    wanted = (first.warc, first.offset, first.url)
    start = f"{surt(first.url)} {timestamp_of(first.date)} ".encode()
    entries = (entry_in(path, line) for line, path in _lines_from(folder, start))
    return any((entry.filename, entry.offset, entry.url) == wanted for entry in entries)


def entry_in(path: Path, line: bytes) -> Entry:
    """Return a line of a segment as an entry.

    Raises:
        CdxjError: It is not a CDXJ line that names a record.
    """
    try:
        return Entry.of_line(line.decode())
    except ValueError as error:
        raise CdxjError(
            path, f"has a line that is not CDXJ, {line[:80]!r}; run scrapy verify --repair, which rebuilds the index."
        ) from error


def open_segments(folder: Path, opened: ExitStack) -> list[tuple[Path, BinaryIO]]:
    """Open all segments that count, by serial number, and return their paths and files.

    A run that merges them meanwhile may have removed one; then all are listed anew.

    Args:
        folder: The outlet's archive folder, which need not have an index.
        opened: Closes the files.

    Raises:
        CdxjError: There are too many.
        OSError: One of them cannot be opened.
    """
    for _ in range(_TRIES):
        with suppress(FileNotFoundError):
            return _open_listed(folder, opened)
        opened.close()
    return _open_listed(folder, opened)


def _lines_from(folder: Path, start: bytes) -> Iterator[tuple[bytes, Path]]:
    """Yield the lines that begin with `start`, sorted, each with its segment's path."""
    with ExitStack() as opened:
        yield from heapq.merge(*(_search(path, file, start) for path, file in open_segments(folder, opened)))


def _open_listed(folder: Path, opened: ExitStack) -> list[tuple[Path, BinaryIO]]:
    """Open the segments that a folder lists now."""
    segments = list_segments(folder).counted
    if len(segments) > MOST:
        raise CdxjError(
            folder, f"its index has {len(segments)} segments; run scrapy verify --repair, which makes one of them."
        )
    return [(segment.path, opened.enter_context(segment.path.open("rb"))) for segment in segments]


def _search(path: Path, file: BinaryIO, start: bytes) -> Iterator[tuple[bytes, Path]]:
    """Yield a segment's lines that begin with `start`, each with the segment's path."""
    seek(file, start)
    for line in iter(partial(file.readline, LONGEST), b""):
        if not line.startswith(start):
            return
        yield line, path


def seek(file: BinaryIO, start: bytes) -> None:
    """Go to the first line of a segment that is not below `start`."""
    low, high = 0, file.seek(0, SEEK_END)
    while low < high:
        middle = (low + high) // 2
        file.seek(max(middle - 1, 0))
        if middle:
            file.readline(LONGEST)
        line = file.readline(LONGEST)
        if line and line < start:
            low = file.tell()
        else:
            high = middle
    file.seek(low)
