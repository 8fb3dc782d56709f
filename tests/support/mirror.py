"""Serves other hosts' pages on loopback: Scrapy connects to one server for every host, and is otherwise unchanged."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from twisted.internet.endpoints import TCP4ClientEndpoint

from crawler.archive.write.handler import ArchivingDownloadHandler

if TYPE_CHECKING:
    from types import TracebackType

    from scrapy.crawler import Crawler

SETTINGS = "tests.support.mirror_settings"
"""Value of SCRAPY_SETTINGS_MODULE for a run against a mirror; MIRROR_PORT is the mirror's port."""


@dataclass
class Mirror:
    """Serves bodies under their URLs' hosts, for any scheme; it ignores a query that no page has.

    Args:
        pages: URL to content type and body.
        moved: URL to the URL to which it redirects.
    """

    pages: dict[str, tuple[str, bytes]]
    moved: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    """Host and path of each request, in their order."""

    def __enter__(self) -> Self:
        pages = {place_of(url): answer for url, answer in self.pages.items()}
        moved = {place_of(url): target for url, target in self.moved.items()}
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # head and body in one packet: the kernel delays a second one for 40 ms

            def do_GET(self) -> None:
                key = self.headers["Host"] + self.path
                asked.append(key)
                variants = (key, key.partition("?")[0], key.partition("?")[0].rstrip("/"))
                found = next((one for one in variants if one in pages), key)
                content_type, body = pages.get(found, ("text/plain", b""))
                if key in moved:
                    self.send_response(301)
                    self.send_header("Location", moved[key])
                    body = b""
                else:
                    self.send_response(200 if found in pages else 404)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self.environment = {
            "SCRAPY_SETTINGS_MODULE": SETTINGS,
            "MIRROR_PORT": str(self._server.server_port),
        }
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def place_of(url: str) -> str:
    """Return a URL's host and the target that Scrapy requests, in the form of `Mirror.asked`."""
    from w3lib.url import safe_url_string  # noqa: PLC0415 - only here

    parts = urlsplit(safe_url_string(url))
    return parts.netloc + (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


class MirrorHandler(ArchivingDownloadHandler):
    """Connects to the mirror for every host, without TLS; all else is the project's handler."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        from twisted.internet import reactor  # noqa: PLC0415 - importing it installs one

        pool: Any = self._pool
        connect = pool.getConnection
        mirror = TCP4ClientEndpoint(reactor, "127.0.0.1", int(os.environ["MIRROR_PORT"]))
        pool.getConnection = lambda key, _: connect(key, mirror)
