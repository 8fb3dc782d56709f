"""The CDXJ index: a sorted line for each capture, which finds a URL without reading archives."""

from __future__ import annotations

import heapq
import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Self

from crawler.archive.index.surt import surt
from crawler.errors import CdxjError
from crawler.files import whole_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path
    from typing import BinaryIO

    from crawler.items import Capture

SUFFIX = ".cdxj"
"""Ending of the name of an outlet's index, which lies beside its archives."""
REVISIT = "warc/revisit"
"""The media type that marks a revisit in a CDX index."""
_EARLIEST = "00000101000000"
_NOT_DIGITS = re.compile(r"\D")


class Entry(NamedTuple):
    """A line of an index."""

    key: str
    """The URL's SURT."""
    timestamp: str
    """WARC-Date, UTC, 14 digits."""
    url: str
    """WARC-Target-URI."""
    mime: str
    """Media type, `warc/revisit` for a revisit; empty when the response declares no type."""
    status: int
    """HTTP status code; 0 when the line has no status."""
    digest: str
    """WARC-Payload-Digest."""
    length: int
    """Bytes of the record in the file, compressed."""
    offset: int
    """The record's beginning in the file, in bytes."""
    filename: str
    """Name of the WARC, without folder."""

    def line(self) -> str:
        """Return the entry as a line with its line end, in the form of cdxj-indexer and pywb."""
        fields = {
            "url": self.url,
            "mime": self.mime,
            "status": str(self.status or ""),
            "digest": self.digest,
            "length": str(self.length),
            "offset": str(self.offset),
            "filename": self.filename,
        }
        present = json.dumps({name: value for name, value in fields.items() if value})
        return f"{self.key} {self.timestamp} {present}\n"

    @classmethod
    def of_capture(cls, capture: Capture) -> Self:
        """Return a capture's entry."""
        return cls(
            key=surt(capture.url),
            timestamp=timestamp_of(capture.date),
            url=capture.url,
            mime=REVISIT if capture.kind == "revisit" else capture.mime,
            status=capture.status,
            digest=capture.payload_digest,
            length=capture.length,
            offset=capture.offset,
            filename=capture.warc,
        )

    @classmethod
    def of_line(cls, line: str) -> Self:
        """Return the entry of a line.

        Raises:
            ValueError: It is not a CDXJ line that names a record.
        """
        key, timestamp, text = line.split(" ", 2)
        fields = json.loads(text)
        try:
            return cls(
                key=key,
                timestamp=timestamp,
                url=fields["url"],
                mime=fields.get("mime", ""),
                status=int(fields.get("status", 0)),
                digest=fields.get("digest", ""),
                length=int(fields["length"]),
                offset=int(fields["offset"]),
                filename=fields["filename"],
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"lacks a field: {error}") from error


@dataclass(frozen=True, kw_only=True)
class Selection:
    """The wanted captures; without arguments, all captures.

    A prefix is compared as a SURT: scheme, `www.`, letter case and percent-encoding do not matter. A prefix that ends
    in a slash takes that address and all addresses below it (`/news/` takes `/news` and `/news/1`, not `/newsletter`).
    """

    prefix: str = ""
    """The beginning of the URLs; empty for any."""
    since: date | None = None
    """First day of capture, UTC."""
    until: date | None = None
    """Last day of capture, UTC."""

    @cached_property
    def key(self) -> str:
        """The beginning of the keys (SURT); empty for any."""
        return surt(self.prefix) if self.prefix else ""

    def takes(self, key: str, timestamp: str) -> bool:
        """Return whether a capture with this SURT and 14-digit timestamp is wanted."""
        if not key.startswith(self.key):
            return False
        below = key[len(self.key) :]
        if self.prefix.endswith("/") and not self.key.endswith("/") and below and below[0] not in "/?":
            return False
        day = timestamp[:8]
        return (self.since is None or day >= _compact(self.since)) and (
            self.until is None or day <= _compact(self.until)
        )

    def wants(self, capture: Capture) -> bool:
        """Return whether a capture is wanted."""
        return self.takes(surt(capture.url), timestamp_of(capture.date))


EVERYTHING = Selection()


def timestamp_of(moment: str) -> str:
    """Return a WARC-Date as 14 digits; for a less exact one (WARC 1.1, section 4) the beginning of its period."""
    digits = _NOT_DIGITS.sub("", moment)
    return (digits + _EARLIEST[len(digits) :])[:14]


