"""One request with its response, as bytes, and how the response's bytes divide (RFC 9112)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from twisted.web.http import _ChunkedTransferDecoder, _MalformedChunkedDataError

if TYPE_CHECKING:
    from datetime import datetime

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"^HTTP/\d+(?:\.\d+)? +(\d{3})(?: |\r?$)", re.MULTILINE)
_VERSION = re.compile(rb"^(HTTP/1\.[01]) ")
_TRANSFER = re.compile(rb"(?im)^(?=transfer-encoding[ \t]*:)")
_LENGTH = re.compile(rb"(?im)^(?=content-length[ \t]*:)")
_CHUNK = re.compile(rb"^[0-9A-Fa-f]{0,16}[ \t]*(?:;|\r\n|\r?$)")
ORIGINAL = b"X-Archive-Orig-"
"""What a header line's name is led by when it was true on the wire and is not of the record."""

NO_CONTENT = 204
NOT_MODIFIED = 304
FINAL = 200
"""The lowest status that is not interim (RFC 9110, section 15.2)."""


@dataclass
class Exchange:
    """What went over one connection for one request."""

    url: str
    """The URL that was asked for, without fragment."""
    began: datetime
    """When it was asked for, UTC."""
    room: int = 1 << 26
    """Bytes that may be received."""
    request: bytearray = field(default_factory=bytearray)
    """What was sent."""
    received: bytearray = field(default_factory=bytearray)
    """What came back, interim responses and transfer-coding included."""
    ip: str = ""
    """The server's address; empty when no connection was made."""
    cipher_suite: str = ""
    """TLS cipher suite; empty when the connection was not encrypted."""
    failure: str = ""
    """What went wrong; empty when nothing did."""
    truncated: str = ""
    """Why the response is not whole: `length`, `time` or `disconnect` (WARC 1.1, section 5.13); else empty."""

    def restart(self, ip: str, cipher_suite: str) -> None:
        """Begin on a connection; what an earlier, dead one brought is forgotten."""
        self.ip = ip
        self.cipher_suite = cipher_suite
        self.request.clear()
        self.received.clear()

    def receive(self, piece: bytes) -> bool:
        """Keep what came; tell whether there is room for more."""
        if len(self.received) + len(piece) > self.room:
            self.truncated = "length"
            return False
        self.received += piece
        return True


@dataclass(frozen=True)
class ResponseParts:
    """A response's bytes, divided."""

    head: bytes
    """Status line and header lines with their line ends, and the empty line."""
    body: bytes
    """The entity body: content-encoded as it came, transfer-coding undone."""
    whole: bool
    """Whether the body is all that the head promised."""

    @cached_property
    def status(self) -> int:
        """The status code; 0 when the status line has none."""
        match = _STATUS.match(self.head)
        return int(match[1]) if match else 0

    @property
    def protocol(self) -> str:
        """The version in the status line, as WARC-Protocol has it; empty when there is none."""
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

    def header(self, name: bytes) -> bytes:
        """Return the last value of a header, in any case; empty when there is none."""
        return next((value for key, value in reversed(self.headers) if key.lower() == name), b"")


def divide_response(received: bytes, method: bytes = b"GET") -> ResponseParts | None:
    """Divide what came over the wire (or lies in a record) into head and entity body.

    Interim responses before the final one are passed over. The head is the server's, byte for byte.

    Args:
        received: The bytes; a chunked body may or may not still be chunked.
        method: What was asked with: a response to HEAD has no body.

    Returns:
        None when there is no whole head of a final response.
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
    body = received[end.end() :]
    if method == b"HEAD" or parts.status in (NO_CONTENT, NOT_MODIFIED):
        return parts
    if b"chunked" in parts.header(b"transfer-encoding").lower():
        return ResponseParts(parts.head, *_dechunk(body))
    length = parts.header(b"content-length")
    if length.isdigit():
        return ResponseParts(parts.head, body[: int(length)], whole=len(body) >= int(length))
    return ResponseParts(parts.head, body, whole=True)


def _dechunk(body: bytes) -> tuple[bytes, bool]:
    """Undo chunked coding; a body in a record that claims it and is not chunked any more is returned as it is."""
    if not _CHUNK.match(body):
        return body, True
    pieces: list[bytes] = []
    rest: list[bytes] = []
    decoder = _ChunkedTransferDecoder(pieces.append, rest.append)
    try:
        decoder.dataReceived(body)
    except _MalformedChunkedDataError:
        return b"".join(pieces), False
    return b"".join(pieces), bool(rest)


def record_head(head: bytes) -> bytes:
    """Return the header block for the record: the server's, but that it claims no transfer-coding.

    The names of Transfer-Encoding lines, and of Content-Length lines beside them (which RFC 9112, section 6.3, says
    to ignore), are led by `X-Archive-Orig-`; every other byte stays. WARC 1.1 (section 6.3.2) asks for the block as
    received; a de-chunked body under a head that says so is what every reader replays and verifies.
    """
    renamed = _TRANSFER.sub(ORIGINAL, head)
    return head if renamed == head else _LENGTH.sub(ORIGINAL, renamed)
