"""Which addresses and ports a crawl may connect to, and what a run says of one that it may not."""

from __future__ import annotations

import socket
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from scrapy.utils.test import get_crawler

from crawler.errors import AddressError
from crawler.network.connections import Reach
from crawler.outlet import Outlet
from crawler.run.failure import EXIT_CODE, FAILURE
from tests.support.project import FAST, archives, front, records, scrapy
from tests.support.wire import Wire, html

if TYPE_CHECKING:
    from pathlib import Path

INSIDE = "10.0.0.7"
PUBLIC = "93.184.216.34"


def reach(spider: object = None, *allowed: str) -> Reach:
    crawler: Any = get_crawler(settings_dict={"ADDRESSES_ALLOWED": list(allowed)})
    crawler.spider = spider
    return Reach(crawler)


def of_site(url: str) -> SimpleNamespace:
    """Return a spider with the outlet of a site."""
    return SimpleNamespace(outlet=Outlet.of_site(url))


def may(reaches: Reach, url: str, address: str, port: int) -> bool:
    try:
        reaches.check(url, address, port)
    except AddressError:
        return False
    return True


@pytest.mark.parametrize(
    ("named", "port", "passes"),
    [
        ("http://akhbar.example/", 80, True),
        ("http://akhbar.example/", 443, True),
        ("http://akhbar.example/", 6379, False),
        ("http://akhbar.example:8080/", 8080, True),
        ("http://akhbar.example:8080/", 6379, False),
        ("http://akhbar.example:8080/", 80, True),
    ],
)
def test_a_port_is_a_default_one_or_named_by_the_outlet(named: str, port: int, *, passes: bool) -> None:
    assert may(reach(of_site(named)), f"http://akhbar.example:{port}/x", PUBLIC, port) is passes


def test_a_port_that_is_named_for_one_host_is_named_for_no_other() -> None:
    reaches = reach(of_site("http://akhbar.example:8080/"))
    assert not may(reaches, "http://sahifa.example:8080/", PUBLIC, 8080)


@pytest.mark.parametrize(
    ("named", "asked", "address", "passes"),
    [
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/x", "127.0.0.1", True),
        ("http://127.0.0.1/", "http://127.0.0.1/x", "127.0.0.1", True),
        ("http://127.0.0.1/", "http://127.0.0.1:6379/x", "127.0.0.1", False),
        ("http://127.0.0.1:8080/", "http://127.0.0.1/x", "127.0.0.1", False),
        ("http://127.0.0.1:8080/", "http://127.0.0.2:8080/x", "127.0.0.2", False),
        ("http://127.0.0.1:8080/", "http://evil.example:8080/x", "127.0.0.1", False),
        ("http://127.0.0.1:8080/", "http://127.1:8080/x", "127.0.0.1", False),
        ("http://127.1:8080/", "http://127.1:8080/x", "127.0.0.1", False),
        ("http://localhost:8080/", "http://localhost:8080/x", "127.0.0.1", False),
        ("http://akhbar.example/", "http://akhbar.example/x", "127.0.0.1", False),
        ("http://10.0.0.7/", "http://10.0.0.7/x", INSIDE, False),
        ("http://169.254.169.254/", "http://169.254.169.254/x", "169.254.169.254", False),
    ],
)
@pytest.mark.parametrize("by_outlet", [True, False])
def test_a_loopback_address_is_reached_only_where_it_is_named_in_plain_form(
    named: str, asked: str, address: str, *, passes: bool, by_outlet: bool
) -> None:
    spider = of_site(named) if by_outlet else SimpleNamespace(asked=(named,))
    assert may(reach(spider), asked, address, urlsplit(asked).port or 80) is passes


@pytest.mark.parametrize(("port", "passes"), [(8080, True), (6379, False)])
def test_a_loopback_address_of_ipv6_is_reached_where_it_is_named(port: int, *, passes: bool) -> None:
    reaches = reach(SimpleNamespace(asked=("http://[::1]:8080/",)))
    assert may(reaches, f"http://[::1]:{port}/x", "::1", port) is passes


