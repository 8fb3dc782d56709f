"""Reads the records of any WARC or ARC: whatever its framing, and as much of it as can be read.

warcio's iterator gives up at the first byte that is not as it should be, holds what it was told to hold however long,
and cannot say where in a file of one gzip member it stands; FastWARC passes over what follows a torn member without a
word. So this file goes beneath both (DECISIONS.md has the figures) and keeps to what the standard library and Scrapy
bring: zlib and zstd.
"""

from __future__ import annotations

import contextlib
import re
import sys
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

MAX_RECORD = 64 * 1024 * 1024
"""Longest block that is held, in bytes: twice what a crawl downloads at most."""
MAX_HEAD = 256 * 1024
"""Longest record header, in bytes; usual ones have 500, those with JSON metadata some thousands."""
MAX_DICTIONARY = 16 * 1024 * 1024
"""Longest zstd dictionary, in bytes; the usual ones have 1 MB."""

_CHUNK = 1 << 16
_PIECE = 1 << 20
"""Uncompressed bytes that are made at once: what a bomb can take."""
_PROBE = 4096
_SLICE = 64
_SPARE = 4 * MAX_RECORD
_GZIP = b"\x1f\x8b\x08"
_ZSTD = b"\x28\xb5\x2f\xfd"
_PACKED = re.compile(b"|".join(map(re.escape, (_GZIP, _ZSTD))))
_SKIPPABLE = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18", re.DOTALL)
_DICTIONARY = b"\x5d\x2a\x4d\x18"
"""The skippable frame that holds a zstd dictionary (IIPC, WARC compression with zstd 1.0)."""
_NAME = re.compile(r"\.w?arc(?:\.gz|\.zst)?(?:\.open)?$")
_PADDING = re.compile(rb"[\r\n\0]*")
_LINE_ENDS = re.compile(rb"(?:\r?\n){0,2}")
_HEAD_END = re.compile(rb"\n\r?\n")
_MARK = re.compile(rb"WARC/[01]\.\d{1,2}\r?\n(?=[A-Za-z][A-Za-z0-9-]*[ \t]*:)")
_VERSION = re.compile(r"WARC/\d\.\d{1,2}$")
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+[ \t]*$")
_NUMBER = re.compile(r"[0-9]{1,18}$")
_BLOCK_END = re.compile(rb"\r?\n\r?\n\Z")
_INNER_MARK = re.compile(rb"WARC/[01]\.\d{1,2}\r?\n")
_ARC_LINE = re.compile(
    rb"(?P<url>[a-z][a-z0-9+.-]*:\S[^\r\n]{0,8000}?) (?P<ip>[0-9A-Fa-f.:]{3,45}|-) (?P<date>\d{8}|\d{12}|\d{14}) "
    rb"(?P<mime>[^\r\n]{0,200}?) ?(?P<length>\d{1,18})\r?\n"
)
_ARC_MARK = re.compile(
    rb"(?<=\n)[a-z][a-z0-9+.-]{1,15}:\S{1,8000} [0-9A-Fa-f.:]{3,45} \d{14} [^\r\n]{0,200} \d{1,18}\r?\n"
)
_MARK_LENGTH = 256
"""Bytes in which a mark is recognised."""
_ARC_MARK_LENGTH = 8400
_DAMAGES = (zlib.error, zstd.ZstdError, EOFError)


class Record(NamedTuple):
    """One WARC record, or an ARC record under the names of WARC's fields (WARC 1.1, section 4)."""

    version: str
    """`WARC/1.1` and so on; `ARC/1.0` for a record of an ARC."""
    kind: str
    """WARC-Type, lower case; empty when there is none."""
    fields: tuple[tuple[str, str], ...]
    """Named fields in their order, names as written; folded lines are joined."""
    block: bytes
    """The block; of a record that is not whole what could be read of it, of one longer than `MAX_RECORD` nothing."""
    offset: int
    """Where it begins, in bytes. In a file of a gzip member (or zstd frame) a record, and in a plain file, that is the
    place in the file. Where a member holds several records, it is the place in the uncompressed stream: good for
    telling records apart and for finding one by reading from the file's start, and useless for seeking."""
    length: int
    """Bytes from there to its end, line ends included, in the file or in the uncompressed stream as `offset`."""
    seekable: bool
    """Whether `offset` is a place in the file."""
    whole: bool
    """Whether all of it is there, and its member's checksum holds; one that several records share comes after them, and
    is not waited for."""

    def get(self, name: str) -> str:
        """Return the first value of a field, its name in any case; empty when there is none."""
        name = name.lower()
        for key, value in self.fields:
            if key.lower() == name:
                return value
        return ""

    @property
    def record_id(self) -> str:
        """WARC-Record-ID without its angle brackets; empty when there is none."""
        return self.get("WARC-Record-ID").strip("<>")

    @property
    def url(self) -> str:
        """WARC-Target-URI, without the angle brackets that WARC 1.0's grammar has and some writers keep."""
        value = self.get("WARC-Target-URI")
        return value[1:-1] if value[:1] == "<" and value[-1:] == ">" else value


