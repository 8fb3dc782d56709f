"""Section pages."""

from __future__ import annotations

import json
from time import process_time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from crawler.discovery import discover

if TYPE_CHECKING:
    from crawler.outlet import Outlet

URL = "https://www.akhbar.example/section/سياسة"

PAGE = """<!DOCTYPE html>
<html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>سياسة</title>
<link rel="stylesheet" href="/news/1.css">
<link rel="canonical" href="https://www.akhbar.example/news/90">
<link rel="ALTERNATE" type="application/rss+xml; charset=utf-8" title="سياسة" href="/rss/politics">
<link rel="alternate nofollow" type="application/atom+xml" href="https://www.akhbar.example/atom.xml#top">
<link rel="alternate" hreflang="en" href="https://www.akhbar.example/en">
<link rel="alternate" type="application/rss+xml" href="https://feeds.other.example/akhbar">
</head><body>
<nav><a href="/">الرئيسية</a> <a href="/section/سياسة">سياسة</a> <a>بلا عنوان</a></nav>
<article><a href="/story/2026/7/28/لقاء-في-القاهرة/7"><img src="/news/2.jpg" alt="">
<h2>لقاء في القاهرة</h2></a></article>
<map><area href="../news/8?fbclid=1"></map>
<!-- <a href="/news/91">معلّق</a> -->
<script>document.write('<a href="/news/92">');</script>
<a href="mailto:news@akhbar.example">راسلنا</a> <a href="#news/93">أعلى</a>
<ul><li><a href="//akhbar.example/news/9">تاسع<li><a href=/news/10>عاشر
"""


def test_a_section_page_gives_its_articles_and_its_own_feeds(outlet: Outlet) -> None:
    found = discover(PAGE.encode(), URL, "text/html", outlet)

    assert found.kind == "section"
    assert [link.url for link in found.articles] == [
        "https://www.akhbar.example/story/2026/7/28/لقاء-في-القاهرة/7",
        "https://www.akhbar.example/news/8",
        "https://akhbar.example/news/9",
        "https://www.akhbar.example/news/10",
    ]
    assert [link.date and link.date.isoformat() for link in found.articles] == [
        "2026-07-28T00:00:00+03:00",
        None,
        None,
        None,
    ]
    assert [(link.url, link.date) for link in found.lists] == [
        ("https://www.akhbar.example/rss/politics", None),
        ("https://www.akhbar.example/atom.xml", None),
    ]


@pytest.mark.parametrize(
    ("base", "resolved"),
    [
        ("https://akhbar.example/news/", ["https://akhbar.example/news/5"]),
        ("/news/deep/", ["https://www.akhbar.example/news/deep/5"]),
        ("https://other.example/news/", []),
        ("javascript:news/", ["https://www.akhbar.example/news/5"]),
        ("http://[", ["https://www.akhbar.example/news/5"]),
    ],
)
def test_relative_links_follow_the_first_base_wherever_it_stands(
    outlet: Outlet, base: str, resolved: list[str]
) -> None:
    page = f'{"<p>حشو</p>" * 1000}<a href="5">خامس</a><base href="{base}"><base href="https://akhbar.example/no/">'

    found = discover(page.encode(), "https://www.akhbar.example/news/index", "text/html", outlet)

    assert [link.url for link in found.articles] == resolved


@pytest.mark.parametrize("content_type", ["application/json", "text/html; charset=utf-8"])
@pytest.mark.parametrize("frame", ["{}", "\n[1, [{}, null]]", "more({});", "$.app.more( {} )", "{}{{broken"])
@pytest.mark.parametrize(
    "answer",
    [
        {"status": 1, "html": "<ul><li><a href='/news/1'>أول</a><li><a href=\"2\">ثان</a></ul>", "count": 2},
        {"items": [{"title": "أول 1/2", "url": "https://akhbar.example/news/1"}, {"link": " /section/../news/2 "}]},
        {"a": {"b": ["\\", "/news/1", '"<b>"', "/about", "/x.jpg", "<a href=/news/2>", "<a href='/news/1"]}},
    ],
)
def test_an_ajax_answer_is_a_section(outlet: Outlet, answer: object, frame: str, content_type: str) -> None:
    for text in (json.dumps(answer), json.dumps(answer, ensure_ascii=False), json.dumps(answer).replace("/", "\\/")):
        found = discover(frame.format(text).encode(), "https://www.akhbar.example/news/more", content_type, outlet)

        assert found.kind == "section"
        assert [urlsplit(link.url).path for link in found.articles] == ["/news/1", "/news/2"]


def test_markup_escaped_as_letters_is_read(outlet: Outlet) -> None:
    body = rb'{"html": "\u003Ca href=\u0022\u002Fnews\u002F1\u0022\u003E"}'

    assert [link.url for link in discover(body, URL, "", outlet).articles] == ["https://www.akhbar.example/news/1"]


def test_a_cut_answer_gives_what_came_before_the_cut(outlet: Outlet) -> None:
    whole = json.dumps([{"html": f'<a href="/news/{number}">خبر</a>'} for number in range(3)])

    assert len(discover(whole[:-20].encode(), URL, "", outlet).articles) == 2


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 1_000_000,
        b'{"a":' * 300_000,
        b'["' + b'\\"' * 1_000_000,
        b'["<a>"' + b',"<"' * 500_000,
        b'["' + b" " * 1_000_000,
        b'["/' + b"/" * 1_000_000,
        b"x" * 1_000_000 + b"(",
    ],
)
def test_a_hostile_answer_costs_little(outlet: Outlet, body: bytes) -> None:
    began = process_time()

    assert discover(body, URL, "application/json", outlet).articles == ()
    assert process_time() - began < 5


def test_of_an_answer_a_thousand_pieces_of_markup_are_read(outlet: Outlet) -> None:
    pieces = [f"<a href=/news/{number}>" for number in range(1_001)]

    assert len(discover(json.dumps(pieces).encode(), URL, "", outlet).articles) == 1_000


def test_of_an_answer_four_million_letters_are_read(outlet: Outlet) -> None:
    last = '"/news/7"'
    begin = '["/news/1",'

    for over, paths in ((0, ["/news/1", "/news/7"]), (1, ["/news/1", "/news/"])):
        body = begin + " " * (4_000_000 - len(begin) - len(last) + 1 + over) + last + "]"
        found = discover(body.encode(), URL, "", outlet).articles
        assert [urlsplit(link.url).path for link in found] == [path for path in paths if path != "/news/"]


def test_an_xhtml_page_is_a_section_too(outlet: Outlet) -> None:
    page = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><a href="/news/1"/></html>'

    found = discover(page.encode(), URL, "application/xhtml+xml", outlet)

    assert (found.kind, len(found.articles)) == ("section", 1)


def test_a_page_in_windows_1256_is_read(outlet: Outlet) -> None:
    page = '<meta charset="windows-1256"><a href="/news/خبر-1">خبر</a>'

    assert [link.url for link in discover(page.encode("cp1256"), URL, "text/html", outlet).articles] == [
        "https://www.akhbar.example/news/خبر-1"
    ]
