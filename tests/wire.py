"""A server that sends raw bytes on a socket and remembers what it was sent: the wire as it is."""

from __future__ import annotations

import socket
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType


@dataclass
class Wire:
    """Answers each path with the scripted bytes; 404 for others.

    Args:
        answers: Path to raw response, or to several that are sent one a request.
        hang_up: Paths after whose answer the connection is closed; others stay open.
    """

    answers: dict[str, bytes | list[bytes]]
    hang_up: set[str] = field(default_factory=set)
    requests: list[bytes] = field(default_factory=list)
    """Requests as they arrived, whole."""

    def __enter__(self) -> Self:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def request_for(self, path: str) -> bytes:
        """Return the first request for a path."""
        return next(request for request in self.requests if request.split(b" ")[1].decode() == path)

    def count(self, path: str) -> int:
        """Return how often a path was asked for."""
        return sum(request.split(b" ")[1].decode() == path for request in self.requests)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            received = b""
            while True:
                try:
                    piece = connection.recv(65536)
                except OSError:
                    return
                if not piece:
                    return
                received += piece
                while b"\r\n\r\n" in received:
                    head, _, received = received.partition(b"\r\n\r\n")
                    if not self._answer(connection, head + b"\r\n\r\n"):
                        return

    def _answer(self, connection: socket.socket, request: bytes) -> bool:
        self.requests.append(request)
        path = request.split(b" ")[1].decode()
        answer = self.answers.get(path, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        try:
            connection.sendall(answer.replace(b"{base}", self.url.encode()))
        except OSError:
            return False
        return path not in self.hang_up


def html(body: str, *, charset: str = "utf-8") -> bytes:
    """Return a whole response with an HTML body."""
    content = body.encode(charset)
    return (
        f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset={charset}\r\nContent-Length: {len(content)}\r\n\r\n"
    ).encode() + content
