"""Answers of the archive: the conditions under which a page is requested again."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from scrapy.utils.test import get_crawler

from crawler.archive.read.pages import PageReader
from crawler.archive.read.redirects import Answers
from crawler.state import State
from tests.support.output import OUTLET, archive, exchange

if TYPE_CHECKING:
    from pathlib import Path

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: x\r\nContent-Length: 3\r\n\r\n"


def test_a_page_whose_body_is_gone_is_requested_without_condition_though_a_revisit_of_it_is_there(
    tmp_path: Path,
) -> None:
    first, _ = (archive(tmp_path, exchange(0, HEAD + b"abc")) for _ in range(2))
    with State(tmp_path, OUTLET.name) as state:
        answers = Answers(lambda _: state, PageReader(get_crawler(), own=tmp_path / "archive"))
        url = exchange(0).url
        assert answers.conditions(url, OUTLET) == {url: {"If-None-Match": "x"}}
        kept = first.rename(tmp_path / "elsewhere.warc.gz")
        assert answers.conditions(url, OUTLET) == {}
        kept.rename(first)
        assert answers.conditions(url, OUTLET) == {url: {"If-None-Match": "x"}}
        os.truncate(first, first.stat().st_size - 1)
        assert answers.conditions(url, OUTLET) == {}


def test_a_page_of_which_a_part_arrived_last_is_requested_without_condition(tmp_path: Path) -> None:
    archive(tmp_path, exchange(0, HEAD + b"abc"), replace(exchange(0, HEAD + b"a"), truncated="disconnect"))
    with State(tmp_path, OUTLET.name) as state:
        answers = Answers(lambda _: state, PageReader(get_crawler(), own=tmp_path / "archive"))
        assert answers.conditions(exchange(0).url, OUTLET) == {exchange(0).url: {}}
