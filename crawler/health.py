"""Judges an outlet's health by the history of its runs; `pipelines.documents.symptoms` judges its texts."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise, takewhile
from statistics import median
from typing import TYPE_CHECKING

from crawler.run.outcome import FEWEST_REFUSED, Outcome, Run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

RUNS = 500
"""Runs that are judged, at most: three weeks of hourly runs."""
DAY = timedelta(hours=20)
"""Runs, and documents, within this time are judged together, since an hourly run finds nothing at night. It is shorter
than 24 hours, so a daily run that begins a little earlier than the one before it is still judged alone."""
USUAL_DAYS = 14
"""Days of runs from which the usual counts are taken: two weeks have two weekends. A fall that lasts longer becomes
usual."""
FEWEST_DAYS = 3
"""Days of runs that make usual counts, at least; also finished runs that make a usual interval, at least."""
FEWER = 0.2
"""Share of the usual count below which a day's count is a fault: weekends and holidays halve an outlet's news."""
ENOUGH = 10
"""Usual count from which `FEWER` applies; smaller counts vary by chance."""
REJECTED = 0.9
"""Share of rejected pages that is a fault; a smaller share is normal, since section pages may look like articles."""
FEWEST_REJECTED = 5
"""Rejected pages from which `REJECTED` applies; fewer may be an accident."""
LATE = 2
"""A run is overdue when no run finished in this many usual intervals; `SOONEST_LATE` bounds the time from below."""
SOONEST_LATE = timedelta(hours=12)
"""A run is not overdue before this time since the last finished one: an hourly run may take long once."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A fault of an outlet."""

    word: str
    """Its kind, in one word."""
    what: str
    """Its description, without a full stop."""
    since: str = ""
    """The time when it was seen first, ISO 8601 to the minute or the day; empty when unknown."""

    def __str__(self) -> str:
        return f"{self.what}, since {self.since}" if self.since else self.what


NEVER = Fault(word="never", what="it was never crawled")
"""The fault of an outlet in which no run began."""


def judge_beginning(began: datetime | None, runs: Sequence[Run], now: datetime) -> Fault | None:
    """Return the fault of an outlet whose newest run did not end; None when it ended, or may still be running.

    Args:
        began: When the newest run began; None when it ended.
        runs: The runs that ended. Without any, the fault is told at once.
        now: The time, with its zone.
    """
    if began is None or (runs and now - began <= SOONEST_LATE):
        return None
    return Fault(
        word="unended", what="its last run began and did not end: it was killed, or is running", since=_minute(began)
    )


def judge_runs(runs: Sequence[Run], waiting: int | None = None) -> Fault | None:
    """Return the fault that an outlet's runs show; None without a fault.

    Args:
        runs: Its runs, the newest first; at least one.
        waiting: The addresses that wait for a later run. No more than these can be missed still: the others were had
            since, and one that several runs asked for is one. None when unknown.
    """
    if (last := runs[0]).failed:
        first = list(takewhile(lambda run: run.failed, runs))[-1]
        what = f"its last run failed: «{last.failure}»" if last.failure else f"its last run ended as {last.reason!r}"
        return Fault(word="blocked" if _is_blocked(last) else "failed", what=what, since=_minute(first.began))
    finished = [run for run in runs if run.outcome is Outcome.FINISHED]
    days = list(_days(finished))
    if not days:
        return None
    finished[0], days[0] = (_missing(one, waiting) for one in (finished[0], days[0]))
    for word, is_so, tell in _CERTAIN:
        # A run that broke is seen before its day is over, and a day of runs of a few pages each adds up.
        streaks = [streak for streak in (list(takewhile(is_so, series)) for series in (finished, days)) if streak]
        if streaks:
            since = min(streak[-1].began for streak in streaks)
            return Fault(word=word, what=tell(streaks[0][0]), since=_minute(since))
    return _fewer(days) or _died(finished)


def _missing(run: Run, waiting: int | None) -> Run:
    """Return a run, or a day of runs, with the requests that are missed still; a dead start point does not wait."""
    if waiting is None:
        return run
    return replace(run, counts={**run.counts, "missed": min(run.count("missed"), waiting + len(run.dead))})


def _days(runs: Sequence[Run]) -> Iterator[Run]:
    """Join the runs of each `DAY`, and yield a run for each, the newest first."""
    together: list[Run] = []
    for run in runs:
        if together and together[0].began - run.began > DAY:
            yield _joined(together)
            together = []
        together.append(run)
    if together:
        yield _joined(together)


