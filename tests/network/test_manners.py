"""Manners: the requests that a host receives after it sent a Retry-After or a refusal."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request, Spider, signals
from scrapy.core.downloader import Slot
from scrapy.exceptions import CannotResolveHostError, DownloadTimeoutError
from scrapy.http import Headers, Response
from scrapy.utils.test import get_crawler
from twisted.internet.defer import Deferred

from crawler.errand import Errand
from crawler.errors import GivenUpError
from crawler.network import manners
from crawler.network.manners import MannersMiddleware, blocked_by, seconds_asked
from crawler.network.robotstxt import RobotsTxt
from tests.pipelines.kind.pages import CHALLENGE
from tests.support.project import FAST, ROOT, article, front, scrapy, wait_for
from tests.support.wire import Wire, html

if TYPE_CHECKING:
    import socket
    from pathlib import Path

NOW = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
PATHS = [f"/news/{number}" for number in range(1000, 1008)]
HASTE = ("-s", "BLOCKED_PAUSE=0.01", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1", "-s", "DOWNLOAD_DELAY=0.01")
"""One request at a time: without a delay Scrapy 2.19 sends all requests of a slot at once, whatever the limit."""


@dataclass
class Clocked(Wire):
    """Records the time of each request."""

    moments: list[float] = field(default_factory=list)

    def _answer(self, connection: socket.socket, request: bytes) -> bool:
        self.moments.append(time.monotonic())
        return super()._answer(connection, request)

    @property
    def paths(self) -> list[str]:
        """Paths of the requests, in order."""
        return [request.split(b" ")[1].decode() for request in self.requests]


def refusal(status: str, header: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\n{header}Content-Length: 0\r\n\r\n".encode()


def site(answer: bytes) -> dict[str, bytes | list[bytes]]:
    return {"/": html(front(*PATHS)), **dict.fromkeys(PATHS, answer)}


def crawl(wire: Wire, output: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return scrapy("crawl", "site", "-a", f"url={wire.url}/", "-s", f"OUTPUT={output}", *FAST, *arguments)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (b"120", 120.0),
        (b" 0 ", 0.0),
        (b"Sun, 22 Nov 2026 12:02:00 GMT", 120.0),
        (b"Sunday, 22-Nov-26 12:02:00 GMT", 120.0),
        (b"Sun Nov 22 12:02:00 2026", 120.0),
        (b"Sun, 22 Nov 2026 11:00:00 GMT", 0.0),
        (b"soon", None),
        (b"-5", None),
        (b"1e9", None),
        (b"", None),
        (b"9" * 5_000, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: bytes, seconds: float | None) -> None:
    assert seconds_asked(value, NOW) == seconds


@given(st.binary(max_size=80) | st.text("0123456789 :,GMTSunNov-+").map(str.encode))
def test_any_retry_after_is_a_time_to_wait_or_nothing(value: bytes) -> None:
    seconds = seconds_asked(value, NOW)
    assert seconds is None or seconds >= 0


@pytest.mark.parametrize(
    ("status", "headers", "by"),
    [
        (200, {}, ""),
        (200, {"Server": "cloudflare", "CF-RAY": "1"}, ""),
        (200, {"X-DataDome": "protected"}, ""),
        (404, {"Server": "AkamaiGHost"}, ""),
        (503, {}, ""),
        (500, {"Retry-After": "5"}, ""),
        (403, {}, "HTTP status 403"),
        (429, {}, "HTTP status 429"),
        (503, {"Retry-After": "5"}, "HTTP status 503"),
        (403, {"cf-mitigated": "challenge", "Server": "cloudflare"}, "Cloudflare"),
        (200, {"cf-mitigated": "challenge"}, "Cloudflare"),
        (503, {"Server": "cloudflare"}, "Cloudflare"),
        (403, {"Server": "AkamaiGHost"}, "Akamai"),
        (403, {"X-DataDome": "protected"}, "DataDome"),
        (202, {"x-amzn-waf-action": "challenge"}, "AWS WAF"),
        (403, {"X-Iinfo": "1-2-3"}, "Imperva"),
    ],
)
def test_a_refusal_is_told_by_its_status_and_by_the_marks_of_who_guards(
    status: int, headers: dict[str, str], by: str
) -> None:
    assert blocked_by(status, Headers(headers)) == by


def test_a_host_that_asks_for_time_is_given_it_and_then_asked_again(tmp_path: Path) -> None:
    answers = site(html(article(1)))
    answers["/news/1000"] = [refusal("429 Too Many Requests", "Retry-After: 1\r\n"), html(article(2))]
    with Clocked(answers) as wire:
        run = crawl(wire, tmp_path, "-s", "RETRY_TIMES=1", *HASTE)
    assert run.returncode == 0, run.stderr
    assert "requests refused: 1 (1 by HTTP status 429);" in run.stderr
    at = wire.paths.index("/news/1000")
    assert wire.paths.count("/news/1000") == 2
    assert len(wire.paths) == 2 + len(PATHS) + 1
    assert wire.moments[at + 1] - wire.moments[at] >= 0.95


def test_a_host_that_asks_for_more_time_than_a_run_has_is_not_asked_again(tmp_path: Path) -> None:
    tomorrow = f"{datetime.now(UTC) + timedelta(days=1):%a, %d %b %Y %H:%M:%S GMT}"
    with Clocked(site(refusal("503 Service Unavailable", f"Retry-After: {tomorrow}\r\n"))) as wire:
        run = crawl(wire, tmp_path, "-s", "RETRY_TIMES=1", *HASTE)
    assert run.returncode == 1
    assert wire.paths[:2] == ["/robots.txt", "/"]
    assert len(wire.paths) == 3
    assert "127.0.0.1 sent Retry-After: 86" in run.stderr


def test_a_host_that_refuses_is_asked_less_and_less_and_then_no_more(tmp_path: Path) -> None:
    answers = site(refusal("403 Forbidden", "cf-mitigated: challenge\r\nServer: cloudflare\r\n"))
    with Clocked(answers) as wire:
        run = crawl(wire, tmp_path, "-s", "BLOCKED_LIMIT=4", "-s", "RETRY_TIMES=2", *HASTE, "-s", "BLOCKED_PAUSE=0.1")
    assert run.returncode == 1
    assert len(set(wire.paths)) == len(wire.paths) == 2 + 4
    gaps = [after - before for before, after in pairwise(wire.moments[2:])]
    assert [gap >= 0.09 * 2**place for place, gap in enumerate(gaps)] == [True] * 3
    asked = "8 discovered (0 known), 2 fetched, 8 not fetched (8 missed, to be asked for again); refusals: 4; "
    assert f"\n{asked}" in run.stderr
    assert run.stderr.count("requests refused: 4 (4 by Cloudflare); 127.0.0.1 refused 4 requests in a row") == 1
    assert run.stderr.count(": not fetched: ") == 4
    assert " requests in a row (4 more were not sent); run again later" in run.stderr
    assert "Traceback" not in run.stderr


def test_articles_that_are_refused_while_lists_are_not_are_told_by_health(tmp_path: Path) -> None:
    answers = site(html(article(1)))
    with Wire(answers) as wire:
        assert crawl(wire, tmp_path, *HASTE).returncode == 0
        new = [f"/news/{number}" for number in range(2000, 2020)]
        answers.update({"/": html(front(*new, *PATHS)), **dict.fromkeys(new, refusal("403 Forbidden"))})
        run = crawl(wire, tmp_path, *HASTE, "-s", "RECHECK_HOURS=0", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=4")
    assert run.returncode == 0, run.stderr  # an earlier run fetched the other articles
    assert re.search(r" refused 10 requests in a row \(\d+ more were not sent\); run again later", run.stderr)
    health = scrapy("health", "-s", f"OUTPUT={tmp_path}")
    assert (health.returncode, "the site refuses requests (1" in health.stdout) == (1, True)


@pytest.mark.parametrize(
    ("answers", "word", "why"),
    [
        ({"/": refusal("403 Forbidden")}, "failed", "requests refused: 1 (1 by HTTP status 403); run again later"),
        (site(refusal("403 Forbidden")), "blocked", "requests refused: 8 (8 by HTTP status 403); run again later"),
        (
            {"/robots.txt": refusal("503 Service Unavailable"), "/": html(front(*PATHS))},
            "failed",
            "no start point can be used: {url}/ ({url}/robots.txt is not available: HTTP status 503;",
        ),
    ],
)
def test_a_run_that_was_refused_is_known_as_failed_with_its_sentence(
    tmp_path: Path, answers: dict[str, bytes | list[bytes]], word: str, why: str
) -> None:
    with Wire(answers) as wire:
        run = crawl(wire, tmp_path, *HASTE)
    name = f"127.0.0.1_{wire.port}"
    why = why.format(url=wire.url)
    assert run.returncode == 1
    assert f"ERROR: {name}: {why}" in run.stderr
    health = scrapy("health", "-s", f"OUTPUT={tmp_path}")
    assert (health.returncode, health.stdout.startswith(f"{name}: its last run failed: «{why}")) == (1, True)
    row, sentence = (line for line in scrapy("outlets", "-s", f"OUTPUT={tmp_path}").stdout.splitlines() if name in line)
    assert (row.split()[5], row.split()[-1]) == ("failed", word)
    assert sentence.startswith(f"{name}: its last run failed: {why}")


def test_refusals_that_are_not_in_a_row_end_nothing(tmp_path: Path) -> None:
    answers = site(html(article(1)))
    for path in PATHS[::2]:
        answers[path] = refusal("403 Forbidden")
    with Wire(answers) as wire:
        run = crawl(wire, tmp_path, "-s", "BLOCKED_LIMIT=2", *HASTE)
    assert run.returncode == 0, run.stderr
    assert sum(map(wire.count, PATHS)) == len(PATHS)
    assert "requests refused: 4 (4 by HTTP status 403)" in run.stderr


def test_challenges_that_look_like_any_page_are_told_by_the_run_and_by_health(tmp_path: Path) -> None:
    challenge = html(f"<!doctype html><html><head><title>{NOW}</title>{CHALLENGE}</head><body></body></html>")
    with Wire(site(challenge)) as wire:
        run = crawl(wire, tmp_path, *HASTE)
    told = f"127.0.0.1_{wire.port}: the site sends challenges (8 of 8 pages)"
    assert f"WARNING: {told}" in run.stderr
    health = scrapy("health", "-s", f"OUTPUT={tmp_path}")
    assert (health.returncode, health.stdout.partition(",")[0]) == (1, told)


def test_what_was_never_there_is_not_gone(tmp_path: Path) -> None:
    answers: dict[str, bytes | list[bytes]] = {"/": html(front(*PATHS)), PATHS[0]: html(article(1))}
    with Wire(answers) as wire:
        run = crawl(wire, tmp_path, *HASTE)
    assert run.returncode == 0, run.stderr
    name = f"127.0.0.1_{wire.port}"
    *_, counts, asked, places = run.stderr.splitlines()
    assert counts == f"{name}: 1 new, 0 changed, 7 not there (finished)"
    assert asked.startswith("8 discovered (0 known), 10 fetched; 10 requests, ")
    assert places.startswith(f"texts in {tmp_path}/text/{name}, archive in {tmp_path}/archive/{name}. Next: the same ")


def test_a_run_that_waits_for_a_host_stops_when_it_is_told_to(tmp_path: Path) -> None:
    answers = site(refusal("429 Too Many Requests", "Retry-After: 300\r\n"))
    arguments = ["crawl", "site", "-s", f"OUTPUT={tmp_path}", *FAST, *HASTE]
    with Wire(answers) as wire:
        command = [sys.executable, "-m", "scrapy", *arguments, "-a", f"url={wire.url}/"]
        run = subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), stderr=subprocess.PIPE, text=True)
        wait_for(lambda: any(map(wire.count, PATHS)), run)
        run.send_signal(signal.SIGINT)
        began = time.monotonic()
        _, said = run.communicate(timeout=120)
    assert time.monotonic() - began < 10
    assert sum(map(wire.count, PATHS)) == 1
    assert "Traceback" not in said


@dataclass
class Silent(Wire):
    """Answers robots.txt, when it has an answer for it, and no other path."""

    def _answer(self, connection: socket.socket, request: bytes) -> bool:
        if request.split(b" ")[1].decode() in self.answers:
            return super()._answer(connection, request)
        self.requests.append(request)
        return True


@pytest.mark.parametrize("answers", [{}, {"/robots.txt": refusal("404 Not Found")}])
def test_a_host_that_answers_nothing_is_given_up_after_two_requests(
    tmp_path: Path, answers: dict[str, bytes | list[bytes]]
) -> None:
    timeouts = ("-s", "FIRST_TIMEOUT=0.4", "-s", "DOWNLOAD_TIMEOUT=0.5", "-s", "RETRY_TIMES=2")
    with Silent(answers) as wire:
        run = crawl(wire, tmp_path, *HASTE, *timeouts)
    assert run.returncode == 1
    assert len(wire.requests) == len(answers) + 2
    seconds = 0.5 if answers else 0.4
    why = f"127.0.0.1 did not answer 2 requests in a row within {seconds} s; run again later"
    assert run.stderr.count(f"ERROR: 127.0.0.1_{wire.port}: {why}") == 1
    assert "Traceback" not in run.stderr


# --- Both sides of each limit ----------------------------------------------------------------------------------


class Host:
    """A host with its slot, at a time that the test sets; the run's other parts get only its responses.

    Args:
        monkeypatch: Sets the clock.
        limit: `BLOCKED_LIMIT`.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, limit: int = 1_000) -> None:
        crawler: Any = get_crawler(
            settings_dict={
                "BLOCKED_LIMIT": limit,
                "BLOCKED_PAUSE": 1.0,
                "USER_AGENT": "Warraq/1",
                "DOWNLOAD_TIMEOUT": 60,
                "FIRST_TIMEOUT": 20,
            }
        )
        self.slot = Slot(concurrency=1, delay=0.0, jitter=0.5)
        self.clock = 1_000.0
        crawler.engine = SimpleNamespace(downloader=SimpleNamespace(slots={"akhbar.example": self.slot}))
        monkeypatch.setattr(manners, "monotonic", lambda: self.clock)
        self._signals = crawler.signals
        self._middleware = MannersMiddleware(crawler)
        self.request = Request("https://akhbar.example/news/1", meta={"download_slot": "akhbar.example"})

    def send(self, signal: object, **values: Any) -> None:
        """Send a signal, as the engine does."""
        self._signals.send_catch_log(signal, request=self.request, spider=Spider("akhbar"), **values)

    def refuse(self, retry_after: str = "") -> float:
        """Refuse a request, and return the seconds of the pause from now on."""
        headers = {"Retry-After": retry_after} if retry_after else {}
        response = Response(self.request.url, status=429, headers=headers, request=self.request)
        self.send(signals.response_downloaded, response=response)
        return self.slot.lastseen - self.clock

    def time_out(self, error: Exception | None = None) -> None:
        """Let a request end without an answer."""
        self._middleware.process_exception(self.request, error or DownloadTimeoutError("60 s"))

    def answer(self, *, for_robots_txt: bool = False) -> None:
        """Answer a request."""
        request = self.request.replace(meta={**self.request.meta, **Errand(for_robots_txt=for_robots_txt).meta()})
        values: dict[str, Any] = {"request": request, "spider": Spider("akhbar")}
        self._signals.send_catch_log(signals.headers_received, headers=Headers(), body_length=0, **values)
        response = Response(request.url, request=request)
        self._signals.send_catch_log(signals.response_downloaded, response=response, **values)

    @property
    def open(self) -> bool:
        """Whether a request to the host would be sent."""
        try:
            self._middleware.process_request(self.request)
        except GivenUpError:
            return False
        return True


