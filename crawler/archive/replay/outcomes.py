"""The file of a unit's outcomes: written whole or not at all, read an outlet at a time.

Blocks of at most `BLOCK` outcomes of one outlet, each a compressed JSON array; then places of originals, and the keys
of wanted ones, each behind the place of the revisit that wants it, compressed; then the summary, a compressed JSON
object, its length in 8 bytes, and `_END`.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from isal import isal_zlib

from crawler.archive.read.originals import Place
from crawler.errors import TaskError
from crawler.items import Article, Capture, Extracted, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

BLOCK = 64
"""Most outcomes in a block."""
MOST = 256 * 1024
"""Characters after which a block gets no further outcome: as many are in memory for each file that is read."""
_KEY = 16
_PLACE = _KEY + 8
_END = b"warraq1\n"
_CAPTURE = tuple(one.name for one in fields(Capture) if one.name != "seq")
_ARTICLE = tuple(one.name for one in fields(Article) if one.name != "capture")


class Outcome(NamedTuple):
    """A capture, and what became of the page in it."""

    capture: Capture
    extracted: Extracted | None = None
    """The page's result; None for a capture without a page, and for a page whose result is not here."""
    truncated: bool = False
    """Whether a page broke off (see `Archived.truncated`)."""
    wanted: tuple[bytes, ...] = ()
    """Keys of the original of a revisit, which the unit's own part of the archive does not hold."""


@dataclass
class Summary:
    """What is known of a unit without reading its outcomes."""

    began: str = ""
    """Date of the first capture; empty without captures."""
    outlets: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    """Place and length of the blocks of each outlet, in the file's order."""
    versions: dict[str, str] = field(default_factory=dict)
    """By the host of each capture: the version of what decided about it (see `Steps.version`)."""
    states: dict[str, str] = field(default_factory=dict)
    """By outlet: the identity of the state in which captures were settled that have no outcome here for that reason."""
    reports: list[str] = field(default_factory=list)
    """A sentence, without the archive's path before it, for each part that cannot be read."""
    texts: list[str] = field(default_factory=list)
    """SHA-256 of the texts in the archive's conversion records, in hexadecimal."""
    wanted: tuple[int, int] = (0, 0)
    """Place and length of the block with the keys of all wanted originals, each behind the place of the revisit that
    wants it; the length is 0 when none is wanted."""
    places: tuple[int, int] = (0, 0)
    """Place and length of the block of places."""
    left: int = 0
    """Captures that were left because their URLs belong to no outlet that has a file."""
    provisional: bool = False
    """Whether a result may depend on the moment: a page took too long, or its processes died."""
    divisible: bool = True
    """Whether the archive can be read in parts; if not, the file has no outcomes, and the archive is one unit."""


