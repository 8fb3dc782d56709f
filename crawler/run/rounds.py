"""Rounds: work that is done again at a fixed interval, until a time is over."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import timedelta


class Clock:
    """The machine's clock."""

    def now(self) -> float:
        """Return seconds since some moment; they never go back."""
        return monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


async def rounds(every: timedelta, span: timedelta, clock: Clock) -> AsyncIterator[int]:
    """Yield the number of each round at its moment: 0 at once, and one each `every` until `span` is over.

    A round whose moment passes while an earlier one is at work is left out, so that none overlap.

    Args:
        every: The interval.
        span: The time from the first round on, after which none begins.
        clock: The clock.
    """
    began, number = clock.now(), 0
    while number * every <= span:
        wait = began + (number * every).total_seconds() - clock.now()
        if wait > 0:
            await clock.sleep(wait)
        yield number
        number = int((clock.now() - began) // every.total_seconds()) + 1