@pytest.mark.parametrize(("digits", "seconds"), [(9, 999_999_999.0), (10, None)])
def test_retry_after_has_nine_digits(digits: int, seconds: float | None) -> None:
    assert seconds_asked(b"9" * digits, NOW) == seconds


@pytest.mark.parametrize(("asked", "pause", "still"), [("599", 599, True), ("600", 600, True), ("601", 600, False)])
def test_a_host_that_asks_for_more_than_ten_minutes_is_given_up(
    monkeypatch: pytest.MonkeyPatch, asked: str, pause: float, *, still: bool
) -> None:
    host = Host(monkeypatch)
    assert host.refuse(asked) == pause
    assert host.open is still


def test_pauses_double_up_to_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    host = Host(monkeypatch)
    pauses = []
    for _ in range(12):
        pauses.append(host.refuse())
        host.clock += pauses[-1]
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600]


def test_a_refusal_of_what_was_under_way_lengthens_no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    host = Host(monkeypatch)
    assert host.refuse() == 1
    host.clock += 0.75
    assert host.refuse() == 0.25
    host.clock += 0.25
    assert host.refuse() == 2


@pytest.mark.parametrize(("refusals", "still"), [(2, True), (3, False)])
def test_a_host_is_given_up_at_the_limit(monkeypatch: pytest.MonkeyPatch, refusals: int, *, still: bool) -> None:
    host = Host(monkeypatch, limit=3)
    for _ in range(refusals):
        host.refuse()
    assert host.open is still