def _joined(runs: list[Run]) -> Run:
    """Return one run with the sums of several, the newest first."""
    counts: Counter[str] = Counter()
    rejected: Counter[str] = Counter()
    for run in runs:
        counts.update(run.counts)
        rejected.update(run.rejected)
    return Run(began=runs[-1].began, reason=runs[0].reason, counts=counts, rejected=rejected, dead=runs[0].dead)


def _is_blocked(day: Run) -> bool:
    """Return whether more requests were refused than answered.

    In a run that gave up a host, lists do not count as answers: it read them before the refusals.
    """
    most = day.count("blocked") >= FEWEST_REFUSED and day.count("blocked") > day.count("fetched")
    answered = day.count("new", "changed", "unchanged", "duplicate", "not_modified")
    return most or (day.count("given_up") > 0 and day.count("blocked") > answered)


def _is_rejected(day: Run) -> bool:
    return sum(day.rejected.values()) >= FEWEST_REJECTED and _rejected_share(day) >= REJECTED


def _rejected_share(day: Run) -> float:
    rejected = sum(day.rejected.values())
    return rejected / max(1, rejected + day.count("new", "changed", "unchanged", "duplicate"))


def _tell_blocked(day: Run) -> str:
    return f"the site refuses requests ({day.count('blocked')} refusals, {day.count('fetched')} fetched)"


def _tell_rejected(day: Run) -> str:
    slugs = ", ".join(f"{count} {slug}" for slug, count in Counter(day.rejected).most_common(3))
    return f"{_rejected_share(day):.0%} of its pages are rejected ({slugs})"


_CERTAIN: tuple[tuple[str, Callable[[Run], bool], Callable[[Run], str]], ...] = (
    ("challenged", lambda day: day.is_challenged, lambda day: day.challenged_sentence),
    ("empty", lambda day: day.is_empty, lambda _: "its runs find nothing"),
    ("blocked", _is_blocked, _tell_blocked),
    ("missed", lambda day: day.is_missing, lambda day: day.missing_sentence),
    ("elsewhere", lambda day: day.is_led_away, lambda day: day.led_away_sentence),
    ("rejects", _is_rejected, _tell_rejected),
)
"""Faults that show without a history: the word, the test, and the sentence."""


def _fewer(days: Sequence[Run]) -> Fault | None:
    """Return the fault of a count that fell below its usual share; days with such a count do not make the usual one."""
    usual: deque[Run] = deque(maxlen=USUAL_DAYS)
    lean: list[Run] = []
    what = ""
    for day in reversed(days):
        what = _leanness(day, usual)
        if not what:
            usual.append(day)
            lean.clear()
            continue
        lean.append(day)
        if len(lean) > USUAL_DAYS:
            usual.extend(lean)
            lean.clear()
    return Fault(word="fewer", what=what, since=_minute(lean[0].began)) if lean else None


def _leanness(day: Run, usual: Sequence[Run]) -> str:
    """Return a sentence on the first of a day's counts below its usual share; empty without such a count."""
    if len(usual) < FEWEST_DAYS:
        return ""
    # An unchanged page (304) counts as fetched: the outlet answered.
    for names in (("discovered",), ("fetched", "not_modified"), ("new",)):
        before = median(other.count(*names) for other in usual)
        if before >= ENOUGH and day.count(*names) < FEWER * before:
            return f"its {names[0]} articles fell to {day.count(*names)} from a usual {before:.0f}"
    return ""


def _died(finished: Sequence[Run]) -> Fault | None:
    """Return the fault of the start point that failed last; one that never worked is an error in the outlet's file."""
    died = []
    for point in finished[0].dead:
        streak = list(takewhile(lambda run: point in run.dead, finished))  # noqa: B023 - called at once
        if len(streak) < len(finished):
            died.append((streak[-1].began, point))
    if not died:
        return None
    since, point = max(died)
    return Fault(word="dead", what=f"its start point {point} cannot be used any more", since=_minute(since))


def judge_calendar(runs: Sequence[Run], now: datetime) -> Fault | None:
    """Return the fault of an outlet whose next run is overdue; None otherwise.

    Args:
        runs: Its runs, the newest first; at least one.
        now: The time, with its zone.
    """
    finished = [run.began for run in runs if not run.failed and run.outcome is not Outcome.SHUTDOWN][: USUAL_DAYS + 1]
    if runs[0].failed or len(finished) < FEWEST_DAYS:
        return None
    hours = median((later - earlier) / timedelta(hours=1) for later, earlier in pairwise(finished))
    if now - finished[0] <= max(LATE * timedelta(hours=hours), SOONEST_LATE):
        return None
    what = f"no run finished, although one every {hours:.3g} hours is usual"
    return Fault(word="overdue", what=what, since=_minute(finished[0]))


def _minute(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M}"