@dataclass(frozen=True, slots=True)
class Fault:
    """Something about a file that is not as WARC wants it."""

    offset: int
    """Where, in bytes, as `Record.offset`."""
    rule: str
    """Slug of what is violated: `empty`, `framing`, `truncated`, `header`, `length`, `record-end`, `oversize`, …"""
    sentence: str
    """What is wrong, without the file's name and without a full stop."""
    lost: bool = True
    """Whether something could not be read, or not for certain; False for what every reader passes over."""


def read_records(path: Path, report: Callable[[str], None]) -> Iterator[Record]:
    """Yield the whole records of a file in their order; memory is bounded whatever is in it, and time is linear.

    Args:
        path: WARC 0.17 to 1.1 or ARC 1; plain, gzip (a member a record, or for all), zstd; the `.open` of a crawl too.
        report: Told a sentence for what cannot be read.

    Raises:
        OSError: The file cannot be opened or read.
    """
    for found in scan_records(path):
        if isinstance(found, Record):
            if found.whole:
                yield found
        elif found.lost:
            report(f"{path}: {found.sentence}.")


def scan_records(path: Path) -> Iterator[Record | Fault]:
    """Yield what is in a file: its records, whole or not, and what is wrong with their framing, as they come.

    Raises:
        OSError: The file cannot be opened or read.
    """
    with path.open("rb") as file:
        yield from _Scan(file).run()


def record_at(path: Path, offset: int) -> Record | None:
    """Return the record that begins at a place in the file; None when no whole one does.

    Args:
        path: An archive of a member a record, or a plain one.
        offset: `Record.offset` of a seekable record.

    Raises:
        OSError: The file cannot be opened or read.
    """
    with path.open("rb") as file:
        scan = _Scan(file, offset)
        found = next((found for found in scan.run() if isinstance(found, Record)), None)
    return found if found is not None and found.whole and found.offset == offset else None


def is_archive(path: Path) -> bool:
    """Tell whether a file is an archive, by its name or else by its first bytes; False when it cannot be read."""
    if _NAME.search(path.name):
        return True
    try:
        with path.open("rb") as file:
            head = file.read(_PROBE)
    except OSError:
        return False
    return begins_record(_unpacked(head, None) if _PACKED.match(head) else head)


class _Codec(Protocol):
    """Undoes the compression of one member, a bounded piece at a time."""

    ended: bool
    """Whether its end has been read, and its checksum held."""

    @property
    def hungry(self) -> bool:
        """Whether it needs bytes before it can give any."""

    def feed(self, raw: bytes) -> tuple[bytes, bytes]:
        """Return at most `_PIECE` bytes, and the bytes that were not used."""


class _Gzip:
    def __init__(self) -> None:
        self._decoder = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._before: zlib._Decompress | None = None
        self._fed = 0
        self._damage: zlib.error | None = None
        self.ended = False
        self.hungry = True

    def feed(self, raw: bytes) -> tuple[bytes, bytes]:
        if self._damage is not None:
            raise self._damage
        try:
            piece = self._decoder.decompress(raw, _PIECE)
        except zlib.error as error:
            if self._before is None:
                raise
            self._damage = error
            return self._salvage(self._before, raw), b""
        if self._decoder.eof:
            self.ended = True
            return piece, self._decoder.unused_data
        self._fed += 1
        if self._fed > 1:
            # zlib throws away what it made before it came to damage: in a file of one member that is whole records.
            self._before = self._decoder.copy()
        return piece, self._decoder.unconsumed_tail

    def _salvage(self, decoder: zlib._Decompress, raw: bytes) -> bytes:
        """Return what comes before the damage, to within a few bytes."""
        pieces = []
        with contextlib.suppress(zlib.error):
            for at in range(0, len(raw), _SLICE):
                pieces.append(decoder.decompress(raw[at : at + _SLICE], _CHUNK))
                if decoder.unconsumed_tail:
                    break
        return b"".join(pieces)


