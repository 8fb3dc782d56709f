"""What a later run requests: addresses that wait, and lists that may have changed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from crawler.state import State, known_outlets, outlets_with_state, read_state
from tests.growth.crawls import NOON, crawled_at, rows
from tests.support.project import FAST, ROOT, article, scrapy, wait_for
from tests.support.wire import Wire, html

if TYPE_CHECKING:
    from pathlib import Path

HOUR = timedelta(hours=1)


def answer(body: str, status: str = "200 OK", header: str = "") -> bytes:
    content = body.encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/xml\r\n{header}Content-Length: {len(content)}\r\n\r\n"
    return head.encode() + content


def redirect(target: str, header: str = "") -> bytes:
    return answer("", "302 Found", f"Location: {target}\r\n{header}")


def index(*places: str) -> bytes:
    lastmod = "<lastmod>2026-02-20T10:00:00Z</lastmod>"
    children = "".join(f"<sitemap><loc>{{base}}{place}</loc>{lastmod}</sitemap>" for place in places)
    return chunked(f"<sitemapindex>{children}</sitemapindex>")


def urlset(*places: str, lastmod: str = "") -> bytes:
    changed = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    entries = "".join(f"<url><loc>{{base}}{place}</loc>{changed}</url>" for place in places)
    return chunked(f"<urlset>{entries}</urlset>")


def chunked(body: str) -> bytes:
    """Return a response without Content-Length: the server writes its own address into the body."""
    return f"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nConnection: close\r\n\r\n{body}".encode()


def story(number: int) -> bytes:
    return html(article(number))


OUTCOMES = {
    "private": "200 OK",
    "broken": "500 Internal Server Error",
    "refused": "403 Forbidden",
    "walled": "401 Unauthorized",
    "gone": "410 Gone",
}
"""The response to each day's second article, by day; robots.txt forbids the first of them."""


def days() -> dict[str, bytes | list[bytes]]:
    """Return an index of days; each day names an article, and a second one that cannot be fetched."""
    answers: dict[str, bytes | list[bytes]] = {"/sitemap.xml": index(*(f"/sitemap-{day}.xml" for day in OUTCOMES))}
    answers["/robots.txt"] = answer("User-agent: *\nDisallow: /news/private/\n")
    for number, (day, status) in enumerate(OUTCOMES.items()):
        answers[f"/sitemap-{day}.xml"] = urlset(f"/news/100{number}", f"/news/{day}/2000")
        answers[f"/news/100{number}"] = story(number)
        answers[f"/news/{day}/2000"] = answer("", status)
    return answers


def asked(wire: Wire, now_in_hours: float, output: Path, *arguments: str, start: str = "/sitemap.xml") -> list[str]:
    """Crawl some hours after noon; return the requested paths without robots.txt."""
    wire.requests.clear()
    run = crawled_at(NOON + now_in_hours * HOUR, wire.url + start, output, *arguments)
    assert run.returncode == 0, run.stderr
    paths = [request.split(b" ")[1].decode() for request in wire.requests]
    return [path for path in paths if path != "/robots.txt"]


def run_twice(answers: dict[str, bytes | list[bytes]], output: Path, *arguments: str) -> list[str]:
    """Crawl twice, three days apart, so that no article is young; return the paths that the second run requested."""
    ends = {path for path in answers if path.endswith(".xml")}
    with Wire(answers, hang_up=ends) as wire:
        asked(wire, 0, output, *arguments)
        return asked(wire, 72, output, *arguments)


def test_an_article_that_cannot_be_had_is_asked_for_again_and_no_list_that_names_it(tmp_path: Path) -> None:
    again = run_twice(days(), tmp_path)
    assert sorted(again) == ["/news/broken/2000", "/news/refused/2000", "/news/walled/2000", "/sitemap.xml"]
    with read_state(tmp_path, known_outlets(tmp_path)[0]) as state:
        assert state is not None
        assert state.count_waiting() == 4  # robots.txt may allow the private one later


