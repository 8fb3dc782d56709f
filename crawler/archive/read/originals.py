"""Finds the originals of revisits: the captures that hold a revisit's payload."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from crawler.archive.read.records import is_archive, read_records, record_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from crawler.archive.record import Record

NOTED = 500_000
"""Most keys of responses that are remembered while reading, each about 120 bytes in memory; the oldest are dropped."""
WANTED = 1_000_000
"""Most keys of revisits that one search through the archives looks for; no further revisit is added after that."""
SEARCHES = 100
"""Readings of an archive from its start to reach one original, when the archive is one gzip member as a whole."""


class Place(NamedTuple):
    """The place of a record."""

    path: Path
    offset: int
    seekable: bool


class Originals:
    """Finds the responses that revisits refer to, wherever they lie among some archives (WARC 1.1, section 6.7).

    The places of responses that were read already are remembered, up to `NOTED` keys. The first revisit whose original
    is not among them makes two more passes over the archives: one collects the references of all revisits, one finds
    their originals. So memory grows with neither records nor bodies. An original is then read at its place. In an
    archive that is one gzip member no place can be sought, so each original there costs one reading from the start: at
    most `SEARCHES` in all, and no original is found after that.

    Args:
        archives: The archives that may hold originals.
        found: The places of originals, by the keys of `wanted_keys`, when somebody has looked for them: no archive is
            searched then.
    """

    def __init__(self, archives: Sequence[Path], found: dict[bytes, Place] | None = None) -> None:
        self._archives = archives
        self._noted: dict[bytes, Place] = {}
        self._found = found
        self._searches = 0

    def note(self, path: Path, record: Record) -> None:
        """Remember the place of a response."""
        place = Place(path, record.offset, record.seekable)
        for key in keys_of(record):
            self._noted.setdefault(key, place)
        while len(self._noted) > NOTED:
            del self._noted[next(iter(self._noted))]

    def find(self, revisit: Record) -> Record | None:
        """Return the response whose payload a revisit has; None when no archive holds it whole."""
        wanted = wanted_keys(revisit)
        found = self._first(revisit, wanted, self._noted)
        if found is None:
            if self._found is None:
                self._found = self._search()
            found = self._first(revisit, wanted, self._found)
        return found

    def _first(self, revisit: Record, wanted: list[bytes], places: dict[bytes, Place]) -> Record | None:
        """Return the record at the first of the wanted places that holds a payload which the revisit may have."""
        for place in dict.fromkeys(places[key] for key in wanted if key in places):
            record = self._read(place)
            if record is not None and record.kind in _HOLDERS and _may_be_equal(record, revisit):
                return record
        return None

    def _read(self, place: Place) -> Record | None:
        """Return the record at a place; None when it cannot be read, or costs more than `SEARCHES` readings."""
        try:
            if place.seekable:
                return record_at(place.path, place.offset)
            self._searches += 1
            if self._searches > SEARCHES:
                return None
            return next((record for record in read_records(place.path, _ignore) if record.offset == place.offset), None)
        except OSError:
            return None

    def _search(self) -> dict[bytes, Place]:
        """Return the places of the originals of all revisits, in two passes over the archives."""
        wanted: set[bytes] = set()
        for _, record in self._records():
            if record.kind == "revisit" and len(wanted) < WANTED:
                wanted.update(wanted_keys(record))
        found: dict[bytes, Place] = {}
        for path, record in self._records():
            if record.kind in _HOLDERS:
                for key in wanted.intersection(keys_of(record)):
                    found.setdefault(key, Place(path, record.offset, record.seekable))
        return found

    def _records(self) -> Iterator[tuple[Path, Record]]:
        """Yield the records of all archives that can be read."""
        for path in self._archives:
            try:
                for record in read_records(path, _ignore):
                    yield path, record
            except OSError:
                continue


def archives_under(folder: Path) -> list[Path]:
    """Return the archives in a folder, which need not exist, by their names."""
    files = folder.iterdir() if folder.exists() else ()
    return sorted(other for other in files if other.is_file() and is_archive(other))


_HOLDERS = ("response", "resource")
"""Kinds of records that have a payload of their own."""


def _ignore(sentence: str) -> None:
    """Drop a report: the reader of the archive's captures reports the same defects."""


def keys_of(record: Record) -> list[bytes]:
    """Return the keys by which a revisit may refer to a response."""
    return _hashed(record.record_id, record.url, record.get("WARC-Date"), record.get("WARC-Payload-Digest"))


def wanted_keys(revisit: Record) -> list[bytes]:
    """Return the keys of a revisit's original, the surest first."""
    return _hashed(
        revisit.get("WARC-Refers-To").strip("<>"),
        revisit.get("WARC-Refers-To-Target-URI").strip("<>"),
        revisit.get("WARC-Refers-To-Date"),
        revisit.get("WARC-Payload-Digest"),
    )


def _hashed(record_id: str, url: str, date: str, payload_digest: str) -> list[bytes]:
    """Return a key of 16 bytes for the record's identifier, its URL with its second, and its payload."""
    seconds = date[: len("2026-11-22T10:00:00")]
    named = (
        ("id", record_id),
        ("at", f"{seconds} {url}" if seconds and url else ""),
        ("payload", payload_digest.lower()),
    )
    return [
        blake2b(f"{name} {value}".encode("utf-8", "surrogatepass"), digest_size=16).digest()
        for name, value in named
        if value
    ]


def _may_be_equal(record: Record, revisit: Record) -> bool:
    """Return whether the payloads of two records may be equal, by their payload digests."""
    one, other = (found.get("WARC-Payload-Digest").lower() for found in (record, revisit))
    return one == other or one.partition(":")[0] != other.partition(":")[0]
