"""The promises of `discover` about lists of any kind."""

from __future__ import annotations

import gzip
import socket
import tracemalloc
from time import process_time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.discovery import MAX_LINKS, discover
from crawler.urls import askable, canonical

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.outlet import Outlet

PAGE = "https://www.akhbar.example/list"

PIECES = (
    b'<?xml version="1.0" encoding="utf-16"?>',
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\x1f\x8b\x08",
    b"\0",
    b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
    b"<urlset>",
    b"<sitemapindex>",
    b"<sitemap>",
    b"</sitemap>",
    b"<url>",
    b"</url>",
    b"<loc>",
    b"</loc>",
    b"<rss>",
    b"<feed>",
    b"<item>",
    b"</item>",
    b"<entry>",
    b"<link/>",
    b"<link href='/news/7'/>",
    b"<lastmod>0001-01-01</lastmod>",
    b"<lastmod>9999-12-31T23:59:59Z</lastmod>",
    b"<pubDate>Mon, 99 Foo 2026 10:00:00 +9999</pubDate>",
    b"https://akhbar.example/story/1",
    b"http://[",
    b"//other.example/story/2",
    b"javascript:alert(1)",
    b"<a href='/story/2026/7/28/x/3'>",
    b"<a href='http://[::1/story/4'>",
    b"<base href='//['>",
    b"<link rel=alternate type=application/rss+xml href=/feed>",
    b"<![CDATA[",
    b"]]>",
    b"&e;",
    b"&nbsp;",
    "خبر".encode("cp1256"),
    "خبر".encode(),
)

bodies = st.binary(max_size=300) | st.lists(st.sampled_from(PIECES) | st.binary(max_size=8), max_size=30).map(b"".join)


@given(body=bodies, content_type=st.text(max_size=20), compress=st.booleans())
@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_give_unique_clean_articles_of_the_outlet(
    outlet: Outlet, *, body: bytes, content_type: str, compress: bool
) -> None:
    found = discover(gzip.compress(body) if compress else body, PAGE, content_type, outlet)

    keys = [canonical(link.url) for link in found.articles]
    assert len(set(keys)) == len(keys)
    assert all(outlet.is_article(link.url) and askable(link.url) == link.url for link in found.articles)
    assert all(outlet.owns(link.url) for link in found.lists)
    assert all(link.date is None or link.date.utcoffset() is not None for link in (*found.articles, *found.lists))
    assert found.kind or not (found.articles or found.lists)


@pytest.mark.parametrize(
    "body", [b"", b"   ", b"\x1f\x8b", b"{}", b"\x89PNG\r\n", "نص بلا روابط".encode(), b"<p>404</p>"]
)
def test_what_is_no_list_is_not_recognised(outlet: Outlet, body: bytes) -> None:
    found = discover(body, PAGE, "application/xml", outlet)

    assert (found.kind, found.articles, found.lists) == ("", (), ())


LIST = "<urlset><url><loc>https://www.akhbar.example/news/1</loc></url><url><loc>https://www.akhbar.example/"


@pytest.mark.parametrize(
    ("body", "whole"),
    [
        (f"{LIST}news/2</loc></url></urlset>", True),
        (f"{LIST}about</loc></url></urlset>", True),
        (f"<html><body>{LIST}news/2</loc></url></urlset>", True),
        (f"{LIST}news/2</loc></url>", False),
        (LIST, False),
        ("<rss><channel><item><link>/news/1</link></item></channel></rss>", True),
        ("<rss><channel><item><link>/news/1</link></item>", False),
        ("<sitemapindex><sitemap><loc>https://www.akhbar.example/1.xml</loc></sitemap></sitemapindex>", True),
        ("<urlset></urlset>", False),
        ("<urlset/>", False),
        ("https://www.akhbar.example/news/1\n", True),
        ("<!DOCTYPE html><a href=/news/1>خبر</a>", True),
        ("<!DOCTYPE html><h1>503</h1><a href=/>الرئيسية</a>", False),
        ("", False),
    ],
)
def test_a_list_that_was_cut_or_names_nothing_is_not_whole(outlet: Outlet, body: str, *, whole: bool) -> None:
    assert discover(body.encode(), PAGE, "", outlet).whole is whole


