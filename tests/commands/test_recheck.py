"""`scrapy recheck`: what became of each article, and what a later rebuild makes of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from crawler.state.lock import OutletLock
from tests.growth.crawls import NOON, clocked, crawl, versions
from tests.support.newsroom import HOUR, Answer, Newsroom
from tests.support.project import FAST, scrapy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path


@pytest.fixture
def room() -> Iterator[Newsroom]:
    with Newsroom(NOON) as room:
        for hours in range(7):
            room.publish(NOON - (300 + hours) * HOUR)
        yield room


def rechecked(room: Newsroom, output: Path, *urls: str) -> tuple[int, list[dict[str, Any]], str]:
    """Recheck at the newsroom's time; return the exit code, the rows and stderr."""
    room.asked.clear()
    run = clocked(room.now, "recheck", *urls, "--json", "-s", f"OUTPUT={output}", "-s", "WORKERS=1", *FAST)
    return run.returncode, [json.loads(line) for line in run.stdout.splitlines()], run.stderr


def test_each_article_is_requested_once_and_named_with_what_became_of_it(room: Newsroom, tmp_path: Path) -> None:
    crawl(room, tmp_path)
    room.now += 3 * HOUR
    same, changed, gone, moved, touched, broken, _ = room.stories
    changed.version += 1
    gone.gone = moved.moved = True
    touched.touched = room.now  # another validator, the same text

    def break_one(handler: BaseHTTPRequestHandler, answer: Answer) -> Answer:
        return Answer(503, [], b"") if handler.path == broken.path else answer

    room.meddler = break_one
    stories = (same, changed, gone, moved, touched, broken)
    urls = [f"{room.url}{story.old_path}" for story in stories]
    never = f"{room.url}/news/2026/02/01/99999"
    code, rows, stderr = rechecked(room, tmp_path, *urls, f"{urls[0]}#top", never)
    assert code == 1, stderr  # two were not answered
    assert [row["result"] for row in rows] == [
        *("unchanged", "changed", "gone", "redirected", "unchanged", "unanswered", "unknown")
    ]
    assert [row["url"] for row in rows] == [*urls, never]
    assert [row["edited"] for row in rows] == [False, True, True, True, False, False, False]
    assert rows[1]["version"] == 2
    assert rows[1]["document"] == f"{rows[1]['outlet']}/007"
    assert rows[3]["detail"] == f"{room.url}{moved.path}"
    assert rows[5]["detail"] == "HTTP status 503"
    asked = [path for path in room.asked if path != "/robots.txt"]
    assert sorted(asked) == sorted([*(story.old_path for story in stories), moved.path])
    assert (same.path, 304) in room.answered
    assert max(map(len, versions(tmp_path).values())) == 2

    room.meddler, gone.gone = None, False
    code, rows, stderr = rechecked(room, tmp_path, urls[2], urls[3])
    assert code == 0, stderr
    assert [(row["result"], row["edited"]) for row in rows] == [("back", True), ("redirected", False)]


def test_a_locked_outlet_is_busy_and_gets_no_request(room: Newsroom, tmp_path: Path) -> None:
    crawl(room, tmp_path)
    (state,) = (tmp_path / "state").glob("*.sqlite")
    lock = OutletLock(tmp_path, state.stem)
    try:
        code, rows, _ = rechecked(room, tmp_path, f"{room.url}{room.stories[0].path}")
    finally:
        lock.release()
    assert (code, [row["result"] for row in rows]) == (1, ["busy"])
    assert room.asked == []


def test_several_outlets_are_asked_one_after_another(room: Newsroom, tmp_path: Path) -> None:
    with Newsroom(NOON) as other:
        other.publish(NOON - 300 * HOUR)
        crawl(room, tmp_path)
        crawl(other, tmp_path)
        urls = [f"{room.url}{room.stories[0].path}", f"{other.url}{other.stories[0].path}"]
        run = scrapy("recheck", *urls, "-s", f"OUTPUT={tmp_path}", "-s", "WORKERS=1", *FAST)
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == [f"{url}: unchanged" for url in urls]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [([], "Name articles: scrapy recheck URL…"), (["ftp://a.example/x"], "'ftp://a.example/x' is not an http(s) URL.")],
)
def test_wrong_usage_is_named(arguments: list[str], sentence: str, tmp_path: Path) -> None:
    run = scrapy("recheck", *arguments, "-s", f"OUTPUT={tmp_path}")
    assert (run.returncode, sentence in run.stdout + run.stderr) == (2, True)
