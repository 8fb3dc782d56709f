"""One request with its response, as bytes, and how the response's bytes divide (RFC 9112)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from crawler.archive.chunks import dechunk

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path
    from typing import BinaryIO

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"^HTTP/\d+(?:\.\d+)? +(\d{3})(?: |\r?$)", re.MULTILINE)
_VERSION = re.compile(rb"^(HTTP/1\.[01]) ")
_TRANSFER = re.compile(rb"(?im)^(?=transfer-encoding[ \t]*:)")
_LENGTH = re.compile(rb"(?im)^(?=content-length[ \t]*:)")
ORIGINAL = b"X-Archive-Orig-"
"""Prefix of a header line's name that was true on the wire and is not true for the record."""

HELD = 1 << 20
"""Most received bytes that an exchange under way holds in memory; a longer response goes to a temporary file, since
many may arrive at once, each as long as `DOWNLOAD_MAXSIZE` permits."""
NO_CONTENT = 204
NOT_MODIFIED = 304
FINAL = 200
"""The lowest status that is not interim (RFC 9110, section 15.2)."""


@dataclass
class Exchange:
    """The bytes of one request and its response on one connection."""

    url: str
    """The requested URL, without fragment."""
    began: datetime
    """The time of the request, UTC."""
    room: int = 1 << 26
    """Most bytes that may be received."""
    article: str = ""
    """The canonical address of the article that the request asks for, perhaps by a redirect; empty for others."""
    request: bytearray = field(default_factory=bytearray)
    """The sent bytes."""
    received: bytearray = field(default_factory=bytearray)
    """The received bytes, interim responses and transfer-coding included; of a long response its last bytes."""
    folder: Path | None = None
    """The folder of a temporary file for a long response; None for the system's."""
    ip: str = ""
    """The server's address; empty when no connection was made."""
    cipher_suite: str = ""
    """TLS cipher suite; empty when the connection was not encrypted."""
    failure: str = ""
    """The error that ended the exchange; empty for a successful one."""
    truncated: str = ""
    """The cause of an incomplete response: `length`, `time` or `disconnect` (WARC 1.1, section 5.13); else empty."""

    body: bytes = b""
    """The entity body, once divided; of a failed exchange none, since nobody reads it and many may wait."""
    _file: BinaryIO | None = field(default=None, init=False, repr=False)
    """The bytes before those in `received`; None while they are few."""
    _filed: int = field(default=0, init=False, repr=False)
    """The number of bytes in `_file`."""
    _fault: OSError | None = field(default=None, init=False, repr=False)
    """The error that kept bytes from the temporary file."""

    def restart(self, ip: str, cipher_suite: str) -> None:
        """Begin on a connection, without the bytes of an earlier, dead one."""
        self.ip = ip
        self.cipher_suite = cipher_suite
        self.request.clear()
        self.received.clear()
        if self._file is not None:
            self._file.close()
        self._file, self._filed = None, 0

    @property
    def size(self) -> int:
        """The number of received bytes."""
        return self._filed + len(self.received)

    def receive(self, piece: bytes) -> bool:
        """Keep received bytes; return False when they exceed `room`, or when the temporary file cannot be written."""
        if self.size + len(piece) > self.room:
            self.truncated = "length"
            return False
        self.received += piece
        return len(self.received) <= HELD or self._put_aside()

    def _put_aside(self) -> bool:
        """Move the bytes in memory to the temporary file; return False when it cannot be written."""
        try:
            if self._file is None:
                self._file = TemporaryFile(buffering=0, dir=self.folder)  # noqa: SIM115 - closed when nothing refers to it
            self._file.write(self.received)
        except OSError as error:
            self._fault = error
            return False
        self._filed += len(self.received)
        self.received.clear()
        return True

    def divide(self) -> ResponseParts | None:
        """Return the response, divided, when no more is received; None without a whole head of a final response.

        Its body is kept in `body`, unless the exchange failed.

        Raises:
            OSError: The temporary file of a long response could not be written or read.
        """
        if self._fault is not None:
            raise self._fault
        received = bytes(self.received)
        file, self._file = self._file, None
        if file is not None:
            with file:
                file.write(received)
                file.seek(0)
                received = file.read()
        parts = divide_response(received, bytes(self.request.partition(b" ")[0]))
        if parts is not None and not self.failure:
            self.body = parts.body
        return parts