def test_of_a_spider_that_names_nothing_the_first_address_is_its_users() -> None:
    first, redirected = reach(SimpleNamespace()), reach(SimpleNamespace())
    assert may(first, "http://127.0.0.1:8080/robots.txt", "127.0.0.1", 8080)
    assert may(first, "http://127.0.0.1:8080/x", "127.0.0.1", 8080)
    assert not may(first, "http://127.0.0.1:6379/x", "127.0.0.1", 6379)
    assert may(redirected, "http://akhbar.example/robots.txt", PUBLIC, 80)
    assert not may(redirected, "http://127.0.0.1:8080/x", "127.0.0.1", 8080)


def test_an_address_of_the_setting_is_reached_at_any_port_and_others_are_not() -> None:
    reaches = reach(of_site("http://akhbar.example/"), "10.0.0.0/24", "::1")
    assert may(reaches, "http://akhbar.example:6379/", INSIDE, 6379)
    assert may(reaches, "http://akhbar.example/", "::1", 80)
    assert not may(reaches, "http://akhbar.example/", "10.0.1.0", 80)
    assert not may(reaches, "http://akhbar.example/", "::ffff:10.0.0.7", 80)


def test_what_is_no_numeric_address_is_refused() -> None:
    assert not may(reach(of_site("http://akhbar.example/")), "http://akhbar.example/", "akhbar.example", 80)


def test_a_setting_that_cannot_be_read_allows_nothing_and_fails_the_run() -> None:
    crawler: Any = get_crawler(settings_dict={"ADDRESSES_ALLOWED": "127.0.0.1,localhost"})
    reaches = Reach(crawler)
    assert not may(reaches, "http://akhbar.example/", "127.0.0.1", 80)
    assert crawler.stats.get_value(EXIT_CODE) == 2
    sentence = "ADDRESSES_ALLOWED: 'localhost' is neither an address nor a network such as 10.1.0.0/16."
    assert crawler.stats.get_value(FAILURE) == sentence


@pytest.mark.parametrize(
    ("url", "passes"),
    [
        ("http://akhbar.example/x", True),
        ("http://akhbar.example:6379/x", False),
        ("http://0x7f.1/x", False),
        ("http://169.254.169.254/x", False),
        ("http://[fd00::7]/x", False),
    ],
)
def test_a_proxy_gets_no_request_for_a_numeric_address_that_is_out_of_reach(url: str, *, passes: bool) -> None:
    reaches = reach(of_site("http://akhbar.example/"))
    if passes:
        reaches.check_unresolved(url)
    else:
        with pytest.raises(AddressError):
            reaches.check_unresolved(url)


def test_what_was_refused_is_one_sentence_and_nothing_of_it_is_archived(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as inner, Wire({"/": html(front("/news/1001"))}) as wire:
        place = f"http://127.0.0.1:{inner.getsockname()[1]}"
        wire.answers["/robots.txt"] = (
            f"HTTP/1.1 302 Found\r\nLocation: {place}/robots.txt\r\nContent-Length: 0\r\n\r\n".encode()
        )
        run = scrapy("crawl", "site", "-a", f"url={wire.url}/", "-s", f"OUTPUT={tmp_path}", *FAST)
        inner.setblocking(False)  # noqa: FBT003 - the socket's own signature
        with pytest.raises(BlockingIOError):
            inner.accept()
    assert run.returncode == 0, run.stderr
    said = (
        f"{place}/robots.txt is no target for the redirect of a robots.txt, which is passed over: the address 127.0.0.1"
    )
    assert run.stderr.count(said) == 1
    assert "Traceback" not in run.stderr
    (warc,) = archives(tmp_path)
    assert not [record for record in records(warc) if record.fields.get("WARC-Target-URI", "").startswith(place)]
