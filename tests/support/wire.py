"""A server that sends raw bytes on a socket and keeps the bytes that it receives."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType


@dataclass
class Wire:
    """Answers each path with scripted bytes, and other paths with 404.

    Args:
        answers: Path to raw response, or to a list of responses, one for each request; the last one repeats.
        hang_up: Paths whose answer is followed by the end of the connection; other connections stay open.
    """

    answers: dict[str, bytes | list[bytes]]
    hang_up: set[str] = field(default_factory=set)
    tls: ssl.SSLContext | None = None
    requests: list[bytes] = field(default_factory=list)
    """The heads of the received requests, byte for byte."""

    def __enter__(self) -> Self:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.url = f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"
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
        """Return how often a path was requested."""
        return sum(request.split(b" ")[1].decode() == path for request in self.requests)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        if self.tls is not None:
            try:
                connection = self.tls.wrap_socket(connection, server_side=True)
            except OSError:  # the client does not trust the certificate
                return
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


def certificate(folder: Path) -> ssl.SSLContext:
    """Return a TLS server's context with a self-signed certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now).not_valid_after(now + dt.timedelta(days=1))
    signed = builder.sign(key, hashes.SHA256())
    path = folder / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + signed.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def html(body: str, *, charset: str = "utf-8") -> bytes:
    """Return a whole response with an HTML body."""
    content = body.encode(charset)
    return (
        f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset={charset}\r\nContent-Length: {len(content)}\r\n\r\n"
    ).encode() + content
