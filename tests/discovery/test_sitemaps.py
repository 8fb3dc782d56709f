"""Sitemaps, sitemap indexes and robots.txt."""

from __future__ import annotations

import codecs
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from crawler.discovery import discover, robots_sitemaps
from crawler.urls import MAX_URL

if TYPE_CHECKING:
    from crawler.outlet import Outlet

URL = "https://www.akhbar.example/sitemap.xml"

NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="/sitemap.xsl"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
  <url>
    <image:image><image:loc>https://www.akhbar.example/news/9/photo.jpg</image:loc></image:image>
    <loc>
      https://www.akhbar.example/story/2026/7/28/افتتاح-معرض-الكتاب/41?id=1&amp;lang=ar
    </loc>
    <lastmod>2026-08-02T08:00:00Z</lastmod>
    <news:news>
      <news:publication><news:name>أخبار</news:name><news:language>ar</news:language></news:publication>
      <news:publication_date>2026-07-28T22:30:00Z</news:publication_date>
      <news:title>افتتاح &quot;معرض الكتاب&quot; & حضور كبير</news:title>
    </news:news>
  </url>
  <url><loc><![CDATA[https://www.akhbar.example/news/42]]></loc><lastmod>2026-07-27</lastmod></url>
  <url><loc>https://www.akhbar.example/story/2026/7/26/خبر/43</loc></url>
  <url><loc>https://www.akhbar.example/news/44</loc><lastmod>0001-01-01T00:00:00Z</lastmod></url>
  <url><lastmod>2026-07-27</lastmod></url>
</urlset>"""


def test_a_news_sitemap(outlet: Outlet) -> None:
    found = discover(NEWS.encode(), URL, "application/xml", outlet)

    assert found.kind == "sitemap"
    assert found.lists == ()
    assert [link.url for link in found.articles] == [
        "https://www.akhbar.example/story/2026/7/28/افتتاح-معرض-الكتاب/41?id=1&lang=ar",
        "https://www.akhbar.example/news/42",
        "https://www.akhbar.example/story/2026/7/26/خبر/43",
        "https://www.akhbar.example/news/44",
    ]
    published, changed, named, unknown = (link.date for link in found.articles)
    assert published == datetime(2026, 7, 28, 22, 30, tzinfo=UTC)
    assert changed is not None
    assert changed.isoformat() == "2026-07-27T00:00:00+03:00"
    assert named is not None
    assert named.isoformat() == "2026-07-26T00:00:00+03:00"
    assert unknown is None


def test_a_date_is_given_in_the_outlets_zone(outlet: Outlet) -> None:
    published = discover(NEWS.encode(), URL, "", outlet).articles[0].date

    assert published is not None
    assert published.isoformat() == "2026-07-29T01:30:00+03:00"


def test_a_sitemap_index_names_its_children_and_not_itself(outlet: Outlet) -> None:
    body = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
      <sitemap><loc>https://www.akhbar.example/sitemap.xml?yyyy=2026&amp;mm=07&amp;dd=28</loc>
        <lastmod>2026-07-28T20:00:00+03:00</lastmod></sitemap>
      <sitemap><loc>/sitemap-2024-01.xml.gz</loc></sitemap>
      <sitemap><loc>https://www.akhbar.example/sitemap.xml</loc></sitemap>
      <sitemap><loc>https://other.example/sitemap.xml</loc></sitemap>
    </sitemapindex>"""

    found = discover(body.encode(), URL, "text/html", outlet)

    assert (found.kind, found.articles) == ("sitemap index", ())
    assert [(link.url, link.date and link.date.isoformat()) for link in found.lists] == [
        ("https://www.akhbar.example/sitemap.xml?yyyy=2026&mm=07&dd=28", "2026-07-28T20:00:00+03:00"),
        ("https://www.akhbar.example/sitemap-2024-01.xml.gz", None),
    ]


def test_a_sitemap_may_name_sitemaps_too(outlet: Outlet) -> None:
    body = b"<urlset><url><loc>/news/1</loc></url><sitemap><loc>/more.xml</loc></sitemap></urlset>"

    found = discover(body, URL, "", outlet)

    assert [link.url for link in found.articles] == ["https://www.akhbar.example/news/1"]
    assert [link.url for link in found.lists] == ["https://www.akhbar.example/more.xml"]


@pytest.mark.parametrize(
    "broken",
    [
        "<urlset><url><loc>/news/1</loc></url><url><loc>/news/2</lo",
        "<urlset><url><loc>/news/1</loc><x:y>\x08</z></url>",
        "<urlset><url><news:news><news:title>&undefined;</news:title></news:news><loc>/news/1</loc></url></urlset>",
        "<urlset><url><loc>/news/1</loc></url></urlset><!-- made by --><html>",
    ],
)
def test_a_broken_sitemap_gives_its_whole_entries(outlet: Outlet, broken: str) -> None:
    found = discover(broken.encode(), URL, "", outlet)

    assert [link.url for link in found.articles] == ["https://www.akhbar.example/news/1"]


TWO = ["https://akhbar.example/news/1", "https://akhbar.example/news/2?a=1&b=2"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("end", ["\n", "\r\n", " \n\n\t", "\nليس عنوانا\nfile:///news/3\n/news/4\n"])
def test_a_text_sitemap_has_an_address_a_line(outlet: Outlet, encoding: str, end: str) -> None:
    body = end.join(["\n" + TWO[0], "https://other.example/news/5", TWO[1], ""])

    found = discover(body.encode(encoding), "https://akhbar.example/sitemap.txt", "text/plain", outlet)

    assert found.kind == "sitemap"
    assert [link.url for link in found.articles] == TWO


def test_a_text_that_quotes_an_address_is_no_sitemap(outlet: Outlet) -> None:
    for body in ("https://akhbar.example/news/1 نص", "نص\nhttps://akhbar.example/news/1"):
        assert discover(body.encode(), URL, "text/plain", outlet).kind == ""


@pytest.mark.parametrize(
    "body",
    [
        "<s:urlset xmlns:s='http://www.sitemaps.org/schemas/sitemap/0.9'><s:url><s:loc>{}</s:loc></s:url></s:urlset>",
        "<no:urlset><no:url><no:loc>{}</no:loc></no:url></no:urlset>",
        "<URLSET><URL><LOC>{}</LOC></URL></URLSET>",
        "<urlset xmlns='http://www.google.com/schemas/sitemap/0.84'><url><loc>{}</loc></url></urlset>",
        "<!-- أنشئت آليا --><?xml version='1.0'?><urlset><url><loc>{}</loc></url></urlset>",
        "Warning: Undefined variable in /s.php\n<?xml version='1.0'?><urlset><url><loc>{}</loc></url></urlset>",
        "<br />\n<b>Notice</b>: x\n<?xml version='1.0'?><urlset><url><loc>{}</loc></url></urlset>",
        "<!doctype html><html><body><s:urlset><url><loc>{}</loc></url></s:urlset></body></html>",
        "<urlset><url><loc><![CDATA[{}]]></loc></url></urlset>",
        "<urlset><url><x>&nbsp;&laquo;&bogus;</x><loc>{}</loc></url></urlset>",
        "<!DOCTYPE urlset [<!ENTITY host 'akhbar.example'>]><urlset><url><loc>{}</loc></url></urlset>",
    ],
)
@pytest.mark.parametrize("ampersand", ["&", "&amp;", "&#38;", "&#x26;"])
def test_every_way_to_write_a_sitemap_is_read(outlet: Outlet, body: str, ampersand: str) -> None:
    if "CDATA" in body:
        ampersand = "&"
    url = "https://akhbar.example/news/1?a=1{}b=2{}copy=3"

    found = discover(body.format(url.format(ampersand, ampersand)).encode(), URL, "", outlet)

    assert (found.kind, [link.url for link in found.articles]) == ("sitemap", [url.format("&", "&")])


def test_an_address_of_the_greatest_length_is_read_and_no_longer_one(outlet: Outlet) -> None:
    longest = "https://akhbar.example/news/1/".ljust(MAX_URL, "a")
    body = f"<urlset><url><loc>{longest}a</loc></url><url><loc>{longest}</loc></url></urlset>"

    assert [link.url for link in discover(body.encode(), URL, "", outlet).articles] == [longest]


def test_of_an_entry_sixty_four_fields_are_read(outlet: Outlet) -> None:
    for others, count in ((63, 1), (64, 0)):
        fields = "<lastmod>2026-07-28</lastmod>" * others
        body = f"<urlset><url>{fields}<loc>https://akhbar.example/news/1</loc></url></urlset>"
        assert len(discover(body.encode(), URL, "", outlet).articles) == count


def test_a_root_is_looked_for_in_the_first_64_kib(outlet: Outlet) -> None:
    root = "<urlset>"
    for before, kind in ((65_536 - len(root), "sitemap"), (65_536 - len(root) + 1, "")):
        body = "x".ljust(before) + root + "<url><loc>https://akhbar.example/news/1</loc></url></urlset>"
        assert (discover(body.encode(), URL, "", outlet).kind == "sitemap") is (kind == "sitemap")


def test_a_page_that_speaks_of_feeds_is_a_section(outlet: Outlet) -> None:
    body = "<!doctype html><pre>&lt;rss&gt;</pre><script>'<rss></rss>'</script><a href=/news/1>خبر</a>"

    assert discover(body.encode(), URL, "", outlet).kind == "section"


def test_robots_txt_names_sitemaps() -> None:
    body = codecs.BOM_UTF8 + (
        b"sitemap: /a.xml\r\nUser-agent: *\nDisallow: /\n  SITEMAP : https://x.example/no.xml\n"
        b"Sitemap:https://akhbar.example/b.xml\nSitemap: /a.xml\nSitemap: \xff\xfe\n"
    )

    assert robots_sitemaps(body, "https://akhbar.example/robots.txt") == (
        "https://akhbar.example/a.xml",
        "https://akhbar.example/b.xml",
    )
    assert robots_sitemaps(b"", "https://akhbar.example/robots.txt") == ()


def test_a_sitemap_line_that_is_no_url_does_not_hide_the_others() -> None:
    assert robots_sitemaps(b"Sitemap: http://[\nSitemap: /b.xml\n", "https://akhbar.example/robots.txt") == (
        "https://akhbar.example/b.xml",
    )