@pytest.mark.parametrize(("delay", "kept"), [("59.9", 59.9), ("60", 60.0), ("60.1", 60.0)])
def test_a_crawl_delay_is_kept_up_to_a_minute(monkeypatch: pytest.MonkeyPatch, delay: str, kept: float) -> None:
    host = Host(monkeypatch)
    robots_txt = RobotsTxt(f"User-agent: *\nCrawl-delay: {delay}\n".encode())
    host.send(signals.robots_parsed, robotparser=robots_txt)
    host.send(signals.request_reached_downloader)
    assert (host.slot.delay, host.slot.jitter) == (kept, 0.0)


@pytest.mark.parametrize("robots_txt", [False, True])
def test_a_host_that_served_nothing_is_given_up_at_its_second_silence(
    monkeypatch: pytest.MonkeyPatch, *, robots_txt: bool
) -> None:
    host = Host(monkeypatch, limit=10)
    if robots_txt:
        host.answer(for_robots_txt=True)
    seen = []
    for _ in range(2):
        host.time_out()
        seen.append((host.open, host.request.meta.get("dont_retry", False)))
    assert seen == [(True, False), (False, True)]


def test_a_host_that_served_something_is_given_up_at_the_limit_of_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    host = Host(monkeypatch, limit=4)
    seen = []
    for silences in (3, 3, 4):
        host.answer()
        for _ in range(silences):
            host.time_out()
        seen.append(host.open)
    assert seen == [True, True, False]


