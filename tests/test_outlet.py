"""Outlets: their fields are checked, and their patterns find articles."""

from __future__ import annotations

import dataclasses
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Spider

from crawler.errors import OutletError
from crawler.outlet import Outlet, outlet_of, outlet_of_spider
from crawler.site import SiteSpider
from crawler.spider import OutletSpider

FACTS: dict[str, Any] = {
    "name": "akhbar.example",
    "title": "أخبار",
    "country": "EG",
    "timezone": "Africa/Cairo",
    "domains": ("akhbar.example",),
    "evidence": "made up",
}


def test_facts_that_fit_are_kept() -> None:
    outlet = Outlet(**FACTS, feeds=("https://www.akhbar.example/rss",))

    assert (outlet.name, outlet.feeds) == ("akhbar.example", ("https://www.akhbar.example/rss",))


@pytest.mark.parametrize(
    "template",
    ["/list?pageIndex={page}", "/{page:03}/", "/{year}.xml", "/{year}/{month:02}", "/{year}/{month}/{day:02}"],
)
def test_a_template_that_fits_is_kept(template: str) -> None:
    assert Outlet(**FACTS, pages=(f"https://www.akhbar.example{template}",)).pages


@pytest.mark.parametrize("field", sorted(FACTS))
def test_a_missing_fact_fails(field: str) -> None:
    with pytest.raises(TypeError, match=field):
        Outlet(**{key: value for key, value in FACTS.items() if key != field})


def test_a_misspelt_field_fails() -> None:
    misspelt = {**FACTS, "sitemap": ("https://akhbar.example/sitemap.xml",)}

    with pytest.raises(TypeError, match="sitemap'"):
        Outlet(**misspelt)


def test_an_outlet_cannot_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Outlet(**FACTS).title = "غيره"  # type: ignore[misc]  # the test expects the refusal


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "Akhbar.example"),
        ("name", "akhbar/example"),
        ("name", "../akhbar"),
        ("name", "akhbar..example"),
        ("earlier_names", ("Old.example",)),
        ("earlier_names", ("akhbar.example",)),
        ("earlier_names", "old.example"),
        ("country", "eg"),
        ("country", "EGY"),
        ("timezone", "Cairo"),
        ("timezone", "../UTC"),
        ("timezone", ""),
        ("domains", ()),
        ("domains", "akhbar.example"),
        ("domains", ("https://akhbar.example",)),
        ("domains", ("Akhbar.example",)),
        ("domains", ("akhbar.example/news",)),
        ("sitemaps", "https://akhbar.example/sitemap.xml"),
        ("sitemaps", ("https://other.example/sitemap.xml",)),
        ("feeds", ("/rss",)),
        ("feeds", ("file:///etc/passwd",)),
        ("sections", ("https://akhbar.example.other.example/",)),
        ("pages", "https://akhbar.example/{page}"),
        ("pages", ("https://akhbar.example/",)),
        ("pages", ("https://akhbar.example/{page",)),
        ("pages", ("https://akhbar.example/{{page}}",)),
        ("pages", ("https://akhbar.example/{}",)),
        ("pages", ("https://akhbar.example/{number}",)),
        ("pages", ("https://akhbar.example/{page.real}",)),
        ("pages", ("https://akhbar.example/{page:x}",)),
        ("pages", ("https://akhbar.example/{page:09999999}",)),
        ("pages", ("https://akhbar.example/{page}/{page}",)),
        ("pages", ("https://akhbar.example/{page}?{year}",)),
        ("pages", ("https://akhbar.example/{month}/{day}",)),
        ("pages", ("https://akhbar.example/{year}/{day}",)),
        ("pages", ("https://other.example/{page}",)),
        ("pages", ("https://{year}.akhbar.example/",)),
        ("article", "/news/("),
        ("by_query", ("?id",)),
        ("earlier", ("/news/(",)),
        ("earlier", "/news/"),
        ("earlier_domains", ("Akhbar.example",)),
        ("earlier_domains", "akhbar.example"),
        ("sections", ("https://old.example/",)),
        ("reject", ("[",)),
        ("reject", "/video/"),
        ("identity", "id"),
        ("content", "article"),
        ("prune", "aside"),
        ("evidence", ""),
    ],
)
def test_a_fact_that_cannot_be_right_is_refused_by_name(field: str, value: object) -> None:
    with pytest.raises(OutletError) as caught:
        Outlet(**{**FACTS, field: value})

    assert field in str(caught.value)


@pytest.mark.parametrize(
    ("url", "owned"),
    [
        ("https://akhbar.example/", True),
        ("http://www.akhbar.example:80/news", True),
        ("https://sport.akhbar.example/", True),
        ("https://akhbar.example:8443/", False),
        ("https://notakhbar.example/", False),
        ("https://akhbar.example.other.example/", False),
        ("https://other.example/akhbar.example", False),
        ("https://other.example\\.akhbar.example/", False),
        ("akhbar.example", False),
    ],
)
def test_an_outlet_owns_its_hosts_and_their_subdomains(*, url: str, owned: bool) -> None:
    assert Outlet(**FACTS).owns(url) is owned


