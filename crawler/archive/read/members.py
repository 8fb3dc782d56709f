"""The uncompressed bytes of an archive: gzip or zstd, member by member, or not compressed at all.

Memory is bounded however much a member unpacks to, and the sound bytes before damage are returned.
"""

from __future__ import annotations

import contextlib
import re
import sys
import zlib
from typing import TYPE_CHECKING, Protocol

from isal import isal_zlib

from crawler.archive.record import MAX_RECORD, arc_line, begins_record

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from typing import BinaryIO

MAX_DICTIONARY = 16 * 1024 * 1024
"""Longest zstd dictionary, in bytes; most have 1 MB."""
_CHUNK = 1 << 17
"""Bytes that one read of the file returns, and that are there when a member begins: most are unpacked at once."""
_FED = 1 << 16
"""Compressed bytes that zlib gets at once: what lies before damage is salvaged from the last ones."""
_PIECE = 1 << 20
"""Most uncompressed bytes that a codec returns at once: a decompression bomb costs no more memory."""
PROBE = 4096
"""Number of first bytes by which a member is recognised."""
_SLICE = 64
"""Compressed bytes that are fed at once to salvage the bytes before damage."""
_SPARE = 4 * MAX_RECORD
"""Bytes that any file may be read again, beside the bytes that were read once."""
_GZIP = b"\x1f\x8b\x08"
_ZSTD = b"\x28\xb5\x2f\xfd"
PACKED = re.compile(b"|".join(map(re.escape, (_GZIP, _ZSTD))))
"""The first bytes of a compressed member."""
_SKIPPABLE = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18", re.DOTALL)
_DICTIONARY = b"\x5d\x2a\x4d\x18"
"""The skippable frame that holds a zstd dictionary (IIPC, WARC compression with zstd 1.0)."""
_DAMAGES = (zlib.error, zstd.ZstdError, EOFError)


class _Codec(Protocol):
    """Undoes the compression of one member, a bounded piece at a time."""

    ended: bool
    """Whether its end has been read and its checksum is right."""

    @property
    def hungry(self) -> bool:
        """Whether it needs compressed bytes before it can return any."""

    def feed(self, raw: bytes) -> tuple[bytes, bytes]:
        """Return at most `_PIECE` uncompressed bytes, and the compressed bytes that were not used."""


class _Gzip:
    """A gzip member (RFC 1952)."""

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
        if not self._fed and (member := _at_once(raw)) is not None:
            self.ended = True
            return member
        raw, rest = raw[:_FED], raw[_FED:]
        try:
            piece = self._decoder.decompress(raw, _PIECE)
        except zlib.error as error:
            if self._before is None:
                raise
            self._damage = error
            return self._salvage(self._before, raw), rest
        if self._decoder.eof:
            self.ended = True
            return piece, self._decoder.unused_data + rest
        self._fed += 1
        if self._fed > 1:
            # At damage zlib discards the bytes that it made before: in a file of one member those are whole records.
            self._before = self._decoder.copy()
        return piece, self._decoder.unconsumed_tail + rest

    def _salvage(self, decoder: zlib._Decompress, raw: bytes) -> bytes:
        """Return the bytes before the damage; a few of the last ones may be missing."""
        pieces = []
        with contextlib.suppress(zlib.error):
            for at in range(0, len(raw), _SLICE):
                pieces.append(decoder.decompress(raw[at : at + _SLICE], _FED))
                if decoder.unconsumed_tail:
                    break
        return b"".join(pieces)


def _at_once(raw: bytes) -> tuple[bytes, bytes] | None:
    """Return a gzip member and the bytes behind it; None unless the member is whole, sound and at most `_PIECE` long.

    isal takes half of zlib's time. Longer and damaged members are left to zlib, whose state can be copied.
    """
    decoder = isal_zlib.decompressobj(isal_zlib.MAX_WBITS | 16)
    with contextlib.suppress(isal_zlib.IsalError):  # type: ignore[arg-type]  # its stub calls the class an instance
        piece = decoder.decompress(raw, _PIECE)
        if decoder.eof:
            return piece, decoder.unused_data
    return None


class _Zstd:
    """A zstd frame (RFC 8878), with the file's dictionary."""

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
    """Bytes that are not compressed: they end with the file."""

    ended = False
    hungry = True

    def feed(self, raw: bytes) -> tuple[bytes, bytes]:
        self.ended = not raw
        return raw, b""


