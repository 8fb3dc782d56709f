"""Makes a whole output folder without a crawl: archive, state, documents and index that agree."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from crawler.archive.exchange import Exchange
from crawler.archive.read.pages import PageReader, read_archive
from crawler.archive.write.writer import ArchiveWriter
from crawler.outlet import Outlet
from crawler.state import State
from pipelines.article import article_of
from pipelines.documents.corpus import Corpus
from tests.support.project import article

if TYPE_CHECKING:
    from pathlib import Path

OUTLET = Outlet.of_site("https://akhbar.example/")
SETTINGS = Settings(
    {
        "ARCHIVE_MAX_SIZE": 1_000_000,
        "ARCHIVE_MAX_AGE": 3600.0,
        "OPERATOR": "",
        "CONTACT": "",
        "USER_AGENT": "Warraq/0",
        "ROBOTSTXT_OBEY": True,
    }
)


def exchange(number: int, response: bytes = b"", method: bytes = b"GET") -> Exchange:
    """Return an exchange with the response; without one, with an article's page."""
    body = article(number).encode()
    return Exchange(
        url=f"https://akhbar.example/news/{number:04}",
        began=datetime(2026, 11, 22, 10, 0, 0, number, UTC),
        request=bytearray(b"%b /news/%04d HTTP/1.1\r\nHost: akhbar.example\r\n\r\n" % (method, number)),
        received=bytearray(
            response or b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        ),
        ip="192.0.2.1",
    )


def archive(output: Path, *exchanges: Exchange) -> Path:
    """Write exchanges to a new WARC, and return its path."""

    async def run() -> str:
        writer = ArchiveWriter(output, OUTLET, SETTINGS)
        captures = [await writer.append(one) for one in exchanges]
        await writer.close()
        return next(capture.warc for capture in captures if capture is not None)

    return output / "archive" / OUTLET.name / asyncio.run(run())


def make(output: Path, count: int = 3, first: int = 0) -> Path:
    """Add `count` articles, from a number on, and one page with a repeated payload to an output folder.

    Returns:
        The WARC with them; the only one of a new folder.
    """
    again = exchange(first + count)
    again.received = exchange(first).received
    warc = archive(output, *map(exchange, range(first, first + count)), again)
    pages = PageReader(get_crawler())
    with State(output, OUTLET.name) as state:
        corpus = Corpus(output, state)
        for archived in read_archive(warc, (OUTLET,), print):
            (capture,) = state.add_captures([archived.capture])
            corpus.settle([article_of(pages.page(archived._replace(capture=capture))).article])
    return warc
