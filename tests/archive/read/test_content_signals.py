"""Each document has the content signals that were in force when its page was archived, in a replay too."""

from __future__ import annotations

import gzip
import json
import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from scrapy.utils.test import get_crawler

from crawler.archive.read.content_signals import ArchivedRobots
from crawler.archive.read.pages import PageReader
from crawler.archive.read.redirects import Answers
from crawler.state import State
from tests.support.output import OUTLET, archive, exchange
from tests.support.project import FAST, article, front, scrapy, texts
from tests.support.wire import Wire, html

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

NO = b"User-agent: *\nContent-Signal: search=yes, ai-train=no\n"
YES = b"User-agent: *\nContent-Signal: ai-train=yes\n"


def robots(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


def redirect(target: str) -> bytes:
    return f"HTTP/1.1 301 Moved Permanently\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode()


def crawl(wire: Wire, output: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    run = scrapy("crawl", "site", "-a", f"url={wire.url}/", "-s", f"OUTPUT={output}", *FAST, *arguments)
    assert run.returncode == 0, run.stderr
    return run


def rights(output: Path) -> dict[str, object]:
    """Return each document's rights by the end of its address."""
    (manifest,) = output.glob("text/*/manifest.jsonl")
    rows = map(json.loads, manifest.read_text().splitlines())
    return {row["url"].rpartition("/")[2]: row["rights"] for row in rows}


def test_each_document_has_the_signals_of_its_time_and_a_replay_finds_them_again(tmp_path: Path) -> None:
    answers: dict[str, bytes | list[bytes]] = {f"/news/{number}": html(article(number)) for number in range(1000, 1004)}
    answers["/"] = [html(front(f"/news/{number}")) for number in range(1000, 1004)]
    rules = [redirect("/rules"), b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", robots(YES)]
    answers["/robots.txt"] = rules
    answers["/rules"] = robots(NO)
    with Wire({"/elsewhere": robots(NO)}) as other, Wire(answers) as wire:
        rules.append(redirect(f"{other.url}/elsewhere"))
        for _ in range(4):
            crawl(wire, tmp_path)
    assert rights(tmp_path) == {
        "1000": {"signals": {"ai-train": "no", "search": "yes"}},
        "1001": {},
        "1002": {"signals": {"ai-train": "yes"}},
        "1003": {},
    }
    before = texts(tmp_path)
    replay = scrapy("replay", "-s", f"OUTPUT={tmp_path}")
    assert replay.returncode == 0, replay.stderr
    assert texts(tmp_path) == before


def test_no_training_is_honoured_when_that_is_wanted(tmp_path: Path) -> None:
    with Wire({"/": html(front("/news/1000")), "/news/1000": html(article(1)), "/robots.txt": robots(NO)}) as wire:
        run = crawl(wire, tmp_path, "-s", "RIGHTS_HONOURED=True")
    assert "reserved" in run.stderr
    assert not texts(tmp_path)


@pytest.mark.parametrize("encoding", ["", "Content-Encoding: gzip\r\n"], ids=["plain", "packed"])
@pytest.mark.parametrize("cut", [True, False], ids=["stopped", "whole"])
def test_the_signals_at_the_start_of_a_robots_txt_that_is_too_long_count(
    tmp_path: Path, encoding: str, *, cut: bool
) -> None:
    noise = random.Random(1).randbytes(200_000).hex().encode()  # noqa: S311 - the same bytes in each run
    body = NO + b"\n# " + (noise if cut else b"x" * 2_000_000)
    body = gzip.compress(body) if encoding else body
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n{encoding}Content-Length: {len(body)}\r\n\r\n"
    robots_txt = exchange(0, head.encode() + (body[: len(body) // 2] if cut else body))
    archive(
        tmp_path,
        replace(robots_txt, url="https://akhbar.example/robots.txt", truncated="length" if cut else ""),
        exchange(1),
    )
    reader = PageReader(get_crawler(settings_dict={"DOWNLOAD_MAXSIZE": 1_000_000}), own=tmp_path / "archive")
    with State(tmp_path, OUTLET.name) as state:
        (page,) = state.unsettled_captures()
        robots = ArchivedRobots(Answers(lambda _: state, reader), reader)
        assert robots.signals(page, OUTLET) == (("ai-train", "no"), ("search", "yes"))
