"""Rounds at an interval, by a clock of our own."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from crawler.run.rounds import Clock, rounds


class StoppedClock(Clock):
    """A clock that moves by what is waited, and by what a round takes."""

    def __init__(self) -> None:
        self.at = 1_000.0

    def now(self) -> float:
        """Return its time."""
        return self.at

    async def sleep(self, seconds: float) -> None:
        """Move it."""
        self.at += seconds


@pytest.mark.parametrize(
    ("span", "takes", "begun"),
    [
        (30, 0, [0, 10, 20, 30]),
        (29, 0, [0, 10, 20]),
        (0, 0, [0]),
        (30, 9, [0, 10, 20, 30]),
        (50, 11, [0, 20, 40]),
        (30, 10, [0, 20]),
    ],
)
def test_rounds_begin_at_multiples_of_the_interval_and_never_overlap(span: int, takes: int, begun: list[int]) -> None:
    clock, seen = StoppedClock(), list[int]()

    async def work() -> None:
        async for number in rounds(timedelta(minutes=10), timedelta(minutes=span), clock):
            assert clock.at - 1_000 == number * 600
            seen.append(number * 10)
            clock.at += takes * 60

    asyncio.run(work())
    assert seen == begun