def test_a_run_that_is_limited_leaves_the_rest_to_a_later_run(tmp_path: Path) -> None:
    lists = {f"/sitemap-{day}.xml" for day in OUTCOMES}
    with Wire(days(), hang_up={"/sitemap.xml", *lists}) as wire:
        first = asked(wire, 0, tmp_path, "-a", "limit=2")
        second = asked(wire, 72, tmp_path)
    assert 0 < len([path for path in first if path.startswith("/news/")]) <= 2
    articles = {f"/news/100{number}" for number in range(len(OUTCOMES))}
    assert {*first, *second} >= articles | lists
    assert not (articles | lists).intersection(first) & set(second)


def test_a_run_that_was_killed_is_resumed_and_no_list_that_it_read_is_asked_for_again(tmp_path: Path) -> None:
    lists = [f"/sitemap-{number}.xml" for number in range(8)]
    children = "".join(f"<sitemap><loc>{{base}}{place}</loc></sitemap>" for place in lists)
    answers: dict[str, bytes | list[bytes]] = {"/sitemap.xml": chunked(f"<sitemapindex>{children}</sitemapindex>")}
    articles = {place: [f"/news/{number}{copy}00" for copy in range(1, 5)] for number, place in enumerate(lists, 1)}
    for place, named in articles.items():
        answers |= {place: urlset(*named)} | {path: story(int(path[6:])) for path in named}
    every = [path for named in articles.values() for path in named]
    with Wire(answers, hang_up={"/sitemap.xml", *lists}) as wire:
        command = [sys.executable, "-m", "scrapy", "crawl", "site", "-a", f"url={wire.url}/sitemap.xml"]
        options = ["-s", f"OUTPUT={tmp_path}", "-s", "WORKERS=1", *FAST, "-s", "DOWNLOAD_DELAY=0.05"]
        run = subprocess.Popen([*command, *options], cwd=ROOT, stderr=subprocess.DEVNULL, start_new_session=True)
        wait_for(lambda: sum(map(wire.count, every)) >= 6, run)
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        with State(tmp_path, outlets_with_state(tmp_path)[0]) as state:
            read = [place for place in lists if state.date_of_read_list(wire.url + place)]
            assert state.count_waiting() > 0
        wire.requests.clear()
        again = scrapy(*command[3:], *options[:-2])
        assert again.returncode == 0, again.stderr
        paths = [request.split(b" ")[1].decode() for request in wire.requests]
    assert read
    assert not {*read} & {*paths}
    assert {*lists} <= {*read, *paths}
    assert len(rows(tmp_path, "manifest.jsonl")) == len(every)
    assert len([path for path in paths if path in every]) <= len(every) - 2  # four were under way
    with read_state(tmp_path, known_outlets(tmp_path)[0]) as after:
        assert after is not None
        assert after.count_waiting() == 0


def test_a_list_that_is_redirected_is_read_and_conditional_under_the_address_that_it_leads_to(tmp_path: Path) -> None:
    answers: dict[str, bytes | list[bytes]] = {
        "/sitemap.xml": index("/sitemap-1.xml"),
        "/sitemap-1.xml": redirect("/real-1.xml"),
        "/real-1.xml": urlset("/news/1001"),
        "/news/1001": story(1),
    }
    assert run_twice(answers, tmp_path) == ["/sitemap.xml"]
    answers = {"/": redirect("/home"), "/home": html(article(1)).replace(b"\r\n\r\n", b'\r\nETag: "1"\r\n\r\n', 1)}
    with Wire(answers) as wire:
        asked(wire, 0, tmp_path / "home", start="/")
        asked(wire, 72, tmp_path / "home", start="/")
        assert b'If-None-Match: "1"' in wire.request_for("/home")
        assert b"If-None-Match" not in wire.request_for("/")


