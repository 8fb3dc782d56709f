"""Finds the captures of a URL that are nearest to a moment, without reading those that are far from it."""

from __future__ import annotations

import heapq
from contextlib import ExitStack, suppress
from datetime import datetime
from typing import TYPE_CHECKING

from crawler.archive.index.cdxj import LONGEST
from crawler.archive.index.look_up import entry_in, open_segments, seek

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from crawler.archive.index.cdxj import Entry

_BLOCK = 4096
"""Bytes before a line that are read first to find the line before it; the length of about ten lines."""
FIRST, LAST = "00010101000000", "99991231235959"
"""Moments before and after all captures."""
_FAR = float("inf")


def nearest(folder: Path, key: str, timestamp: str) -> Iterator[Entry]:
    """Yield a URL's entries in the index of an outlet's archive folder, the nearest to a moment first.

    Args:
        folder: The folder, which need not have an index.
        key: The URL's SURT.
        timestamp: The moment, UTC, 14 digits.

    Raises:
        CdxjError: A line cannot be read, or the index has too many segments.
        OSError: A segment cannot be read.
    """
    with ExitStack() as opened:
        found = []
        for path, file in open_segments(folder, opened):
            seek(file, f"{key} {timestamp}".encode())
            place = file.tell()
            found += [_entries(path, lines, key) for lines in (_after(file, place), _before(file, place))]
        yield from heapq.merge(*found, key=lambda entry: distance(entry.timestamp, timestamp))


def distance(one: str, other: str) -> float:
    """Return the seconds between two timestamps of 14 digits; infinity when one of them is no moment."""
    with suppress(ValueError):
        return abs((_moment(one) - _moment(other)).total_seconds())
    return _FAR


def _moment(timestamp: str) -> datetime:
    year, rest = int(timestamp[:4]), [int(timestamp[at : at + 2]) for at in range(4, 14, 2)]
    return datetime(year, *rest)  # type: ignore[arg-type]  # noqa: DTZ001 - both are UTC, and only differences count


def _entries(path: Path, lines: Iterator[bytes], key: str) -> Iterator[Entry]:
    """Yield the entries of a segment's lines up to one with another key."""
    start = f"{key} ".encode()
    for line in lines:
        if not line.startswith(start):
            return
        yield entry_in(path, line)


def _after(file: BinaryIO, place: int) -> Iterator[bytes]:
    """Yield the lines from a place on; others may read the file meanwhile."""
    while True:
        file.seek(place)
        line = file.readline(LONGEST)
        if not line:
            return
        place += len(line)
        yield line


def _before(file: BinaryIO, place: int) -> Iterator[bytes]:
    """Yield the lines before a place, the last one first; others may read the file meanwhile."""
    while place:
        block, begin = b"", place
        while begin and block.rfind(b"\n", 0, -1) < 0 and len(block) <= LONGEST:
            step = min(begin, max(_BLOCK, len(block)))
            file.seek(begin - step)
            block = file.read(step) + block
            begin -= step
        line = block[block.rfind(b"\n", 0, -1) + 1 :]
        place -= len(line)
        yield line
