"""The demo's site over real HTTP."""

from __future__ import annotations

import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import unquote, urlsplit

from crawler.demo.stories import Answer, answers

if TYPE_CHECKING:
    from types import TracebackType

CHUNK = 1024
"""Bytes of a chunk, in pages that are sent in chunks."""
NOT_FOUND = Answer(
    status=404,
    headers=(("Content-Type", "text/html; charset=utf-8"),),
    body="<!DOCTYPE html><html lang=ar dir=rtl><title>404</title><p>الصفحة غير موجودة".encode(),
)


class DemoSite:
    """Serves the stories on a free port of 127.0.0.1 from entering to leaving the context."""

    url: str
    """The front page's address; set when the context is entered."""
    asked: list[str]
    """Every request's target, in order."""

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/"
        self.asked = self._server.asked
        self._server.answers = answers(self.url)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    answers: dict[str, Answer]

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.asked: list[str] = []

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print no traceback when a client closes the connection, which it may do."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "WarraqDemo"
    sys_version = ""
    timeout = 30
    """Seconds that a kept-alive connection may idle."""
    server: _Server

    def do_GET(self) -> None:
        """Answer from the site's table, by the path alone."""
        self.server.asked.append(self.path)
        answer = self.server.answers.get(unquote(urlsplit(self.path).path), NOT_FOUND)
        coded = bool(answer.coding) and answer.coding in self._accepted()
        body = answer.encoded() if coded else answer.body
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.coding:
            self.send_header("Vary", "Accept-Encoding")
        if coded:
            self.send_header("Content-Encoding", answer.coding)
        if answer.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(_chunks(body) if answer.chunked else body)

    def _accepted(self) -> set[str]:
        """Return the content-codings that the client accepts."""
        return {part.partition(";")[0].strip() for part in self.headers.get("Accept-Encoding", "").split(",")}

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
        """Print nothing: the terminal is for the crawl."""


def _chunks(body: bytes) -> bytes:
    """Return the body in chunked framing (RFC 9112, section 7.1)."""
    pieces = [body[start : start + CHUNK] for start in range(0, len(body), CHUNK)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
