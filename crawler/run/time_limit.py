"""Ends a process that takes too long."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio.subprocess import Process

GRACE = 60.0
"""Seconds from SIGTERM to SIGKILL: six times what a crawl promises to need for its end."""


class TimeLimit:
    """The time that a process may take: after it, the process gets SIGTERM, and its whole group SIGKILL after `grace`.

    Args:
        child: The process, which leads a process group of its own.
        seconds: Seconds that it may take from now on.
        grace: Seconds from SIGTERM to SIGKILL.
    """

    def __init__(self, child: Process, seconds: float, grace: float = GRACE) -> None:
        self.passed = False
        """Whether the process took longer."""
        self._child = child
        self._ending = asyncio.get_running_loop().create_task(self._end(seconds, grace))

    def cancel(self) -> None:
        """Let the process be: it has ended."""
        self._ending.cancel()

    async def _end(self, seconds: float, grace: float) -> None:
        await asyncio.sleep(seconds)
        self.passed = True
        with suppress(ProcessLookupError):
            self._child.terminate()
        await asyncio.sleep(grace)
        with suppress(ProcessLookupError):
            os.killpg(self._child.pid, signal.SIGKILL)
