"""The addresses of the frontier that wait in the state, read in small pieces, newest first."""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.state import Kind, State, Waiting

PIECE = 256
"""Addresses that are read from the state at once, and held ready."""


class Waiters:
    """Offers the waiting lists or articles of an outlet, those of a lower rank first, and the newest of a rank first.

    It holds a few of them. What enters the state later is offered after `restart`, which offers all others again, too.

    Args:
        state: The outlet's state.
        kind: Lists or articles.
        ranks: The number of ranks.
        now: When the run began: what waits for a later moment is left out.
        wanted: Returns whether the run requests an address.
    """

    def __init__(self, state: State, kind: Kind, ranks: int, now: datetime, wanted: Callable[[Waiting], bool]) -> None:
        self._state = state
        self._kind = kind
        self._ranks = ranks
        self._now = moment(now)
        self._wanted = wanted
        self.restart()

    def restart(self) -> None:
        """Begin again with the first address."""
        self._ready: deque[Waiting] = deque()
        self._rank = 0
        self._last: Waiting | None = None

    async def fill(self) -> int:
        """Make addresses ready, and return their number: `PIECE` or more, unless fewer wait."""
        while len(self._ready) < PIECE and self._rank < self._ranks:
            found = self._state.waiting(self._kind, self._rank, self._now, PIECE, self._last)
            self._ready.extend(filter(self._wanted, found))
            if len(found) < PIECE:
                self._rank, self._last = self._rank + 1, None
            else:
                self._last = found[-1]
                await asyncio.sleep(0)
        return len(self._ready)

    def take(self, count: int) -> list[Waiting]:
        """Return the first addresses of those that are ready, and offer them no more until `restart`."""
        taken: list[Waiting] = []
        while self._ready and len(taken) < count:
            waiting = self._ready.popleft()
            if self._wanted(waiting):
                taken.append(waiting)
        return taken


def moment(when: datetime) -> str:
    """Return a moment as the frontier stores it: texts of two moments have the moments' order."""
    return when.astimezone(UTC).isoformat(timespec="microseconds")
