"""robots.txt: the requests that a run sends and does not send."""

from __future__ import annotations

import asyncio
import gzip
import time
from typing import TYPE_CHECKING, Any

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from crawler.errand import errand_of
from crawler.errors import AddressError
from crawler.network import robots
from crawler.network.robots import RobotsMiddleware
from crawler.network.robotstxt import MAX_BYTES
from tests.support.project import FAST, archives, article, front, records, scrapy
from tests.support.wire import Wire, html

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

HOST = "https://a.example"
PATHS = [f"/news/{number}" for number in range(1000, 1005)]
NOT_PUBLIC = 0
"""The status of an answer that never came, because its host's address was refused."""


def plain(body: str, status: str = "200 OK", header: str = "") -> bytes:
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\n{header}Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def redirect(target: str) -> bytes:
    return plain("", "302 Found", f"Location: {target}\r\n")


def site(robots_txt: bytes, **more: bytes) -> dict[str, bytes | list[bytes]]:
    pages: dict[str, bytes | list[bytes]] = {path: html(article(number)) for number, path in enumerate(PATHS)}
    return {**pages, "/": html(front(*PATHS)), "/robots.txt": robots_txt, **more}


def crawl(wire: Wire, output: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return scrapy("crawl", "site", "-a", f"url={wire.url}/", "-s", f"OUTPUT={output}", *FAST, *arguments)


def asked(wire: Wire) -> int:
    return sum(map(wire.count, ["/", *PATHS]))


def test_where_all_is_disallowed_nothing_is_asked_for_at_concurrency_16(tmp_path: Path) -> None:
    many = ["-s", "CONCURRENT_REQUESTS_PER_DOMAIN=16"]
    with Wire(site(plain("User-agent: *\nAllow: /$\nDisallow: /\n"))) as wire:
        run = crawl(wire, tmp_path, *many)
    assert run.returncode == 0, run.stderr
    assert wire.count("/") == 1
    assert sum(map(wire.count, PATHS)) == 0


def test_a_robots_txt_that_forbids_everything_is_one_sentence(tmp_path: Path) -> None:
    with Wire(site(plain("User-agent: *\nDisallow: /\nSitemap: {base}/sitemap.xml\n"))) as wire:
        run = crawl(wire, tmp_path)
    assert run.returncode == 1
    assert asked(wire) == 0
    assert run.stderr.count(f"no start point can be used: {wire.url}/ ({wire.url}/robots.txt forbids it).") == 1
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("status", ["500 Internal Server Error", "429 Too Many Requests"])
def test_a_robots_txt_that_cannot_be_had_means_no_and_is_one_sentence(tmp_path: Path, status: str) -> None:
    with Wire(site(plain("", status))) as wire:
        run = crawl(wire, tmp_path)
    assert run.returncode == 1
    assert asked(wire) == 0
    why = (
        f"{wire.url}/robots.txt is not available: HTTP status {status[:3]}; its host gets no other request before it is"
    )
    assert run.stderr.count(f"no start point can be used: {wire.url}/ ({why}).") == 1
    assert "Traceback" not in run.stderr


def test_a_host_that_hangs_up_on_robots_txt_is_asked_for_nothing(tmp_path: Path) -> None:
    with Wire(site(b""), hang_up={"/robots.txt"}) as wire:
        run = crawl(wire, tmp_path)
    assert run.returncode == 1
    assert asked(wire) == 0
    assert run.stderr.count(f"no start point can be used: {wire.url}/ ({wire.url}/robots.txt is not available: ") == 1
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden"])
def test_a_robots_txt_that_is_not_there_means_yes_whatever_its_body_says(tmp_path: Path, status: str) -> None:
    with Wire(site(plain("User-agent: *\nDisallow: /\n", status))) as wire:
        run = crawl(wire, tmp_path, "-s", "BLOCKED_PAUSE=0.01")
    assert run.returncode == 0, run.stderr
    assert asked(wire) == 6


@pytest.mark.parametrize(("hops", "pages"), [(5, 1), (6, 6)])
def test_five_redirects_are_followed_and_archived_and_a_sixth_means_that_there_is_none(
    tmp_path: Path, hops: int, pages: int
) -> None:
    answers = site(redirect("/hop1"))
    for hop in range(1, hops):
        answers[f"/hop{hop}"] = redirect(f"/hop{hop + 1}")
    answers[f"/hop{hops}"] = plain("User-agent: *\nDisallow: /news/\n")
    with Wire(answers) as wire:
        run = crawl(wire, tmp_path)
    assert run.returncode == 0, run.stderr
    assert wire.count(f"/hop{hops}") == (hops == 5)
    assert asked(wire) == pages
    (warc,) = archives(tmp_path)
    kept = [record.fields["WARC-Target-URI"] for record in records(warc) if record.fields["WARC-Type"] == "response"]
    assert [url for url in kept if "hop" in url] == [f"{wire.url}/hop{hop}" for hop in range(1, 6)]


def test_a_redirect_to_another_host_is_followed_for_robots_txt_alone(tmp_path: Path) -> None:
    with Wire({"/rules": plain("User-agent: *\nDisallow: /news/1001\n")}) as other:
        answers = site(redirect(f"{other.url}/rules"))
        answers["/news/1000"] = redirect(f"{other.url}/news/1000")
        with Wire(answers) as wire:
            run = crawl(wire, tmp_path, "-s", "ADDRESSES_ALLOWED=127.0.0.1")
    assert run.returncode == 0, run.stderr
    assert [request.split(b" ")[1] for request in other.requests] == [b"/rules"]
    assert asked(wire) == 5


def test_crawl_delay_is_kept_with_autothrottle_off(tmp_path: Path) -> None:
    answers = site(plain("User-agent: *\nCrawl-delay: 0.4\nDisallow: /news/1003\nDisallow: /news/1004\n"))
    with Wire(answers) as wire:
        began = time.monotonic()
        run = crawl(wire, tmp_path)
    assert run.returncode == 0, run.stderr
    assert asked(wire) == 4
    assert time.monotonic() - began > 4 * 0.4


@pytest.mark.parametrize("packed", [False, True], ids=["declared", "bomb"])
def test_the_first_500_kib_of_a_longer_robots_txt_are_read(tmp_path: Path, *, packed: bool) -> None:
    start = b"User-agent: *\nDisallow: /news/1001\nContent-Signal: ai-train=no\n".ljust(MAX_BYTES, b"#") + b"\n"
    if packed:
        body = gzip.compress(start + b"Disallow: /\n" * 3_000_000, 1)
        head = b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body)
    else:
        body = start + b"Disallow: /\n" * 100_000
        head = b"Content-Length: 100000000\r\n\r\n"
    with Wire(site(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n" + head + body)) as wire:
        run = crawl(wire, tmp_path)
    assert run.returncode == 0, run.stderr
    assert (asked(wire), wire.count("/robots.txt"), wire.count("/news/1001")) == (5, 1, 0)
    (warc,) = archives(tmp_path)
    (kept,) = (record for record in records(warc) if record.block.endswith(body[-20:]) or b"Disallow" in record.block)
    assert kept.fields.get("WARC-Truncated") == (None if packed else "length")
    assert len(kept.block) < MAX_BYTES + (1 << 18)


# --- How long an answer holds ----------------------------------------------------------------------------------


class Engine:
    """Answers each request for a robots.txt with the next of its answers, and records the URL."""

    def __init__(self, *answers: tuple[int, bytes]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def download_async(self, request: Request) -> Response:
        """Return the next answer."""
        self.asked.append(request.url)
        assert errand_of(request).for_robots_txt
        status, body = self.answers.pop(0)
        if status == NOT_PUBLIC:
            raise AddressError("the address is not public")
        headers = {"Location": body} if status == 302 else {}
        return Response(request.url, status=status, headers=headers, body=body)


def middleware(monkeypatch: pytest.MonkeyPatch, engine: Engine, clock: list[float]) -> RobotsMiddleware:
    crawler: Any = get_crawler(settings_dict={"ROBOTSTXT_OBEY": True, "USER_AGENT": "Warraq/1"})
    crawler.engine = engine
    monkeypatch.setattr(robots, "monotonic", lambda: clock[0])
    return RobotsMiddleware(crawler)


NO, YES = b"User-agent: *\nDisallow: /a\n", b""


async def may(rules: RobotsMiddleware, url: str = f"{HOST}/a") -> bool:
    try:
        await rules.process_request(Request(url))
    except IgnoreRequest:
        return False
    return True


def test_an_answer_holds_a_day_and_longer_only_when_a_newer_one_cannot_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    engine, clock = Engine((200, NO), (500, YES), (404, YES)), [0.0]
    rules = middleware(monkeypatch, engine, clock)

    async def days() -> list[tuple[bool, int]]:
        seen = []
        for moment in (0.0, 86_399.0, 86_401.0, 88_000.0, 90_002.0):
            clock[0] = moment
            seen.append((await may(rules), len(engine.asked)))
        return seen

    assert asyncio.run(days()) == [(False, 1), (False, 1), (False, 2), (False, 2), (True, 3)]


def test_all_who_wait_hear_the_same_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine((200, NO), (200, NO))
    rules = middleware(monkeypatch, engine, [0.0])

    async def many() -> list[bool]:
        return await asyncio.gather(*(may(rules) for _ in range(16)), may(rules, "http://a.example/a"))

    assert asyncio.run(many()) == [False] * 17
    assert engine.asked == [f"{HOST}/robots.txt", "http://a.example/robots.txt"]


@pytest.mark.parametrize("target", [b"file:///etc/passwd", b"http://[x", b""])
def test_a_redirect_out_of_http_means_that_there_are_no_rules(monkeypatch: pytest.MonkeyPatch, target: bytes) -> None:
    engine = Engine((302, target))
    assert asyncio.run(may(middleware(monkeypatch, engine, [0.0])))
    assert engine.asked == [f"{HOST}/robots.txt"]


@pytest.mark.parametrize(("hops", "passes"), [(0, False), (1, True)])
def test_an_address_that_is_not_public_closes_its_host_and_is_no_target_of_a_redirect(
    monkeypatch: pytest.MonkeyPatch, hops: int, *, passes: bool
) -> None:
    engine = Engine(*[(302, b"http://db.internal/x")] * hops, (NOT_PUBLIC, b""))
    assert asyncio.run(may(middleware(monkeypatch, engine, [0.0]))) is passes
    assert engine.asked == [f"{HOST}/robots.txt", "http://db.internal/x"][: 1 + hops]


# --- Both sides of each limit ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "body", "passes"),
    [
        (199, YES, False),
        (200, YES, True),
        (200, NO, False),
        (299, YES, True),
        (299, NO, False),
        (300, YES, False),
        (399, YES, False),
        (400, NO, True),
        (428, NO, True),
        (429, YES, False),
        (430, NO, True),
        (499, NO, True),
        (500, YES, False),
    ],
)
def test_a_status_gives_rules_or_none_or_is_no_answer(
    monkeypatch: pytest.MonkeyPatch, status: int, body: bytes, *, passes: bool
) -> None:
    assert asyncio.run(may(middleware(monkeypatch, Engine((status, body)), [0.0]))) is passes


def test_an_answer_ends_with_its_day_and_an_older_one_with_its_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    engine, clock = Engine((200, NO), (500, YES), (500, YES), (404, YES)), [0.0]
    rules = middleware(monkeypatch, engine, clock)

    async def asked_at() -> list[int]:
        counts = []
        for moment in (0.0, 86_399.9, 86_400.0, 89_999.9, 90_000.0, 93_599.9, 93_600.0):
            clock[0] = moment
            await may(rules)
            counts.append(len(engine.asked))
        return counts

    assert asyncio.run(asked_at()) == [1, 1, 2, 2, 3, 3, 4]
