"""Dates in lists and in the addresses of lists and articles."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.list_dates import day_named, days_named, parsed
from pipelines.page.dates import moment_of

CAIRO = ZoneInfo("Africa/Cairo")
RIYADH = ZoneInfo("Asia/Riyadh")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-07-28T22:30:00Z", "2026-07-29T01:30:00+03:00"),
        (" 2026-07-28T10:00:00.123456+03:00\n", "2026-07-28T10:00:00.123456+03:00"),
        ("2026-01-28 10:00", "2026-01-28T10:00:00+02:00"),
        ("2026-07-28", "2026-07-28T00:00:00+03:00"),
        ("Tue, 28 Jul 2026 10:00:00 GMT", "2026-07-28T13:00:00+03:00"),
        ("28 Jul 2026 10:00:00 +0300", "2026-07-28T10:00:00+03:00"),
        ("Tue, 28 Jul 2026 10:00:00 -0000", "2026-07-28T10:00:00+03:00"),
    ],
)
def test_a_time_is_read_into_the_outlets_zone(text: str, moment: str) -> None:
    assert parsed(text, CAIRO) == datetime.fromisoformat(moment)
    assert str(parsed(text, CAIRO)) == str(datetime.fromisoformat(moment))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Fri, 27 Nov 2026 01:30:00 GMT+0300", "2026-11-27T01:30:00+03:00"),
        ("26 Nov 2026 11:30:00 PM", "2026-11-26T23:30:00+03:00"),
        ("Thu, 26 Nov 2026 23:30:00 AST", "2026-11-26T23:30:00+03:00"),
        ("الخميس, 26 نوفمبر 2026 10:00:00 +0000", "2026-11-26T13:00:00+03:00"),
        ("26/11/2026 10:00", "2026-11-26T10:00:00+03:00"),
        ("1795687200", "2026-11-26T13:00:00+03:00"),
        ("1795687200000", "2026-11-26T13:00:00+03:00"),
        ("26 Sept 2026 10:00:00 +0300", "2026-09-26T10:00:00+03:00"),
        ("2026-11-26 13:55:44.364419679 +0200 CEST", "2026-11-26T14:55:44+03:00"),
        ("٢٦ تشرين الثاني ٢٠٢٦", "2026-11-26T00:00:00+03:00"),
        ("Thu, 26 Nov 26 10:00:00 +0300", "2026-11-26T10:00:00+03:00"),
    ],
)
def test_a_time_that_people_wrote_is_read_as_on_a_page(text: str, moment: str) -> None:
    told = parsed(text, RIYADH, moment_of)
    assert told == datetime.fromisoformat(moment)
    assert str(told) == moment.replace("T", " ")


@pytest.mark.parametrize("text", ["Fri, 26 Nov 2026 10:00:00 +0300", "Mon, 26 Nov 2026 10:00:00 GMT", "1", "2026"])
def test_a_time_that_contradicts_itself_is_none(text: str) -> None:
    assert parsed(text, RIYADH, moment_of) is None
    assert parsed(text, RIYADH) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "اليوم",
        "2026-07",
        "2026-13-01",
        "0001-01-01T00:00:00",
        "1970-01-01",
        "9999-12-31T23:59:59Z",
        "1" * 500,
    ],
)
def test_what_says_nothing_of_the_day_is_no_date(text: str) -> None:
    assert parsed(text, CAIRO) is None


@given(st.text() | st.from_regex(r"[A-Z][a-z]{2}, \d{1,9} [A-Z][a-z]{2} \d{1,9} \d+:\d+:\d+ [+-]\d+", fullmatch=True))
def test_any_text_is_an_aware_time_or_none(text: str) -> None:
    moment = parsed(text, CAIRO, moment_of)

    assert moment is None or moment.utcoffset() is not None


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://akhbar.example/news/2026/7/8/slug", date(2026, 7, 8)),
        ("https://akhbar.example/uae/2020-06-03-1.3874341", date(2020, 6, 3)),
        ("https://akhbar.example/2020/13/45/2021/1/2/slug", date(2021, 1, 2)),
        ("https://akhbar.example/2020/11/2338761/", None),
        ("https://akhbar.example/a/12020/1/2", None),
        ("https://akhbar.example/?d=2026-07-08", None),
    ],
)
def test_the_day_that_an_articles_address_names(url: str, day: date | None) -> None:
    assert day_named(url) == day


@pytest.mark.parametrize(
    ("url", "first", "last"),
    [
        ("/sitemap.xml?yyyy=2026&mm=07&dd=28", date(2026, 7, 28), date(2026, 7, 28)),
        ("/sitemap.xml?year=2024&month=2", date(2024, 2, 1), date(2024, 2, 29)),
        ("/sitemap-2024-01.xml", date(2024, 1, 1), date(2024, 1, 31)),
        ("/sitemap_2023_12.xml.gz", date(2023, 1, 1), date(2023, 12, 31)),  # perhaps a year's twelfth part
        ("/sitemap-2023-2.xml", date(2023, 1, 1), date(2023, 12, 31)),
        ("/sitemap-2023-02-3.xml", date(2023, 2, 1), date(2023, 2, 28)),  # perhaps a month's third part
        ("/sitemap-2023-02-45.xml", date(2023, 2, 1), date(2023, 2, 28)),
        ("/2023/10/5.xml", date(2023, 10, 1), date(2023, 10, 31)),
        ("/2023/9/5.xml", date(2023, 9, 5), date(2023, 9, 5)),
        ("/sitemap-2023-02-03_2023-03-04.xml", date(2023, 2, 3), date(2023, 3, 4)),
        ("/sitemap-2023-02_2024-03.xml", date(2023, 2, 1), date(2024, 3, 31)),
        ("/sitemap/2024/1/31.xml", date(2024, 1, 31), date(2024, 1, 31)),
        ("/sm/20150601.xml", date(2015, 6, 1), date(2015, 6, 1)),
        ("/sitemap-201506.xml", date(2015, 6, 1), date(2015, 6, 30)),
        ("/sitemaps/news201506-2.xml.gz", date(2015, 6, 1), date(2015, 6, 30)),
        ("/sitemap-20150601-20150731.xml", date(2015, 6, 1), date(2015, 7, 31)),
        ("/sm.aspx?y=2015&m=6", date(2015, 6, 1), date(2015, 6, 30)),
        ("/sm.aspx?Y=2015&M=6&d=7", date(2015, 6, 7), date(2015, 6, 7)),
        ("/sitemap.xml?year=2015", date(2015, 1, 1), date(2015, 12, 31)),
        ("/sitemap.xml?yyyy=2015&mm=", date(2015, 1, 1), date(2015, 12, 31)),
        ("/sitemaps/year-2015.xml", date(2015, 1, 1), date(2015, 12, 31)),
        ("/sitemaps/yearly/2015.xml", date(2015, 1, 1), date(2015, 12, 31)),
    ],
)
def test_the_days_that_a_lists_address_names(url: str, first: date, last: date) -> None:
    assert days_named(f"https://akhbar.example{url}") == (first, last)


@pytest.mark.parametrize(
    "url",
    [
        "/sitemap.xml",
        "/sitemap-2024.xml",
        "/sitemap12.xml",
        "/sitemap.xml?yyyy=x&mm=1",
        "/sitemap.xml?mm=1",
        "/sitemap.xml?y=2015",
        "/sitemap.xml?y=2015&m=13",
        "/sm/sitemap-2015.xml",  # perhaps the 2015th
        "/post-sitemap2015.xml",
        "/sitemap-200001-201000.xml",  # numbers of articles
        "/sitemap-201000.xml",
        "/sitemap-0a20150601.xml",
        "/news/20150601",
        "/rss/201506.xml",
        "/topic/201506/feed",
        "/p/2024-13",
        "/category/2015/2",
        "/rss/2015/6",
        "/sitemap.xml?yyyy=99999999999999999999&mm=1",
        "/sitemap.xml?yyyy=15&mm=06",
        "/sitemap-2075-06.xml",
        "/archive-1950-06.xml",
    ],
)
def test_most_lists_name_no_day(url: str) -> None:
    assert days_named(f"https://akhbar.example{url}") is None


LISTS = (
    "/sitemap-{0:%Y-%m-%d}.xml",
    "/sitemap/{0.year}/{0.month}/{0.day}.xml",
    "/sitemap-{0:%Y-%m}.xml",
    "/sitemap-{0:%Y%m%d}.xml",
    "/sm/{0:%Y%m}.xml",
    "/news-sitemap{0:%Y%m}.xml.gz",
    "/sitemaps/year/{0.year}.xml",
    "/sitemap-{0.year}.xml",
    "/sitemap.xml?yyyy={0.year}&mm={0:%m}&dd={0:%d}",
    "/s.aspx?y={0.year}&m={0.month}",
    "/s.aspx?year={0.year}&month={0.month}&day={0.day}",
    "/s.aspx?year={0.year}",
)
"""Lists of a day, and of its month or year."""


@given(st.sampled_from(LISTS), st.dates(date(1990, 1, 1), date(2026, 12, 31)))
def test_the_days_that_are_read_hold_the_day_that_is_meant(form: str, day: date) -> None:
    first, last = days_named(f"https://akhbar.example{form.format(day)}") or (day, day)

    assert first <= day <= last


@given(
    st.sampled_from(["/sitemap-{0.year}-{1}.xml", "/sitemap/{0:%Y/%m}/{1}.xml", "/sitemap-{0:%Y%m}-{1}.xml"]),
    st.dates(date(1990, 1, 1), date(2026, 12, 31)),
    st.integers(1, 9),
)
def test_the_parts_of_a_years_or_a_months_list_hold_all_its_days(form: str, day: date, part: int) -> None:
    first, last = days_named(f"https://akhbar.example{form.format(day, part)}") or (day, day)

    assert first <= day <= last


@given(
    st.sampled_from(["/sitemap-{}.xml", "/post-sitemap{}.xml", "/sitemap/{}", "/sitemap.xml?page={}", "/sitemap_1_{}"]),
    st.integers(1, 99_999),
)
def test_the_number_of_a_list_is_no_date(form: str, number: int) -> None:
    assert days_named(f"https://akhbar.example{form.format(number)}") is None


@given(st.sampled_from(["/news/{}", "/rss/{}.xml", "/section/{}/feed", "/feed?id={}"]), st.integers(1, 10**9))
def test_what_a_list_is_about_is_no_date(form: str, number: int) -> None:
    assert days_named(f"https://akhbar.example{form.format(number)}") is None


@given(st.text(alphabet="0129/-_.?&=ymd\u0662aسp", max_size=40))
def test_any_address_names_days_in_their_order_or_none(rest: str) -> None:
    first, last = days_named(f"https://akhbar.example/map{rest}") or (date.min, date.max)

    assert first <= last


@pytest.mark.parametrize(
    ("text", "known"), [("1990-01-01", True), ("1989-12-31T23:59:59Z", False), ("1989-12-31T23:59:59", False)]
)
def test_the_web_began_in_1990(text: str, *, known: bool) -> None:
    assert (parsed(text, ZoneInfo("Africa/Cairo")) is not None) is known


def test_a_date_has_200_characters() -> None:
    text = "Tue, 28 Jul 2026 10:00:00 +0300"
    assert parsed(f"{text} ({'x' * (200 - len(text) - 3)})", CAIRO, moment_of) is not None
    assert parsed(f"{text} ({'x' * (200 - len(text) - 2)})", CAIRO, moment_of) is None


def test_a_list_names_days_up_to_the_end_of_next_year() -> None:
    year = datetime.now(UTC).year
    assert days_named(f"https://akhbar.example/sitemap-{year + 1}-12.xml") is not None
    assert days_named(f"https://akhbar.example/sitemap-{year + 2}-01.xml") is None
    assert days_named("https://akhbar.example/sitemap-1990-01.xml") is not None
    assert days_named("https://akhbar.example/sitemap-1989-12.xml") is None