class _Zstd:
    def __init__(self, dictionary: zstd.ZstdDict | None) -> None:
        self._decoder = zstd.ZstdDecompressor(zstd_dict=dictionary)
        self.ended = False

    @property
    def hungry(self) -> bool:
        return self._decoder.needs_input

    def feed(self, raw: bytes) -> tuple[bytes, bytes]:
        piece = self._decoder.decompress(raw, _PIECE)
        self.ended = self._decoder.eof
        return piece, self._decoder.unused_data if self.ended else b""


class _Plain:
    ended = False
    hungry = True

    def feed(self, raw: bytes) -> tuple[bytes, bytes]:
        self.ended = not raw
        return raw, b""


class _Stream:
    """The uncompressed bytes of a file, member by member; what is not compressed counts as one member.

    What is read a second time, because a length was wrong or a member broken, is counted: it never exceeds what was
    read once, so that no file can make reading quadratic.

    Args:
        file: Open, at its start.
        position: Where reading begins, in bytes.
    """

    def __init__(self, file: BinaryIO, position: int) -> None:
        self._file = file
        self._raw = b""
        self._read = 0
        self._codec: _Codec = _Plain()
        self._dictionary: zstd.ZstdDict | None = None
        self._packed = False
        self._again = 0
        self._furthest = position
        self.buffer = b""
        """What is uncompressed and not yet taken, from `at` on."""
        self.at = 0
        self.begin = position
        """Where the member begins in the file."""
        self.passed = 0
        """Uncompressed bytes of the file before the buffer."""
        self.member = 0
        """Uncompressed bytes of the file before the member."""
        self.ended = True
        """Whether the member is over."""
        self.damage = ""
        """Why it is over before its time; else empty."""
        if position:
            if (head := self._peek(8)).startswith(_DICTIONARY):
                self._skip_frame(head)
            self._go(position)

    @property
    def is_plain(self) -> bool:
        """Whether what is read is not compressed."""
        return isinstance(self._codec, _Plain)

    @property
    def position(self) -> int:
        """The place of the next byte in the uncompressed stream."""
        return self.passed + self.at

    @property
    def file_position(self) -> int:
        """Where in the file the member ends, once it is over."""
        return self._read - len(self._raw)

    def next_member(self) -> bool:
        """Go on behind the member; False at the end of the file."""
        self._forget()
        while True:
            head = self._peek(8)
            self.begin = self.file_position
            if not head:
                return False
            self.ended, self.damage = False, ""
            if head.startswith(_GZIP):
                self._codec, self._packed = _Gzip(), True
            elif head.startswith(_ZSTD):
                self._codec, self._packed = _Zstd(self._dictionary), True
            elif _SKIPPABLE.match(head):
                if self._skip_frame(head):
                    continue
                self.ended, self.damage = True, "holds a zstd dictionary that cannot be read"
            else:
                self._codec = _Plain()
                if self._packed and self._is_junk():
                    self.ended, self.damage = True, "holds bytes that are no gzip member or zstd frame"
            return True

    def _is_junk(self) -> bool:
        """Tell whether, in a compressed file, something else than padding or a plain record follows."""
        head = self._peek(_PROBE).lstrip(b"\r\n\0")
        return bool(head) and not head.startswith(b"WARC/") and not _ARC_LINE.match(head)

    def _skip_frame(self, head: bytes) -> bool:
        """Pass over a skippable zstd frame; the one that holds a dictionary is kept."""
        size = int.from_bytes(head[4:8], "little")
        self._take_raw(8)
        if head.startswith(_DICTIONARY) and size <= MAX_DICTIONARY:
            content = self._take_raw(size)
            if content.startswith(_ZSTD):
                try:
                    content = zstd.ZstdDecompressor().decompress(content, MAX_DICTIONARY)
                except zstd.ZstdError:
                    return False
            try:
                dictionary = zstd.ZstdDict(content)
                zstd.ZstdDecompressor(zstd_dict=dictionary)
            except (ValueError, zstd.ZstdError):
                return False
            self._dictionary = dictionary
            return True
        while size > 0 and (piece := self._take_raw(min(size, _CHUNK))):
            size -= len(piece)
        return size == 0

    def _peek(self, count: int) -> bytes:
        while len(self._raw) < count and (chunk := self._file.read(_CHUNK)):
            self._read += len(chunk)
            self._raw += chunk
        return self._raw[:count]

    def _take_raw(self, count: int) -> bytes:
        taken = self._peek(count)
        self._raw = self._raw[len(taken) :]
        return taken

    def _forget(self) -> None:
        self.passed += len(self.buffer)
        self.buffer, self.at, self.member = b"", 0, self.passed

    def fill(self) -> bool:
        """Bring more of the member into the buffer; False when it is over."""
        while not self.ended:
            codec = self._codec
            if not self._raw and codec.hungry:
                self._raw = self._file.read(_CHUNK)
                self._read += len(self._raw)
            starved = codec.hungry and not self._raw
            try:
                piece, self._raw = codec.feed(self._raw)
            except _DAMAGES as error:
                self.ended, self.damage = True, f"cannot be unpacked ({_squeezed(error)})"
                return False
            self.ended = codec.ended
            if starved and not piece and not self.ended:
                self.ended, self.damage = True, "ends"
            if piece:
                self.passed += self.at
                self.buffer = self.buffer[self.at :] + piece if self.at < len(self.buffer) else piece
                self.at = 0
                return True
        return False

    def more(self) -> bool:
        """Bring more into the buffer, from the next member too when that does not begin with a record."""
        if self.fill():
            return True
        if self.damage or self.is_plain:
            return False
        head = self._peek(_PROBE)
        if not _PACKED.match(head) or begins_record(_unpacked(head, self._dictionary)):
            return False
        rest, at, passed = self.buffer, self.at, self.passed
        going_on = self.next_member()
        self.buffer, self.at, self.passed = rest, at, passed
        return going_on and self.fill()

    def take(self, count: int) -> bytes:
        """Return as many bytes as there are, `count` at most."""
        end = self.at + count
        if end <= len(self.buffer):
            taken = self.buffer[self.at : end]
            self.at = end
            return taken
        pieces = [self.buffer[self.at :]]
        missing = count - len(pieces[0])
        self.at = len(self.buffer)
        while missing and self.more():
            pieces.append(self.buffer[self.at : self.at + missing])
            missing -= len(pieces[-1])
            self.at += len(pieces[-1])
        return b"".join(pieces)

    def drop(self, count: int) -> int:
        """Pass over bytes; return how many there were, `count` at most."""
        missing = count
        while missing:
            step = min(missing, len(self.buffer) - self.at)
            self.at += step
            missing -= step
            if missing and not self.more():
                break
        return count - missing

    def peek(self, count: int) -> bytes:
        """Return the next bytes of the member, which stay; fewer when it ends."""
        while len(self.buffer) - self.at < count and self.fill():
            pass
        return self.buffer[self.at : self.at + count]

    def turn(self) -> bool:
        """End what is not compressed where a compressed record begins; False when none begins here."""
        if not self.is_plain or not _PACKED.match(self.buffer, self.at):
            return False
        if not begins_record(_unpacked(self.peek(_PROBE), self._dictionary)):
            return False
        self._go(self.begin + self.position - self.member)
        self.buffer, self.ended = self.buffer[: self.at], True
        return True

    def put_back(self, taken: bytes) -> bool:
        """Give back what was taken last; False when too much was given back already."""
        if not self._afford(len(taken)):
            return False
        self.passed = self.position - len(taken)
        self.buffer, self.at = taken + self.buffer[self.at :], 0
        return True

    def go_back(self, begin: int, member: int, position: int) -> bool:
        """Go to an earlier place; False when too much was read twice already.

        Args:
            begin: Where the member begins in the file.
            member: `self.member` there.
            position: `self.position` there.
        """
        if not self._afford(self.position - member):
            return False
        plain = self.is_plain
        self._go(begin + position - member if plain else begin)
        self._forget()
        self.passed = self.member = position if plain else member
        self.next_member()
        if not plain:
            self.drop(position - member)
        return True

    def recover(self) -> bool:
        """Go to the next member that begins with a record; False when there is none."""
        start, reached = self.begin + 1, self.file_position
        if self._afford(self._read - start):
            self._go(start)
        else:
            start = reached
        self._forget()
        window = self._raw
        while True:
            base = self._read - len(window)
            for match in _PACKED.finditer(window):
                at = match.start()
                if len(window) - at < _PROBE and (chunk := self._file.read(_PROBE)):
                    self._read += len(chunk)
                    window += chunk
                if begins_record(_unpacked(window[at : at + _PROBE], self._dictionary)):
                    self._go(base + at)
                    return True
            chunk = self._file.read(_PIECE)
            if not chunk:
                self._raw = b""
                return False
            self._read += len(chunk)
            window = window[-3:] + chunk

    def _go(self, offset: int) -> None:
        self._file.seek(offset)
        self._raw, self._read = b"", offset

    def _afford(self, count: int) -> bool:
        """Tell whether so many bytes may be read again, and count them."""
        self._furthest = max(self._furthest, self._read, self.position)
        if self._again + count > _SPARE + self._furthest:
            return False
        self._again += count
        return True