def test_a_day_without_a_time_means_that_it_may_have_changed_later_that_day(tmp_path: Path) -> None:
    answers: dict[str, bytes | list[bytes]] = {"/news/1001": story(1), "/news/1002": story(2)}
    answers["/sitemap.xml"] = urlset("/news/1001", lastmod="2026-03-01")
    with Wire(answers, hang_up={"/sitemap.xml"}) as wire:
        asked(wire, 0, tmp_path)
        assert "/news/1001" in asked(wire, 72, tmp_path)
        assert "/news/1001" not in asked(wire, 144, tmp_path)


STUB = html("<html lang=ar><head><title>عاجل: افتتاح الجسر</title></head><body><p>التفاصيل بعد قليل.</p></body></html>")


def test_what_was_no_article_yet_is_asked_for_again_while_it_is_young(tmp_path: Path) -> None:
    copy = html(article(7))
    answers: dict[str, bytes | list[bytes]] = {
        "/sitemap.xml": urlset(*(f"/news/100{number}" for number in range(6, 10))),
        "/news/1006": [STUB, story(6)],
        "/news/1007": story(7),
        "/news/1008": [redirect("/maintenance"), story(8)],
        "/news/1009": [copy, story(9)],
        "/maintenance": html("<html lang=ar><body><p>الموقع تحت الصيانة</p></body></html>"),
    }
    with Wire(answers, hang_up={"/sitemap.xml"}) as wire:
        asked(wire, 0, tmp_path)
        asked(wire, 3, tmp_path)
    titles = {path.read_text().partition("\n")[0] for path in tmp_path.glob("text/*/*.txt")}
    assert titles == {f"خطة جديدة لتطوير الخدمات رقم {number}" for number in range(6, 10)}


def test_an_article_behind_a_challenge_is_asked_for_as_long_as_it_is_listed(tmp_path: Path) -> None:
    challenge = html("<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>")
    answers: dict[str, bytes | list[bytes]] = {
        "/sitemap.xml": urlset("/news/1001"),
        "/news/1001": [challenge, story(1)],
    }
    with Wire(answers, hang_up={"/sitemap.xml"}) as wire:
        asked(wire, 0, tmp_path)
        assert "/news/1001" in asked(wire, 72, tmp_path)
        assert "/news/1001" not in asked(wire, 144, tmp_path)
    assert len(list(tmp_path.glob("text/*/*.txt"))) == 1


def test_a_site_that_sets_a_cookie_first_and_leads_to_the_same_address_is_crawled(tmp_path: Path) -> None:
    answers: dict[str, bytes | list[bytes]] = {
        "/sitemap.xml": urlset("/news/1001", "/news/1002"),
        "/news/1001": [redirect("/news/1001", "Set-Cookie: seen=1\r\n"), story(1)],
        "/news/1002": redirect("/news/1002"),
    }
    with Wire(answers, hang_up={"/sitemap.xml"}) as wire:
        paths = asked(wire, 0, tmp_path)
    assert paths.count("/news/1001") == 2
    assert paths.count("/news/1002") == 6
    assert len(list(tmp_path.glob("text/*/*.txt"))) == 1


def test_what_is_no_html_is_not_had_again(tmp_path: Path) -> None:
    answers: dict[str, bytes | list[bytes]] = {
        "/sitemap.xml": urlset("/news/1001"),
        "/news/1001": answer("%PDF-1.7").replace(b"application/xml", b"application/pdf"),
    }
    with Wire(answers, hang_up={"/sitemap.xml"}) as wire:
        assert "/news/1001" in asked(wire, 0, tmp_path)
        assert "/news/1001" not in asked(wire, 72, tmp_path)


def test_a_start_points_lists_are_read_three_deep(tmp_path: Path) -> None:
    places = ("/sitemap.xml", "/first.xml", "/second.xml", "/third.xml", "/fourth.xml")
    answers: dict[str, bytes | list[bytes]] = {place: index(child) for place, child in pairwise(places)}
    answers["/fourth.xml"] = urlset("/news/1001")
    with Wire(answers, hang_up=set(places)) as wire:
        crawled_at(NOON, f"{wire.url}/sitemap.xml", tmp_path)
        assert [wire.count(place) for place in places] == [1, 1, 1, 1, 0]
