"""A clock that is behind the outlet's captures, or that once was ahead.

Captures count in the order of their dates, so dates of captures never go back, though a machine's clock may: a run
whose clock is behind by less than `CLOCK` dates its captures directly after the newest one, until the clock has come
there. A run whose clock is further behind must not write. But a clock that was ahead for one run would stop the outlet
until that date. Only a person knows which of the two it was: `scrapy verify --repair` accepts the captures that are
ahead, and the next run goes on after them.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from crawler.errors import ArchiveError
from crawler.run.outcome import moment
from crawler.state import State, outlets_with_state, read_state
from crawler.state.lock import OutletLock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.state import ReadOnlyState

CLOCK = timedelta(hours=1)
"""Time by which a run's clock may be behind the outlet's newest capture."""
_STEP = timedelta(microseconds=1)
"""The least time between two captures of an outlet."""


class CaptureClock:
    """The time of an outlet's captures: the machine's, but later than that of every capture before.

    Args:
        state: The outlet's state, with the captures of earlier runs.
    """

    def __init__(self, state: State) -> None:
        self._outlet = state.outlet
        self._last = moment(state.last_date_to_compare())

    def now(self) -> datetime:
        """Return the moment for a new capture, in UTC.

        Raises:
            ArchiveError: The clock is behind the newest capture by more than `CLOCK`.
        """
        now = datetime.now(UTC)
        if self._last > now + CLOCK:
            raise ArchiveError(behind(self._outlet, self._last, now))
        self._last = max(now, self._last + _STEP)
        return self._last


def date_ahead(state: State | ReadOnlyState, now: datetime) -> datetime | None:
    """Return the date of the outlet's newest capture if it is later than the clock's time and nobody accepted that."""
    last = moment(state.last_date_to_compare())
    return last if last > now + CLOCK else None


def behind(outlet: str, ahead: datetime, now: datetime) -> str:
    """Return the sentence for a clock that is behind an outlet's newest capture."""
    return (
        f"{outlet}: its last capture, of {ahead:%Y-%m-%d %H:%M}, is later than the clock's time, "
        f"{now:%Y-%m-%d %H:%M} UTC; set the clock. If it is right now, and was ahead once: scrapy verify "
        "--repair lets the outlet go on, and keeps its captures."
    )


def repair_clocks(output: Path) -> Iterator[str]:
    """Accept the captures that are ahead of the clock, and yield a sentence for each outlet that has some.

    Raises:
        LockedError: A run is writing the outlet.
        StateError: A state cannot be read or written.
    """
    now = datetime.now(UTC)
    for outlet in outlets_with_state(output):
        with read_state(output, outlet) as state:
            ahead = None if state is None else date_ahead(state, now)
        if ahead is not None:
            lock = OutletLock(output, outlet)
            try:
                with State(output, outlet) as writable:
                    writable.accept_dates(now.isoformat())
            finally:
                lock.release()
            yield (
                f"{outlet}: its captures up to {ahead:%Y-%m-%d %H:%M} UTC are later than the clock's time, "
                f"{now:%Y-%m-%d %H:%M}; they are kept, and the next run goes on after them"
            )
