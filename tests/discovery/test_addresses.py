"""Addresses of a list, made absolute and judged: the fast paths must agree with the rules in crawler.urls."""

from __future__ import annotations

from urllib.parse import urljoin

from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.discovery import addresses
from crawler.outlet import Outlet
from crawler.urls import askable

BASES = (
    "https://www.akhbar.example/section/سياسة?p=1",
    "http://akhbar.example",
    "https://akhbar.example:443/a/b/",
    "https://[::1]/a",
)
PIECES = (
    *("http", "https", "HTTP", ":", "//", "/", "\\", "?", "#", "@", "%", "&", "=", ";", ".", "..", "[", "]"),
    *("www.", "akhbar.example", "أخبار.example", "user:pass@", ":80", ":443", ":x", "other.example"),
    *("id=1", "utm_source=x", "خبر", "%d8%ae", "%D8%AE", "%2F", "%3F", "%ff", "news", "1"),
    *(" ", "\t", "\n", "\x00", "\x7f", "\x85", "\N{NO-BREAK SPACE}"),
)
texts = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
hosts = st.sampled_from(["https://akhbar.example", "http://www.akhbar.example:80", "https://user@akhbar.example", ""])


def outlet(*, exact_hosts: bool = False) -> Outlet:
    return Outlet(
        name="akhbar.example",
        title="أخبار",
        country="EG",
        timezone="Africa/Cairo",
        domains=("akhbar.example",),
        exact_hosts=exact_hosts,
        article=r"^/.*\d",
        evidence="made up",
    )


@given(hosts, texts, st.sampled_from(BASES))
@settings(max_examples=300)
@example("https://akhbar.example", "/news/1;", BASES[0])
@example("", "/\t/", BASES[0])
def test_an_absolute_address_is_what_the_rules_say(host: str, rest: str, base: str) -> None:
    address = (host + rest).strip()
    try:
        expected = askable(urljoin(base, address)) if address else ""
    except ValueError:
        expected = ""

    assert addresses.absolute(address, base) == expected


@given(hosts, texts)
@settings(max_examples=300)
def test_what_is_an_article_is_what_the_outlet_says(host: str, rest: str) -> None:
    if url := addresses.absolute(host + rest, BASES[0]):
        assert addresses.is_article(url, outlet()) is outlet().is_article(url)