class Writer:
    """Writes the outcomes of one unit.

    Args:
        file: An empty file.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._at = 0
        self._block: list[str] = []
        self._size = 0
        self._outlet = ""
        self._places = bytearray()
        self._wanted = bytearray()
        self.summary = Summary()
        """Filled while outcomes are added; the rest is the caller's."""

    def add(self, outcome: Outcome) -> None:
        """Add an outcome."""
        outlet = outcome.capture.outlet
        if outlet != self._outlet or len(self._block) == BLOCK or self._size > MOST:
            self._flush()
            self._outlet = outlet
        line = json.dumps(_written(outcome), ensure_ascii=False, check_circular=False)
        self._block.append(line)
        self._size += len(line)
        revisit = outcome.capture.offset.to_bytes(8, "big")
        self._wanted += b"".join(revisit + key for key in outcome.wanted)
        if not self.summary.began:
            self.summary.began = outcome.capture.date

    def add_place(self, keys: list[bytes], offset: int, *, seekable: bool) -> None:
        """Add the place of a response to which revisits may refer."""
        place = (offset << 1 | seekable).to_bytes(8, "big")
        self._places += b"".join(key + place for key in keys)

    def finish(self) -> Summary:
        """Write what is left, and return the summary."""
        self._flush()
        self.summary.places = self._write(bytes(self._places))
        if self._wanted:
            self.summary.wanted = self._write(bytes(self._wanted))
        _, length = self._write(json.dumps(self.summary.__dict__, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        self._file.write(length.to_bytes(8, "big") + _END)
        return self.summary

    def _flush(self) -> None:
        if self._block:
            content = f"[{','.join(self._block)}]".encode("utf-8", "surrogatepass")
            self.summary.outlets.setdefault(self._outlet, []).append(self._write(content))
            self._block, self._size = [], 0

    def _write(self, content: bytes) -> tuple[int, int]:
        """Write a compressed block, and return its place and length."""
        packed = isal_zlib.compress(content, 1)
        place = self._at, len(packed)
        self._at += len(packed)
        self._file.write(packed)
        return place


def read_summary(path: Path) -> Summary | None:
    """Return the summary of a file of outcomes; None when there is no such file, or it is damaged."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - 16))
            tail = file.read()
            length = int.from_bytes(tail[:8], "big")
            if tail[8:] != _END or length > size:
                return None
            found = json.loads(_read(file, (size - 16 - length, length)).decode("utf-8", "surrogatepass"))
    except (OSError, ValueError, TaskError):
        return None
    return Summary(**found)


def read_outcomes(path: Path, places: Iterable[tuple[int, int]]) -> Iterator[Outcome]:
    """Yield the outcomes in some blocks of a file, as `Summary.outlets` names them.

    Raises:
        OSError: The file cannot be read.
        TaskError: It is damaged.
    """
    with path.open("rb") as file:
        for place in places:
            yield from map(_outcome, json.loads(_read(file, place).decode("utf-8", "surrogatepass")))


def read_wanted(path: Path, summary: Summary) -> dict[bytes, set[int]]:
    """Return the keys of the originals that a unit's outcomes want, each with the places of the revisits that want it.

    Raises:
        OSError: The file cannot be read.
        TaskError: It is damaged.
    """
    found: dict[bytes, set[int]] = {}
    if summary.wanted[1]:
        with path.open("rb") as file:
            content = _read(file, summary.wanted)
        for at in range(0, len(content), _PLACE):
            key = content[at + _PLACE - _KEY : at + _PLACE]
            found.setdefault(key, set()).add(int.from_bytes(content[at : at + _PLACE - _KEY], "big"))
    return found


def read_places(path: Path, summary: Summary, archive: Path, wanted: set[bytes]) -> Iterator[tuple[bytes, Place]]:
    """Yield the wanted keys of the responses in a unit's part of an archive, each with the response's place.

    Raises:
        OSError: The file cannot be read.
        TaskError: It is damaged.
    """
    with path.open("rb") as file:
        content = _read(file, summary.places)
    for at in range(0, len(content), _PLACE):
        key = content[at : at + _KEY]
        if key in wanted:
            place = int.from_bytes(content[at + _KEY : at + _PLACE], "big")
            yield key, Place(archive, place >> 1, bool(place & 1))


def _read(file: BinaryIO, place: tuple[int, int]) -> bytes:
    """Return an unpacked block; a damaged file is removed, and so made again by the next replay.

    Raises:
        OSError: The file cannot be read.
        TaskError: The block is damaged.
    """
    file.seek(place[0])
    try:
        return isal_zlib.decompress(file.read(place[1]))
    except (zlib.error, isal_zlib.IsalError):  # type: ignore[misc]  # its stub calls the class an instance
        Path(file.name).unlink(missing_ok=True)
        raise TaskError(f"{file.name}: was damaged, and is removed; run the same command again.") from None


def _written(outcome: Outcome) -> list[Any]:
    """Return an outcome as JSON values."""
    capture, extracted = outcome.capture, outcome.extracted
    article = None
    if extracted is not None and extracted.article is not None:
        article = [getattr(extracted.article, name) for name in _ARTICLE]
    return [
        [getattr(capture, name) for name in _CAPTURE],
        None if extracted is None else [article, extracted.rejected],
        outcome.truncated,
        [key.hex() for key in outcome.wanted],
    ]


def _outcome(values: list[Any]) -> Outcome:
    """Return the outcome in JSON values."""
    captured, found, truncated, wanted = values
    capture = Capture(**dict(zip(_CAPTURE, captured, strict=True)))
    extracted = None
    if found is not None:
        article, rejected = found
        extracted = Extracted(
            capture=capture,
            article=None if article is None else Article(capture=capture, **dict(zip(_ARTICLE, article, strict=True))),
            rejected=None if rejected is None else (Reason(rejected[0]), rejected[1]),
        )
    return Outcome(capture, extracted, truncated, tuple(bytes.fromhex(key) for key in wanted))
