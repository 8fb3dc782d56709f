"""Faults of an outlet that its documents show: changed texts, titles and dates, with the day of the change."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.documents.symptoms import Sample, judge_fields, judge_texts
from tests.support.project import paragraphs
from tests.test_health import DAYS, NOW, history, run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.health import Fault
    from crawler.run.outcome import Run

FRESH = ("2026-11-22", "2026-11-22T04:00:00Z")


def sample(number: int, **changed: Any) -> Sample:
    """Return a sample; each of the last days has eight of them."""
    day = f"{NOW - timedelta(days=number // 8):%Y-%m-%d}"
    usual = {"title": f"خبر {number}", "published": day, "paragraphs": tuple(paragraphs(number))}
    return Sample(**{"captured": f"{day}T04:00:00Z", **usual, **changed})


def documents(broken: int = 0, **changed: Any) -> list[Sample]:
    return [sample(number, **(changed if number < broken else {})) for number in range(100)]


def faults(
    samples: list[Sample], freshest: tuple[str, str] | None = FRESH, runs: Sequence[Run] | None = None
) -> list[Fault]:
    found = (judge_texts(samples), judge_fields(samples, freshest, history() if runs is None else runs))
    return [fault for fault in found if fault is not None]


def words(
    samples: list[Sample], freshest: tuple[str, str] | None = FRESH, runs: Sequence[Run] | None = None
) -> list[str]:
    return [fault.word for fault in faults(samples, freshest, runs)]


def told(samples: list[Sample], freshest: tuple[str, str] | None = FRESH) -> str:
    (fault,) = faults(samples, freshest)
    return str(fault)


def test_documents_like_those_before_are_well() -> None:
    assert words(documents()) == []


MENU = "اقرأ في هذا القسم أيضاً آخر ما نشرته الصحيفة من أخبار المدن والقرى والأسواق"


@pytest.mark.parametrize(
    ("changed", "word", "sentence"),
    [
        ({"paragraphs": ("أعلنت الوزارة الخطة.",)}, "short", "its texts fell to 17 letters from a usual 263"),
        ({"paragraphs": (MENU, *paragraphs(3))}, "alike", "100% of its texts begin alike («اقرأ في هذا القسم"),
        ({"paragraphs": (paragraphs(3)[0], MENU)}, "alike", "100% of its texts begin alike («أعلنت وزارة"),
        ({"published": None}, "no-date", "its texts have no date any more (100% had one)"),
        ({"title": ""}, "no-title", "its texts have no title any more (100% had one)"),
    ],
)
def test_a_layout_that_broke_is_seen_within_a_day(changed: dict[str, Any], word: str, sentence: str) -> None:
    samples = documents(8, **changed)
    assert words(samples) == [word]
    assert told(samples).startswith(sentence)
    assert told(samples).endswith("since 2026-11-22")
    assert told(documents(20, **changed)).endswith("since 2026-11-20")


def test_texts_that_end_alike_are_seen() -> None:
    broken = [
        sample(number, paragraphs=(*paragraphs(number), MENU) if number < 8 else tuple(paragraphs(number)))
        for number in range(100)
    ]
    assert told(broken) == f"100% of its texts end alike («{MENU[:40].rstrip()}…»), since 2026-11-22"
    signed = [sample(number, paragraphs=(*paragraphs(number), MENU)) for number in range(100)]
    assert words(signed) == []


def test_texts_that_were_never_any_good_need_nothing_to_compare_with() -> None:
    ticker = tuple(f"خبر عاجل من شريط الأخبار رقم {number}" for number in range(9))
    first = [
        sample(number, paragraphs=(*paragraphs(number, 1), *ticker, *paragraphs(number)[1:2])) for number in range(8)
    ]
    assert told(first) == "100% of its texts consist mostly of paragraphs that other texts have too, since 2026-11-22"
    credited = [sample(number, paragraphs=(*paragraphs(number), "المصدر: وكالات")) for number in range(8)]
    assert words(credited) == []


def test_too_few_texts_say_nothing() -> None:
    assert words(documents(7, published=None, paragraphs=("قصير",))[:7]) == []
    assert words(documents(8, published=None, title="")[:20]) == []


def test_dates_that_stopped_while_documents_come_are_seen() -> None:
    stopped = ("2026-11-10", "2026-11-10T04:00:00Z")
    assert told(documents(), stopped) == (
        "its newest date is 2026-11-10, though 180 documents were stored more than 7 days later, since 2026-11-10"
    )
    assert words(documents(), stopped, [run(days, new=0, unchanged=9, fetched=9) for days in range(DAYS)]) == []
    gathered = ("2019-05-01", "2026-11-10T04:00:00Z")
    assert words(documents(), gathered) == []


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.text(max_size=30), st.none() | st.text(max_size=12), st.lists(st.text(max_size=9)))),
    st.none() | st.tuples(st.text(max_size=12), st.text(max_size=12)),
)
def test_odd_dates_of_other_peoples_archives_harm_nothing(
    rows: list[tuple[str, str | None, list[str]]], freshest: tuple[str, str] | None
) -> None:
    samples = [
        Sample(captured=captured, published=published, title="", paragraphs=tuple(lines))
        for captured, published, lines in rows
    ]
    judge_texts(samples)
    judge_fields(samples, freshest, history())


# --- Both sides of each limit ----------------------------------------------------------------------------------


def of_letters(number: int, *letters: int) -> tuple[str, ...]:
    """Return a paragraph for each number of letters; no other document has these paragraphs."""
    return tuple(f"{'ا' * count} {number}.{place}" for place, count in enumerate(letters))


@pytest.mark.parametrize(("letters", "expected"), [(30, []), (29, ["short"])])
def test_texts_are_short_below_a_third_of_the_usual(letters: int, expected: list[str]) -> None:
    texts = [sample(n, paragraphs=of_letters(n, letters if n < 8 else 90)) for n in range(100)]
    assert words(texts) == expected


@pytest.mark.parametrize(("earlier", "expected"), [(20, ["short", "no-title"]), (19, [])])
def test_twenty_earlier_documents_are_enough_to_compare_with(earlier: int, expected: list[str]) -> None:
    texts = [
        sample(n, paragraphs=of_letters(n, 10 if n < 8 else 90), **({"title": ""} if n < 8 else {}))
        for n in range(8 + earlier)
    ]
    assert words(texts) == expected


@pytest.mark.parametrize(("count", "letters", "expected"), [(8, 40, ["alike"]), (7, 40, []), (8, 39, [])])
def test_eight_texts_with_a_long_beginning_in_common_need_no_earlier_ones(
    count: int, letters: int, expected: list[str]
) -> None:
    texts = [sample(n, paragraphs=("ا" * letters, *of_letters(n, 60))) for n in range(count)]
    assert words(texts) == expected


@pytest.mark.parametrize(
    ("now", "before", "expected"), [(4, 0, ["alike"]), (3, 0, []), (4, 22, ["alike"]), (4, 23, [])]
)
def test_half_of_the_texts_begin_alike_and_half_as_many_did_not_before(
    now: int, before: int, expected: list[str]
) -> None:
    with_menu = {*range(now), *range(8, 8 + before)}
    texts = [sample(n, paragraphs=((MENU,) if n in with_menu else ()) + of_letters(n, 100, 100)) for n in range(8 + 92)]
    assert words(texts) == expected


@pytest.mark.parametrize(("letters", "expected"), [(41, ["alike"]), (40, [])])
def test_more_than_half_of_a_text_stands_in_others(letters: int, expected: list[str]) -> None:
    def shared(n: int) -> tuple[str, ...]:
        first, last = of_letters(n, 20, 20)
        return first, "ا" * letters, last

    assert words([sample(n, paragraphs=shared(n)) for n in range(8)]) == expected


@pytest.mark.parametrize(("together", "expected"), [(3, ["alike"]), (2, [])])
def test_a_paragraph_is_shared_when_three_documents_have_it(together: int, expected: list[str]) -> None:
    def shared(n: int) -> tuple[str, ...]:
        first, last = of_letters(n, 20, 20)
        return first, f"{'ا' * 90} {n // together}", last

    assert words([sample(n, paragraphs=shared(n)) for n in range(8)]) == expected


@pytest.mark.parametrize(("dated", "expected"), [(10, ["no-date"]), (9, [])])
def test_half_of_the_earlier_documents_had_a_date(dated: int, expected: list[str]) -> None:
    texts = [sample(n, **({} if 8 <= n < 8 + dated else {"published": None})) for n in range(28)]
    assert words(texts) == expected


@pytest.mark.parametrize(("dated", "expected"), [(20, ["no-date"]), (19, [])])
def test_the_twenty_newest_documents_are_judged(dated: int, expected: list[str]) -> None:
    one_day = {"captured": "2026-11-22T04:00:00Z"}
    texts = [sample(n, **one_day, **({"published": None} if n < dated else {})) for n in range(60)]
    assert words(texts) == expected


@pytest.mark.parametrize(("moment", "expected"), [("2026-11-21T08:00:00Z", []), ("2026-11-21T07:59:59Z", ["no-date"])])
def test_documents_of_twenty_hours_are_judged_together(moment: str, expected: list[str]) -> None:
    newest = [sample(n, captured="2026-11-22T04:00:00Z", published=None) for n in range(8)]
    texts = [*newest, sample(8, captured=moment), *(sample(n) for n in range(16, 60))]
    assert words(texts) == expected


@pytest.mark.parametrize(
    ("captured", "began", "new", "expected"),
    [
        ("2026-11-17", "2026-11-17T00:00:01+00:00", 3, ["stale"]),
        ("2026-11-18", "2026-11-17T00:00:01+00:00", 3, []),
        ("2026-11-17", "2026-11-17T00:00:00+00:00", 3, []),
        ("2026-11-17", "2026-11-17T00:00:01+00:00", 2, []),
    ],
)
def test_dates_have_stopped_when_three_documents_came_more_than_a_week_later(
    captured: str, began: str, new: int, expected: list[str]
) -> None:
    freshest = ("2026-11-10", f"{captured}T04:00:00Z")
    assert words(documents(), freshest, [run(began=began, new=new)]) == expected
