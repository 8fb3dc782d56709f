"""The time of an outlet's captures never goes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from crawler.archive.write.warc import date
from crawler.errors import ArchiveError
from crawler.run.clock import CLOCK, CaptureClock
from crawler.state import State
from tests.state.captures import OUTLET, capture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    """A state whose newest capture, of noon, was complete before one that had begun earlier."""
    with State(tmp_path, OUTLET) as opened:
        moments = (NOON - timedelta(days=1), NOON, NOON - timedelta(minutes=2))
        opened.add_captures([replace(capture(at), date=date(moment)) for at, moment in enumerate(moments)])
        yield opened


def test_a_capture_is_later_than_all_before_it_though_the_clock_goes_back(state: State) -> None:
    clock = CaptureClock(state)
    with time_machine.travel(NOON - timedelta(minutes=20), tick=False) as traveller:
        assert [clock.now(), clock.now()] == [NOON + MICROSECOND, NOON + 2 * MICROSECOND]
        traveller.move_to(NOON + timedelta(minutes=5))
        assert clock.now() == NOON + timedelta(minutes=5)
        traveller.move_to(NOON - timedelta(minutes=30))
        assert clock.now() == NOON + timedelta(minutes=5) + MICROSECOND


def test_a_clock_that_goes_back_too_far_while_a_run_goes_on_ends_it(state: State) -> None:
    clock = CaptureClock(state)
    with time_machine.travel(NOON - CLOCK, tick=False) as traveller:
        assert clock.now() == NOON + MICROSECOND
        with pytest.raises(ArchiveError, match=r"its last capture, of 2026-11-22 12:00, is later .* set the clock\."):
            clock.now()
        traveller.move_to(NOON)
        assert clock.now() == NOON + 2 * MICROSECOND


def test_captures_that_were_ahead_and_accepted_move_no_later_one(state: State) -> None:
    state.accept_dates(date(NOON - timedelta(days=300)))
    with time_machine.travel(NOON - timedelta(days=300), tick=False):
        assert CaptureClock(state).now() == NOON - timedelta(days=300)
