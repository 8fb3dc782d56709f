"""The faults of a site that `failing.py` shows to a run: what its server answers in place of the newsroom's answer."""

from __future__ import annotations

import gzip
import random
import re
import socket
import struct
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from crawler.outlet import GONE
from tests.support.newsroom import Answer

if TYPE_CHECKING:
    from collections.abc import Callable
    from http.server import BaseHTTPRequestHandler

    from tests.support.newsroom import Newsroom

STATUSES = (400, 401, 403, 404, 405, 406, 408, 410, 421, 425, 429, 431, 451, 500, 502, 503)
SCOPES = ("articles", "articles", "articles", "lists", "robots.txt", "everything")
"""The paths that a fault may concern; each is drawn as often as it stands here."""
_HTML = [("Content-Type", "text/html; charset=utf-8")]
_ERROR_PAGE = (
    '<!doctype html><html lang="ar" dir="rtl"><head><title>خطأ</title></head><body><h1>حدث خطأ</h1>'
    "<p>نعتذر، الموقع غير متاح حالياً. حاول لاحقاً.</p></body></html>"
).encode()
_NO_LIST = {
    "/": b'<!doctype html><html lang="ar"><head><title>x</title></head><body></body></html>',
    "/feed.xml": b'<rss version="2.0"><channel><title>x</title></channel></rss>',
    "/sitemap.xml": b"<sitemapindex></sitemapindex>",
}
_LOOP = "/loop"
_YEAR = re.compile(rb"(<lastmod>|<pubDate>\w+, \d+ \w+ )2026")
_HANGS = 60.0
"""Seconds after which a hanging answer ends if the run does not end before."""


@dataclass(frozen=True)
class WireFault:
    """A fault of a day."""

    kind: str
    scope: str
    share: float
    """Share of the articles, or lists, that have it."""
    number: int
    """A status, or a length in thousandths of the body, by the kind."""
    seed: int

    def concerns(self, path: str) -> bool:
        """Return whether the answer for a path has the fault."""
        if self.scope not in (scope_of(path), "everything"):
            return False
        return random.Random(f"{self.seed} {path}").random() < self.share  # noqa: S311 - a script, not a secret

    def __str__(self) -> str:
        status = f" {self.number}" if self.kind == "status" else ""
        return f"{self.kind}{status} ({self.scope}, {self.share:.0%})"


def scope_of(path: str) -> str:
    """Return the scope of a path."""
    return "articles" if path.startswith("/news/") else "robots.txt" if path == "/robots.txt" else "lists"


class Mirror:
    """Lets a newsroom's server fail by the faults of a day, and keeps what it served.

    Args:
        room: The newsroom.
    """

    def __init__(self, room: Newsroom) -> None:
        self._room = room
        self.faults: list[WireFault] = []
        self.whole: set[str] = set()
        """The paths that the current run got as the newsroom has them."""
        self.broken: set[str] = set()
        """The paths that it did not get so; one that was got at a second request stands in both."""
        self.before: tuple[set[str], set[str]] = (set(), set())
        """Both of the run before; without the broken paths that a redirect led away."""
        self.led_away: set[str] = set()
        """The paths of the current run that a redirect led away."""
        self.lied: set[str] = set()
        """The paths of all runs in whose place something was sent that a client cannot tell from a lasting answer."""
        self.requests = 0
        self.reached = threading.Event()
        """Set when the run has sent `until` requests."""
        self.until = 0
        self._free = threading.Event()

    def begin(self, until: int = 0) -> None:
        """Forget the run before; hanging answers end."""
        self._free.set()
        self._free = threading.Event()
        self.before = (self.whole, self.broken - self.led_away)
        self.led_away = set()
        self.whole, self.broken, self.requests = set(), set(), 0
        self.reached.clear()
        self.until = until

    def __call__(self, handler: BaseHTTPRequestHandler, answer: Answer) -> Answer | None:
        """Return the answer to send; None when it was sent in another way, or never will be."""
        self.requests += 1
        if self.requests >= self.until:
            self.reached.set()
        path = unquote(urlsplit(handler.path).path)
        if path.startswith(_LOOP):
            return Answer(302, [("Location", path.removeprefix(_LOOP))], b"")
        fault = next((fault for fault in self.faults if fault.concerns(path)), None)
        if path != handler.path:  # another spelling, to which this server redirected
            return self._served(path, self._room.answer(path, handler.headers["If-None-Match"]))
        if fault is None:
            return self._served(path, answer)
        if fault.kind not in WHOLE:
            self.broken.add(path)
            if fault.kind in AWAY:
                self.led_away.add(path)
            if fault.kind in LIES or fault.number in GONE:
                self.lied.add(path)
            return KINDS[fault.kind](Meddling(handler, self._room.answer(path, None), fault, self._free))
        return KINDS[fault.kind](
            Meddling(handler, self._served(path, self._room.answer(path, None)), fault, self._free)
        )

    def _served(self, path: str, answer: Answer) -> Answer:
        if answer.status in (200, 304):
            self.whole.add(path)
        return answer


