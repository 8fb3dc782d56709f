"""`scrapy watch`: edits are printed as they come, at the interval, and a busy outlet is passed over."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from crawler.commands.watch import Articles, Watch
from crawler.state.lock import OutletLock
from tests.run.test_rounds import StoppedClock
from tests.support.newsroom import HOUR, Newsroom
from tests.support.project import FAST, scrapy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DAYS = timedelta(days=2)


class Hours(StoppedClock):
    """A clock in whose waits something happens: the first thing in the first wait, and so on."""

    def __init__(self, *events: Callable[[], object]) -> None:
        super().__init__()
        self._events = iter(events)

    async def sleep(self, seconds: float) -> None:
        """Move the clock, and let the next thing happen."""
        await super().sleep(seconds)
        next(self._events)()


@pytest.fixture
def room() -> Iterator[Newsroom]:
    with Newsroom(datetime.now(UTC)) as room:
        for hours in (70, 5, 3):
            room.publish(room.now - hours * HOUR)
        yield room


def crawled(room: Newsroom, output: Path) -> str:
    """Crawl, and return the outlet's name."""
    run = scrapy("crawl", "site", "-a", f"url={room.url}/sitemap.xml", *options(output))
    assert run.returncode == 0, run.stderr
    room.asked.clear()
    return next((output / "text").iterdir()).name


def options(output: Path) -> list[str]:
    return ["-s", f"OUTPUT={output}", "-s", "WORKERS=1", *FAST]


def test_edits_of_an_outlets_last_days_are_printed_once(
    room: Newsroom, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    outlet = crawled(room, tmp_path)
    old, one, two = room.stories
    lock: list[OutletLock] = []

    def edit() -> None:
        old.version += 1  # nobody asks for it: it is older than two days
        one.version += 1
        two.gone = True
        lock[0].release()

    lock.append(OutletLock(tmp_path, outlet))
    articles = Articles(tmp_path, {}, outlet, "", DAYS, 100)
    watch = Watch(articles, options(tmp_path), json=True, clock=Hours(edit))
    asyncio.run(watch.run(timedelta(minutes=30), timedelta(minutes=59)))
    told = capfd.readouterr()
    rows = [json.loads(line) for line in told.out.splitlines()]
    assert sorted((row["result"], row["url"], row["version"]) for row in rows) == [
        ("changed", f"{room.url}{one.path}", 2),
        ("gone", f"{room.url}{two.path}", 1),
    ]
    assert told.err.count("another run has it locked") == 1
    asked = [path for path in room.asked if path != "/robots.txt"]
    assert sorted(asked) == sorted([one.path, two.path])
    assert (watch.failed, watch.stopped) == (False, False)


def test_a_query_finds_the_articles_and_a_signal_ends_the_watch(
    room: Newsroom, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    crawled(room, tmp_path)
    story = room.stories[1]
    word = story.title.split()[1]

    story.version += 1
    clock = Hours(lambda: os.kill(os.getpid(), signal.SIGINT))
    watch = Watch(Articles(tmp_path, {}, "", word, DAYS, 100), options(tmp_path), clock=clock)
    asyncio.run(watch.run(timedelta(minutes=30), timedelta(hours=48)))
    (line,) = capfd.readouterr().out.splitlines()
    assert f"changed: version 2: {story.title} {room.url}{story.path}" in line
    assert {path for path in room.asked if path != "/robots.txt"} == {story.path}
    assert watch.stopped


def test_a_busy_outlet_is_named_once_until_it_is_free(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    watch = Watch(Articles(tmp_path, {}, "a.example", "", DAYS, 100), [])
    for result in ("busy", "busy", "unchanged", "unanswered", "busy"):
        watch.take("a.example", [{"url": "https://a.example/1", "result": result, "edited": False}])
    told = capfd.readouterr()
    assert told.err.count("another run has it locked") == 2
    assert told.err.count("1 of 1 articles gave no answer") == 1
    assert told.out == ""


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Name an outlet, or write a query"),
        (["aawsat.com", "--every", "4m"], "--every 4m: is not between 0:05:00 and 30 days"),
        (["aawsat.com", "--every", "soon"], "--every soon: is no time; write 30m, 48h or 2d."),
        (["aawsat.com", "--for", "31d"], "--for 31d: is not between"),
        (["aawsat.com", "--most", "1001"], "--most 1001: is not a number from 1 to 1000."),
        (["aawsat.com", "--days", "0"], "--days 0: is not a number from 1 to 30."),
    ],
)
def test_wrong_usage_is_named(arguments: list[str], sentence: str, tmp_path: Path) -> None:
    run = scrapy("watch", *arguments, "-s", f"OUTPUT={tmp_path}")
    assert (run.returncode, sentence in run.stdout + run.stderr) == (2, True)
