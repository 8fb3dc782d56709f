"""An outlet whose articles change, vanish and return, and whose front page was captured for two days."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from scrapy.utils.test import get_crawler
from starlette.testclient import TestClient

from corpus.browse.app import application
from corpus.browse.place import Place
from corpus.duplicates.update import update_duplicates
from crawler.archive.read.pages import PageReader, read_archive
from crawler.state import State
from pipelines.article import article_of
from pipelines.documents.corpus import Corpus
from tests.corpus.export.stock import piece, stock
from tests.support.output import OUTLET, archive, exchange
from tests.support.project import front, paragraphs

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.archive.exchange import Exchange

NAME = OUTLET.name
SITE = f"https://{NAME}"
STORY = f"{SITE}/news/0001"
LINES = paragraphs(1)
EDITED = [LINES[0], LINES[1].replace("خبراء", "مهندسين"), LINES[3], LINES[2]]
INSERT = ["اقرأ أيضا:", "مرفأ صيدا يستقبل أول باخرة سياحية منذ عشرة أعوام"]
APPENDIX = ["اقرأ أيضا", "وزير الأشغال يتفقد منارة بيروت الجديدة ويعد بتشغيلها قريبا"]
TITLES = ("وزارة التعليم تعلن خطة من أربع مراحل", "وزارة التعليم تؤجل خطة المراحل الأربع")


def page(title: str, *lines: str) -> str:
    """Return an article's page."""
    body = "".join(f"<p>{line}</p>" for line in lines)
    return (
        f'<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="article:published_time" content="2026-08-03T07:00:00+03:00"></head>'
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )


def got(url: str, when: str, body: str, status: str = "200 OK") -> Exchange:
    """Return an exchange at a moment, ISO 8601 in UTC."""
    content = body.encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(content)}\r\n\r\n"
    one = exchange(0, head.encode() + content)
    one.url, one.began = url, datetime.fromisoformat(when).replace(tzinfo=UTC)
    return one


def exchanges() -> list[Exchange]:
    """Return what the outlet answered, in order."""
    first = page(TITLES[0], *LINES[:2], *INSERT, *LINES[2:], *APPENDIX)
    second = page(TITLES[1], *EDITED, *APPENDIX)
    return [
        got(f"{SITE}/", "2026-08-03T06:00:00", front("/news/0001", "/news/0002")),
        got(STORY, "2026-08-03T06:00:01", first),
        got(f"{SITE}/news/0002", "2026-08-03T06:00:02", page("خطة المياه في بيروت", *paragraphs(2))),
        got(f"{SITE}/news/0003", "2026-08-03T06:00:03", page("قصير", "نصّ قصير.")),
        got(f"{SITE}/", "2026-08-03T09:00:00", front("/news/0002", "/news/0001")),
        got(STORY, "2026-08-03T12:00:00", second),
        got(STORY, "2026-08-04T06:00:00", "لا شيء", "404 Not Found"),
        got(STORY, "2026-08-04T09:00:00", second),
        got(f"{SITE}/", "2026-08-04T09:00:01", front("/news/0002")),
    ]


def make(output: Path, *others: Exchange) -> None:
    """Make the outlet's archive, state, texts and index, and another outlet that had the first text a day before.

    Args:
        output: The output folder.
        others: Further exchanges, later than the outlet's own.
    """
    warc = archive(output, *exchanges(), *others)
    reader = PageReader(get_crawler())
    with State(output, NAME) as state:
        corpus = Corpus(output, state)
        for archived in read_archive(warc, (OUTLET,), print):
            (capture,) = state.add_captures([archived.capture], {warc.name: warc.stat().st_size})
            if capture.page:
                outcome = article_of(reader.page(archived._replace(capture=capture)))
                corpus.settle([(capture, outcome.rejected) if outcome.rejected else outcome.article])
        corpus.close()
        state.answer_list(f"{SITE}/", "2026-08-04T09:00:01Z")
        summary = {"outlet": NAME, "began": "2026-08-04T06:00:00+00:00", "ended": "2026-08-04T09:01:00+00:00"}
        state.add_run(
            summary["began"], {**summary, "reason": "finished", "discovered": 3, "fetched": 9, "new": 2, "changed": 1}
        )
    stock(output, "wafa.ps", piece(1, "2026-08-02", title=TITLES[0], text="\n".join(LINES)))
    update_duplicates(output)


@pytest.fixture(scope="session")
def news_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the output folder, made once however many folders of tests use it."""
    output = tmp_path_factory.getbasetemp() / "news"
    if not output.exists():
        make(output)
    return output


@pytest.fixture(scope="session")
def news(news_output: Path) -> TestClient:
    """Return a browser of the page over that folder."""
    place = Place(output=news_output, facts={})
    place.keeper.update()
    return TestClient(application(place), "http://localhost")