def cdxj_line(capture: Capture) -> str:
    """Return a capture's line with its line end, in the form of cdxj-indexer and pywb.

    Source: CDXJ 0.1.0 (specs.webrecorder.net/cdxj/0.1.0/).
    """
    return Entry.of_capture(capture).line()


def write_index(path: Path, lines: Iterable[str]) -> None:
    """Write an index, whole or not at all: its lines sorted bytewise, one line for each record.

    Args:
        path: The index; an older one is replaced. Its folder must exist.
        lines: Lines of `cdxj_line`, in any order. They are held in memory, about 400 bytes each.

    Raises:
        OSError: The index cannot be written.
    """
    with whole_file(path) as file:
        file.writelines(_sorted(lines))


def merge_index(path: Path, new_lines: Iterable[str]) -> None:
    """Add lines to an index, whole or not at all; its old lines are streamed, not held in memory.

    A record (file name and offset) has one line: a new line replaces an old one.

    Args:
        path: The index, which need not exist; its folder must exist.
        new_lines: Lines of `cdxj_line`, in any order; held in memory.

    Raises:
        CdxjError: The old index has a line that is no CDXJ.
        OSError: The index cannot be written.
    """
    fresh = _sorted(new_lines)
    if not path.exists():
        write_index(path, (line.decode() for line in fresh))
        return
    places = {_place(line.decode()) for line in fresh}
    with path.open("rb") as old, whole_file(path) as file:
        kept = (line for line in old if _place_in(path, line) not in places)
        file.writelines(heapq.merge(kept, fresh))


def look_up(path: Path, selection: Selection = EVERYTHING) -> Iterator[Entry]:
    """Yield an index's wanted entries, in its order; a binary search finds the first line with the prefix.

    Raises:
        CdxjError: A line cannot be read.
        OSError: The file cannot be read.
    """
    start = selection.key.encode()
    with path.open("rb") as file:
        _seek(file, path.stat().st_size, start)
        for line in file:
            if not line.startswith(start):
                return
            entry = _entry_in(path, line)
            if selection.takes(entry.key, entry.timestamp):
                yield entry


def index_beside(warc: Path) -> Path:
    """Return the path of an archive's index, which need not exist: in its folder, with the folder's name."""
    return warc.parent / f"{warc.parent.name}{SUFFIX}"


def knows(index: Path, first: Capture) -> bool:
    """Return whether an index has an archive's captures.

    Args:
        index: The index, which need not exist.
        first: The archive's first capture. An index gets archives whole, so the first capture decides for all.

    Raises:
        CdxjError: A line of the index cannot be read.
        OSError: The index cannot be read.
    """
    return index.is_file() and any(
        (entry.filename, entry.offset, entry.url) == (first.warc, first.offset, first.url)
        for entry in look_up(index, Selection(prefix=first.url))
    )


def _seek(file: BinaryIO, size: int, start: bytes) -> None:
    """Go to the first line that is not below `start`."""
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        file.seek(max(middle - 1, 0))
        if middle:
            file.readline()
        line = file.readline()
        if line and line < start:
            low = file.tell()
        else:
            high = middle
    file.seek(low)


def _sorted(lines: Iterable[str]) -> list[bytes]:
    """Return lines sorted bytewise; of two lines for one record, the later one."""
    return sorted({_place(line): line.encode() for line in lines}.values())


def _place(line: str) -> tuple[str, int]:
    """Return the file name and the offset in a line."""
    entry = Entry.of_line(line)
    return entry.filename, entry.offset


def _place_in(path: Path, line: bytes) -> tuple[str, int]:
    """Return the file name and the offset in a line of an index."""
    entry = _entry_in(path, line)
    return entry.filename, entry.offset


def _entry_in(path: Path, line: bytes) -> Entry:
    """Return a line of an index as an entry.

    Raises:
        CdxjError: It is not a CDXJ line that names a record.
    """
    try:
        return Entry.of_line(line.decode())
    except ValueError as error:
        raise CdxjError(
            f"{path}: has a line that is not CDXJ, {line[:80]!r}; run scrapy verify --repair, which rebuilds it."
        ) from error


def _compact(day: date) -> str:
    """Return a day as 8 digits."""
    return day.isoformat().replace("-", "")
