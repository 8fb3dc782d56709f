"""The filter of duplicate requests: a redirect to another spelling of an address is no duplicate of it."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.utils.request import RequestFingerprinter
from scrapy.utils.test import get_crawler

from crawler.network.redirects import RedirectsDupeFilter

SITE = "https://akhbar.example"


@pytest.fixture
def seen() -> RedirectsDupeFilter:
    return RedirectsDupeFilter(fingerprinter=RequestFingerprinter(get_crawler()))


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        ("/news/1", "/news/1"),
        ("/news/1?b=2&a=1", "/news/1?a=1&b=2"),
        ("/%d8%ae%d8%a8%d8%b1", "/%D8%AE%D8%A8%D8%B1"),
        ("/%7Enews/1", "/~news/1"),
        ("/news/1?print=", "/news/1?print"),
        ("/news/1?q=a+b", "/news/1?q=a%20b"),
        ("/news/1#top", "/news/1"),
    ],
)
def test_a_redirect_to_another_spelling_of_an_address_passes(
    seen: RedirectsDupeFilter, asked: str, target: str
) -> None:
    assert not seen.request_seen(Request(SITE + asked))
    assert seen.request_seen(Request(SITE + target))  # the filter takes both for one address
    assert not seen.request_seen(Request(SITE + target, meta={"redirect_urls": [SITE + asked]}))


def test_a_redirect_to_a_spelling_of_any_address_on_the_way_passes(seen: RedirectsDupeFilter) -> None:
    way = [f"{SITE}/news/1?b=2&a=1", f"{SITE}/consent"]
    for url in way:
        assert not seen.request_seen(Request(url))
    assert not seen.request_seen(Request(f"{SITE}/news/1?a=1&b=2", meta={"redirect_urls": way}))


def test_a_redirect_to_an_address_that_another_request_asked_for_is_dropped(seen: RedirectsDupeFilter) -> None:
    assert not seen.request_seen(Request(f"{SITE}/news/2?a=1&b=2"))
    assert seen.request_seen(Request(f"{SITE}/news/2?b=2&a=1", meta={"redirect_urls": [f"{SITE}/news/1"]}))