@dataclass(frozen=True)
class ResponseParts:
    """A response's bytes, divided."""

    head: bytes
    """Status line and header lines with their line ends, and the empty line."""
    body: bytes
    """The entity body: still content-encoded, transfer-coding undone."""
    whole: bool
    """Whether the body is as long as the head promises."""

    @cached_property
    def status(self) -> int:
        """The status code; 0 for a status line without one."""
        match = _STATUS.match(self.head)
        return int(match[1]) if match else 0

    @property
    def protocol(self) -> str:
        """The version in the status line, in the form of WARC-Protocol; empty unless it is HTTP/1.0 or 1.1."""
        match = _VERSION.match(self.head)
        return match[1].decode().lower() if match else ""

    @cached_property
    def headers(self) -> tuple[tuple[bytes, bytes], ...]:
        """The header lines as name and value in their order; folded lines are joined (RFC 9112, 5.2)."""
        pairs: list[tuple[bytes, bytes]] = []
        for line in self.head.splitlines()[1:]:
            if line[:1] in (b" ", b"\t") and pairs:
                name, value = pairs[-1]
                pairs[-1] = (name, b" ".join((value, line.strip())))
            elif b":" in line:
                name, _, value = line.partition(b":")
                pairs.append((name.strip(), value.strip()))
        return tuple(pairs)

    @cached_property
    def _named(self) -> dict[bytes, bytes]:
        """The last value of each header, by its name in lower case."""
        return {name.lower(): value for name, value in self.headers}

    def header(self, name: bytes) -> bytes:
        """Return the last value of a header, by its name in lower case; empty when it is missing."""
        return self._named.get(name, b"")

    def holding(self, body: bytes, *, whole: bool = True) -> ResponseParts:
        """Return the same head with another body; it is not read again."""
        found = ResponseParts(self.head, body, whole)
        vars(found).update(status=self.status, headers=self.headers, _named=self._named)
        return found


def divide_response(received: bytes, method: bytes = b"GET") -> ResponseParts | None:
    """Divide the bytes of a response, from the wire or from a record, into head and entity body.

    Interim responses before the final one are passed over. The head is the server's, byte for byte.

    Args:
        received: The bytes; a body whose head declares chunks may or may not still be chunked.
        method: The request's method: a response to HEAD has no body.

    Returns:
        The parts; None without a whole head of a final response.
    """
    start = 0
    while True:
        end = _HEAD_END.search(received, start)
        if end is None:
            return None
        parts = ResponseParts(received[start : end.end()], b"", whole=True)
        if parts.status == 0:
            return None
        if parts.status >= FINAL:
            break
        start = end.end()
    if method == b"HEAD" or parts.status in (NO_CONTENT, NOT_MODIFIED):
        return parts
    if b"chunked" in parts.header(b"transfer-encoding").lower():
        body, whole = dechunk(received, end.end())
        return parts.holding(body, whole=whole)
    length = parts.header(b"content-length")
    # Python refuses to read a number of thousands of digits; eighteen are longer than any body.
    last = end.end() + int(length.lstrip(b"0")[:18] or b"0") if length.isdigit() else len(received)
    return parts.holding(received[end.end() : last], whole=len(received) >= last)


def record_head(head: bytes) -> bytes:
    """Return the header block for the record: the server's, without a claim of transfer-coding.

    The names of Transfer-Encoding lines, and of Content-Length lines beside them (which RFC 9112, section 6.3, orders
    to ignore), get the prefix `X-Archive-Orig-`; every other byte stays. WARC 1.1 (section 6.3.2) asks for the block as
    received, but every reader replays and verifies a body without chunks under a head that declares none.
    """
    renamed = _TRANSFER.sub(ORIGINAL, head)
    return head if renamed == head else _LENGTH.sub(ORIGINAL, renamed)
