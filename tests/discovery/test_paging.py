"""Paging: the next page of a list, and the lists of days."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import MAX_PAGES, Discovered, Link, dated_lists, discover, first_pages, turn
from crawler.discovery.paging import MAX_DATED, MAX_UNDATED
from crawler.outlet import Outlet

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from crawler.discovery import Trail

HOST = "https://www.akhbar.example"
URL = f"{HOST}/section/سياسة"
TODAY = date(2026, 7, 28)


def onward(outlet: Outlet, body: str, url: str = URL, asked: str = "") -> str | None:
    """Return the address of a list's next page, without the host."""
    found = discover(body.encode(), url, "", outlet, asked=asked).next
    return None if found is None else found.url.removeprefix(HOST)


@pytest.mark.parametrize(
    ("body", "following"),
    [
        ("<link rel=next href='?page=2'>", "/section/سياسة?page=2"),
        ("<a rel='nofollow NEXT' href='/section/سياسة/2#list'>التالي</a>", "/section/سياسة/2"),
        ("<a class='next page-numbers' href='/section/سياسة/page/2/'>التالي</a>", "/section/سياسة/page/2/"),
        ("<a rel=next href='/a'>١</a><a rel=next href='/b'>٢</a>", "/a"),
        ("<base href='/x/'><a rel=next href='2'>التالي</a>", "/x/2"),
        ("<a class='next' href='/a'>التالي</a><link rel=stylesheet href=/b>", None),
        ("<a rel=next href='/news/2'>الخبر التالي</a>", None),
        ("<a rel=next href='https://other.example/2'>التالي</a>", None),
        ("<a rel=next href='/section/%D8%B3%D9%8A%D8%A7%D8%B3%D8%A9/'>التالي</a>", None),
        ("<a rel=next href='javascript:more()'>المزيد</a>", None),
        ("<rss><channel><a:link rel='next' href='/f?p=2'/><item><link>/news/1</link></item></channel></rss>", "/f?p=2"),
        ("<feed><link rel='self' href='/f'/><link rel='next' href='/f2'/><entry/></feed>", "/f2"),
        ("<feed><entry><link rel='next' href='/f2'/></entry></feed>", None),
        ("<feed><link rel='prev-archive' href='/2026-06.xml'/></feed>", "/2026-06.xml"),
        ('{"html": "<a href=\\"\\/news\\/1\\">خبر</a>", "next_page_url": "\\/more?page=2"}', "/more?page=2"),
    ],
)
def test_a_list_says_where_its_next_page_is(outlet: Outlet, body: str, following: str | None) -> None:
    assert onward(outlet, body) == following


@pytest.mark.parametrize(
    ("url", "following"),
    [
        ("/feed/", "/feed/?paged=2"),
        ("/feed/?paged=2&lang=ar", "/feed/?paged=3&lang=ar"),
        ("/?feed=rss2", "/?feed=rss2&paged=2"),
        ("/feed/?paged=كثير", None),
    ],
)
@pytest.mark.parametrize("generator", ["https://wordpress.org/?v=6.5", "WordPress.com"])
def test_a_wordpress_feed_is_paged(outlet: Outlet, url: str, following: str | None, generator: str) -> None:
    feed = f"<rss><channel><generator>{generator}</generator><item><link>/news/1</link></item></channel></rss>"

    assert onward(outlet, feed, HOST + url) == following


def test_a_feed_of_another_maker_is_not(outlet: Outlet) -> None:
    item = "<item><generator>WordPress</generator><description>WordPress</description><link>/news/1</link></item>"

    assert onward(outlet, f"<rss><generator>Drupal</generator>{item}</rss>", f"{HOST}/feed/") is None


@pytest.mark.parametrize(
    ("url", "asked", "following"),
    [
        ("/listing?section=204&pageIndex=1", "", "/listing?section=204&pageIndex=2"),
        ("/listing?pageIndex=09&section=204", "", "/listing?section=204&pageIndex=10"),
        ("/%D8%B3%D9%8A%D8%A7%D8%B3%D8%A9/3", "", "/سياسة/004"),
        ("/سياسة", "/سياسة/1", "/سياسة/002"),
        ("/listing?pageIndex=1&section=205", "", None),
        ("/listing?pageIndex=x&section=204", "", None),
        ("/سياسة/7777777", "", None),
    ],
)
def test_a_template_counts_pages(outlet: Outlet, url: str, asked: str, following: str | None) -> None:
    outlet = dataclasses.replace(
        outlet, pages=(f"{HOST}/listing?section=204&pageIndex={{page}}", f"{HOST}/سياسة/{{page:03}}")
    )

    assert onward(outlet, "<a href=/news/1>خبر</a>", HOST + url, asked and HOST + asked) == following


def test_what_a_list_says_goes_before_a_template(outlet: Outlet) -> None:
    outlet = dataclasses.replace(outlet, pages=(f"{HOST}/s/{{page}}",))

    assert onward(outlet, "<a rel=next href='/s?after=77'>التالي</a>", f"{HOST}/s/1") == "/s?after=77"


def test_a_template_begins_at_the_start_point_that_fits_it_or_at_page_1(outlet: Outlet) -> None:
    outlet = dataclasses.replace(
        outlet,
        sections=(f"{HOST}/sport?p=0",),
        pages=(f"{HOST}/sport?p={{page}}", f"{HOST}/art?p={{page:02}}", f"{HOST}/{{year}}.xml"),
    )

    assert first_pages(outlet) == (f"{HOST}/art?p=01",)


