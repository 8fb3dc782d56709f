"""What is wrong with an outlet, judged by its own history: its runs, and its newest documents beside earlier ones."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, takewhile
from statistics import median
from typing import TYPE_CHECKING

from crawler.outcome import Outcome, Run, moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

RUNS = 500
"""Runs that are looked at: three weeks of hourly ones."""
NEWEST = 20
"""Newest documents that are looked at: most outlets publish as many in a day."""
EARLIER = 100
"""Earlier documents that they are compared with, from all of the outlet's history, so that weeks of broken ones do
not become what is usual."""
DAY = timedelta(hours=20)
"""Runs, and documents, within it are judged together: by night an hourly run finds nothing. It is less than 24 hours,
so that a daily run which begins a little earlier than the day before is not judged with it."""
USUAL_DAYS = 14
"""Days of runs that say what is usual: two weeks have two weekends. A fault of as many days is the new usual."""
FEWEST_DAYS = 3
"""Days of runs without which nothing is usual; likewise finished runs, before one can be overdue."""
FEWER = 0.2
"""Share of the usual count below which it is far less: weekends and holidays halve an outlet's news."""
ENOUGH = 10
"""Usual count from which such a share says something."""
FEWEST_REFUSED = 3
"""Refusals that are no accident."""
REJECTED = 0.9
"""Share of pages rejected that leaves nearly nothing; section pages that look like articles take a part everywhere."""
FEWEST_REJECTED = 5
"""Rejected pages that are no accident."""
LATE = 2
"""A run is overdue when nothing finished in so many times the usual interval,"""
SOONEST_LATE = timedelta(hours=12)
"""but not before: an hourly run may take long once."""
FEWEST_TEXTS = 8
"""Newest documents without which their texts are not judged."""
FEWEST_EARLIER = 20
"""Earlier documents without which there is nothing to compare with."""
COLLAPSED = 1 / 3
"""Share of the usual length below which texts are short: a lead alone, or a caption."""
ALIKE = 0.5
"""Share of the newest documents that are alike, or a document's share of letters that others have as well."""
SHARING = 3
"""Documents that have a paragraph before it counts as shared: two may tell the same story."""
LONG = 40
"""Letters of a paragraph that is no credit line or dateline, which documents may rightly share."""
COMMON = 0.5
"""Share of earlier documents that had a date or a title, so that its absence is news."""
STOPPED = timedelta(days=7)
"""Dates have stopped when none came for so long; there are weeklies."""
FEWEST_UNDATED = 3
"""New documents after the newest date that are no accident."""

_FIELDS = {"published": "date", "title": "title"}
"""What a layout that broke takes from documents."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something that is wrong with an outlet."""

    word: str
    """Its kind, in one word."""
    what: str
    """What was found, without a full stop."""
    since: str = ""
    """When it was seen first, ISO 8601 to the minute or the day; empty when nobody knows."""

    def __str__(self) -> str:
        return f"{self.what}, since {self.since}" if self.since else self.what


