"""Rules for URLs."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.urls import MAX_URL, canonical, clean, netloc

ODD = st.text(alphabet="aB0٣خ-_.~%2Fd8D8 +é\"<>;:@!$&'()*,=[]|\\\t", max_size=12)
WORDS = st.text(alphabet="abcخبر019-", min_size=1, max_size=8)


@st.composite
def odd_urls(draw: st.DrawFn) -> str:
    """Return addresses as careless pages write them."""
    return "".join(
        (
            draw(st.sampled_from(["http://", "https://", "HTTP://", " https://"])),
            draw(st.sampled_from(["", "user:secret@"])),
            draw(st.sampled_from(["", "www.", "WWW.", "www.www."])),
            draw(st.sampled_from(["akhbar.example", "أخبار.example", "[::1]", "akhbar.example."])),
            draw(st.sampled_from(["", ":", ":80", ":443", ":8080"])),
            "/",
            "/".join(draw(st.lists(ODD, max_size=3))),
            draw(st.sampled_from(["", "?"])),
            draw(ODD),
            draw(st.sampled_from(["", "&utm_source=x", "&utm%5Fsource=x", "#f", " #f"])),
        )
    )


@st.composite
def plain_urls(draw: st.DrawFn) -> str:
    """Return addresses of articles, percent-encoded."""
    path = "/".join(quote(word) for word in draw(st.lists(WORDS, min_size=1, max_size=4)))
    query = draw(st.sampled_from(["", "?id=7", "?a=1&b=%D8%AE"]))
    return f"https://akhbar.example/{path}{query}"


@given(odd_urls() | st.text())
def test_cleaning_twice_changes_nothing(url: str) -> None:
    assert clean(clean(url)) == clean(url)


@given(odd_urls() | st.text())
def test_the_canonical_form_is_its_own(url: str) -> None:
    assert canonical(canonical(url)) == canonical(url)


@given(odd_urls())
def test_cleaning_does_not_change_the_article(url: str) -> None:
    assert canonical(clean(url)) == canonical(url)


@given(plain_urls())
def test_spellings_of_one_address_are_equal(url: str) -> None:
    address, _, query = url.partition("?")
    joined = f"{query}&" if query else ""
    spellings = (
        url.replace("https:", "http:"),
        url.replace("//", "//www."),
        url.replace("//akhbar.example", "//user@AKHBAR.example:443"),
        f"{url}#comments",
        f"{address}/" + (f"?{query}" if query else ""),
        f"{address}?{joined}utm_source=x&fbclid=y",
        f"  {url}\n",
        address.replace("%D8", "%d8") + (f"?{query}" if query else ""),
    )

    assert {canonical(spelling) for spelling in spellings} == {canonical(url)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://akhbar.example/a", "https://akhbar.example/b"),
        ("https://akhbar.example/a", "https://akhbar.example/A"),
        ("https://akhbar.example/?id=1", "https://akhbar.example/?id=2"),
        ("https://akhbar.example/a", "https://akhbar.example:8080/a"),
        ("https://akhbar.example/a%2520b", "https://akhbar.example/a%20b"),
        ("https://akhbar.example/?q=%CE%C8%D1", "https://akhbar.example/?q=%DA%E3%C7"),  # windows-1256
    ],
)
def test_different_articles_stay_different(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_an_arabic_address_and_its_percent_encoding_are_equal() -> None:
    assert canonical("https://akhbar.example/خبر?q=عاجل") == canonical(
        "https://akhbar.example/%d8%AE%D8%A8%D8%B1?q=%D8%B9%D8%A7%D8%AC%D9%84"
    )


def test_only_the_keys_that_identify_an_article_count() -> None:
    url = "https://akhbar.example/news.php?page=2&id=7"

    assert canonical(url, ("id",)) == "https://akhbar.example/news.php?id=7"
    assert canonical(url, ()) == "https://akhbar.example/news.php"
    assert canonical(url) == "https://akhbar.example/news.php?id=7&page=2"


def test_cleaning_keeps_an_address_as_the_page_wrote_it() -> None:
    url = "https://user:secret@www.akhbar.example:443/Section/خبر-%d8?b=2&a=1&traffic_source=rss#top"

    assert clean(url) == "https://www.akhbar.example/Section/خبر-%d8?b=2&a=1"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "akhbar.example/news",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://akhbar.example/",
        "https:///news",
        "https://[/",
        "https://akhbar.example:port/",
        "https://other.example\\.akhbar.example/",
        "https://akhbar example/",
        "https://akhbar.example/" + "a" * MAX_URL,
    ],
)
def test_what_cannot_be_asked_for_is_empty(url: str) -> None:
    assert clean(url) == ""
    assert netloc(url) in ("", "akhbar.example")


def test_the_longest_address_is_still_asked_for() -> None:
    url = "https://akhbar.example/".ljust(MAX_URL, "a")

    assert clean(url) == url
    assert clean(f"{url}a") == ""


@given(odd_urls())
def test_a_host_bears_neither_credentials_nor_default_ports(url: str) -> None:
    host = netloc(url)

    assert "@" not in host
    assert host == host.lower()
    assert clean(url) == "" or urlsplit(clean(url)).netloc == host
