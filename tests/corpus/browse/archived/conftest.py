"""An archive with everything that the room shows, and a browser of it."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from corpus.browse.app import application
from corpus.browse.place import Place
from crawler.archive.exchange import Exchange
from crawler.archive.index.cdxj import cdxj_line
from crawler.archive.index.writing import add_segment
from crawler.archive.read.pages import read_archive
from crawler.archive.write.warc import WarcFile
from crawler.state import State
from tests.corpus.browse.archived.attacks import attack
from tests.support.output import OUTLET
from tests.support.project import article

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.items import Capture

SITE = "https://akhbar.example"
PAGE = article(1).encode()
LATER = article(2).encode()
PNG = b"\x89PNG\r\n\x1a\nimage"
HTML = "200 OK\r\nContent-Type: text/html; charset=utf-8"
CSS = b"@import 'more.css';a{background:url(/logo.png)}"
CANARY = "http://127.0.0.1:9/canary"
ANSWERS: tuple[tuple[str, int, str, bytes], ...] = (
    ("/news/1", 1, f"{HTML}\r\nContent-Encoding: gzip", gzip.compress(PAGE, mtime=0)),
    ("/logo.png", 1, "200 OK\r\nContent-Type: image/png", PNG),
    ("/logo.svg", 1, "200 OK\r\nContent-Type: image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    ("/style.css?v=1", 1, "200 OK\r\nContent-Type: text/css", CSS),
    ("/script.js", 1, "200 OK\r\nContent-Type: text/javascript", b"alert(1)"),
    ("/attack", 1, HTML, attack(CANARY).encode()),
    ("/old", 1, "301 Moved Permanently\r\nLocation: /news/1?x=%D8%A7", b""),
    ("/gone", 1, "404 Not Found\r\nContent-Type: text/html", b"<p>nothing"),
    ("/feed", 1, "200 OK\r\nContent-Type: application/rss+xml", "<rss>خبر</rss>".encode()),
    ("/file.pdf", 1, "200 OK\r\nContent-Type: application/pdf", b"%PDF"),
    ("/%D8%AE%D8%A8%D8%B1", 1, HTML, PAGE),
    ("/circle/", 1, "301 Moved Permanently\r\nLocation: https://www.akhbar.example/circle", b""),
    ("/circle", 1, HTML, b"<p>arrived</p>"),
    ("/circle/2", 1, "301 Moved Permanently\r\nLocation: https://www.akhbar.example/circle/2", b""),
    ("/news/1", 3, HTML, LATER),
    ("/news/1", 5, "304 Not Modified", b""),
    ("/copy", 6, HTML, LATER),
)
"""Path, day of August 2026, head and body of the answers; those of the last three have no line in the index."""
INDEXED = 14


def moment(day: int) -> str:
    return f"202608{day:02}103000"


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write two archives: one with an index, and one that only the state knows."""
    output = tmp_path_factory.mktemp("archived") / "output"
    folder = output / "archive" / OUTLET.name
    folder.mkdir(parents=True)
    captures: list[Capture] = []

    def originals(digest: str, url: str) -> Capture | None:
        held = reversed(captures)
        return next((one for one in held if (one.payload_digest == digest if digest else one.url == url)), None)

    with State(output, OUTLET.name) as state:
        for serial, answers in enumerate((ANSWERS[:INDEXED], ANSWERS[INDEXED:])):
            file = WarcFile(folder / f"{OUTLET.name}-{serial:017}-00000.warc.gz", {"software": "Warraq/0"})
            for path, day, head, body in answers:
                one = Exchange(url=f"{SITE}{path}", began=datetime(2026, 8, day, 10, 30, tzinfo=UTC), ip="127.0.0.1")
                one.request += f"GET {path} HTTP/1.1\r\nHost: akhbar.example\r\n\r\n".encode()
                one.received += f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
                captures += filter(None, [file.append(one, OUTLET, originals)])
            file.sync()
            file.close()
            if not serial:
                add_segment(folder, [cdxj_line(one) for one in captures])
            found = [one.capture for one in read_archive(file.path, (OUTLET,), print)]
            state.add_captures(found, {file.path.name: file.path.stat().st_size})
            if not serial:
                state.mark_indexed([file.path.name])
    return output


@pytest.fixture(scope="session")
def held(output: Path) -> Place:
    """Return the place of the archives."""
    return Place(output=output, facts={OUTLET.name: OUTLET})


@pytest.fixture(scope="session")
def archive(held: Place) -> TestClient:
    """Return a browser that follows no redirect."""
    return TestClient(application(held), "http://localhost", follow_redirects=False)
