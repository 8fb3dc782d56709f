"""Cookies: to which hosts they go, without a request for the list of public suffixes."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from crawler.network.cookies import OfflineCookiesMiddleware


@pytest.mark.parametrize(
    ("domain", "setting", "other", "sent"),
    [
        ("akhbar.example.com", "www.akhbar.example.com", "m.akhbar.example.com", True),
        ("com", "akhbar.com", "sahifa.com", False),
        ("com.eg", "akhbar.com.eg", "sahifa.com.eg", False),
        ("blogspot.com", "akhbar.blogspot.com", "sahifa.blogspot.com", False),
    ],
)
def test_a_cookie_goes_to_no_other_site_under_the_same_public_suffix(
    domain: str, setting: str, other: str, *, sent: bool
) -> None:
    middleware = OfflineCookiesMiddleware.from_crawler(get_crawler())
    first = Request(f"https://{setting}/")
    headers = {"Set-Cookie": f"session=1; Domain={domain}"}
    middleware.process_response(first, Response(first.url, headers=headers))
    second = Request(f"https://{other}/")
    middleware.process_request(second)
    assert (second.headers.get("Cookie") == b"session=1") is sent