def begins_record(content: bytes) -> bool:
    """Tell whether a member's first bytes are those of a record."""
    content = content.lstrip(b"\r\n")
    return content.startswith((b"WARC/", b"filedesc:")) or _ARC_LINE.match(content) is not None


def _unpacked(raw: bytes, dictionary: zstd.ZstdDict | None) -> bytes:
    """Return the first bytes that a member's first bytes hold; empty when they are no member."""
    try:
        if raw.startswith(_GZIP):
            return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(raw, 512)
        return zstd.ZstdDecompressor(zstd_dict=dictionary).decompress(raw, 512)
    except _DAMAGES:
        return b""


def _squeezed(error: BaseException) -> str:
    return " ".join(str(error).split())[:120].rstrip(".") or type(error).__name__


class _Start(NamedTuple):
    """Where a record begins."""

    begin: int
    """Of its member, in the file."""
    member: int
    """Of its member, in the uncompressed stream."""
    position: int
    """Of the record, in the uncompressed stream."""
    seekable: bool
    """Whether it begins where its member does, or nothing is compressed."""

    @property
    def offset(self) -> int:
        """What it is named by before it is known whether it has its member to itself."""
        return self.begin + self.position - self.member if self.seekable else self.position


class _Head(NamedTuple):
    version: str
    kind: str
    fields: tuple[tuple[str, str], ...]
    length: int | None
    """Content-Length; None when it is missing or no number."""


