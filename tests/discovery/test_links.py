"""Which links belong to a span of days."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import Link, list_within, within

JUNE, JULY, AUGUST = date(2026, 6, 15), date(2026, 7, 15), date(2026, 8, 15)
days = st.dates(date(2000, 1, 1), date(2030, 12, 31))


def link(day: date | None, path: str = "/news/1") -> Link:
    moment = None if day is None else datetime.combine(day, time(0, 30), ZoneInfo("Africa/Cairo"))
    return Link(url=f"https://akhbar.example{path}", date=moment)


def test_both_ends_of_a_span_belong_to_it() -> None:
    assert within(link(JULY), JULY, JULY)
    assert not within(link(JUNE), JULY, None)
    assert not within(link(AUGUST), None, JULY)
    assert within(link(JUNE), None, JULY)
    assert within(link(AUGUST), JULY, None)


def test_an_undated_article_is_always_wanted() -> None:
    assert within(link(None), JULY, JULY)


def test_an_article_changed_later_still_belongs_to_the_day_in_its_address() -> None:
    old = link(AUGUST, "/story/2026/6/15/slug/1")

    assert within(old, None, JUNE)
    assert within(old, AUGUST, None)
    assert not within(old, JULY, JULY)


@given(days, st.none() | days, st.none() | days)
def test_an_article_within_a_span_is_within_every_wider_one(day: date, since: date | None, until: date | None) -> None:
    if within(link(day), since, until):
        assert within(link(day), since, None)
        assert within(link(day), None, until)
        assert list_within(link(day), since, until)


@pytest.mark.parametrize(
    ("path", "changed", "since", "until", "wanted"),
    [
        ("/s.xml", JUNE, JULY, None, False),
        ("/s.xml", JULY, JULY, None, True),
        ("/s.xml", AUGUST, None, JULY, True),
        ("/s.xml", AUGUST, JUNE, JULY, True),
        ("/s.xml", None, JULY, JULY, True),
        ("/s.xml?yyyy=2026&mm=07&dd=15", None, JULY, JULY, True),
        ("/s.xml?yyyy=2026&mm=07&dd=15", None, AUGUST, None, False),
        ("/s.xml?yyyy=2026&mm=07&dd=15", None, None, JUNE, False),
        ("/s.xml?yyyy=2026&mm=07&dd=15", AUGUST, AUGUST, None, True),
        ("/s.xml?yyyy=2026&mm=07&dd=15", AUGUST, None, JUNE, False),
        ("/s-2026-07.xml", AUGUST, None, JULY, True),
        ("/s-2026-07.xml", JULY, date(2026, 7, 31), None, True),
        ("/s-2026-07.xml", None, date(2026, 8, 1), None, False),
        ("/s-2026-07.xml", None, None, date(2026, 6, 30), False),
    ],
)
def test_a_list_is_wanted_for_its_days_or_its_last_change(
    *, path: str, changed: date | None, since: date | None, until: date | None, wanted: bool
) -> None:
    assert list_within(link(changed, path), since, until) is wanted