@pytest.mark.parametrize(
    "content_type", ["", "text/html", "application/octet-stream", "text/plain; charset=x-none", "image/png"]
)
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<urlset><url><loc>/news/1</loc></url></urlset>", "sitemap"),
        ("<rss><channel><item><link>/news/1</link></item></channel></rss>", "feed"),
        ("<!DOCTYPE html><a href=/news/1>خبر</a>", "section"),
    ],
)
def test_content_not_content_type_decides(outlet: Outlet, body: str, kind: str, content_type: str) -> None:
    found = discover(body.encode(), PAGE, content_type, outlet)

    assert (found.kind, [link.url for link in found.articles]) == (
        kind,
        ["https://www.akhbar.example/news/1"],
    )


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert('/news/1')",
        "file:///news/1",
        "ftp://akhbar.example/news/1",
        "data:text/html,/news/1",
        "https://other.example/news/1",
        "https://akhbar.example.other.example/news/1",
        "https://other.example\\.akhbar.example/news/1",
        "https://akhbar.example@other.example/news/1",
        "https://akhbar.example/about",
        "http://[",
    ],
)
@pytest.mark.parametrize(
    "shape",
    [
        "<urlset><url><loc>%s</loc></url></urlset>",
        "<sitemapindex><sitemap><loc>%s</loc></sitemap></sitemapindex>",
        "<rss><item><link>%s</link></item></rss>",
        '<a href="%s">خبر</a>',
    ],
)
def test_links_to_elsewhere_are_dropped(outlet: Outlet, shape: str, address: str) -> None:
    found = discover((shape % address).encode(), PAGE, "", outlet)

    assert found.articles == ()
    assert all(urlsplit(link.url).path == "/about" for link in found.lists)


def test_articles_are_cleaned_and_each_is_given_once_in_the_order_of_the_page(outlet: Outlet) -> None:
    page = """
        <a href="/news/2#comments">ثان</a> <a href=" https://akhbar.example/news/1?utm_source=home ">أول</a>
        <a href="http://www.akhbar.example/news/2/">ثان</a> <a href="/news/%d8%ae-3">ثالث</a>
        <a href="/news/خ-3">ثالث</a>
    """

    assert [link.url for link in discover(page.encode(), PAGE, "text/html", outlet).articles] == [
        "https://www.akhbar.example/news/2",
        "https://akhbar.example/news/1",
        "https://www.akhbar.example/news/%d8%ae-3",
    ]


def test_a_million_links_are_cut(outlet: Outlet) -> None:
    body = b"<urlset>" + b"<url><loc>/x</loc></url>" * (MAX_LINKS - 1)
    body += b"<url><loc>/news/1</loc></url><url><loc>/news/2</loc></url>" * 10 + b"</urlset>"

    assert [link.url for link in discover(body, PAGE, "", outlet).articles] == ["https://www.akhbar.example/news/1"]


@pytest.mark.parametrize(
    ("frame", "entry"),
    [
        ("<urlset>{}</urlset>", "<url><loc>https://akhbar.example/story/2026/7/28/خبر-{0}/{0}</loc></url>"),
        ("<html>{}</html>", '<a href="/story/2026/7/28/خبر-{0}/{0}">خبر</a>'),
    ],
)
def test_as_many_links_as_a_list_may_have_are_read_in_seconds(outlet: Outlet, frame: str, entry: str) -> None:
    body = frame.format("".join(entry.format(number) for number in range(MAX_LINKS))).encode()
    began = process_time()

    assert len(discover(body, PAGE, "", outlet).articles) == MAX_LINKS
    assert process_time() - began < 20


def test_a_body_longer_than_allowed_is_not_read(outlet: Outlet) -> None:
    body = b"<urlset><url><loc>/news/1</loc></url></urlset>"

    assert discover(body, PAGE, "", outlet, max_size=len(body)).kind == "sitemap"
    assert discover(body, PAGE, "", outlet, max_size=len(body) - 1).kind == ""
    assert discover(gzip.compress(body), PAGE, "", outlet, max_size=len(body) - 1).kind == ""


def test_a_gzip_bomb_costs_no_more_than_the_limit(outlet: Outlet) -> None:
    bomb = gzip.compress(gzip.compress(b"<urlset>" + b" " * 50_000_000))
    tracemalloc.start()
    try:
        found = discover(bomb, PAGE, "application/gzip", outlet, max_size=1_000_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert found.kind == ""
    assert peak < 10_000_000


def test_entities_neither_expand_nor_reach_out(outlet: Outlet, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("7")
    laughs = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 20}">' for n in range(9))
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        elsewhere = f"http://127.0.0.1:{server.getsockname()[1]}/"
        body = f"""<?xml version="1.0"?>
            <!DOCTYPE rss SYSTEM "{elsewhere}x.dtd" [<!ENTITY e0 "ها"> {laughs}
                <!ENTITY secret SYSTEM "{secret.as_uri()}"> <!ENTITY net SYSTEM "{elsewhere}">]>
            <rss><item><link>/news/&secret;&net;1</link></item><item><link>/news/&e9;</link></item></rss>"""
        tracemalloc.start()
        try:
            found = discover(body.encode(), PAGE, "text/xml", outlet)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        with pytest.raises(BlockingIOError):
            server.accept()

    assert found.kind == "feed"
    assert [link.url for link in found.articles] == ["https://www.akhbar.example/news/1"]
    assert peak < 10_000_000
