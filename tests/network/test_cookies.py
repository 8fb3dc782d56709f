"""Cookies: to which hosts they go, without a request for the list of public suffixes."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from crawler.network.cookies import MOST, MOST_BYTES, MOST_OF_HOST, MOST_SENT, OfflineCookiesMiddleware


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


HOST = "https://akhbar.example"


class Visit:
    """A run's visit to hosts: what they set, and what is sent back."""

    def __init__(self) -> None:
        self._middleware = OfflineCookiesMiddleware.from_crawler(get_crawler())

    def receive(self, *cookies: str, url: str = HOST) -> None:
        """Receive cookies in one response."""
        response = Response(url, headers={"Set-Cookie": list(cookies)})
        self._middleware.process_response(Request(url), response)

    def send(self, url: str = HOST) -> list[str]:
        """Return the names of the cookies that a request sends, and check the length of its line."""
        request = Request(url)
        self._middleware.process_request(request)
        line = request.headers.get("Cookie") or b""
        assert len(line) <= MOST_SENT
        return [pair.partition("=")[0] for pair in line.decode().split("; ") if pair]

    @property
    def kept(self) -> int:
        """The number of cookies that are kept."""
        return len(self._middleware.jars[None])


def test_a_host_has_its_fifty_newest_cookies() -> None:
    visit = Visit()
    for number in range(MOST_OF_HOST + 10):
        visit.receive(f"c{number}=1")
    visit.receive("other=1", url="https://sahifa.example")
    assert visit.send() == [f"c{number}" for number in range(10, MOST_OF_HOST + 10)]
    assert visit.send("https://sahifa.example") == ["other"]


def test_a_cookie_that_is_set_again_is_as_new_as_any() -> None:
    visit = Visit()
    visit.receive("session=1")
    for number in range(MOST_OF_HOST):
        visit.receive(f"c{number}=1", "session=2")
    assert "session" in visit.send()
    assert visit.kept == MOST_OF_HOST


@pytest.mark.parametrize(("beyond", "kept"), [(0, 1), (1, 0)])
def test_a_cookie_has_4096_bytes_at_most(beyond: int, kept: int) -> None:
    visit = Visit()
    room = MOST_BYTES - len("c") - len("akhbar.example") - len("/")
    visit.receive(f"c={'x' * (room + beyond)}")
    assert visit.kept == kept


def test_a_cookie_for_each_article_leaves_room_for_the_other_lines_of_a_request() -> None:
    visit = Visit()
    for number in range(60):
        visit.receive(f"seen{number:02}={'x' * 300}")
    sent = visit.send(f"{HOST}/news/1")
    assert sent == [f"seen{number:02}" for number in range(60 - len(sent), 60)]
    assert (len(sent) + 1) * (len("seen00=") + 300 + 2) > MOST_SENT  # no more would have fitted


def test_long_cookies_of_a_response_are_bounded_together() -> None:
    visit = Visit()
    visit.receive(*(f"c{number}={'x' * 4000}" for number in range(1_000)))
    assert visit.kept == MOST_OF_HOST
    assert visit.send() == ["c999"]


def test_cookies_of_many_hosts_are_bounded_together() -> None:
    visit = Visit()
    for number in range(MOST + 5):
        visit.receive("c=1", url=f"https://h{number}.example")
    assert visit.kept == MOST
    assert visit.send("https://h4.example") == []
    assert visit.send("https://h5.example") == ["c"]


def test_a_cookie_that_its_server_removed_makes_room() -> None:
    visit = Visit()
    for number in range(MOST_OF_HOST):
        visit.receive(f"c{number}=1")
    visit.receive(*(f"c{number}=; Max-Age=0" for number in range(MOST_OF_HOST)))
    for number in range(MOST_OF_HOST):
        visit.receive(f"d{number}=1")
    assert visit.send() == [f"d{number}" for number in range(MOST_OF_HOST)]
