"""Reads the records of any WARC or ARC, in any framing, and as many of a damaged file as possible.

warcio's iterator stops at the first unexpected byte, holds a block of any length in memory, and does not know its place
in a file of one gzip member; FastWARC skips the records behind a torn member silently. So this module uses neither
(docs/decisions/archive.md has the figures), only zlib, isal and zstd, in members.py.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from crawler.archive.read.members import PACKED, PROBE, Stream, unpacked
from crawler.archive.read.named import ARCHIVE_NAME
from crawler.archive.record import MAX_RECORD, Head, Record, Violation, arc_head, arc_line, begins_record, parse_head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

MAX_HEAD = 256 * 1024
"""Longest record header, in bytes; most have about 500, those with JSON metadata some thousands."""
_PADDING = re.compile(rb"[\r\n\0]*")
_LINE_ENDS = re.compile(rb"(?:\r?\n){0,2}")
_HEAD_END = re.compile(rb"\n\r?\n")
_MARK = re.compile(rb"WARC/[01]\.\d{1,2}\r?\n(?=[A-Za-z][A-Za-z0-9-]*[ \t]*:)")
_VERSION = re.compile(r"WARC/\d\.\d{1,2}$")
_BLOCK_END = re.compile(rb"\r?\n\r?\n\Z")
_ARC_BLOCK_END = re.compile(rb"\r?\n\Z")
_INNER_MARK = re.compile(rb"WARC/[01]\.\d{1,2}\r?\n")
_ARC_MARK = re.compile(
    rb"(?<=\n)[a-z][a-z0-9+.-]{1,15}:\S{1,8000} (?:[0-9A-Fa-f.:]{3,45}|-) \d{14} [^\r\n]{0,200} \d{1,18}\r?\n"
)
_MARK_LENGTH = 256
"""Bytes by which `_MARK` is recognised; a search keeps as many between two pieces of the file."""
_ARC_MARK_LENGTH = 8400


Span: TypeAlias = tuple[int, int | None]
"""A part of a file, from one byte to before another; None for the file's end. Members that begin in it belong to it."""
WHOLE: Span = (0, None)


def read_records(
    path: Path,
    report: Callable[[str], None],
    *,
    torn: bool = False,
    span: Span = WHOLE,
    wanted: Callable[[Head], bool] | None = None,
) -> Iterator[Record]:
    """Yield the whole records of a file in their order; memory is bounded for any content, and time is linear.

    Args:
        path: WARC 0.17 to 1.1 or ARC 1; plain, gzip (a member for each record, or for all), zstd; also a `.open` file.
        report: Called with a sentence for each part that cannot be read.
        torn: Whether records that break off are yielded too, as far as they go.
        span: The part to read, of a file with a member for each record. Parts side by side give each record once.
        wanted: Tells by its header whether a record is yielded; the blocks of others are unpacked, but not held. None
            for all records.

    Raises:
        OSError: The file cannot be opened or read.
    """
    for found in scan_records(path, span, wanted):
        if isinstance(found, Record):
            if found.whole or torn:
                yield found
        elif found.lost:
            report(f"{path}: {found.sentence}.")


def scan_records(
    path: Path, span: Span = WHOLE, wanted: Callable[[Head], bool] | None = None
) -> Iterator[Record | Violation]:
    """Yield a file's records, whole or not, and the violations of their framing, in the file's order.

    Args:
        path: As for `read_records`.
        span: The same.
        wanted: The same.

    Raises:
        OSError: The file cannot be opened or read.
    """
    with path.open("rb") as file:
        begin, end = span
        yield from (_Scan(file, begin - 1, wanted).run_from_next(end) if begin else _Scan(file, wanted=wanted).run(end))


def record_at(path: Path, offset: int) -> Record | None:
    """Return the record that begins at a place in the file; None when no whole record begins there.

    Args:
        path: An archive with one member for each record, or a plain one.
        offset: `Record.offset` of a seekable record.

    Raises:
        OSError: The file cannot be opened or read.
    """
    with path.open("rb") as file:
        scan = _Scan(file, offset)
        found = next((found for found in scan.run() if isinstance(found, Record)), None)
    return found if found is not None and found.whole and found.offset == offset else None