def test_with_exact_hosts_subdomains_are_others() -> None:
    outlet = Outlet(**FACTS, exact_hosts=True)

    assert outlet.owns("https://akhbar.example/")
    assert not outlet.owns("https://sport.akhbar.example/")


@pytest.mark.parametrize(
    "path",
    [
        "/2026/07/28/slug",
        "/news/123456",
        "/news/123456/عنوان-الخبر",
        "/post-77.html",
        "/وزير-الري-يفتتح-محطة-مياه",
        "/uae/2020-06-03-1.3874341",
    ],
)
def test_likely_articles_of_an_unknown_outlet(path: str) -> None:
    assert Outlet(**FACTS).is_article(f"https://akhbar.example{path}")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/news",
        "/?page_id=123456",
        "/sitemap-2026-07.xml",
        "/images/2026/07/28/photo.JPG",
        "/tag/2026/07/28/x",
        "/category/123456",
        "/page/2026",
        "/feed/123456",
        "/robots.txt",
    ],
)
def test_what_is_no_article_anywhere(path: str) -> None:
    assert not Outlet(**FACTS).is_article(f"https://akhbar.example{path}")


@pytest.mark.parametrize(
    ("url", "article"),
    [
        ("https://m.akhbar.example/news/7654321", True),
        ("https://amp.akhbar.example/news/7654321", True),
        ("https://akhbar.example/news/7654321/amp/", True),
        ("https://akhbar.example/amp/news/7654321", True),
        ("https://akhbar.example/news/7654321;jsessionid=1", True),
        ("https://m.other.example/news/7654321", False),
        ("https://sport.akhbar.example/news/7654321", False),
        ("https://cdn.ampproject.org/c/s/akhbar.example/news/7654321", False),
        ("https://akhbar.example/amp/live/7654321", False),
        ("https://akhbar.example/news/../live/7654321", False),
        ("https://akhbar.example/%6Cive/7654321", False),
    ],
)
def test_a_view_of_an_article_is_one_and_a_view_of_what_is_rejected_is_not(*, url: str, article: bool) -> None:
    outlet = Outlet(**FACTS, exact_hosts=True, article=r"^/[a-z]+/\d+$", reject=(r"^/live/",))

    assert outlet.is_article(url) is article


def test_an_outlet_may_keep_its_articles_at_a_default_document() -> None:
    assert Outlet(**FACTS, article=r"^/index\.php$").is_article("https://akhbar.example/index.php?id=7")


def test_an_outlet_with_a_pattern_has_articles_by_query_only_where_its_file_names_them() -> None:
    pattern = {**FACTS, "article": r"^/news/\d+$"}
    url = "https://akhbar.example/show.php?id=41"

    assert Outlet(**FACTS).is_article(url)
    assert not Outlet(**FACTS, by_query=()).is_article(url)
    assert not Outlet(**pattern).is_article(url)
    outlet = Outlet(**pattern, by_query=(r"^/show\.php\?(?:.*&)?id=\d",), reject=(r"^/live/",))
    assert outlet.is_article(url)
    assert not outlet.is_article("https://akhbar.example/show.php?cat=41")
    assert not outlet.is_article("https://akhbar.example/live/show.php?id=41")


def test_articles_of_earlier_years_are_articles_and_their_hosts_are_owned_and_not_asked() -> None:
    outlet = Outlet(
        **FACTS, article=r"^/news/\d+$", earlier=(r"^/\d{4}/.*/index\.html$",), earlier_domains=("old.example",)
    )

    assert outlet.is_article("https://akhbar.example/2013/world/harbour/index.html")
    for old in ("https://old.example/2013/world/harbour/index.html", "https://www.old.example/news/7"):
        assert outlet.owns(old)
        assert outlet.is_article(old)
        assert not outlet.may_be_asked(old)
    assert outlet.may_be_asked("https://www.akhbar.example/")
    assert outlet_of("https://www.old.example/news/7", (outlet,)) == outlet


def test_what_is_rejected_is_no_article() -> None:
    outlet = Outlet(**FACTS, article=r"^/[a-z]+/\d+$", reject=(r"^/live/",))

    assert outlet.is_article("https://akhbar.example/news/7")
    assert not outlet.is_article("https://akhbar.example/live/7")
    assert not outlet.is_article("https://akhbar.example/LIVE/7")
    assert not outlet.is_article("https://other.example/news/7")