NEVER = Fault(word="never", what="it was never crawled")
"""The fault of an outlet without runs."""


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A document."""

    captured: str
    """WARC-Date."""
    published: str | None
    """ISO 8601; None when the page did not say."""
    title: str
    """Empty when it has none."""
    paragraphs: tuple[str, ...]
    """Without the title."""

    @property
    def letters(self) -> int:
        """Length of the text, in letters."""
        return sum(map(_letters, self.paragraphs))


def judge(
    runs: Sequence[Run], samples: Sequence[Sample], freshest: tuple[str, str] | None, now: datetime
) -> tuple[Fault, ...]:
    """Say what is wrong with an outlet.

    Args:
        runs: Its runs, the newest first.
        samples: Its newest documents, and some from all the time before, the newest first.
        freshest: Its newest day of publication, and when that was captured first (see `State.freshest`).
        now: The time, with its zone.

    Returns:
        What is wrong, of runs, texts, dates and the calendar at most one each; empty when all is well.
    """
    if not runs:
        return (NEVER,)
    found = (_of_runs(runs), _of_texts(samples), _of_dates(samples, freshest, runs), _overdue(runs, now))
    return tuple(fault for fault in found if fault is not None)


def _of_runs(runs: Sequence[Run]) -> Fault | None:
    if (last := runs[0]).failed:
        first = list(takewhile(lambda run: run.failed, runs))[-1]
        what = f"its last run failed: «{last.failure}»" if last.failure else f"its last run ended as {last.reason!r}"
        return Fault(word="blocked" if _is_blocked(last) else "failed", what=what, since=_minute(first.began))
    finished = [run for run in runs if run.outcome is Outcome.FINISHED]
    days = list(_days(finished))
    if not days:
        return None
    for word, is_so, tell in _CERTAIN:
        # A run that broke is seen before its day is over, and a day of runs of a few pages each adds up.
        streaks = [streak for streak in (list(takewhile(is_so, series)) for series in (finished, days)) if streak]
        if streaks:
            since = min(streak[-1].began for streak in streaks)
            return Fault(word=word, what=tell(streaks[0][0]), since=_minute(since))
    return _fewer(days) or _died(finished)


def _days(runs: Sequence[Run]) -> Iterator[Run]:
    """Yield what runs of about a day did together, the last day first."""
    together: list[Run] = []
    for run in runs:
        if together and together[0].began - run.began > DAY:
            yield _joined(together)
            together = []
        together.append(run)
    if together:
        yield _joined(together)


def _joined(runs: list[Run]) -> Run:
    counts: Counter[str] = Counter()
    rejected: Counter[str] = Counter()
    for run in runs:
        counts.update(run.counts)
        rejected.update(run.rejected)
    return Run(began=runs[-1].began, reason=runs[0].reason, counts=counts, rejected=rejected, dead=runs[0].dead)


def _is_empty(day: Run) -> bool:
    return not day.count("discovered", "not_modified", "new", "changed", "unchanged")


def _is_blocked(day: Run) -> bool:
    """Tell whether most was refused; of a run that gave up a host, leave aside the lists that it read before."""
    most = day.count("blocked") >= FEWEST_REFUSED and day.count("blocked") > day.count("fetched")
    answered = day.count("new", "changed", "unchanged", "duplicate", "not_modified")
    return most or (day.count("given_up") > 0 and day.count("blocked") > answered)


def _is_rejected(day: Run) -> bool:
    return sum(day.rejected.values()) >= FEWEST_REJECTED and _rejected_share(day) >= REJECTED


def _rejected_share(day: Run) -> float:
    rejected = sum(day.rejected.values())
    return rejected / max(1, rejected + day.count("new", "changed", "unchanged", "duplicate"))


def _tell_blocked(day: Run) -> str:
    return f"the site refuses it ({day.count('blocked')} refusals, {day.count('fetched')} fetched)"


def _tell_rejected(day: Run) -> str:
    slugs = ", ".join(f"{count} {slug}" for slug, count in Counter(day.rejected).most_common(3))
    return f"{_percent(_rejected_share(day))} of its pages are rejected ({slugs})"


def is_challenged(run: Run) -> bool:
    """Tell whether most pages of a run, or of a day, were challenges in an article's place."""
    challenges, pages = run.count("challenges"), _pages(run)
    return challenges > pages / 2 and (challenges >= FEWEST_REFUSED or _is_empty(run))


def tell_challenged(run: Run) -> str:
    """Return the sentence for such a run."""
    return f"the site challenges it ({run.count('challenges')} of its {_pages(run)} pages were challenges)"


def _pages(run: Run) -> int:
    return run.count("new", "changed", "unchanged", "duplicate") + sum(run.rejected.values())


_CERTAIN: tuple[tuple[str, Callable[[Run], bool], Callable[[Run], str]], ...] = (
    ("challenged", is_challenged, tell_challenged),
    ("empty", _is_empty, lambda _: "its runs find nothing"),
    ("blocked", _is_blocked, _tell_blocked),
    ("rejects", _is_rejected, _tell_rejected),
)
"""What needs no history: the word, whether it is so, and the sentence."""


def _fewer(days: Sequence[Run]) -> Fault | None:
    """Say which count is far less than usual. A day that was far less is not among those that say what is usual."""
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
    """Say which of a day's counts is far less than usual; empty when none is."""
    if len(usual) < FEWEST_DAYS:
        return ""
    # A page that is as it was is an answer like one that was sent.
    for names in (("discovered",), ("fetched", "not_modified"), ("new",)):
        before = median(other.count(*names) for other in usual)
        if before >= ENOUGH and day.count(*names) < FEWER * before:
            return f"its {names[0]} articles fell to {day.count(*names)} from a usual {before:.0f}"
    return ""


def _died(finished: Sequence[Run]) -> Fault | None:
    """Name the start point that died last; one that never lived is a matter of the outlet's file."""
    died = []
    for point in finished[0].dead:
        streak = list(takewhile(lambda run: point in run.dead, finished))  # noqa: B023 - called at once
        if len(streak) < len(finished):
            died.append((streak[-1].began, point))
    if not died:
        return None
    since, point = max(died)
    return Fault(word="dead", what=f"its start point {point} cannot be used any more", since=_minute(since))


def _of_texts(samples: Sequence[Sample]) -> Fault | None:
    newest, earlier = _parted(samples)
    if len(newest) < FEWEST_TEXTS:
        return None
    return _short(newest, earlier) or _repeated(newest, earlier) or _shared(newest, earlier)


def _parted(samples: Sequence[Sample]) -> tuple[Sequence[Sample], Sequence[Sample]]:
    """Part the newest documents, of one day as far as they suffice, from the earlier ones."""
    if not samples:
        return (), ()
    border = moment(samples[0].captured) - DAY
    recent = takewhile(lambda sample: moment(sample.captured) >= border, samples[:NEWEST])
    count = max(sum(1 for _ in recent), FEWEST_TEXTS)
    return samples[:count], samples[count:]


