"""What is wrong with an outlet: each way of breaking is seen, with its day, and none where all is well."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.health import Sample, judge
from crawler.outcome import Run
from tests.project import paragraphs

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAYS = 20
BROKE = "2026-11-21"
FRESH = ("2026-11-22", "2026-11-22T04:00:00Z")


def run(days: float = 0, **summary: Any) -> Run:
    """Return a run of so many days ago: a usual one, but for what is given."""
    usual = {
        "reason": "finished",
        "discovered": 60,
        "fetched": 40,
        "new": 30,
        "rejected": {"too-short": 4, "unchanged": 9},
    }
    return Run.of({"began": (NOW - timedelta(hours=8, days=days)).isoformat(), **usual, **summary})


def history(*last: Run) -> list[Run]:
    """Return a run each day, the newest first, of which the last are given ones."""
    return [*last, *(run(days) for days in range(len(last), DAYS))]


def sample(number: int, **changed: Any) -> Sample:
    """Return a document: eight came in each of the last days."""
    day = f"{NOW - timedelta(days=number // 8):%Y-%m-%d}"
    usual = {"title": f"خبر {number}", "published": day, "paragraphs": tuple(paragraphs(number))}
    return Sample(**{"captured": f"{day}T04:00:00Z", **usual, **changed})


def documents(broken: int = 0, **changed: Any) -> list[Sample]:
    return [sample(number, **(changed if number < broken else {})) for number in range(100)]


def words(runs: list[Run], samples: list[Sample], freshest: tuple[str, str] | None = FRESH) -> list[str]:
    return [fault.word for fault in judge(runs, samples, freshest, NOW)]


def told(runs: list[Run], samples: list[Sample], freshest: tuple[str, str] | None = FRESH) -> str:
    (fault,) = judge(runs, samples, freshest, NOW)
    return str(fault)


def test_an_outlet_that_does_as_ever_is_well() -> None:
    assert words(history(), documents()) == []


def test_an_outlet_without_runs_was_never_crawled() -> None:
    assert words([], documents()) == ["never"]


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        ({"reason": "failed"}, "its last run ended as 'failed', since 2026-11-21 04:00"),
        (
            {"outlet": "a.example", "outcome": "failed", "failure": "a.example: no start point can be used."},
            "its last run failed: «no start point can be used», since 2026-11-21 04:00",
        ),
        ({"discovered": 0, "fetched": 2, "new": 0}, "its runs find nothing, since 2026-11-21 04:00"),
        (
            {"blocked": 30, "fetched": 9, "new": 2},
            "the site refuses it (30 refusals, 9 fetched), since 2026-11-21 04:00",
        ),
        (
            {"blocked": 13, "given_up": 1, "fetched": 20, "new": 2},
            "the site refuses it (13 refusals, 20 fetched), since 2026-11-21 04:00",
        ),
        (
            {"challenges": 30, "rejected": {"challenge": 30, "not-an-article": 3}, "new": 2},
            "the site challenges it (30 of its 35 pages were challenges), since 2026-11-21 04:00",
        ),
        (
            {"challenges": 1, "rejected": {"challenge": 1}, "discovered": 0, "new": 0},
            "the site challenges it (1 of its 1 pages were challenges), since 2026-11-21 04:00",
        ),
        (
            {"new": 0, "rejected": {"too-short": 35, "not-arabic": 2}},
            "100% of its pages are rejected (35 too-short, 2 not-arabic), since 2026-11-21 04:00",
        ),
        ({"new": 5}, "its new articles fell to 5 from a usual 30, since 2026-11-21 04:00"),
        ({"fetched": 7}, "its fetched articles fell to 7 from a usual 40, since 2026-11-21 04:00"),
        ({"discovered": 11}, "its discovered articles fell to 11 from a usual 60, since 2026-11-21 04:00"),
        (
            {"dead_start_points": ["https://akhbar.example/feed (HTTP status 404)"]},
            "its start point https://akhbar.example/feed cannot be used any more, since 2026-11-21 04:00",
        ),
    ],
)
def test_runs_that_break_are_seen_at_once_and_still_the_next_day(broken: dict[str, Any], sentence: str) -> None:
    runs = history(run(0, **broken), run(1, **broken))
    assert told(runs, documents()) == sentence
    assert told(runs[1:], documents()) == sentence


@pytest.mark.parametrize(
    "other",
    [
        {"new": 7, "fetched": 20, "discovered": 30},
        {"fetched": 2, "not_modified": 38, "discovered": 60},
        {"reason": "shutdown", "fetched": 1, "new": 0},
        {"reason": "closespider_timeout", "fetched": 1},
        {"rejected": {"unchanged": 40, "duplicate": 30, "unsettled": 20}, "unchanged": 40, "duplicate": 30},
        {"blocked": 2},
        {"challenges": 15, "rejected": {"challenge": 15}},
        {"blocked": 13, "given_up": 1, "fetched": 60, "new": 30},
    ],
)
def test_a_run_like_others_is_none_that_broke(other: dict[str, Any]) -> None:
    assert words(history(run(0, **other)), documents()) == []


def test_too_few_runs_or_counts_say_nothing() -> None:
    assert words([run(0, new=0), run(1), run(2)], documents()) == []
    few = {"discovered": 9, "fetched": 9, "new": 9, "rejected": {}}
    assert words([run(0, **{**few, "new": 1}), *(run(days, **few) for days in range(1, DAYS))], documents()) == []


def test_what_fell_is_told_for_two_weeks_and_then_usual() -> None:
    for days, expected in ((13, ["fewer"]), (14, ["fewer"]), (15, [])):
        runs = [run(n, new=3) for n in range(days)] + [run(n) for n in range(days, 40)]
        assert words(runs, documents()) == expected


def test_what_recovered_is_well() -> None:
    assert words(history(run(0), run(1, new=2), run(2, new=2)), documents()) == []
    assert words(history(run(0), run(1, reason="failed")), documents()) == []


def test_a_run_that_broke_is_seen_before_its_day_is_over() -> None:
    rejected = run(0, new=0, rejected={"too-short": 36})
    assert told([rejected, *(run(days + 0.3) for days in range(DAYS))], documents()) == (
        "100% of its pages are rejected (36 too-short), since 2026-11-22 04:00"
    )
    hourly = [run(n / 24, new=0, discovered=9, fetched=1, rejected={"too-short": 1}) for n in range(30)]
    assert words(hourly, documents()) == ["rejects"]
    many = run(0, new=0, discovered=9, fetched=6, rejected={"too-short": 6})
    assert told([many, *hourly[1:]], documents()).endswith("(6 too-short), since 2026-11-20 23:00")


def test_the_nights_of_an_hourly_run_are_no_fall() -> None:
    def hour(hours: int, *, broken: bool = False) -> Run:
        quiet = broken or (NOW - timedelta(hours=hours)).hour < 5
        return run(hours / 24, new=0 if quiet else 4, fetched=0 if quiet else 5, rejected={})

    assert [words([hour(n) for n in range(start, 300)], documents()) for start in range(3)] == [[]] * 3
    broken = [hour(n, broken=n < 24) for n in range(300)]
    assert words(broken, documents()) == ["fewer"]


def test_a_start_point_that_never_lived_is_no_news() -> None:
    dead = {"dead_start_points": ["https://akhbar.example/feed"]}
    assert words([run(days, **dead) for days in range(DAYS)], documents()) == []


@pytest.mark.parametrize(("late", "expected"), [(1.0, []), (2.1, ["overdue"])])
def test_a_run_that_does_not_come_is_overdue(late: float, expected: list[str]) -> None:
    runs = [run(late + days) for days in range(DAYS)]
    assert words(runs, documents()) == expected


def test_runs_that_are_always_stopped_are_overdue_and_a_rhythm_is_needed() -> None:
    stopped = [run(days, reason="shutdown") for days in range(3)]
    assert told(history(*stopped), documents()) == (
        "no run was finished, where one every 24 hours is usual, since 2026-11-19 04:00"
    )
    assert words([run(100), run(101)], documents()) == []


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
    assert words(history(), samples) == [word]
    assert told(history(), samples).startswith(sentence)
    assert told(history(), samples).endswith("since 2026-11-22")
    assert told(history(), documents(20, **changed)).endswith("since 2026-11-20")


def test_texts_that_end_alike_are_seen() -> None:
    broken = [
        sample(number, paragraphs=(*paragraphs(number), MENU) if number < 8 else tuple(paragraphs(number)))
        for number in range(100)
    ]
    assert told(history(), broken) == f"100% of its texts end alike («{MENU[:40].rstrip()}…»), since 2026-11-22"
    signed = [sample(number, paragraphs=(*paragraphs(number), MENU)) for number in range(100)]
    assert words(history(), signed) == []


def test_texts_that_were_never_any_good_need_nothing_to_compare_with() -> None:
    ticker = tuple(f"خبر عاجل من شريط الأخبار رقم {number}" for number in range(9))
    first = [
        sample(number, paragraphs=(*paragraphs(number, 1), *ticker, *paragraphs(number)[1:2])) for number in range(8)
    ]
    assert told([run()], first) == "100% of its texts are mostly paragraphs that others have as well, since 2026-11-22"
    credited = [sample(number, paragraphs=(*paragraphs(number), "المصدر: وكالات")) for number in range(8)]
    assert words([run()], credited) == []


def test_too_few_texts_say_nothing() -> None:
    assert words(history(), documents(7, published=None, paragraphs=("قصير",))[:7]) == []
    assert words(history(), documents(8, published=None, title="")[:20]) == []


def test_dates_that_stopped_while_documents_come_are_seen() -> None:
    stopped = ("2026-11-10", "2026-11-10T04:00:00Z")
    assert told(history(), documents(), stopped) == (
        "its newest date is 2026-11-10, though 180 documents were stored more than 7 days later, since 2026-11-10"
    )
    assert words([run(days, new=0, unchanged=9, fetched=9) for days in range(DAYS)], documents(), stopped) == []
    gathered = ("2019-05-01", "2026-11-10T04:00:00Z")
    assert words(history(), documents(), gathered) == []


def test_faults_of_several_kinds_are_all_told() -> None:
    broken = documents(8, published=None, paragraphs=("قصير جداً",))
    assert words([run(9, reason="failed"), *(run(days) for days in range(10, 20))], broken) == [
        "failed",
        "short",
        "no-date",
    ]


@settings(max_examples=50, deadline=None)
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
    judge(history(), samples, freshest, NOW)


# --- Both sides of each limit ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        ({"blocked": 3, "fetched": 2}, ["blocked"]),
        ({"blocked": 2, "fetched": 1}, []),
        ({"blocked": 3, "fetched": 3}, []),
        ({"blocked": 13, "given_up": 1, "new": 12}, ["blocked"]),
        ({"blocked": 13, "given_up": 1, "new": 13}, []),
        ({"blocked": 13, "given_up": 0, "new": 12}, []),
        ({"rejected": {"too-short": 9}, "new": 1}, ["rejects"]),
        ({"rejected": {"too-short": 8}, "new": 1}, []),
        ({"rejected": {"too-short": 5}, "new": 0}, ["rejects"]),
        ({"rejected": {"too-short": 4}, "new": 0}, []),
        ({"challenges": 3, "rejected": {"challenge": 3}, "new": 2}, ["challenged"]),
        ({"challenges": 3, "rejected": {"challenge": 3}, "new": 3}, []),
        ({"challenges": 2, "rejected": {"challenge": 2}, "new": 1}, []),
        ({"discovered": 0, "new": 0}, ["empty"]),
        ({"discovered": 1, "new": 0}, []),
    ],
)
def test_what_needs_no_history_is_judged_on_both_sides_of_its_limit(only: dict[str, Any], expected: list[str]) -> None:
    assert words([run(0, **only)], documents()) == expected


@pytest.mark.parametrize(
    ("usual", "new", "days", "expected"),
    [
        (30, 5, 3, ["fewer"]),
        (30, 6, 3, []),
        (30, 5, 2, []),
        (10, 1, 3, ["fewer"]),
        (10, 2, 3, []),
        (9, 1, 3, []),
    ],
)
def test_a_count_falls_below_a_share_of_what_enough_days_had(
    usual: int, new: int, days: int, expected: list[str]
) -> None:
    runs = [run(0, new=new, rejected={}), *(run(1 + day, new=usual) for day in range(days))]
    assert words(runs, documents()) == expected


@pytest.mark.parametrize(("seconds", "expected"), [(0, ["rejects"]), (1, [])])
def test_runs_of_twenty_hours_are_judged_together(seconds: int, expected: list[str]) -> None:
    few = {"new": 0, "rejected": {"too-short": 3}}
    assert words([run(0, **few), run((20 * 3600 + seconds) / 86_400, **few)], documents()) == expected


@pytest.mark.parametrize(
    ("hours", "every", "seconds", "expected"),
    [(48, 24, 0, []), (48, 24, 1, ["overdue"]), (12, 1, 0, []), (12, 1, 1, ["overdue"])],
)
def test_a_run_is_overdue_after_twice_the_interval_and_twelve_hours(
    hours: int, every: int, seconds: int, expected: list[str]
) -> None:
    runs = [run((hours - 8 + number * every + seconds / 3600) / 24) for number in range(6)]
    assert words(runs, documents()) == expected


@pytest.mark.parametrize(("finished", "expected"), [(3, ["overdue"]), (2, [])])
def test_three_finished_runs_make_a_rhythm(finished: int, expected: list[str]) -> None:
    assert words([run(100 + days) for days in range(finished)], documents()) == expected


def of_letters(number: int, *letters: int) -> tuple[str, ...]:
    """Return paragraphs of so many letters that no other document has."""
    return tuple(f"{'ا' * count} {number}.{place}" for place, count in enumerate(letters))


@pytest.mark.parametrize(("letters", "expected"), [(30, []), (29, ["short"])])
def test_texts_are_short_below_a_third_of_the_usual(letters: int, expected: list[str]) -> None:
    texts = [sample(n, paragraphs=of_letters(n, letters if n < 8 else 90)) for n in range(100)]
    assert words(history(), texts) == expected


@pytest.mark.parametrize(("earlier", "expected"), [(20, ["short", "no-title"]), (19, [])])
def test_twenty_earlier_documents_are_enough_to_compare_with(earlier: int, expected: list[str]) -> None:
    texts = [
        sample(n, paragraphs=of_letters(n, 10 if n < 8 else 90), **({"title": ""} if n < 8 else {}))
        for n in range(8 + earlier)
    ]
    assert words(history(), texts) == expected


@pytest.mark.parametrize(("count", "letters", "expected"), [(8, 40, ["alike"]), (7, 40, []), (8, 39, [])])
def test_eight_texts_with_a_long_beginning_in_common_need_no_earlier_ones(
    count: int, letters: int, expected: list[str]
) -> None:
    texts = [sample(n, paragraphs=("ا" * letters, *of_letters(n, 60))) for n in range(count)]
    assert words([run()], texts) == expected


@pytest.mark.parametrize(
    ("now", "before", "expected"), [(4, 0, ["alike"]), (3, 0, []), (4, 22, ["alike"]), (4, 23, [])]
)
def test_half_of_the_texts_begin_alike_and_half_as_many_did_not_before(
    now: int, before: int, expected: list[str]
) -> None:
    with_menu = {*range(now), *range(8, 8 + before)}
    texts = [sample(n, paragraphs=((MENU,) if n in with_menu else ()) + of_letters(n, 100, 100)) for n in range(8 + 92)]
    assert words(history(), texts) == expected


@pytest.mark.parametrize(("letters", "expected"), [(41, ["alike"]), (40, [])])
def test_more_than_half_of_a_text_stands_in_others(letters: int, expected: list[str]) -> None:
    def shared(n: int) -> tuple[str, ...]:
        first, last = of_letters(n, 20, 20)
        return first, "ا" * letters, last

    assert words([run()], [sample(n, paragraphs=shared(n)) for n in range(8)]) == expected


@pytest.mark.parametrize(("together", "expected"), [(3, ["alike"]), (2, [])])
def test_a_paragraph_is_shared_when_three_documents_have_it(together: int, expected: list[str]) -> None:
    def shared(n: int) -> tuple[str, ...]:
        first, last = of_letters(n, 20, 20)
        return first, f"{'ا' * 90} {n // together}", last

    assert words([run()], [sample(n, paragraphs=shared(n)) for n in range(8)]) == expected


@pytest.mark.parametrize(("dated", "expected"), [(10, ["no-date"]), (9, [])])
def test_half_of_the_earlier_documents_had_a_date(dated: int, expected: list[str]) -> None:
    texts = [sample(n, **({} if 8 <= n < 8 + dated else {"published": None})) for n in range(28)]
    assert words(history(), texts) == expected


@pytest.mark.parametrize(("dated", "expected"), [(20, ["no-date"]), (19, [])])
def test_the_twenty_newest_documents_are_judged(dated: int, expected: list[str]) -> None:
    one_day = {"captured": "2026-11-22T04:00:00Z"}
    texts = [sample(n, **one_day, **({"published": None} if n < dated else {})) for n in range(60)]
    assert words(history(), texts) == expected


@pytest.mark.parametrize(("moment", "expected"), [("2026-11-21T08:00:00Z", []), ("2026-11-21T07:59:59Z", ["no-date"])])
def test_documents_of_twenty_hours_are_judged_together(moment: str, expected: list[str]) -> None:
    newest = [sample(n, captured="2026-11-22T04:00:00Z", published=None) for n in range(8)]
    texts = [*newest, sample(8, captured=moment), *(sample(n) for n in range(16, 60))]
    assert words(history(), texts) == expected


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
    assert words([run(began=began, new=new)], documents(), freshest) == expected
