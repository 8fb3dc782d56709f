"""Articles that only redirects answered are not lost: neither with the state, nor after a body that cannot be read."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from tests.growth.crawls import NOON, crawled_at
from tests.growth.test_lists import HOUR, asked, redirect, story, urlset
from tests.support.project import scrapy
from tests.support.wire import Wire

if TYPE_CHECKING:
    from pathlib import Path

LOOP = [redirect("/round")] * 3
CUT = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n"
    b'ETag: "cut"\r\nContent-Length: 12\r\n\r\n\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xb3\xc9'
)


def test_an_article_that_was_led_round_waits_again_though_the_state_was_lost(tmp_path: Path) -> None:
    answers: dict[str, bytes | list[bytes]] = {
        "/sitemap.xml": [
            urlset("/news/1001", "/news/1002", "/news/1003", "/news/1004"),
            urlset("/news/1001", "/news/1002", "/news/1003", "/news/1004", lastmod="2026-03-03T11:00:00Z"),
        ],
        "/news/1001": [*LOOP, *LOOP, story(1)],
        "/round": redirect("/news/1001"),
        "/news/1002": story(2),
        "/news/1003": redirect("/news/1002"),
        "/news/1004": [story(4), *[redirect("/about")] * 3, story(5)],
        "/about": redirect("/news/1004"),
    }
    with Wire(answers, hang_up={"/sitemap.xml"}) as wire:
        assert asked(wire, 0, tmp_path).count("/news/1001") == 3
        assert asked(wire, 48, tmp_path).count("/news/1004") == 3
        shutil.rmtree(tmp_path / "state")
        assert scrapy("replay", "-s", f"OUTPUT={tmp_path}").returncode == 0
        paths = asked(wire, 1440, tmp_path)
    assert {"/news/1001", "/news/1004"} <= set(paths)
    assert "/news/1003" not in paths, "it leads to an article that is there"
    assert len(list(tmp_path.glob("text/*/*.txt"))) == 4


def test_an_article_that_was_cut_and_then_led_round_is_requested_without_condition(tmp_path: Path) -> None:
    answers: dict[str, bytes | list[bytes]] = {
        "/sitemap.xml": urlset("/news/1001"),
        "/news/1001": [CUT, *LOOP, story(1)],
        "/round": redirect("/news/1001"),
    }
    with Wire(answers, hang_up={"/sitemap.xml"}) as wire:
        for hour in (0, 3, 72):
            crawled_at(NOON + hour * HOUR, f"{wire.url}/sitemap.xml", tmp_path)
    requests = [request for request in wire.requests if b" /news/1001 " in request]
    assert len(requests) == 5
    assert not any(b"If-None-Match" in request for request in requests)
    assert len(list(tmp_path.glob("text/*/*.txt"))) == 1