class _Scan:
    """Divides a file into records.

    Args:
        file: Open, at its start.
        position: Where reading begins, in bytes.
    """

    def __init__(self, file: BinaryIO, position: int = 0) -> None:
        self._stream = _Stream(file, position)
        self._arc = False
        self._found = False
        self._named = False

    def run(self) -> Iterator[Record | Fault]:
        """Yield records and faults to the end of the file."""
        stream = self._stream
        going_on = stream.next_member()
        if not going_on:
            yield Fault(stream.begin, "empty", "is empty")
            return
        while going_on:
            self._named = False
            while self._skip_padding():
                yield from self._next()
            if stream.damage and not self._named:
                yield Fault(stream.begin, "framing", f"{stream.damage} at byte {stream.begin}, between records")
            if (stream.damage or (stream.is_plain and not self._found)) and not stream.recover():
                break
            going_on = stream.next_member()
        if not self._found:
            yield Fault(0, "empty", "holds no WARC or ARC record that can be read")

    def _skip_padding(self) -> bool:
        """Pass over line ends and zeros; False when the member holds nothing more."""
        stream = self._stream
        while True:
            padding = _PADDING.match(stream.buffer, stream.at)
            stream.at = padding.end() if padding else stream.at
            if stream.at < len(stream.buffer):
                return True
            if not stream.fill():
                return False

    def _next(self) -> Iterator[Record | Fault]:
        """Yield the record that begins here, or say what stands in its place; always goes forward."""
        stream = self._stream
        start = _Start(
            stream.begin, stream.member, stream.position, stream.is_plain or stream.position == stream.member
        )
        if stream.turn():
            return
        if stream.peek(5) == b"WARC/":
            yield from self._warc(start)
            return
        stream.peek(_ARC_MARK_LENGTH)
        if (line := _ARC_LINE.match(stream.buffer, stream.at)) is not None:
            stream.at = line.end()
            yield from self._block(start, _arc_head(line))
            return
        yield self._pass_over(start)

    def _pass_over(self, start: _Start) -> Fault:
        """Go to the next place that looks like a record's beginning."""
        self._to_mark(keep=0)
        self._named = True
        count = self._stream.position - start.position
        return Fault(start.offset, "framing", f"holds no record at byte {start.offset}: {count} bytes were passed over")

    def _warc(self, start: _Start) -> Iterator[Record | Fault]:
        stream = self._stream
        if not self._find_head_end():
            if stream.ended and stream.at < len(stream.buffer) <= stream.at + MAX_HEAD:
                stream.at = len(stream.buffer)
                yield self._torn(start)
            else:
                stream.at = len(stream.buffer)
                yield self._pass_over(start)
            return
        head = stream.buffer[stream.at : self._head_end]
        if inner := [match.start() for match in _INNER_MARK.finditer(head, 5)]:
            stream.at += inner[-1]
            yield Fault(start.offset, "truncated", f"breaks off inside the header of the record at byte {start.offset}")
            return
        stream.at = self._head_end
        parsed, flaws = _parsed(head)
        if not _VERSION.match(parsed.version):
            yield self._pass_over(start)
            return
        for flaw in flaws:
            yield Fault(
                start.offset, "header", f"{flaw}, in the header of the record at byte {start.offset}", lost=False
            )
        yield from self._block(start, parsed)

    def _find_head_end(self) -> bool:
        """Find the empty line that ends the header; its end is then `self._head_end` in the buffer."""
        stream = self._stream
        seen = 0
        while True:
            if (match := _HEAD_END.search(stream.buffer, stream.at + seen)) is not None:
                self._head_end = match.end()
                return match.end() - stream.at <= MAX_HEAD
            held = len(stream.buffer) - stream.at
            if held > MAX_HEAD or not stream.more():
                return False
            seen = max(0, held - 2)

    def _block(self, start: _Start, head: _Head) -> Iterator[Record | Fault]:
        """Yield the record whose header was just taken."""
        self._arc = head.version.startswith("ARC")
        stream = self._stream
        begin, member, position = stream.begin, stream.member, stream.position
        if head.length is None:
            yield from self._delimit(start, head)
        elif head.length <= MAX_RECORD:
            block = stream.take(head.length)
            if len(block) == head.length and self._take_end():
                yield from self._read(start, head, block)
            elif stream.put_back(block):
                yield from self._delimit(start, head)
            else:
                yield self._pass_over(start)
        elif stream.drop(head.length) == head.length and self._take_end():
            self._found = True
            yield self._overlong(start, head)
            yield self._record(start, head, b"", whole=False)
        elif stream.go_back(begin, member, position):
            yield from self._delimit(start, head)
        else:
            yield self._pass_over(start)

    def _take_end(self) -> bool:
        """Take the empty lines behind a block; False, with nothing taken, when something else than a record follows.

        Of a record that has its member to itself, the member's checksum has been seen afterwards.
        """
        stream = self._stream
        ahead = stream.peek(_ARC_MARK_LENGTH if self._arc else _MARK_LENGTH)
        end = _LINE_ENDS.match(ahead)
        assert end is not None  # noqa: S101 - the pattern matches the empty string
        follows = ahead[end.end() :].lstrip(b"\r\n\0")
        goes_on = b"WARC/".startswith(follows[:5]) or _ARC_LINE.match(follows)
        if not goes_on and not (stream.is_plain and _PACKED.match(follows)):
            return False
        stream.at += end.end()
        self._ending = end[0]
        if not stream.is_plain:
            self._skip_padding()
        return True

    def _read(self, start: _Start, head: _Head, block: bytes) -> Iterator[Record | Fault]:
        """Yield a record whose length is right."""
        self._found = True
        if self._stream.damage and not self._stream.peek(1):
            yield self._torn(start)
            yield self._record(start, head, block, whole=False)
            return
        if self._ending != b"\r\n\r\n" and not self._arc:
            yield Fault(
                start.offset,
                "record-end",
                f"lacks the two line ends behind the record at byte {start.offset}",
                lost=False,
            )
        yield self._record(start, head, block, whole=True)

    def _delimit(self, start: _Start, head: _Head) -> Iterator[Record | Fault]:
        """Yield a record whose length is wrong or missing: it ends where the next one begins, or its member ends."""
        stream = self._stream
        self._found = True
        block, marked, overlong = self._to_mark(keep=MAX_RECORD)
        if overlong:
            yield self._overlong(start, head)
            yield self._record(start, head, b"", whole=False)
            return
        ending = _BLOCK_END.search(block)
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
            said = "does not say how long it is" if head.length is None else f"says that it has {head.length} bytes"
            yield Fault(
                start.offset, "length", f"holds a record at byte {start.offset} that {said}; {len(block)} were taken"
            )
        yield self._record(start, head, block, whole=not torn)

    def _to_mark(self, keep: int) -> tuple[bytes, bool, bool]:
        """Go to the next place that looks like a record's beginning, or to the member's end.

        Args:
            keep: Most bytes of what lies between to hold.

        Returns:
            Those bytes (none when they are too many), whether there is such a place, whether they are too many.
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

    def _torn(self, start: _Start) -> Fault:
        self._named = True
        damage = self._stream.damage or "ends"
        return Fault(start.offset, "truncated", f"{damage} inside the record at byte {start.offset}")

    def _overlong(self, start: _Start, head: _Head) -> Fault:
        length = "" if head.length is None else f" of {head.length} bytes"
        return Fault(
            start.offset,
            "oversize",
            f"holds a record{length} at byte {start.offset}: more than {MAX_RECORD}, so it was passed over",
        )

    def _record(self, start: _Start, head: _Head, block: bytes, *, whole: bool) -> Record:
        stream = self._stream
        if stream.is_plain:
            offset, length, seekable = start.offset, stream.position - start.position, True
        elif start.seekable and stream.ended and stream.begin == start.begin and stream.at == len(stream.buffer):
            offset, length, seekable = start.begin, stream.file_position - start.begin, True
        else:
            offset, length, seekable = start.position, stream.position - start.position, False
        return Record(head.version, head.kind, head.fields, block, offset, length, seekable, whole)


def _parsed(head: bytes) -> tuple[_Head, list[str]]:
    """Return a WARC header's parts, and what is wrong with its lines (WARC 1.1, section 4)."""
    flaws = []
    try:
        text = head.decode()
    except UnicodeDecodeError:
        text = head.decode("latin-1")
        flaws.append("bytes that are not UTF-8")
    if head.count(b"\n") != head.count(b"\r\n"):
        flaws.append("lines that end in a bare LF")
    lines = text.split("\n")
    fields: list[tuple[str, str]] = []
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        if line[:1] in (" ", "\t") and fields:
            name, value = fields[-1]
            fields[-1] = (name, f"{value} {line.strip()}".strip())
            flaws.append("a folded line")
        elif colon and _TOKEN.match(name):
            fields.append((name.rstrip(" \t"), value.strip(" \t\r")))
        elif line.strip():
            flaws.append(f"a line that is no field: {line.strip()[:60]!r}")
    kind = length = ""
    for name, value in reversed(fields):
        lower = name.lower()
        if lower == "warc-type":
            kind = value
        elif lower == "content-length":
            length = value
    known = int(length) if _NUMBER.match(length) else None
    return _Head(lines[0].strip(), kind.lower(), tuple(fields), known), flaws


def _arc_head(line: re.Match[bytes]) -> _Head:
    """Return an ARC record's line under the names of WARC's fields; `_typed` is told by the block what it is.

    Source: Internet Archive, ARC file format 1.0 (URL record, version 1).
    """
    url, ip, date, mime = (line[name].decode("utf-8", "replace") for name in ("url", "ip", "date", "mime"))
    kind, fields = "response", [("WARC-Target-URI", url), ("Content-Type", "application/http; msgtype=response")]
    if url.startswith("filedesc:"):
        kind, fields = "warcinfo", [("WARC-Filename", url.removeprefix("filedesc://")), ("Content-Type", mime)]
    elif not url.startswith(("http:", "https:")):
        kind, fields = "resource", [("WARC-Target-URI", url), ("Content-Type", mime)]
    digits = date.ljust(14, "0") if len(date) > len("YYYYMM") else date
    moment = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}:{digits[12:14]}Z"
    common = [
        ("WARC-Type", kind),
        ("WARC-Date", moment),
        ("WARC-IP-Address", ip),
        ("Content-Length", line["length"].decode()),
    ]
    return _Head("ARC/1.0", kind, (*common, *fields), int(line["length"]))