@pytest.mark.parametrize(
    ("status", "content_type", "held"),
    [
        (200, "text/html; charset=utf-8", True),
        (200, "application/xhtml+xml", True),
        (200, "", True),
        (200, "application/json", False),
        (200, "text/htmlx", False),
        (404, "text/html", True),
        (206, "text/html", False),
    ],
)
def test_an_article_is_held_by_a_whole_html_response(*, status: int, content_type: str, held: bool) -> None:
    outlet = Outlet(**FACTS)

    assert outlet.concerns_article("https://akhbar.example/news/123456", status, content_type) is held
    assert not outlet.concerns_article("https://akhbar.example/news", status, content_type)


def test_a_site_without_a_file_is_named_after_its_host() -> None:
    outlet = Outlet.of_site("http://www.Akhbar.example:8080/news?x=1")

    assert outlet.name == "akhbar.example_8080"
    assert outlet.owns("http://www.akhbar.example:8080/")
    assert not outlet.owns("http://sport.akhbar.example:8080/")


@given(st.from_regex(r"(www\.)?[a-z0-9-]{1,12}(\.[a-z0-9-]{1,12}){0,2}(:[1-9][0-9]{0,3})?", fullmatch=True))
def test_every_http_site_makes_an_outlet_that_owns_it_or_is_refused(host: str) -> None:
    url = f"https://{host}/"
    try:
        outlet = Outlet.of_site(url)
    except OutletError:
        return
    assert outlet.owns(url)


def test_a_site_has_the_name_that_its_file_would_give_it() -> None:
    assert Outlet.of_site("https://www.al-akhbar.example/").name == "al-akhbar.example"


def test_what_is_no_site_makes_no_outlet() -> None:
    with pytest.raises(OutletError, match="file:///etc/passwd"):
        Outlet.of_site("file:///etc/passwd")


def test_an_address_belongs_to_the_outlet_with_the_longest_domain() -> None:
    main = Outlet(**FACTS)
    sport = Outlet(**{**FACTS, "name": "sport.akhbar.example", "domains": ("sport.akhbar.example",)})

    assert outlet_of("https://sport.akhbar.example/1", (main, sport)) == sport
    assert outlet_of("https://www.akhbar.example/1", (main, sport)) == main
    assert outlet_of("https://other.example/1", (main, sport)).name == "other.example"
    with pytest.raises(OutletError):
        outlet_of("mailto:a@akhbar.example", (main, sport))


def test_an_outlet_travels_to_a_worker() -> None:
    outlet = Outlet(**FACTS, reject=(r"^/live/",))

    assert pickle.loads(pickle.dumps(outlet)) == outlet  # noqa: S301 - our own bytes


def test_a_spider_has_an_outlet_when_its_class_or_its_argument_names_one() -> None:
    facts = Outlet(**FACTS)
    named = type("Akhbar", (OutletSpider,), {"outlet": facts})

    assert outlet_of_spider(named) == outlet_of_spider(named()) == facts
    assert outlet_of_spider(SiteSpider("https://akhbar.example/")) == Outlet.of_site("https://akhbar.example/")
    assert [outlet_of_spider(other) for other in (SiteSpider, Spider("shell"), None)] == [None] * 3


# --- Both sides of each limit ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "article"),
    [
        ("/news/123", True),
        ("/news/12", False),
        ("/123/x", True),
        ("/12/x", False),
        ("/post-7.html", True),
        ("/post.html", False),
        ("/a-b-c-d", True),
        ("/a-b-c", False),
        ("/2026-07/x", True),
        ("/206-07/x", False),
        ("/2026-007/x", False),
    ],
)
def test_a_likely_article_has_three_digits_or_four_words(path: str, *, article: bool) -> None:
    assert Outlet(**FACTS).is_article(f"https://akhbar.example{path}") is article


@pytest.mark.parametrize(
    ("status", "concerns"),
    [(199, False), (200, True), (201, False), (403, False), (404, True), (405, False), (409, False), (410, True)],
)
def test_two_hundred_holds_an_article_and_404_and_410_end_one(status: int, *, concerns: bool) -> None:
    assert Outlet(**FACTS).concerns_article("https://akhbar.example/news/123456", status, "text/html") is concerns


@pytest.mark.parametrize(
    ("field", "value", "fits"),
    [
        ("name", "ab", True),
        ("name", "a", False),
        ("country", "E", False),
        ("pages", ("https://akhbar.example/{page:02}",), True),
        ("pages", ("https://akhbar.example/{page:01}",), False),
        ("pages", ("https://akhbar.example/{page:09}",), True),
        ("pages", ("https://akhbar.example/{page:010}",), False),
    ],
)
def test_a_fact_is_refused_beyond_its_limit(field: str, value: object, *, fits: bool) -> None:
    if fits:
        assert getattr(Outlet(**{**FACTS, field: value}), field) == value
    else:
        with pytest.raises(OutletError, match=field):
            Outlet(**{**FACTS, field: value})
