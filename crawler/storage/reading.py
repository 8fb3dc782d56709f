"""Reading a file that lies elsewhere as if it were a local one: by ranges, which grow while they follow each other."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST = 64 * 1024
"""Bytes of the first range at a place: a record is read without much that is not needed."""
MOST = 4 * 1024 * 1024
"""Bytes of the longest range; those that follow each other grow up to it."""


class Ranges(io.RawIOBase):
    """The bytes of a file that lies elsewhere.

    Args:
        size: Its bytes.
        fetch: Returns the bytes from one place to before another, or to the file's end.
    """

    def __init__(self, size: int, fetch: Callable[[int, int], bytes]) -> None:
        self._size = size
        self._fetch = fetch
        self._at = 0
        self._begin = 0
        self._held = b""
        self._next = FIRST

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return the place of the next byte."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place, which costs nothing before the next byte is read."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer, as far as one range goes; return the number of bytes, 0 at the end."""
        end = self._begin + len(self._held)
        if not self._begin <= self._at < end:
            self._next = min(4 * self._next, MOST) if self._held and self._at == end else FIRST
            self._held = b""
            self._begin, self._held = self._at, self._fetch(self._at, self._at + self._next)
        start = self._at - self._begin
        piece = memoryview(self._held)[start : start + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