class Stream:
    """The uncompressed bytes of a file, member by member; a stretch without compression counts as one member.

    A wrong length or a broken member makes bytes be read again. The number of these bytes is bounded by the number of
    bytes read once plus `_SPARE`, so that no file can make reading quadratic.

    Args:
        file: The open file, at its start.
        position: Place in the file at which reading begins, in bytes.
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
        """Uncompressed bytes; those before `at` are taken."""
        self.at = 0
        """Place of the next byte in `buffer`."""
        self.begin = position
        """The member's beginning in the file."""
        self.passed = 0
        """Uncompressed bytes of the file before the buffer."""
        self.member = 0
        """Uncompressed bytes of the file before the member."""
        self.ended = True
        """Whether the member gives no more bytes."""
        self.damage = ""
        """The damage that ended the member; empty for a sound one."""
        if position:
            if (head := self._peek(8)).startswith(_DICTIONARY):
                self._skip_frame(head)
            self._go(position)

    @property
    def is_plain(self) -> bool:
        """Whether the member is not compressed."""
        return isinstance(self._codec, _Plain)

    @property
    def position(self) -> int:
        """The place of the next byte in the uncompressed stream."""
        return self.passed + self.at

    @property
    def file_position(self) -> int:
        """The member's end in the file, once `ended`."""
        return self._read - len(self._raw)

    def next_member(self) -> bool:
        """Go to the next member; return False at the end of the file."""
        self._forget()
        while True:
            self._read_ahead(_CHUNK)
            head = self._raw[:8]
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
                    self.ended, self.damage = True, "holds bytes that are not a gzip member or zstd frame"
            return True

    def _is_junk(self) -> bool:
        """Return whether, in a compressed file, something else than padding or a plain record follows."""
        head = self._peek(2 * PROBE).lstrip(b"\r\n\0")
        if PACKED.match(head):
            return not begins_record(unpacked(head, self._dictionary))
        return bool(head) and not head.startswith(b"WARC/") and not arc_line(head)

    def _skip_frame(self, head: bytes) -> bool:
        """Pass over a skippable zstd frame, and keep the dictionary that it may hold; return False for a bad frame."""
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
        """Return the next bytes of the file, compressed as they are, without taking them; fewer at its end."""
        self._read_ahead(count)
        return self._raw[:count]

    def _read_ahead(self, count: int) -> None:
        """Read until so many bytes of the file are there, or its end is."""
        while len(self._raw) < count and (chunk := self._file.read(_CHUNK)):
            self._read += len(chunk)
            self._raw += chunk

    def _take_raw(self, count: int) -> bytes:
        """Take bytes of the file, compressed as they are; fewer at its end."""
        taken = self._peek(count)
        self._raw = self._raw[len(taken) :]
        return taken

    def _forget(self) -> None:
        """Drop the rest of the buffer; the next member begins behind it."""
        self.passed += len(self.buffer)
        self.buffer, self.at, self.member = b"", 0, self.passed

    def fill(self) -> bool:
        """Bring more of the member into the buffer; return False at the member's end."""
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
        """Bring more into the buffer, also from the next member if that continues a record; return False at the end."""
        if self.fill():
            return True
        if self.damage or self.is_plain:
            return False
        head = self._peek(PROBE)
        if not PACKED.match(head) or begins_record(unpacked(head, self._dictionary)):
            return False
        rest, at, passed = self.buffer, self.at, self.passed
        going_on = self.next_member()
        self.buffer, self.at, self.passed = rest, at, passed
        return going_on and self.fill()

    def take(self, count: int) -> bytes:
        """Take `count` bytes and return them; fewer at the end."""
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
        """Pass over `count` bytes, fewer at the end, and return their number."""
        missing = count
        while missing:
            step = min(missing, len(self.buffer) - self.at)
            self.at += step
            missing -= step
            if missing and not self.more():
                break
        return count - missing

    def peek(self, count: int) -> bytes:
        """Return the next bytes of the member without taking them; fewer at its end."""
        while len(self.buffer) - self.at < count and self.fill():
            pass
        return self.buffer[self.at : self.at + count]

    def turn(self) -> bool:
        """End a plain member where a compressed record begins; return False when no such record begins here."""
        if not self.is_plain or not PACKED.match(self.buffer, self.at):
            return False
        if not begins_record(unpacked(self.peek(PROBE), self._dictionary)):
            return False
        self._go(self.begin + self.position - self.member)
        self.buffer, self.ended = self.buffer[: self.at], True
        return True

    def put_back(self, taken: bytes) -> bool:
        """Put back the bytes that were taken last; return False when the budget for reading again is used up."""
        if not self._afford(len(taken)):
            return False
        self.passed = self.position - len(taken)
        self.buffer, self.at = taken + self.buffer[self.at :], 0
        return True

    def go_back(self, begin: int, member: int, position: int) -> bool:
        """Go to an earlier place; return False when the budget for reading again is used up.

        Args:
            begin: The beginning of that place's member in the file.
            member: `self.member` at that place.
            position: `self.position` at that place.
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
        """Go to the next member that begins with a record; return False when no such member follows."""
        start, reached = self.begin + 1, self.file_position
        if self._afford(self._read - start):
            self._go(start)
        else:
            start = reached
        self._forget()
        window = self._raw
        while True:
            base = self._read - len(window)
            for match in PACKED.finditer(window):
                at = match.start()
                if len(window) - at < PROBE and (chunk := self._file.read(PROBE)):
                    self._read += len(chunk)
                    window += chunk
                if begins_record(unpacked(window[at : at + PROBE], self._dictionary)):
                    self._go(base + at)
                    return True
            chunk = self._file.read(_PIECE)
            if not chunk:
                self._raw = b""
                return False
            self._read += len(chunk)
            window = window[-3:] + chunk

    def _go(self, offset: int) -> None:
        """Seek in the file."""
        self._file.seek(offset)
        self._raw, self._read = b"", offset

    def _afford(self, count: int) -> bool:
        """Return whether `count` bytes may be read again, and subtract them from the budget."""
        self._furthest = max(self._furthest, self._read, self.position)
        if self._again + count > _SPARE + self._furthest:
            return False
        self._again += count
        return True


def unpacked(raw: bytes, dictionary: zstd.ZstdDict | None) -> bytes:
    """Return the first uncompressed bytes of a member, from its first compressed ones; empty for other bytes."""
    try:
        if raw.startswith(_GZIP):
            return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(raw, 512)
        return zstd.ZstdDecompressor(zstd_dict=dictionary).decompress(raw, 512)
    except _DAMAGES:
        return b""


def _squeezed(error: BaseException) -> str:
    """Return an exception's message in one line of at most 120 characters, or else its class."""
    return " ".join(str(error).split())[:120].rstrip(".") or type(error).__name__