def test_a_silent_port_leaves_the_other_scheme_of_its_host_open(monkeypatch: pytest.MonkeyPatch) -> None:
    host = Host(monkeypatch)
    secure, plain = host.request, Request("http://akhbar.example/news/1", meta=host.request.meta)
    waiting: list[Any] = [(request, Deferred()) for request in (secure, plain)]
    waiting[0][1].addErrback(lambda failure: failure.check(GivenUpError) is not None)
    host.slot.queue.extend(waiting)
    for _ in range(2):
        host.time_out()
    assert not host.open
    assert list(host.slot.queue) == waiting[1:]
    assert waiting[0][1].result is True
    host.request = plain
    assert host.open


def test_a_name_that_is_not_found_is_no_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    host = Host(monkeypatch)
    for _ in range(5):
        host.time_out(CannotResolveHostError())
    assert host.open


def test_a_host_has_the_whole_time_from_its_first_answer_on(monkeypatch: pytest.MonkeyPatch) -> None:
    host = Host(monkeypatch)
    assert host.open
    assert host.request.meta["download_timeout"] == 20
    host.answer(for_robots_txt=True)
    assert host.open
    assert host.request.meta["download_timeout"] == 60


def test_a_crawl_delay_beyond_a_minute_is_told_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    host = Host(monkeypatch)
    robots_txt = RobotsTxt(b"User-agent: *\nCrawl-delay: 86400\n")
    for _ in range(2):
        host.send(signals.robots_parsed, robotparser=robots_txt)
    told = "akhbar.example asks for 86400 s between requests (Crawl-delay); Warraq waits 60 s."
    assert caplog.messages == [told]


def test_a_crawl_delay_counts_for_the_host_with_its_port(monkeypatch: pytest.MonkeyPatch) -> None:
    host = Host(monkeypatch)
    host.send(signals.robots_parsed, robotparser=RobotsTxt(b"User-agent: *\nCrawl-delay: 5\n"))
    host.request = Request("https://akhbar.example:8443/news/1", meta=host.request.meta)
    assert host.open
    assert host.request.meta["download_slot"] == "akhbar.example:8443"
    host.request.meta["download_slot"] = "akhbar.example"
    host.send(signals.request_reached_downloader)
    assert host.slot.delay == 0.0
