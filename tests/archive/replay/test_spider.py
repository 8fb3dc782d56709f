"""A replay hands its items to Scrapy where somebody takes them there, and tells how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from crawler import settings as defaults
from crawler.archive.replay.spider import takes_items
from crawler.run.progress import ProgressExtension
from crawler.run.signals import worked
from crawler.settings import EXTENSIONS, ITEM_PIPELINES

if TYPE_CHECKING:
    from collections.abc import Mapping


@pytest.mark.parametrize(
    ("changes", "taken"),
    [
        ({}, False),
        ({"FEEDS": {"articles.jl": {"format": "jsonlines"}}}, True),
        ({"ITEM_PIPELINES": {**ITEM_PIPELINES, "own.Step": 500}}, True),
        ({"ITEM_PIPELINES": {**ITEM_PIPELINES, "own.Step": None}}, False),
        ({"ITEM_PIPELINES": dict.fromkeys(ITEM_PIPELINES)}, True),
        ({"EXTENSIONS": {**EXTENSIONS, "own.Extension": 1}}, True),
        ({"CLOSESPIDER_ITEMCOUNT": 3}, True),
    ],
)
def test_items_go_through_scrapy_where_somebody_takes_them(changes: Mapping[str, Any], taken: bool) -> None:  # noqa: FBT001 - a parameter of pytest's
    settings = Settings()
    settings.setmodule(defaults)
    settings.setdict(changes, priority="cmdline")
    assert takes_items(settings) is taken


def test_the_live_line_names_parts_speed_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    crawler = get_crawler()
    extension = ProgressExtension.from_crawler(crawler)
    lines: list[str] = []

    class Line:
        def update(self, _: int, description: str) -> None:
            lines.append(description)

    monkeypatch.setattr(extension, "_progress", Line())
    monkeypatch.setattr(extension, "_task", 0, raising=False)
    crawler.signals.send_catch_log(worked, ended=0, total=40, a_second=0.0, left=None, at="")
    crawler.signals.send_catch_log(worked, ended=12, total=40, a_second=410.4, left=185.2, at="a.warc.gz")
    assert lines == [
        ": 0 of 40 parts, 0 pages a second",
        ": 12 of 40 parts (a.warc.gz), 410 pages a second, 0:03:05 left",
    ]
