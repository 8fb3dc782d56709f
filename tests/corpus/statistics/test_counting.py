"""What is counted of a document: dates that count, the time to the capture, words and credits."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from corpus.statistics.counting import (
    LONGEST_TERM,
    Counted,
    Dated,
    Delay,
    Figure,
    count_document,
    credit_of,
    dated_of,
    delay_of,
    words_in,
)
from pipelines.page.dates import iso_of

CAPTURED = "2026-11-22T10:00:00Z"


def row(**fields: Any) -> dict[str, Any]:
    return {"published": None, "captured": CAPTURED, "version": 1, "rights": {}, "credit": None, **fields}


@pytest.mark.parametrize(
    ("published", "dated"),
    [
        (None, Dated.NONE),
        ("1989-12-31", Dated.WRONG),
        ("1990-01-01", Dated.STATED),
        ("1448-06-02T10:00:00+03:00", Dated.WRONG),
        ("2026-11-23T09:00:00+03:00", Dated.STATED),
        ("2026-11-24", Dated.WRONG),
    ],
)
def test_a_date_counts_from_the_first_pages_on_to_a_day_after_the_capture(published: str | None, dated: Dated) -> None:
    assert dated_of(published, CAPTURED) is dated


def test_a_page_with_a_hijri_date_counts_in_the_month_of_its_day() -> None:
    published = iso_of("2 جمادى الآخرة 1448 هـ", ZoneInfo("Asia/Riyadh"), datetime(2026, 11, 22, tzinfo=UTC))
    assert published == "2026-11-12"
    assert count_document(row(published=published), "نص")[Counted(Figure.DOCUMENTS, "2026-11", "stated")] == 1


@pytest.mark.parametrize("captured", ["", "9999-12-31T10:00:00Z", "yesterday"])
def test_a_capture_without_a_usable_date_dates_no_document(captured: str) -> None:
    assert dated_of("2026-11-22", captured) is Dated.WRONG
    assert delay_of("2026-11-22T10:00:00Z", captured) is Delay.NO_TIME


@pytest.mark.parametrize(
    ("published", "delay"),
    [
        ("2026-11-22T12:00:00+03:00", Delay.HOUR),
        ("2026-11-22T11:59:59+03:00", Delay.QUARTER),
        ("2026-11-22T20:00:00+03:00", Delay.HOUR),
        ("2026-11-22T04:00:00", Delay.QUARTER),
        ("2026-11-22T03:59:59", Delay.DAY),
        ("2026-11-21T10:00:00Z", Delay.DAY),
        ("2026-11-21T09:59:59Z", Delay.WEEK),
        ("2026-11-15T09:59:59Z", Delay.MONTH),
        ("2026-10-23T10:00:00Z", Delay.MONTH),
        ("2026-10-23T09:59:59Z", Delay.LATER),
        ("2026-11-22", Delay.NO_TIME),
        ("2026-11-22T", Delay.NO_TIME),
        (None, Delay.NO_TIME),
    ],
)
def test_the_time_from_publication_to_capture_has_edges(published: str | None, delay: Delay) -> None:
    assert delay_of(published, CAPTURED) is delay


def test_a_document_is_counted_in_every_figure() -> None:
    rights = {"robots": ["noarchive"], "signals": {"search": "yes", "ai-train": "no"}}
    stated = row(published="2026-10-31T23:00:00+03:00", version=2, rights=rights, credit="رويترز")
    assert count_document(stated, "كلمة وكلمة\nوثالثة") == {
        Counted(Figure.DOCUMENTS, "2026-10", "stated"): 1,
        Counted(Figure.WORDS, "2026-10", "stated"): 3,
        Counted(Figure.VERSIONS, "2026-11", "2"): 1,
        Counted(Figure.RIGHTS, "", "noarchive"): 1,
        Counted(Figure.RIGHTS, "", "ai-train=no"): 1,
        Counted(Figure.RESERVED, "", ""): 1,
        Counted(Figure.CREDIT, "", "رويترز"): 1,
    }


@pytest.mark.parametrize(("version", "key"), [(10, "10"), (11, "11"), (12, "11")])
def test_versions_after_the_tenth_are_one_kind(version: int, key: str) -> None:
    assert count_document(row(version=version), "نص")[Counted(Figure.VERSIONS, "2026-11", key)] == 1


@pytest.mark.parametrize(
    ("credit", "shown"),
    [
        (" رويترز\n+  وكالات ", "رويترز + وكالات"),
        ("=1+1", "1+1"),
        ("@SUM(A1)", "SUM(A1"),
        ("رويترز\N{RIGHT-TO-LEFT OVERRIDE}", "رويترز"),
        ("ر" * LONGEST_TERM, "ر" * LONGEST_TERM),
        ("ر" * (LONGEST_TERM + 1), ""),
        ("«»", ""),
        (None, ""),
    ],
)
def test_a_credit_is_one_short_line_that_is_no_formula(credit: str | None, shown: str) -> None:
    assert credit_of(credit) == shown


def test_words_have_two_letters_and_no_diacritics() -> None:
    text = "قالَ المديـر: قال إنّ «المدير» و 25 عاماً، x y2k"
    assert words_in(text) == {"قال": 2, "المدير": 2, "إن": 1, "عاما": 1}
    assert not words_in("ك" * (LONGEST_TERM + 1))
