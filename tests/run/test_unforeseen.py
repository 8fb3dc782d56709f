"""What a run does with an exception of its spider that nobody foresaw."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
from scrapy import Request, Spider
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.utils.test import get_crawler
from twisted.python.failure import Failure

from crawler.errors import StateError
from crawler.run.failure import FAILURE, exit_code
from crawler.run.unforeseen import UnforeseenErrorsMiddleware

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.crawler import Crawler

AGAIN = "correct the cause, then run the same command again."
REMAKE = "run scrapy replay, which makes it again."


def made() -> tuple[Crawler, UnforeseenErrorsMiddleware]:
    crawler = get_crawler(settings_dict={"OUTPUT": "output", "OUTCOME_LOGGED": True})
    crawler.spider = Spider("akhbar.example")
    return crawler, UnforeseenErrorsMiddleware.from_crawler(crawler)


def start(middleware: UnforeseenErrorsMiddleware, *steps: Request | Exception) -> list[Any]:
    """Return what the middleware passes on of a start that yields requests, or raises."""

    async def steps_of() -> AsyncIterator[Any]:
        for step in steps:
            if isinstance(step, Exception):
                raise step
            yield step

    async def run() -> list[Any]:
        return [item async for item in middleware.process_start(steps_of())]

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            ValueError("could not convert string to float: 'soon'"),
            f"akhbar.example: its start failed: ValueError: could not convert string to float: 'soon'; {AGAIN}",
        ),
        (
            KeyError(),
            "akhbar.example: its start failed: KeyError: ; correct the cause, then run the same command again.",
        ),
        (StateError("state/a.sqlite: is not readable."), "state/a.sqlite: is not readable."),
        (
            sqlite3.DatabaseError("database disk image\nis malformed"),
            f"output/state: the state is damaged: database disk image is malformed; {REMAKE}",
        ),
    ],
)
def test_an_exception_of_a_start_fails_the_run_with_one_sentence(
    error: Exception, sentence: str, caplog: pytest.LogCaptureFixture
) -> None:
    crawler, middleware = made()
    request = Request("https://akhbar.example/")
    assert start(middleware, request, error) == [request]
    assert exit_code(crawler) == 1
    assert crawler.stats.get_value(FAILURE) == sentence
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == [sentence]


def test_a_start_without_an_exception_passes_and_a_spider_may_close_itself() -> None:
    crawler, middleware = made()
    requests = [Request("https://akhbar.example/1"), Request("https://akhbar.example/2")]
    assert start(middleware, *requests) == requests
    with pytest.raises(CloseSpider):
        start(middleware, CloseSpider("enough"))
    assert crawler.stats.get_value(FAILURE) is None


def test_an_exception_of_a_callback_fails_the_run_and_names_the_page() -> None:
    crawler, middleware = made()
    failure = Failure(KeyError("id"))  # type: ignore[no-untyped-call]  # Twisted has no types for it
    middleware.callback_failed(failure, Response("https://akhbar.example/news/1"))
    assert exit_code(crawler) == 1
    assert crawler.stats.get_value(FAILURE) == (
        "akhbar.example: the answer of https://akhbar.example/news/1 could not be used: KeyError: 'id'; correct the "
        "cause, then run the same command again."
    )
