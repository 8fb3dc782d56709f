"""RSS and Atom feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.discovery import discover

if TYPE_CHECKING:
    from crawler.outlet import Outlet

URL = "https://www.akhbar.example/rss.xml"

RSS2 = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:media="http://search.yahoo.com/mrss/">
<channel>
  <title>أخبار</title><link>https://www.akhbar.example/news/0</link>
  <atom:link href="https://www.akhbar.example/rss.xml" rel="self" type="application/rss+xml"/>
  <pubDate>Wed, 29 Jul 2026 00:00:00 GMT</pubDate>
  <item>
    <title><![CDATA[وزير الري: <b>لا</b> نقص في المياه]]></title>
    <link><![CDATA[ https://www.akhbar.example/news/1?traffic_source=rss ]]></link>
    <guid isPermaLink="false">https://www.akhbar.example/news/99</guid>
    <media:group><media:content url="x"><link>https://www.akhbar.example/news/98</link></media:content></media:group>
    <pubDate>Tue, 28 Jul 2026 10:00:00 +0300</pubDate>
  </item>
  <item>
    <link/>
    <atom:link href="https://www.akhbar.example/news/97" rel="enclosure"/>
    <guid>https://www.akhbar.example/news/2</guid>
    <dc:date>2026-07-28T09:00:00+03:00</dc:date>
  </item>
  <item><guid isPermaLink="false">https://www.akhbar.example/news/96</guid></item>
</channel></rss>"""

RSS1 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/">
  <channel rdf:about="x"><link>https://www.akhbar.example/</link></channel>
  <item rdf:about="https://www.akhbar.example/news/1"><title>خبر</title>
    <link>https://www.akhbar.example/news/1</link><dc:date>2026-07-28T10:00:00+03:00</dc:date></item>
  <item><link>/news/2</link><dc:date>2026-07-28 09:00:00</dc:date></item>
</rdf:RDF>"""

ATOM = """<a:feed xmlns:a="http://www.w3.org/2005/Atom">
  <a:link href="https://www.akhbar.example/news/0"/><a:updated>2026-07-30T00:00:00Z</a:updated>
  <a:entry><a:link rel="edit" href="/news/99"/><a:link rel="alternate" href="/news/1"/>
    <a:updated>2026-07-30T00:00:00Z</a:updated><a:published>2026-07-28T07:00:00Z</a:published></a:entry>
  <a:entry><a:link href="/news/2"/><a:updated>2026-07-28T06:00:00Z</a:updated></a:entry>
</a:feed>"""


@pytest.mark.parametrize("feed", [RSS2, RSS1, ATOM])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_each_kind_of_feed_gives_its_entries_pages_and_times(outlet: Outlet, feed: str, encoding: str) -> None:
    found = discover(feed.encode(encoding), URL, "text/html; charset=windows-1256", outlet)

    assert found.kind == "feed"
    assert [(link.url, link.date and link.date.isoformat()) for link in found.articles] == [
        ("https://www.akhbar.example/news/1", "2026-07-28T10:00:00+03:00"),
        ("https://www.akhbar.example/news/2", "2026-07-28T09:00:00+03:00"),
    ]
    assert found.lists == ()


def test_an_empty_feed_is_a_feed(outlet: Outlet) -> None:
    assert discover(b"<rss version='2.0'><channel/></rss>", URL, "", outlet).kind == "feed"


def test_markup_in_a_description_is_not_a_link(outlet: Outlet) -> None:
    body = """<rss><item><link>/news/1</link>
        <description>&lt;a href="/news/2"&gt;&lt;link&gt;/news/3&lt;/link&gt;</description></item></rss>"""

    assert [link.url for link in discover(body.encode(), URL, "", outlet).articles] == [
        "https://www.akhbar.example/news/1"
    ]


def urls(body: str, outlet: Outlet) -> list[str]:
    return [
        link.url.removeprefix("https://www.akhbar.example")
        for link in discover(body.encode(), URL, "", outlet).articles
    ]


@pytest.mark.parametrize(
    ("item", "path"),
    [
        ("<link>http://feedproxy.other.example/~r/1</link><f:origLink>{0}/news/1</f:origLink>", "/news/1"),
        ("<link>http://rd.other.example/?u=7</link><guid isPermaLink='true'>{0}/news/2</guid>", "/news/2"),
        ("<link>http://rd.other.example/?u=7</link><guid>{0}/news/3</guid>", "/news/3"),
        ("<link>{0}/</link><guid>{0}/news/4</guid>", "/news/4"),
        ("<link>{0}/news/5</link><guid>{0}/news/99</guid>", "/news/5"),
        ("<link/><guid isPermaLink='false'>{0}/news/99</guid>", ""),
        ("<link>http://rd.other.example/news/7</link><guid isPermaLink='false'>tag:7</guid>", ""),
        ("<link>{0}/news/8 of ten</link>", "/news/8 of ten"),
        ("<atom:link rel='self' href='{0}/news/99'/><link>/news/9</link>", "/news/9"),
    ],
)
def test_the_first_address_of_an_item_that_is_the_outlets_article_counts(outlet: Outlet, item: str, path: str) -> None:
    item = item.format("https://www.akhbar.example")
    assert urls(f"<rss><channel><item>{item}</item></channel></rss>", outlet) == ([path] if path else [])


@pytest.mark.parametrize(
    ("entry", "path"),
    [
        ("<link rel='replies' href='/news/99'/><link rel='alternate' href='/news/1'/>", "/news/1"),
        ("<link href='2'/>", "/news/ar/2"),
        ("<link rel='edit' href='/news/99'/><id>https://www.akhbar.example/news/3</id>", "/news/3"),
        ("<id>tag:akhbar.example,2026:4</id>", ""),
        ("<id>https://other.example/news/5</id>", ""),
        ("<link xml:base='/story/' href='6'/>", "/story/6"),
        ("<link href='http://['/><id>https://www.akhbar.example/news/7</id>", "/news/7"),
    ],
)
def test_an_atom_entry_is_found_by_its_alternate_link_or_its_id(outlet: Outlet, entry: str, path: str) -> None:
    feed = f"<feed xml:base='https://www.akhbar.example/news/'><x><entry xml:base='ar/'>{entry}</entry></x></feed>"
    assert urls(feed, outlet) == ([path] if path else [])


def test_a_base_counts_inside_its_own_element_alone(outlet: Outlet) -> None:
    entries = "<entry xml:base='/news/b/'><link href='1'/></entry><entry><link href='2'/></entry>"
    assert urls(f"<feed><x xml:base='/news/a/'/>{entries}</feed>", outlet) == [
        "/news/b/1"
    ]  # `/2` beside the feed is no article


@pytest.mark.parametrize("base", ["http://[", "javascript:x", "//other.example/", "x" * 100_000])
def test_a_base_that_cannot_be_one_costs_no_absolute_link(outlet: Outlet, base: str) -> None:
    feed = f"<feed xml:base='{base}'><entry><link href='https://www.akhbar.example/news/1'/></entry></feed>"
    assert urls(feed, outlet) == ["/news/1"]