def _short(newest: Sequence[Sample], earlier: Sequence[Sample]) -> Fault | None:
    if len(earlier) < FEWEST_EARLIER:
        return None
    now, before = (median(sample.letters for sample in samples) for samples in (newest, earlier))
    if now >= COLLAPSED * before:
        return None
    what = f"its texts fell to {now:.0f} letters from a usual {before:.0f}"
    return Fault(
        word="short", what=what, since=_since(newest, earlier, lambda sample: sample.letters < COLLAPSED * before)
    )


def _repeated(newest: Sequence[Sample], earlier: Sequence[Sample]) -> Fault | None:
    """Say that many texts begin or end alike, and did not always: an outlet may sign each of its articles."""
    for place, verb in ((0, "begin"), (-1, "end")):
        (paragraph, count), *_ = Counter(_paragraph(sample, place) for sample in newest).most_common(1)
        share = count / len(newest)
        if not paragraph or share < ALIKE:
            continue
        if len(earlier) < FEWEST_EARLIER:
            is_new = _letters(paragraph) >= LONG
        else:
            before = sum(_paragraph(sample, place) == paragraph for sample in earlier) / len(earlier)
            is_new = before < share / 2
        if is_new:
            what = f"{_percent(share)} of its texts {verb} alike («{_cut(paragraph)}»)"
            since = _since(newest, earlier, lambda sample: _paragraph(sample, place) == paragraph)  # noqa: B023 - called at once
            return Fault(word="alike", what=what, since=since)
    return None


def _shared(newest: Sequence[Sample], earlier: Sequence[Sample]) -> Fault | None:
    """Say that most of many texts stands in others as well: menus, tickers, what is read most."""
    having = Counter(paragraph for sample in newest for paragraph in set(sample.paragraphs))
    shared = {paragraph for paragraph, count in having.items() if count >= SHARING}

    def is_shared(sample: Sample) -> bool:
        common = sum(_letters(paragraph) for paragraph in sample.paragraphs if paragraph in shared)
        return common > ALIKE * sample.letters

    share = sum(map(is_shared, newest)) / len(newest)
    if share < ALIKE:
        return None
    what = f"{_percent(share)} of its texts are mostly paragraphs that others have as well"
    return Fault(word="alike", what=what, since=_since(newest, earlier, is_shared))


def _of_dates(samples: Sequence[Sample], freshest: tuple[str, str] | None, runs: Sequence[Run]) -> Fault | None:
    newest, earlier = _parted(samples)
    if len(newest) >= FEWEST_TEXTS and len(earlier) >= FEWEST_EARLIER:
        for name, word in _FIELDS.items():
            had = sum(bool(getattr(sample, name)) for sample in earlier) / len(earlier)
            if had >= COMMON and not any(getattr(sample, name) for sample in newest):
                since = _since(newest, earlier, lambda sample: not getattr(sample, name))  # noqa: B023 - called at once
                what = f"its texts have no {word} any more ({_percent(had)} had one)"
                return Fault(word=f"no-{word}", what=what, since=since)
    if freshest is None:
        return None
    published, captured = map(_day, freshest)
    after = datetime(published.year, published.month, published.day, tzinfo=UTC) + STOPPED
    stored = sum(run.count("new") for run in runs if run.began > after)
    # Whose newest date was old when it was captured is an archive that is being gathered, and never had fresh ones.
    if captured - published > STOPPED or stored < FEWEST_UNDATED:
        return None
    what = f"its newest date is {published}, though {stored} documents were stored more than {STOPPED.days} days later"
    return Fault(word="stale", what=what, since=str(published))


def _overdue(runs: Sequence[Run], now: datetime) -> Fault | None:
    finished = [run.began for run in runs if not run.failed and run.outcome is not Outcome.SHUTDOWN][: USUAL_DAYS + 1]
    if runs[0].failed or len(finished) < FEWEST_DAYS:
        return None
    hours = median((later - earlier) / timedelta(hours=1) for later, earlier in pairwise(finished))
    if now - finished[0] <= max(LATE * timedelta(hours=hours), SOONEST_LATE):
        return None
    what = f"no run was finished, where one every {hours:.3g} hours is usual"
    return Fault(word="overdue", what=what, since=_minute(finished[0]))


def _since(newest: Sequence[Sample], earlier: Sequence[Sample], is_so: Callable[[Sample], bool]) -> str:
    """Return the day of the first document of those that are so, as far back as no other lies between."""
    found = [sample for sample in newest if is_so(sample)]
    if len(found) == len(newest):
        found += takewhile(is_so, earlier)
    return str(_day(found[-1].captured))


def _paragraph(sample: Sample, place: int) -> str:
    return sample.paragraphs[place] if sample.paragraphs else ""


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _cut(text: str) -> str:
    return text if len(text) <= LONG else f"{text[:LONG].rstrip()}…"


def _percent(share: float) -> str:
    return f"{share:.0%}"


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _day(text: str) -> date:
    return moment(text[:10]).date()
