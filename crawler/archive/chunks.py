"""Undoes chunked transfer-coding (RFC 9112, section 7.1), from the wire and from records."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

from twisted.web.http import _DataLoss, _MalformedChunkedDataError

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_LINE = 4096
"""Most bytes of a line with a chunk's size and its extensions."""
MAX_TRAILERS = 1 << 16
"""Most bytes of the lines after the last chunk."""
_PIECE = 1 << 20
"""Bytes of a received body that are decoded at once; the decoder copies them twice."""
_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,16})[ \t]*(?:;.*)?\Z", re.DOTALL)
_LINE = re.compile(rb"([0-9A-Fa-f]{1,16})\r\n")
"""The line of most chunks."""
_BEGIN = re.compile(rb"[ \t]*(?:[0-9A-Fa-f]{1,16}[ \t]*(?:;|\r?\n|\r?\Z)|\Z)")
_IN_SIZE, _IN_CHUNK, _AFTER_CHUNK, _IN_TRAILERS, _FINISHED = range(5)


class ChunkDecoder:
    """Undoes chunked coding piece by piece. Twisted's client uses it in place of its own decoder.

    It accepts the deviations that browsers accept: spaces around a size, any extension, lines that end in a bare LF,
    and a connection that closes behind the line of the last chunk. The names of the methods are Twisted's.

    Args:
        deliver: Called with each piece of the body.
        finish: Called once, when the body is whole, with the bytes after it.
    """

    def __init__(self, deliver: Callable[[bytes], object], finish: Callable[[bytes], None]) -> None:
        self._deliver = deliver
        self._finish = finish
        self._buffer = bytearray()
        self._state = _IN_SIZE
        self._left = 0
        self._trailers = 0
        self._steps = {
            _IN_SIZE: self._take_size,
            _IN_CHUNK: self._take_chunk,
            _AFTER_CHUNK: self._take_line_end,
            _IN_TRAILERS: self._take_trailer,
        }

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """Decode a piece.

        Raises:
            _MalformedChunkedDataError: The coding is broken.
        """
        self._buffer += data
        if self._state == _IN_SIZE:
            self._take_whole()
        while self._state != _FINISHED and self._buffer and self._steps[self._state]():
            pass

    def noMoreData(self) -> None:  # noqa: N802 - Twisted's name
        """Accept the end of the data.

        Raises:
            _DataLoss: The last chunk has not arrived.
        """
        if self._state not in (_IN_TRAILERS, _FINISHED):
            raise _DataLoss("The connection closed before the last chunk.")

    def _take_whole(self) -> None:
        """Deliver the whole chunks that the buffer begins with together, since a server may send millions of bytes so.

        The steps decide about the first chunk that is not whole, or not in the usual form.
        """
        pieces: list[bytes] = []
        buffer, at = bytes(self._buffer), 0
        while (line := _LINE.match(buffer, at)) is not None and (size := int(line[1], 16)):
            end = line.end() + size
            if not buffer.startswith(b"\r\n", end):
                break
            pieces.append(buffer[line.end() : end])
            at = end + 2
        if pieces:
            del self._buffer[:at]
            self._deliver(b"".join(pieces))

    def _take_size(self) -> bool:
        """Take the line with a chunk's size; return False when it has not arrived whole."""
        line = self._line(MAX_LINE)
        if line is None:
            return False
        size = _SIZE.match(line)
        if size is None:
            raise _MalformedChunkedDataError(f"{line[:20]!r} is no size of a chunk.")
        self._left = int(size[1], 16)
        self._state = _IN_CHUNK if self._left else _IN_TRAILERS
        return True

    def _take_chunk(self) -> bool:
        """Deliver the part of a chunk that has arrived."""
        piece = bytes(memoryview(self._buffer)[: self._left])
        del self._buffer[: len(piece)]
        self._left -= len(piece)
        if not self._left:
            self._state = _AFTER_CHUNK
        self._deliver(piece)
        return True

    def _take_line_end(self) -> bool:
        """Take the line end after a chunk; return False when it has not arrived whole."""
        if self._buffer == b"\r":
            return False
        if not self._buffer.startswith((b"\r\n", b"\n")):
            raise _MalformedChunkedDataError("A chunk is longer than its size.")
        del self._buffer[: 1 + self._buffer.startswith(b"\r")]
        self._state = _IN_SIZE
        return True

    def _take_trailer(self) -> bool:
        """Drop a line after the last chunk; finish at an empty one."""
        line = self._line(MAX_TRAILERS - self._trailers)
        if line is None:
            return False
        self._trailers += len(line) + 1
        if not line:
            self._state = _FINISHED
            rest = bytes(self._buffer)
            self._buffer.clear()
            self._finish(rest)
        return True

    def _line(self, most: int) -> bytes | None:
        """Take a line and return it without its end; None when it has not arrived whole."""
        end = self._buffer.find(b"\n", 0, most + 2)
        if end < 0:
            if len(self._buffer) > most + 1:
                raise _MalformedChunkedDataError(f"A line has more than {most} bytes.")
            return None
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        return line.removesuffix(b"\r")


def dechunk(body: bytes, begin: int = 0) -> tuple[bytes, bool]:
    """Undo chunked coding; a body that is not chunked, although its head declares it, is returned unchanged.

    Args:
        body: The received bytes.
        begin: The place in them where the body begins.

    Returns:
        The body, as far as it arrived, and whether it is whole.
    """
    if not _BEGIN.match(body, begin):
        return body[begin:], True
    undone = BytesIO()
    decoder = ChunkDecoder(undone.write, lambda _: None)
    try:
        for at in range(begin, len(body), _PIECE):
            decoder.dataReceived(body[at : at + _PIECE])
        decoder.noMoreData()
    except (_DataLoss, _MalformedChunkedDataError):
        return undone.getvalue(), False
    return undone.getvalue(), True