def is_archive(path: Path) -> bool:
    """Return whether a file is an archive, by its name or else by its first bytes; False when it cannot be read."""
    if ARCHIVE_NAME.search(path.name):
        return True
    try:
        with path.open("rb") as file:
            head = file.read(PROBE)
    except OSError:
        return False
    return begins_record(unpacked(head, None) if PACKED.match(head) else head)


class _Start(NamedTuple):
    """The beginning of a record."""

    begin: int
    """The member's beginning in the file."""
    member: int
    """The member's beginning in the uncompressed stream."""
    position: int
    """The record's beginning in the uncompressed stream."""
    seekable: bool
    """Whether the record begins where its member does, or the file is not compressed there."""

    @property
    def offset(self) -> int:
        """The record's place in the file when `seekable`, else in the uncompressed stream."""
        return self.begin + self.position - self.member if self.seekable else self.position


class _Scan:
    """Divides a file into records.

    Args:
        file: The open file, at its start.
        position: Place in the file at which reading begins, in bytes.
        wanted: As for `read_records`.
    """

    def __init__(self, file: BinaryIO, position: int = 0, wanted: Callable[[Head], bool] | None = None) -> None:
        self._stream = Stream(file, position)
        self._wanted = wanted
        self._arc = False
        self._found = False
        self._named = False
        self._zeros = 0
        self._plain: bool | None = None
        self._mixed = False

    def run(self, end: int | None = None) -> Iterator[Record | Violation]:
        """Yield records and violations, of the members that begin before `end`; None for all."""
        stream = self._stream
        if not stream.next_member():
            yield Violation(stream.begin, "empty", "is empty")
            return
        yield from self._members(end)
        if not self._found and end is None:
            yield Violation(0, "empty", "holds no WARC or ARC record that can be read")

    def run_from_next(self, end: int | None) -> Iterator[Record | Violation]:
        """Yield the same from the next member on that begins with a record."""
        if self._stream.recover() and self._stream.next_member():
            yield from self._members(end)

    def _members(self, end: int | None) -> Iterator[Record | Violation]:
        """Yield records and violations from the present member on."""
        stream = self._stream
        going_on = True
        while going_on and (end is None or stream.begin < end):
            self._named = False
            while self._skip_padding():
                yield from self._zeros_passed()
                yield from self._next()
            yield from self._zeros_passed()
            if stream.damage and not self._named:
                yield Violation(stream.begin, "framing", f"{stream.damage} at byte {stream.begin}, between records")
            if (stream.damage or (stream.is_plain and not self._found)) and not stream.recover():
                break
            going_on = stream.next_member()

    def _skip_padding(self) -> bool:
        """Pass over line ends and zeros; return False at the member's end."""
        stream = self._stream
        while True:
            padding = _PADDING.match(stream.buffer, stream.at)
            if padding:
                self._zeros += padding[0].count(0)
                stream.at = padding.end()
            if stream.at < len(stream.buffer):
                return True
            if not stream.fill():
                return False

    def _zeros_passed(self) -> Iterator[Violation]:
        """Yield a violation for the zeros that were passed over."""
        if self._zeros:
            sentence = f"holds {self._zeros} zeros between records, in the member at byte {self._stream.begin}"
            yield Violation(self._stream.begin, "padding", sentence, lost=False)
        self._zeros = 0

    def _check_mixture(self, start: _Start) -> Iterator[Violation]:
        """Yield a violation, once a file, if the record that begins here is compressed and an earlier one is not."""
        if self._plain is None:
            self._plain = self._stream.is_plain
        elif self._plain != self._stream.is_plain and not self._mixed:
            self._mixed = True
            yield Violation(start.offset, "mixed", "holds records with and without compression", lost=False)

    def _next(self) -> Iterator[Record | Violation]:
        """Yield the record that begins here, or a violation; the position always grows."""
        stream = self._stream
        start = _Start(
            stream.begin, stream.member, stream.position, stream.is_plain or stream.position == stream.member
        )
        if stream.turn():
            return
        if stream.peek(5) == b"WARC/":
            yield from self._check_mixture(start)
            yield from self._warc(start)
            return
        stream.peek(_ARC_MARK_LENGTH)
        if (line := arc_line(stream.buffer, stream.at)) is not None:
            yield from self._check_mixture(start)
            stream.at = line.end()
            yield from self._block(start, arc_head(line))
            return
        yield self._pass_over(start)

    def _pass_over(self, start: _Start) -> Violation:
        """Go to the next place that looks like a record's beginning, and return the violation."""
        self._to_mark(keep=0)
        self._named = True
        count = self._stream.position - start.position
        return Violation(
            start.offset, "framing", f"holds no record at byte {start.offset}: {count} bytes were passed over"
        )

    def _warc(self, start: _Start) -> Iterator[Record | Violation]:
        """Yield the WARC record that begins here; a header that breaks off or is too long is passed over."""
        stream = self._stream
        if not self._find_head_end():
            if stream.ended and stream.at < len(stream.buffer) <= stream.at + MAX_HEAD:
                stream.at = len(stream.buffer)
                yield self._torn(start)
            else:
                self._skip_head()
                yield self._pass_over(start)
            return
        head = stream.buffer[stream.at : self._head_end]
        if inner := [match.start() for match in _INNER_MARK.finditer(head, 5)]:
            stream.at += inner[-1]
            yield Violation(
                start.offset, "truncated", f"breaks off inside the header of the record at byte {start.offset}"
            )
            return
        stream.at = self._head_end
        parsed, flaws = parse_head(head)
        if not _VERSION.match(parsed.version):
            yield self._pass_over(start)
            return
        for flaw in flaws:
            yield Violation(
                start.offset, "header", f"has {flaw} in the header of the record at byte {start.offset}", lost=False
            )
        yield from self._block(start, parsed)

    def _find_head_end(self) -> bool:
        """Find the empty line that ends the header; return False when it is missing or more than `MAX_HEAD` away.

        `self._head_end` is then the header's end in the buffer, or the place up to which no header ends.
        """
        stream = self._stream
        seen = 0
        while True:
            if (match := _HEAD_END.search(stream.buffer, stream.at + seen)) is not None:
                self._head_end = match.end()
                return match.end() - stream.at <= MAX_HEAD
            held = len(stream.buffer) - stream.at
            if held > MAX_HEAD or not stream.more():
                self._head_end = len(stream.buffer) - _MARK_LENGTH
                return False
            seen = max(0, held - 2)

    def _skip_head(self) -> None:
        """Pass over a header that is too long, up to the last record that may begin inside it, or to its end.

        Earlier beginnings inside it have no end of their own, so each byte is searched twice at most.
        """
        stream = self._stream
        inner = [mark.start() for mark in _INNER_MARK.finditer(stream.buffer, stream.at + 5, self._head_end)]
        stream.at = inner[-1] if inner else max(stream.at + 5, self._head_end)

    def _block(self, start: _Start, head: Head) -> Iterator[Record | Violation]:
        """Yield the record whose header was read last; of one that is not wanted the violations alone."""
        left = self._wanted is not None and not self._wanted(head)
        found = self._bounded(start, head, left=left)
        yield from (one for one in found if not left or isinstance(one, Violation))

    def _bounded(self, start: _Start, head: Head, *, left: bool) -> Iterator[Record | Violation]:
        """Yield the record whose header was read last; one that is left is passed over."""
        self._arc = head.version.startswith("ARC")
        stream = self._stream
        begin, member, position = stream.begin, stream.member, stream.position
        if head.length is None:
            yield from self._delimit(start, head)
        elif head.length <= MAX_RECORD and not left:
            block = stream.take(head.length)
            if len(block) == head.length and self._take_end():
                yield from self._read(start, head, block)
            elif stream.put_back(block):
                yield from self._delimit(start, head)
            else:
                yield self._pass_over(start)
        elif stream.drop(head.length) == head.length and self._take_end():
            self._found = True
            if not left:
                yield self._overlong(start, head)
                yield self._record(start, head, b"", whole=False)
            elif stream.damage and not stream.peek(1):
                yield self._torn(start)
        elif stream.go_back(begin, member, position):
            yield from self._delimit(start, head)
        else:
            yield self._pass_over(start)

    def _take_end(self) -> bool:
        """Take the empty lines after a block; return False and take nothing when no record follows them.

        For a record with a member of its own, this also reads the member to its end and checks its checksum.
        """
        stream = self._stream
        ahead = stream.peek(_ARC_MARK_LENGTH if self._arc else _MARK_LENGTH)
        end = _LINE_ENDS.match(ahead)
        assert end is not None  # noqa: S101 - the pattern matches the empty string
        follows = ahead[end.end() :].lstrip(b"\r\n\0")
        goes_on = b"WARC/".startswith(follows[:5]) or arc_line(follows)
        if not goes_on and not (stream.is_plain and PACKED.match(follows)):
            return False
        stream.at += end.end()
        self._ending = end[0]
        if not stream.is_plain:
            self._skip_padding()
        return True

    def _read(self, start: _Start, head: Head, block: bytes) -> Iterator[Record | Violation]:
        """Yield a record whose Content-Length is right."""
        self._found = True
        if self._stream.damage and not self._stream.peek(1):
            yield self._torn(start)
            yield self._record(start, head, block, whole=False)
            return
        if self._ending != b"\r\n\r\n" and not self._arc:
            yield Violation(
                start.offset,
                "record-end",
                f"lacks the two line ends behind the record at byte {start.offset}",
                lost=False,
            )
        yield self._record(start, head, block, whole=True)

    def _delimit(self, start: _Start, head: Head) -> Iterator[Record | Violation]:
        """Yield a record whose length is wrong or missing: it ends where the next record begins or its member ends."""
        stream = self._stream
        self._found = True
        block, marked, overlong = self._to_mark(keep=MAX_RECORD)
        if overlong:
            yield self._overlong(start, head)
            yield self._record(start, head, b"", whole=False)
            return
        ending = (_ARC_BLOCK_END if self._arc else _BLOCK_END).search(block)
        short = head.length is not None and len(block) < head.length
        if stream.damage and not marked:
            torn = True
        elif marked or stream.is_plain:
            torn = ending is None or (short and not marked)
        else:
            torn = False
        block = block[: ending.start()] if ending is not None and not torn else block
        if torn:
            yield self._torn(start)
        else:
            said = (
                "has no valid Content-Length" if head.length is None else f"has a wrong Content-Length, {head.length}"
            )
            yield Violation(
                start.offset,
                "length",
                f"holds a record at byte {start.offset} that {said}; {len(block)} bytes were read",
            )
        yield self._record(start, head, block, whole=not torn)

    def _to_mark(self, keep: int) -> tuple[bytes, bool, bool]:
        """Go to the next place that looks like a record's beginning, or to the member's end.

        Args:
            keep: Most bytes before that place that are kept.

        Returns:
            Those bytes (none when they are more), whether there is such a place, whether the bytes were too many.
        """
        stream = self._stream
        mark, overlap = (_ARC_MARK, _ARC_MARK_LENGTH) if self._arc else (_MARK, _MARK_LENGTH)
        pieces: list[bytes] = []
        held = 0
        while True:
            match = mark.search(stream.buffer, stream.at)
            at = stream.at
            stream.at = match.start() if match else max(at, len(stream.buffer) - overlap)
            held += stream.at - at
            if held <= keep:
                pieces.append(stream.buffer[at : stream.at])
            else:
                pieces.clear()
            if match is not None:
                break
            if not stream.more():
                held += len(stream.buffer) - stream.at
                pieces.append(stream.buffer[stream.at :])
                stream.at = len(stream.buffer)
                break
        return (b"".join(pieces), match is not None, False) if held <= keep else (b"", match is not None, True)

    def _torn(self, start: _Start) -> Violation:
        """Return the violation of a record that breaks off."""
        self._named = True
        damage = self._stream.damage or "ends"
        return Violation(start.offset, "truncated", f"{damage} inside the record at byte {start.offset}")

    def _overlong(self, start: _Start, head: Head) -> Violation:
        """Return the violation of a record that is longer than `MAX_RECORD`."""
        length = "" if head.length is None else f" of {head.length} bytes"
        return Violation(
            start.offset,
            "oversize",
            f"holds a record{length} at byte {start.offset}: more than {MAX_RECORD}, so it was passed over",
        )

    def _record(self, start: _Start, head: Head, block: bytes, *, whole: bool) -> Record:
        """Return the record that ends here, with its place in the file or else in the uncompressed stream."""
        stream = self._stream
        if stream.is_plain:
            offset, length, seekable = start.offset, stream.position - start.position, True
        elif start.seekable and stream.ended and stream.begin == start.begin and stream.at == len(stream.buffer):
            offset, length, seekable = start.begin, stream.file_position - start.begin, True
        else:
            offset, length, seekable = start.position, stream.position - start.position, False
        return Record(head.version, head.kind, head.fields, block, offset, length, seekable, whole)
