"""Changes of an outlet's index: a new segment, the merge of full tiers, and the whole index anew."""

from __future__ import annotations

import heapq
import re
from contextlib import ExitStack
from functools import partial
from itertools import groupby, islice, zip_longest
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO

from crawler.archive.index.cdxj import LONGEST, Entry
from crawler.archive.index.segments import MOST, Segment, list_segments, segment_path
from crawler.archive.index.tiers import FULL, to_merge
from crawler.errors import CdxjError
from crawler.files import sync_folder, whole_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

_SORTED_AT_ONCE = 100_000
"""Most lines that a rebuild sorts in memory, about 400 bytes each."""
_LINE = re.compile(rb"[^ ]+ \d{14} \{[^\n]*\}\n")


def add_segment(folder: Path, lines: Iterable[str]) -> None:
    """Add the lines of new records to an outlet's index, as its newest segment, whole or not at all.

    Args:
        folder: The outlet's archive folder.
        lines: Lines of `cdxj_line`, in any order; held in memory. Of two lines for one record the later one counts.

    Raises:
        OSError: The segment cannot be written.
    """
    found = {_place(line): line.encode() for line in lines}
    if found:
        serial = list_segments(folder).next_serial
        with whole_file(segment_path(folder, serial, serial)) as file:
            file.writelines(sorted(found.values()))


def merge_full_tiers(folder: Path, report: Callable[[str], None], full: int = FULL) -> None:
    """Merge the newest segments of an outlet's index when `to_merge` asks for it; their lines are streamed.

    The merged segment is on disk before its sources are removed. After a crash between the two, names tell that it
    counts and they do not. A damaged segment stays, and so do all that are older.

    Args:
        folder: The outlet's archive folder.
        report: Called with a sentence for each damaged segment, and for a merge that could not be written.
        full: Segments of one tier that are merged.

    Raises:
        OSError: The folder cannot be read, or a source cannot be removed.
    """
    counted = list_segments(folder).counted
    while count := to_merge([segment.path.stat().st_size for segment in counted], full):
        sources = counted[-min(count, MOST) :]
        try:
            with ExitStack() as opened, whole_file(segment_path(folder, sources[0].first, sources[-1].last)) as file:
                file.writelines(_unlike(_merged(sources, opened)))
        except CdxjError as error:
            report(str(error))
            damaged = next(place for place, segment in enumerate(counted) if segment.path == error.path)
            counted = counted[damaged + 1 :]
        except OSError as error:
            report(f"{folder}: the segments of its index were not merged: {error}; a later run merges them.")
            break
        else:
            break
    remove_superseded(folder)


def remove_superseded(folder: Path) -> None:
    """Remove the segments whose lines stand in a merged one too.

    Raises:
        OSError: One of them cannot be removed.
    """
    superseded = list_segments(folder).superseded
    for segment in superseded:
        segment.path.unlink()
    if superseded:
        sync_folder(folder)


def rebuild_index(folder: Path, lines: Iterable[str]) -> bool:
    """Make an outlet's index anew, as one segment, unless it has exactly these lines; return whether it was made anew.

    Args:
        folder: The outlet's archive folder.
        lines: Lines of `cdxj_line`, one for each record, in any order; temporary files hold them.

    Raises:
        OSError: A segment cannot be read or written.
    """
    counted, superseded = list_segments(folder)
    with ExitStack() as opened:
        chunks = [opened.enter_context(chunk) for chunk in _sorted_chunks(folder, lines)]
        if not superseded and _is_same(counted, chunks):
            return False
        last = max((segment.last for segment in counted), default=1)
        first = min((segment.first for segment in counted), default=1)
        with whole_file(segment_path(folder, min(first, 1), last)) as file:  # from 1 on: no serial number is missing
            file.writelines(_from_start(chunks))
    remove_superseded(folder)
    return True


def _sorted_chunks(folder: Path, lines: Iterable[str]) -> Iterator[BinaryIO]:
    """Yield temporary files, which have no name, each with a part of the lines, sorted."""
    rest = iter(lines)
    while chunk := sorted(line.encode() for line in islice(rest, _SORTED_AT_ONCE)):
        file: BinaryIO = TemporaryFile(dir=folder)  # noqa: SIM115 - the caller closes it
        file.writelines(chunk)
        yield file


def _from_start(chunks: Sequence[BinaryIO]) -> Iterator[bytes]:
    """Return the lines of all chunks, sorted."""
    for chunk in chunks:
        chunk.seek(0)
    # Not the files themselves: a generator that ends early would close them.
    return heapq.merge(*((line for line in chunk) for chunk in chunks))


def _is_same(segments: Sequence[Segment], chunks: Sequence[BinaryIO]) -> bool:
    """Return whether segments have exactly the lines of sorted chunks, each once and in order."""
    with ExitStack() as opened:
        if len(segments) > MOST:
            return False
        try:
            return all(one == other for one, other in zip_longest(_merged(segments, opened), _from_start(chunks)))
        except CdxjError:
            return False


def _merged(segments: Iterable[Segment], opened: ExitStack) -> Iterator[bytes]:
    """Return the lines of segments, sorted.

    Raises:
        CdxjError: A segment has a line that cannot be read, or one out of order.
        OSError: A segment cannot be opened.
    """
    return heapq.merge(*(_lines(segment.path, opened.enter_context(segment.path.open("rb"))) for segment in segments))


def _lines(path: Path, file: BinaryIO) -> Iterator[bytes]:
    """Yield a segment's lines.

    Raises:
        CdxjError: A line has not the form of CDXJ, or is out of order.
    """
    before = b""
    for line in iter(partial(file.readline, LONGEST), b""):
        if line < before or not _LINE.fullmatch(line):
            wrong = "is out of order" if _LINE.fullmatch(line) else "is not CDXJ"
            raise CdxjError(
                path,
                f"has a line that {wrong}, {line[:80]!r}, and was not merged with newer segments; run "
                "scrapy verify --repair, which rebuilds the index.",
            )
        before = line
        yield line


def _unlike(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield sorted lines, each once."""
    return (line for line, _ in groupby(lines))


def _place(line: str) -> tuple[str, int]:
    """Return the file name and the offset in a line."""
    entry = Entry.of_line(line)
    return entry.filename, entry.offset
