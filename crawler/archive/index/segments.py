"""The files of an outlet's index: sorted segments, each with a range of serial numbers in its name.

A new segment gets the next serial number, and a merged one the range of its sources. So names alone tell which segments
count after a crash: one whose range lies within the range of another holds lines that stand in the other too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

SUFFIX = ".cdxj"
"""Ending of the names of segments, which lie beside their archives."""
MOST = 400
"""Most segments that are open at once, each with a file descriptor. Tiers keep an index of a terabyte below 100."""
_TRIES = 3
"""Most listings of a folder in which names change meanwhile."""


class Segment(NamedTuple):
    """A file of an index."""

    path: Path
    """The file."""
    first: int
    """Its first serial number; 0 for the only file of an index in earlier versions."""
    last: int
    """Its last serial number."""


class Listing(NamedTuple):
    """The segments of an outlet's index."""

    counted: list[Segment]
    """Those that together hold each line once, by serial number."""
    superseded: list[Segment]
    """Those whose lines stand in a counted one too, because a crash came between a merge and their removal."""

    @property
    def is_whole(self) -> bool:
        """Whether the serial numbers have no gap."""
        ends = [0, *(segment.last for segment in self.counted)]
        return all(segment.first <= end + 1 for end, segment in zip(ends, self.counted, strict=False))

    @property
    def next_serial(self) -> int:
        """The serial number of the next new segment."""
        return max((segment.last for segment in self.counted), default=0) + 1


def segment_path(folder: Path, first: int, last: int) -> Path:
    """Return the path of the segment with a range of serial numbers, in an outlet's archive folder."""
    numbers = f"-{first:06}-{last:06}" if last else ""
    return folder / f"{folder.name}{numbers}{SUFFIX}"


def list_segments(folder: Path) -> Listing:
    """Return the segments in an outlet's archive folder, which need not exist; no file is opened.

    Serial numbers follow each other without gaps, so a gap shows that a run merged segments while the folder was read;
    then the folder is read again.

    Raises:
        OSError: The folder cannot be read.
    """
    listing = _listed(folder)
    for _ in range(_TRIES):
        if listing.is_whole:
            break
        listing = _listed(folder)
    return listing


def _listed(folder: Path) -> Listing:
    """Return the segments that one reading of a folder shows."""
    listing = Listing([], [])
    reached = -1
    for segment in sorted(_found(folder), key=lambda segment: (segment.first, -segment.last)):
        # Of two segments the one that begins first comes first, or the longer one: one that reaches no further lies
        # within an earlier one.
        (listing.counted if segment.last > reached else listing.superseded).append(segment)
        reached = max(reached, segment.last)
    return listing


def _found(folder: Path) -> list[Segment]:
    """Return all segments in a folder; a file with another name is none, although it may be an index."""
    pattern = re.compile(re.escape(folder.name) + r"(?:-(\d{6,18})-(\d{6,18}))?" + re.escape(SUFFIX), re.ASCII)
    found = []
    for path in folder.glob(f"*{SUFFIX}"):
        if match := pattern.fullmatch(path.name):
            segment = Segment(path, int(match[1] or 0), int(match[2] or 0))
            if segment.first <= segment.last and segment_path(folder, segment.first, segment.last) == path:
                found.append(segment)
    return found