def lists(outlet: Outlet, pages: tuple[str, ...], since: date | None, until: date | None) -> list[str]:
    outlet = dataclasses.replace(outlet, pages=tuple(HOST + page for page in pages))
    return [link.url.removeprefix(HOST) for link in dated_lists(outlet, since, until, TODAY)]


@pytest.mark.parametrize(
    ("pages", "since", "until", "expected"),
    [
        (("/{year}/{month:02}/{day:02}.xml",), None, None, ["/2026/07/28.xml", "/2026/07/27.xml"]),
        (("/{year}/{month}/{day}",), date(2020, 2, 29), date(2020, 3, 1), ["/2020/3/1", "/2020/2/29"]),
        (("/{year}-{month:02}.xml",), date(2019, 12, 31), date(2020, 1, 5), ["/2020-01.xml", "/2019-12.xml"]),
        (("/{year}.xml", "/x{page}"), date(2024, 5, 5), None, ["/2026.xml", "/2025.xml", "/2024.xml"]),
        (("/{year}/{month}/{day}",), date(2026, 7, 28), date(2027, 1, 1), ["/2026/7/28"]),
        (("/{year}/{month}/{day}",), date(2026, 8, 1), None, []),
        ((), None, date(2020, 1, 1), []),
    ],
)
def test_lists_of_days_are_named_newest_first(
    outlet: Outlet, pages: tuple[str, ...], since: date | None, until: date | None, expected: list[str]
) -> None:
    assert lists(outlet, pages, since, until) == expected


def test_a_span_without_a_beginning_is_bounded(outlet: Outlet) -> None:
    found = lists(outlet, ("/{year}/{month}/{day}",), None, date(2020, 1, 1))

    assert (found[0], len(found)) == ("/2020/1/1", MAX_DATED)
    assert lists(outlet, ("/{year}",), date.min, None)[-1] == "/1990"


def page(numbers: Sequence[int], day: date | None = None, *, last: bool = False) -> Discovered:
    at = None if day is None else datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Africa/Cairo"))
    return Discovered(
        kind="section",
        articles=tuple(Link(url=f"{HOST}/news/{number}", date=at) for number in numbers),
        lists=(),
        next=None if last else Link(url=f"{HOST}/more", date=None),
    )


def pages_read(
    pages: Sequence[Discovered],
    *,
    known: Container[int] = (),
    since: date | None = None,
    until: date | None = None,
    last: date | None = None,
) -> int:
    trail: Trail | None = None
    for count, found in enumerate(pages, 1):
        unknown = {link.url for link in found.articles if int(link.url.rpartition("/")[2]) not in known}
        step = turn(found, trail, unknown=unknown, since=since, until=until, last=last)
        if step is None:
            return count
        trail = step[1]
    return len(pages)


@pytest.mark.parametrize(
    ("known", "read"),
    [(range(0), 10), (range(100), 1), (range(3, 13), 1), (range(8, 18), 2), (range(25, 35), 3), (range(26, 36), 4)],
)
def test_an_ordinary_run_reads_on_while_most_of_a_page_is_unknown(known: range, read: int) -> None:
    pages = [page(range(n, n + 10)) for n in range(0, 100, 10)]

    assert pages_read(pages, known=known) == read


def test_an_ordinary_run_reads_no_further_back_than_the_run_before() -> None:
    pages = [page(range(n * 10, n * 10 + 10), TODAY - timedelta(days=n)) for n in range(30)]

    assert pages_read(pages, last=TODAY - timedelta(days=3)) == 5


def test_a_list_ends_where_it_says_no_next_page_or_repeats_itself() -> None:
    first, second = page(range(10)), page(range(10, 20))

    assert pages_read([page([1], last=True), second]) == 1
    assert pages_read([page([]), second]) == 1
    assert pages_read([first, first, second]) == 2
    assert pages_read([first, second, second, first]) == 3
    assert pages_read([first, second, first, second]) == 3


def test_a_span_is_read_up_to_the_page_whose_middle_is_older() -> None:
    sidebar = [900, 901, 902]
    pages = [page([*sidebar, *range(n * 5, n * 5 + 5)], TODAY - timedelta(days=n)) for n in range(30)]

    assert pages_read(pages, since=TODAY - timedelta(days=7), until=TODAY, known=range(1000)) == 9
    assert pages_read(pages, until=TODAY - timedelta(days=7), known=range(1000)) == 30


def test_a_list_of_today_only_beside_what_every_page_shows_is_left() -> None:
    everywhere, old = page([900, 901], TODAY).articles, date(2020, 1, 1)
    pages = [dataclasses.replace(page([]), articles=(*everywhere, *page([n], old).articles)) for n in range(5)]

    assert pages_read(pages, since=date(2026, 1, 1)) == 2


def test_pages_without_days_are_read_up_to_a_bound() -> None:
    pages = [page([n]) for n in range(MAX_PAGES + 10)]

    assert pages_read(pages, since=TODAY) == MAX_UNDATED
    assert pages_read(pages) == MAX_PAGES


@given(st.dates(), st.dates(), st.dates())
def test_every_span_names_only_its_own_days(since: date, until: date, today: date) -> None:
    outlet = Outlet(
        name="akhbar.example",
        title="أخبار",
        country="EG",
        timezone="Africa/Cairo",
        domains=("akhbar.example",),
        pages=("https://akhbar.example/{year}/{month}/{day}",),
        evidence="made up",
    )
    for link in islice(dated_lists(outlet, since, until, today), 5):
        day = date(*map(int, link.url.rsplit("/", 3)[1:]))
        assert since <= day <= min(until, today)
