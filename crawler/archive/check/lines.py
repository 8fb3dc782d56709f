"""Compares an outlet's index with its archives, line by line."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING

from crawler.archive.index.cdxj import LONGEST, Entry
from crawler.archive.index.look_up import open_segments
from crawler.archive.index.segments import list_segments
from crawler.defect import Defect
from crawler.errors import CdxjError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO


def check_index(
    folder: Path, expected: dict[bytes, tuple[Path, int]], present: set[str], told: set[str]
) -> Iterator[Defect]:
    """Compare an outlet's index with the lines of its archives' captures.

    Args:
        folder: The outlet's archive folder.
        expected: The lines that the index should have, as hashes, with the places of their captures.
        present: The names of the archives that are there.
        told: The names of the archives that are not, as far as the user knows them already: their lines have no other
            cause.
    """
    gone: Counter[str] = Counter()
    with ExitStack() as opened:
        try:
            segments = open_segments(folder, opened)
        except CdxjError as error:
            yield Defect(path=folder, rule="index", sentence=f"the index cannot be read: {error}")
            return
        for path, file in segments:
            yield from _check_segment(path, file, expected, present, gone)
    for warc, count in sorted(gone.items()):
        if warc not in told:
            sentence = f"the index has {count} {'line' if count == 1 else 'lines'} of {warc}, which is not there"
            yield Defect(path=folder, rule="index", sentence=sentence)
    for segment in list_segments(folder).superseded:
        sentence = "its lines stand in a merged segment too; a killed process left it, or a run is merging"
        yield Defect(path=segment.path, rule="index", sentence=sentence)
    if expected:
        yield Defect(path=folder, rule="index", sentence=_lacking(expected, is_missing=not segments))


def _lacking(expected: dict[bytes, tuple[Path, int]], *, is_missing: bool) -> str:
    """Return the finding about captures without a line in the index, and what to do."""
    if is_missing:
        return "the index is missing; the next run makes it of the archives, and so does scrapy verify --repair"
    archive, offset = min(expected.values())
    captures = "a capture" if len(expected) == 1 else f"{len(expected)} captures"
    first = f"{archive.name}, byte {offset}"
    return f"the index lacks {captures}, first that in {first}; scrapy verify --repair makes it of the archives"


def _check_segment(
    path: Path, file: BinaryIO, expected: dict[bytes, tuple[Path, int]], present: set[str], gone: Counter[str]
) -> Iterator[Defect]:
    """Check the order of a segment's lines, and take each line from those that the index should have.

    Lines of archives that are not `present` are counted in `gone`.
    """
    before = b""
    at = 0
    for line in iter(partial(file.readline, LONGEST), b""):
        if line < before:
            yield Defect(path=path, offset=at, rule="index", sentence="the line is out of order")
        if expected.pop(line_hash(line.decode("utf-8", "replace")), None) is None:
            entry = _entry(line)
            if entry is not None and entry.filename not in present:
                gone[entry.filename] += 1
            else:
                sentence = f"the line belongs to no capture, or stands twice: {_named(line, entry)}"
                yield Defect(path=path, offset=at, rule="index", sentence=sentence)
        before = line
        at += len(line)


def line_hash(line: str) -> bytes:
    """Return a hash of 16 bytes, which memory holds in place of the line."""
    return blake2b(line.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _entry(line: bytes) -> Entry | None:
    """Return the entry of a line of an index; None for a line that cannot be read."""
    try:
        return Entry.of_line(line.decode())
    except ValueError:
        return None


def _named(line: bytes, entry: Entry | None) -> str:
    """Return a line of an index as words for a sentence."""
    return repr(line[:80]) if entry is None else f"{entry.url[:200]} in {entry.filename} at byte {entry.offset}"
