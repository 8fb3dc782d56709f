"""Joins what is shown of an outlet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from corpus.browse.outlet.days import DayCount, counted
from corpus.browse.outlet.fronts import FrontPage, front_pages
from crawler.health import Fault
from crawler.outlet import Outlet, outlet_of
from crawler.run.outcome import Run
from pipelines.documents.health import faults_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from corpus.browse.place import Place
    from crawler.state import ReadOnlyState

RUNS = 20
"""Runs that are shown: the last ones."""
NEWEST = 200
"""Newest documents whose rights are counted."""
MOST_DAYS = 366


@dataclass(frozen=True)
class ShownRun:
    """A run that ended."""

    began: str
    """ISO 8601."""
    ended: str
    outcome: str
    failure: str
    """Why it failed; empty when it did not."""
    discovered: int
    fetched: int
    new: int
    changed: int
    gone: int
    rejected: int


@dataclass(frozen=True)
class ShownFault:
    """A fault of an outlet."""

    word: str
    """Its kind (docs/growth.md)."""
    what: str
    """Its description."""
    since: str
    """The time when it was seen first; empty when unknown."""


@dataclass(frozen=True)
class ShownOutlet:
    """An outlet."""

    name: str
    publication: str
    """Its name in its own spelling."""
    land: str | None
    """ISO 3166-1 alpha-2; null if unknown."""
    documents: int
    first_capture: str
    """WARC-Date of its first capture; empty without one."""
    last_capture: str
    """WARC-Date of its newest one."""
    days: list[DayCount]
    """Articles and edits a day."""
    earlier: str
    """The last day of the span before."""
    rejected: dict[str, int]
    """How many pages each reason kept out (docs/reasons.md)."""
    rights: dict[str, int]
    """Statements about archiving and mining, with the number of newest documents that have them."""
    rights_of: int
    """How many newest documents were looked at for that."""
    health: list[ShownFault]
    """Its faults; none for an outlet that is well."""
    runs: list[ShownRun]
    """Its last runs, the newest first."""
    fronts: list[FrontPage]
    """Its front and section pages."""


def outlet_in(place: Place, name: str) -> Outlet:
    """Return the facts of an outlet; generic ones for an outlet without a file.

    Raises:
        AbsentError: There is no such outlet.
        StateError: The state cannot be read.
    """
    with place.state(name) as state:
        url = state.first_url()
    if name in place.facts:
        return place.facts[name]
    return outlet_of(url, ()) if url else Outlet.of_site(f"https://{name}/")


def shown(place: Place, name: str, last: str, length: int) -> ShownOutlet:
    """Return what is shown of an outlet.

    Args:
        place: The place.
        name: The outlet's name.
        last: The last day of the chart, ISO; empty for the newest one.
        length: Number of its days.

    Raises:
        AbsentError: There is no such outlet.
        StateError: The state cannot be read.
    """
    outlet = outlet_in(place, name)
    with place.state(name) as state:
        until = date.fromisoformat(last or state.newest_day() or datetime.now(UTC).date().isoformat())
        since = until - timedelta(days=min(length - 1, until.toordinal() - 1))
        span = since.isoformat(), until.isoformat()
        documents = state.count_documents()
        newest = state.manifest_rows_from(max(0, documents - NEWEST), NEWEST)
        first = state.capture_at(1)
        return ShownOutlet(
            name=name,
            publication=place.title(name),
            land=None if outlet.country == "ZZ" else outlet.country,
            documents=documents,
            first_capture=first.date if first else "",
            last_capture=state.newest_capture_date(),
            days=counted(since, until, state.documents_by_day(*span), state.edits_by_day(*span)),
            earlier=(since - timedelta(days=1)).isoformat() if since.toordinal() > 1 else "",
            rejected=state.rejected_by_reason(),
            rights=dict(Counter(said for row in newest for said in set(statements(row["rights"]))).most_common()),
            rights_of=len(newest),
            health=_health(place, state),
            runs=[_run(summary) for summary in state.last_runs(RUNS)],
            fronts=front_pages(state, outlet),
        )


def statements(rights: Mapping[str, Any]) -> Iterable[str]:
    """Yield the statements in a manifest row's `rights`, one for each: `robots: noarchive`, `ai-train: no`."""
    for name, value in rights.items():
        if isinstance(value, dict):
            yield from statements(value)
        elif isinstance(value, list):
            yield from (f"{name}: {one}" for one in value)
        else:
            yield f"{name}: {value}"


def _health(place: Place, state: ReadOnlyState) -> list[ShownFault]:
    """Return an outlet's faults; one that nothing can be read of has that fault."""
    try:
        faults = faults_of(state, place.output, place.profiles)
    except OSError as error:
        faults = (Fault(word="unread", what=f"{error.filename}: cannot be read; run scrapy verify"),)
    return [ShownFault(fault.word, fault.what, fault.since) for fault in faults]


def _run(summary: Mapping[str, Any]) -> ShownRun:
    run = Run.of(summary)
    names = ("discovered", "fetched", "new", "changed", "gone")
    return ShownRun(
        began=str(summary.get("began", "")),
        ended=str(summary.get("ended", "")),
        outcome=str(run.outcome),
        failure=run.failure,
        rejected=sum(run.rejected.values()),
        **{name: run.count(name) for name in names},
    )
