"""Judges an outlet's health by all that is known of it: its runs, its texts, its calendar and its profile."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from crawler.errors import ProfileError
from crawler.health import NEVER, RUNS, Fault, judge_beginning, judge_calendar, judge_runs
from crawler.run.outcome import Run, moment
from pipelines.documents.layout import judge_layout
from pipelines.documents.symptoms import EARLIER, NEWEST, Sample, judge_fields, judge_texts
from pipelines.profile.file import read_profile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from crawler.state import ReadOnlyState


def faults_of(state: ReadOnlyState, output: Path, profiles: Path) -> tuple[Fault, ...]:
    """Return an outlet's faults, judged by its runs, its stored texts and its profile.

    Args:
        state: The outlet's state.
        output: The output folder.
        profiles: The folder of profiles.

    Raises:
        OSError: A text cannot be read.
        sqlite3.Error: The state cannot be read.
    """
    now = datetime.now(UTC)
    runs = [Run.of(summary) for summary in state.last_runs(RUNS)]
    began = state.unended_run()
    unended = judge_beginning(moment(began) if began else None, runs, now)
    if not runs:
        return (unended or NEVER,)
    folder = output / "text" / state.outlet
    samples = [_sample(folder, row) for row in state.sample_rows(NEWEST, EARLIER)]
    try:
        layout = judge_layout(read_profile(profiles, state.outlet), state.last_capture_date())
    except ProfileError as error:
        layout = Fault(word="profile", what=str(error).rstrip("."))
    faults = all_faults(runs, samples, state.newest_published(), now, state.count_waiting())
    return tuple(fault for fault in (unended, *faults, layout) if fault is not None)


def all_faults(
    runs: Sequence[Run],
    samples: Sequence[Sample],
    freshest: tuple[str, str] | None,
    now: datetime,
    waiting: int | None = None,
) -> tuple[Fault, ...]:
    """Return an outlet's faults: at most one each of its runs, texts, fields and calendar.

    Args:
        runs: The outlet's runs, newest first; at least one.
        samples: Its newest documents, and a sample of all earlier ones, newest first.
        freshest: Its newest day of publication, and the first capture of that day; None when no document has a day.
        now: The current time, with a zone.
        waiting: The addresses that wait for a later run; None when unknown.
    """
    found = (
        judge_runs(runs, waiting),
        judge_texts(samples),
        judge_fields(samples, freshest, runs),
        judge_calendar(runs, now),
    )
    return tuple(fault for fault in found if fault is not None)


def _sample(folder: Path, row: dict[str, Any]) -> Sample:
    lines = (folder / row["name"]).read_text("utf-8").split("\n")
    return Sample(
        captured=row["captured"],
        published=row["published"],
        title=row["title"],
        paragraphs=tuple(lines[1:] if row["title"] else lines),
    )
