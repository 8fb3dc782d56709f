"""The way of exchanges between the crawl's loop and the archive's thread, and that of their captures back."""

from __future__ import annotations

import asyncio
import contextlib
import queue
from typing import TYPE_CHECKING, TypeAlias

from crawler.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.archive.exchange import Exchange
    from crawler.archive.write.warc import Conversion, Resource
    from crawler.items import Capture

Done: TypeAlias = "asyncio.Future[Capture | None]"
Item: TypeAlias = "Exchange | Conversion | Resource"
Job: TypeAlias = "tuple[Item, Done | None]"

GROUP = 64
"""Most exchanges that are written between two syncs, and most that wait."""
PATIENCE = 0.03
"""Seconds for which an exchange waits, at most, for others that are under way."""


class Groups:
    """Gathers exchanges, to be written together: a sync and a transaction cost more than the records of an exchange.

    All methods but `next` belong to the loop's thread.

    Args:
        enough: The number of exchanges that wait for no further one. With half of a crawl's concurrent requests, the
            others are at the network while these are written.
    """

    def __init__(self, enough: int) -> None:
        self._enough = min(enough, GROUP)
        self._room = asyncio.Semaphore(GROUP)
        self._gathered: list[Job] = []
        self._due: asyncio.TimerHandle | None = None
        self._waiting: queue.SimpleQueue[list[Job] | None] = queue.SimpleQueue()

    async def submit(self, item: Item, under_way: int = 0) -> Capture | None:
        """Gather an item, and return what the archive's thread answers; an item that is alone waits for no other.

        Args:
            item: The exchange, text or file.
            under_way: The number of exchanges that will be submitted when they end.

        Raises:
            ArchiveError: The item cannot be written.
        """
        loop = asyncio.get_running_loop()
        done: Done = loop.create_future()
        async with self._room:
            self._gathered.append((item, done))
            if not under_way or len(self._gathered) >= self._enough:
                self._hand_over()
            elif self._due is None:
                self._due = loop.call_later(PATIENCE, self._hand_over)
            return await done

    def end(self) -> None:
        """Let the thread end when it has written what is gathered."""
        self._hand_over()
        self._waiting.put(None)

    def _hand_over(self) -> None:
        """Give the gathered items to the thread in one piece, so that it wakes once."""
        if self._due is not None:
            self._due.cancel()
            self._due = None
        if self._gathered:
            self._waiting.put(self._gathered)
            self._gathered = []

    def next(self) -> tuple[list[Job], bool]:
        """Wait for items, in the archive's thread.

        Returns:
            All items that wait, at most `GROUP`, and whether they are the last; none only after `end`.
        """
        group: list[Job] = []
        while (gathered := self._waiting.get()) is not None:
            group += gathered
            if self._waiting.empty():
                return group, False
        return group, True


def answer(group: Sequence[Job], answers: Sequence[Capture | ArchiveError | None]) -> None:
    """Answer those who wait for the first items of a group: all in one call, since each call wakes the loop.

    Args:
        group: The items, each with its future; None for an item that nobody waits for.
        answers: The captures, or errors, of the first items.
    """
    waiting = [(done, given) for (_, done), given in zip(group, answers, strict=False) if done is not None]
    if waiting:
        with contextlib.suppress(RuntimeError):  # the loop is closed, so nobody waits any more
            waiting[0][0].get_loop().call_soon_threadsafe(_settle, waiting)


def _settle(waiting: Sequence[tuple[Done, Capture | ArchiveError | None]]) -> None:
    """Set the results of futures, in the thread of their loop."""
    for done, given in waiting:
        if done.done():  # its waiter was cancelled
            continue
        if isinstance(given, ArchiveError):
            done.set_exception(given)
        else:
            done.set_result(given)
