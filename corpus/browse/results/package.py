"""The captures of results as a WACZ: their records, copied as they stand, with an index and the pages' texts."""

from __future__ import annotations

import gzip
from contextlib import suppress
from typing import TYPE_CHECKING

from corpus.browse.place import Document
from crawler.archive.stored import OutletArchives
from crawler.archive.wacz import WaczPage, write_wacz
from crawler.errors import BrowseError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from corpus.browse.place import Place
    from corpus.search.find import Result
    from crawler.items import Capture
    from crawler.state import ReadOnlyState

MOST = 1_000
"""Documents of a package, at most."""
LARGEST = 500_000_000
"""Bytes of the records of a package, at most."""
_GZIP = b"\x1f\x8b"
_CALLED = "results.warc.gz"


def write_package(place: Place, results: list[Result], target: Path) -> None:
    """Write the captures of documents, and those whose payload they refer to, as a WACZ.

    Args:
        place: The place.
        results: The documents, `MOST` at most.
        target: The file. Its folder gets a WARC as well.

    Raises:
        BrowseError: No record is in OUTPUT's archive, or they are larger than `LARGEST`.
        CorpusError: A text cannot be read.
        OSError: A file cannot be read or written.
        StateError: A state cannot be read.
    """
    archive = target.with_name(_CALLED)
    packed, size = [], 0
    with archive.open("xb") as file:
        written: set[tuple[str, int]] = set()
        for result in results:
            records = list(_records(place, result))
            for warc, offset, record in records:
                if (warc, offset) not in written:
                    size += file.write(record)
                    written.add((warc, offset))
            if size > LARGEST:
                raise BrowseError(f"The captures have more than {LARGEST:,} bytes; narrow the search.")
            if records:
                packed.append(result)
    if not packed:
        raise BrowseError("None of these captures is in OUTPUT's archive: they were replayed from elsewhere.")
    write_wacz(target, [archive], _pages(place, packed), _ignore, _ignore, title="Warraq")


def _pages(place: Place, results: list[Result]) -> Iterator[WaczPage]:
    for result in results:
        row = result.row
        text = place.text(Document(row["outlet"], result.number, row)).removeprefix(f"{row['title']}\n")
        page_id = f"{row['outlet']}/{row['name'].removesuffix('.txt')}"
        yield WaczPage(id=page_id, url=row["url"], ts=row["captured"], title=row["title"], text=text)


def _records(place: Place, result: Result) -> Iterator[tuple[str, int, bytes]]:
    """Yield archive, place and bytes of a document's record, behind the record whose payload it has; none if absent."""
    outlet = result.row["outlet"]
    archives = OutletArchives(place.output / "archive" / outlet)
    with place.state(outlet) as state:
        for capture in _captures(state, result):
            record = _bytes(archives, capture)
            if record:
                yield f"{outlet}/{capture.warc}", capture.offset, record


def _captures(state: ReadOnlyState, result: Result) -> Iterator[Capture]:
    capture = state.capture_of_document(result.number)
    if capture is None:
        return
    if capture.kind == "revisit":
        yield from (one for _, one in zip(range(1), state.responses_with_digest(capture.payload_digest), strict=False))
    yield capture


def _bytes(archives: OutletArchives, capture: Capture) -> bytes:
    """Return a record as a gzip member; empty when it cannot be read."""
    for path in archives.paths(capture.warc):
        with suppress(OSError), path.open("rb") as file:
            file.seek(capture.offset)
            record = file.read(capture.length)
            if len(record) == capture.length:
                return record if record.startswith(_GZIP) else gzip.compress(record)
    return b""


def _ignore(_: object) -> None:
    """Report nothing: the index beside the package is made of records that were read whole."""
