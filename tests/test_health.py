"""The health of an outlet by its runs: each fault is found with its day, and a healthy history shows no fault."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crawler.health import SOONEST_LATE, judge_beginning, judge_calendar, judge_runs
from crawler.run.outcome import Run

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAYS = 20
BROKE = "2026-11-21"


def run(days: float = 0, **summary: Any) -> Run:
    """Return a usual run that began some days ago, with the given changes of its summary."""
    usual = {
        "reason": "finished",
        "discovered": 60,
        "fetched": 40,
        "new": 30,
        "rejected": {"too-short": 4, "unchanged": 9},
    }
    return Run.of({"began": (NOW - timedelta(hours=8, days=days)).isoformat(), **usual, **summary})


def history(*last: Run) -> list[Run]:
    """Return the given runs, then a usual run for each earlier day, the newest first."""
    return [*last, *(run(days) for days in range(len(last), DAYS))]


def words(runs: list[Run]) -> list[str]:
    return [fault.word for fault in (judge_runs(runs), judge_calendar(runs, NOW)) if fault is not None]


def told(runs: list[Run]) -> str:
    (fault,) = filter(None, (judge_runs(runs), judge_calendar(runs, NOW)))
    return str(fault)


def test_an_outlet_that_does_as_ever_is_well() -> None:
    assert words(history()) == []


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
            "the site refuses requests (30 refusals, 9 fetched), since 2026-11-21 04:00",
        ),
        (
            {"blocked": 13, "given_up": 1, "fetched": 20, "new": 2},
            "the site refuses requests (13 refusals, 20 fetched), since 2026-11-21 04:00",
        ),
        (
            {"challenges": 30, "rejected": {"challenge": 30, "not-an-article": 3}, "new": 2},
            "the site sends challenges (30 of 35 pages), since 2026-11-21 04:00",
        ),
        (
            {"challenges": 1, "rejected": {"challenge": 1}, "discovered": 0, "new": 0},
            "the site sends challenges (1 of 1 pages), since 2026-11-21 04:00",
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
    assert told(runs) == sentence
    assert told(runs[1:]) == sentence


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
    assert words(history(run(0, **other))) == []


def test_too_few_runs_or_counts_say_nothing() -> None:
    assert words([run(0, new=0), run(1), run(2)]) == []
    few = {"discovered": 9, "fetched": 9, "new": 9, "rejected": {}}
    assert words([run(0, **{**few, "new": 1}), *(run(days, **few) for days in range(1, DAYS))]) == []


def test_what_fell_is_told_for_two_weeks_and_then_usual() -> None:
    for days, expected in ((13, ["fewer"]), (14, ["fewer"]), (15, [])):
        runs = [run(n, new=3) for n in range(days)] + [run(n) for n in range(days, 40)]
        assert words(runs) == expected


def test_what_recovered_is_well() -> None:
    assert words(history(run(0), run(1, new=2), run(2, new=2))) == []
    assert words(history(run(0), run(1, reason="failed"))) == []


def test_a_run_that_broke_is_seen_before_its_day_is_over() -> None:
    rejected = run(0, new=0, rejected={"too-short": 36})
    assert told([rejected, *(run(days + 0.3) for days in range(DAYS))]) == (
        "100% of its pages are rejected (36 too-short), since 2026-11-22 04:00"
    )
    hourly = [run(n / 24, new=0, discovered=9, fetched=1, rejected={"too-short": 1}) for n in range(30)]
    assert words(hourly) == ["rejects"]
    many = run(0, new=0, discovered=9, fetched=6, rejected={"too-short": 6})
    assert told([many, *hourly[1:]]).endswith("(6 too-short), since 2026-11-20 23:00")


def test_the_nights_of_an_hourly_run_are_no_fall() -> None:
    def hour(hours: int, *, broken: bool = False) -> Run:
        quiet = broken or (NOW - timedelta(hours=hours)).hour < 5
        return run(hours / 24, new=0 if quiet else 4, fetched=0 if quiet else 5, rejected={})

    assert [words([hour(n) for n in range(start, 300)]) for start in range(3)] == [[]] * 3
    broken = [hour(n, broken=n < 24) for n in range(300)]
    assert words(broken) == ["fewer"]


def test_a_start_point_that_never_lived_is_no_news() -> None:
    dead = {"dead_start_points": ["https://akhbar.example/feed"]}
    assert words([run(days, **dead) for days in range(DAYS)]) == []


@pytest.mark.parametrize(("late", "expected"), [(1.0, []), (2.1, ["overdue"])])
def test_a_run_that_does_not_come_is_overdue(late: float, expected: list[str]) -> None:
    runs = [run(late + days) for days in range(DAYS)]
    assert words(runs) == expected


def test_runs_that_are_always_stopped_are_overdue_and_a_rhythm_is_needed() -> None:
    stopped = [run(days, reason="shutdown") for days in range(3)]
    assert told(history(*stopped)) == ("no run finished, although one every 24 hours is usual, since 2026-11-19 04:00")
    assert words([run(100), run(101)]) == []


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
        ({"led_away": 21, "new": 20, "rejected": {}}, ["elsewhere"]),
        ({"led_away": 20, "new": 20, "rejected": {}}, []),
        ({"led_away": 4, "new": 0, "rejected": {}}, []),
        ({"missed": 5, "new": 20, "rejected": {}}, ["missed"]),
        ({"missed": 5, "new": 15, "gone": 3, "not_there": 2, "rejected": {}}, ["missed"]),
        ({"missed": 5, "new": 21, "rejected": {}}, []),
        ({"missed": 5, "new": 20, "not_modified": 1, "rejected": {}}, []),
        ({"missed": 4, "new": 0, "rejected": {}}, []),
        ({"missed": 2, "new": 20, "rejected": {"undecodable": 3}}, ["missed"]),
        ({"missed": 2, "new": 20, "rejected": {"undecodable": 2}}, []),
        ({"discovered": 0, "new": 0}, ["empty"]),
        ({"discovered": 1, "new": 0}, []),
    ],
)
def test_what_needs_no_history_is_judged_on_both_sides_of_its_limit(only: dict[str, Any], expected: list[str]) -> None:
    assert words([run(0, **only)]) == expected


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
    assert words(runs) == expected


@pytest.mark.parametrize(("seconds", "expected"), [(0, ["rejects"]), (1, [])])
def test_runs_of_twenty_hours_are_judged_together(seconds: int, expected: list[str]) -> None:
    few = {"new": 0, "rejected": {"too-short": 3}}
    assert words([run(0, **few), run((20 * 3600 + seconds) / 86_400, **few)]) == expected


@pytest.mark.parametrize(
    ("hours", "every", "seconds", "expected"),
    [(48, 24, 0, []), (48, 24, 1, ["overdue"]), (12, 1, 0, []), (12, 1, 1, ["overdue"])],
)
def test_a_run_is_overdue_after_twice_the_interval_and_twelve_hours(
    hours: int, every: int, seconds: int, expected: list[str]
) -> None:
    runs = [run((hours - 8 + number * every + seconds / 3600) / 24) for number in range(6)]
    assert words(runs) == expected


@pytest.mark.parametrize(("finished", "expected"), [(3, ["overdue"]), (2, [])])
def test_three_finished_runs_make_a_rhythm(finished: int, expected: list[str]) -> None:
    assert words([run(100 + days) for days in range(finished)]) == expected


def test_a_page_that_was_missed_and_had_later_is_no_fault_and_one_that_several_runs_asked_for_is_one_page() -> None:
    last = run(0.9, missed=9, new=20, rejected={})
    later = run(0.5, new=9, rejected={})
    tries = [run(0.1 * number, missed=1, new=2, rejected={}) for number in range(6)]
    for runs, waiting, found in (
        ([last], 9, "missed"),
        ([last], 4, None),
        ([later, last], 9, "missed"),
        ([later, last], 0, None),
        (tries, 5, "missed"),
        (tries, 1, None),
        ([run(missed=6, new=0, dead_start_points=[f"https://a.example/{n} (down)" for n in range(6)])], 0, "missed"),
    ):
        fault = judge_runs(history(*runs), waiting)
        assert (fault and fault.word) == found, (len(runs), waiting)
    fault = judge_runs(history(later, last), 8)
    assert fault is not None
    assert fault.what == "8 of 37 pages were not to be had"


def test_a_run_that_began_and_did_not_end_is_told_when_none_ended_or_it_is_long_ago() -> None:
    began = NOW - SOONEST_LATE
    said = "its last run began and did not end: it was killed, or is running, since 2026-11-22 00:00"
    assert judge_beginning(None, [], NOW) is None
    assert str(judge_beginning(began, [], began)) == said
    assert judge_beginning(began, [run()], NOW) is None
    assert str(judge_beginning(began, [run()], NOW + timedelta(seconds=1))) == said
