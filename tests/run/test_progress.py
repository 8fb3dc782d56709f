"""Progress in a log without terminal."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy.utils.test import get_crawler

from crawler.run import progress
from crawler.run.progress import ProgressExtension
from crawler.run.signals import worked

if TYPE_CHECKING:
    import pytest


def test_a_log_gets_one_line_of_progress_in_an_interval(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    moments = iter((0.0, 59.0, 60.0, 60.0, 61.0))
    monkeypatch.setattr(progress, "monotonic", lambda: next(moments))
    crawler = get_crawler()
    extension = ProgressExtension.from_crawler(crawler)
    for ended in range(3):
        crawler.signals.send_catch_log(worked, ended=ended, total=9, a_second=2.0, left=None, at="a.warc.gz")
    assert extension is not None
    assert [message for message in caplog.messages if "parts" in message] == [
        ": 1 of 9 parts (a.warc.gz), 2 pages a second"
    ]