@dataclass
class Meddling:
    """A request, its true answer, and the fault that it meets."""

    handler: BaseHTTPRequestHandler
    answer: Answer
    fault: WireFault
    free: threading.Event
    """Set when a hanging answer may end."""

    @property
    def path(self) -> str:
        """The requested path."""
        return self.handler.path

    def raw(self, content: bytes) -> None:
        """Send bytes and end the connection."""
        self.handler.wfile.write(content)
        self.handler.close_connection = True

    def head(self, *headers: tuple[str, object]) -> bytes:
        """Return the head of a response 200 with the true answer's headers and others."""
        lines = [f"{name}: {value}" for name, value in (*self.answer.headers, *headers)]
        return "\r\n".join(("HTTP/1.1 200 OK", *lines, "", "")).encode()

    @property
    def cut(self) -> bytes:
        """The body's first part."""
        body = self.answer.body
        return body[: len(body) * self.fault.number // 1000]


def _status(met: Meddling) -> Answer:
    number, headers = met.fault.number, list(_HTML)
    if number in (429, 503) and met.fault.seed % 2:
        headers.append(("Retry-After", "1" if met.fault.seed % 4 == 1 else "7200"))
    return Answer(number, headers, _ERROR_PAGE)


def _cookies(met: Meddling) -> Answer:
    flood = [("Set-Cookie", f"c{number}={'x' * 300}; Path=/") for number in range(40)]
    return Answer(met.answer.status, [*met.answer.headers, *flood], met.answer.body)


def _redirect(location: Callable[[Meddling], str]) -> Callable[[Meddling], Answer]:
    return lambda met: Answer(302, [("Location", location(met))], b"")


def _spelling(met: Meddling) -> Answer:
    query = met.fault.seed % 2 or met.path == "/"
    spelled = f"{met.path}?utm_source=mirror" if query else f"/%{ord(met.path[1]):02X}{met.path[2:]}"
    return Answer(302, [("Location", spelled)], b"")


def _long_length(met: Meddling) -> None:
    met.raw(met.head(("Content-Length", len(met.answer.body) + 500)) + met.answer.body)


def _cut(met: Meddling) -> None:
    met.raw(met.head(("Content-Length", len(met.answer.body))) + met.cut)


def _cut_gzip(met: Meddling) -> Answer:
    packed = gzip.compress(met.answer.body, mtime=0)
    packed = packed[: max(20, len(packed) * met.fault.number // 1000)]
    return Answer(200, [*met.answer.headers, ("Content-Encoding", "gzip")], packed)


def _named_gzip(met: Meddling) -> Answer:
    return Answer(met.answer.status, [*met.answer.headers, ("Content-Encoding", "gzip")], met.answer.body)


def _odd_chunks(met: Meddling) -> None:
    body, parts = met.answer.body, b""
    for at in range(0, len(body), 700):
        piece = body[at : at + 700]
        parts += b"%04X;name=value\r\n%b\r\n" % (len(piece), piece)
    met.raw(met.head(("Transfer-Encoding", "chunked"), ("Trailer", "X-End")) + parts + b"0\r\nX-End: yes\r\n\r\n")


def _broken_chunks(met: Meddling) -> None:
    met.raw(met.head(("Transfer-Encoding", "chunked")) + b"zz\r\n" + met.answer.body)


def _cut_chunks(met: Meddling) -> None:
    met.raw(met.head(("Transfer-Encoding", "chunked")) + b"%x\r\n%b\r\n" % (len(met.cut), met.cut))


def _hang(met: Meddling) -> None:
    met.free.wait(_HANGS)
    met.handler.close_connection = True


def _hang_in_body(met: Meddling) -> None:
    met.handler.wfile.write(met.head(("Content-Length", len(met.answer.body))) + met.cut)
    _hang(met)


def _reset(met: Meddling) -> None:
    met.handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    met.handler.wfile.write(met.head(("Content-Length", len(met.answer.body))) + met.cut)
    met.handler.close_connection = True


def _error_page(_: Meddling) -> Answer:
    return Answer(200, list(_HTML), _ERROR_PAGE)


def _empty(met: Meddling) -> Answer:
    body = _NO_LIST.get(met.path, b"<urlset></urlset>") if met.path.endswith((".xml", "/")) else b""
    return Answer(200, [header for header in met.answer.headers if header[0] == "Content-Type"], body)


def _cut_list(met: Meddling) -> Answer:
    return Answer(200, [header for header in met.answer.headers if header[0] == "Content-Type"], met.cut)


def _future(met: Meddling) -> Answer:
    return Answer(met.answer.status, met.answer.headers, _YEAR.sub(rb"\g<1>2027", met.answer.body))


KINDS: dict[str, Callable[[Meddling], Answer | None]] = {
    "status": _status,
    "cookie flood": _cookies,
    "redirect to itself": _redirect(lambda met: met.path),
    "redirect loop": _redirect(lambda met: f"{_LOOP}{met.path}"),
    "redirect to another spelling": _spelling,
    "redirect to another host": _redirect(lambda met: f"http://mirror.example{met.path}"),
    "redirect to a private address": _redirect(lambda met: f"http://10.0.0.1{met.path}"),
    "too long a Content-Length": _long_length,
    "cut body": _cut,
    "cut gzip": _cut_gzip,
    "plain body named gzip": _named_gzip,
    "odd chunks": _odd_chunks,
    "broken chunks": _broken_chunks,
    "cut chunks": _cut_chunks,
    "hang before the head": _hang,
    "hang in the body": _hang_in_body,
    "reset": _reset,
    "error page with 200": _error_page,
    "empty list": _empty,
    "cut list": _cut_list,
    "dates in the future": _future,
}
"""Each kind of fault, and the function that answers; its answer is None when it has sent one itself, or none."""
WHOLE = ("cookie flood", "odd chunks", "dates in the future")
"""Kinds whose answer holds all that the newsroom has."""
LIES = ("error page with 200",)
AWAY = ("redirect to another host", "redirect to a private address")
LISTS_ONLY = ("empty list", "cut list", "dates in the future")


def draw(plan: random.Random, kind: str) -> WireFault:
    """Draw a fault of a kind."""
    scope = "lists" if kind in LISTS_ONLY else plan.choice(SCOPES)
    number = plan.choice(STATUSES) if kind == "status" else plan.randint(100, 900)
    return WireFault(kind, scope, plan.choice((0.3, 0.6, 1.0)), number, plan.randrange(1_000_000))
