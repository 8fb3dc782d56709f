"""Worker processes: a page that crashes or hangs its worker is rejected, and the run continues."""

from __future__ import annotations

import asyncio
from concurrent.futures import TimeoutError as LateError
from functools import cached_property
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from pebble import CONSTS, ProcessExpired, ProcessPool

from crawler.items import Reason
from crawler.run.forking import worker_context
from pipelines.rejected import Rejected

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")

COUNT = 2
"""Processes of a run that names no number: a crawl waits for its outlet."""
RECYCLE = 2_000
"""Pages after which a worker is replaced, so that memory leaks of C libraries stay small."""
TERM_TIMEOUT = 0.1
"""Seconds from SIGTERM to SIGKILL for a worker that is to end. It blocks SIGTERM, so there is nothing to wait for."""


class Workers:
    """A pool of worker processes for pure functions.

    Args:
        count: Number of processes.
        timeout: Seconds that a call may take before its worker is replaced.
    """

    def __init__(self, count: int, timeout: float) -> None:
        self._count = count
        self._room = asyncio.Semaphore(2 * count)
        self._timeout = timeout
        self._closed = False

    async def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a function in a worker.

        When a worker dies, the call is repeated once: somebody, or the kernel for want of memory, may have killed it,
        which need not be the page's fault.

        Raises:
            Rejected: `timed-out`: the call took too long; `crashed`: two workers died; `failed`: the function raised an
                unforeseen exception; `unsettled`: the pool was closed; or a rejection by the function.
            RuntimeError: The pool is broken; this decides nothing about the page.
        """
        async with self._room:
            try:
                return await self._call(function, args, kwargs)
            except ProcessExpired:
                pass
            try:
                return await self._call(function, args, kwargs)
            except ProcessExpired as error:
                raise Rejected(Reason.CRASHED, f"two workers died on the page, exit code {error.exitcode}") from None

    async def _call(self, function: Callable[..., R], args: tuple[Any, ...], kwargs: dict[str, Any]) -> R:
        """Call a function in a worker, without a second try.

        Raises:
            ProcessExpired: The worker died during the call.
            Rejected: `unsettled`, `timed-out`, `failed`, or a rejection by the function.
            RuntimeError: The pool is broken.
        """
        if self._closed:
            raise Rejected(Reason.UNSETTLED, "the run stopped before it was extracted")
        future: Any = self._pool.schedule(_guarded, args=(function, args, kwargs), timeout=self._timeout)
        try:
            result: R = await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            raise Rejected(Reason.UNSETTLED, "the run stopped before it was extracted") from None
        except LateError:
            raise Rejected(Reason.TIMED_OUT, f"extraction took longer than {self._timeout:g} s") from None
        return result

    @cached_property
    def _pool(self) -> Any:
        """The processes; they start with the first call, since a replay makes none."""
        CONSTS.term_timeout = TERM_TIMEOUT
        context = worker_context("pipelines.extract")
        return ProcessPool(max_workers=self._count, max_tasks=RECYCLE, context=context)

    def close(self) -> None:
        """End the processes; calls that still run are cancelled."""
        self._closed = True
        if "_pool" in self.__dict__:
            self._pool.stop()
            self._pool.join()


def _guarded(function: Callable[..., R], args: tuple[Any, ...], kwargs: dict[str, Any]) -> R:
    """Call a function in the worker, and turn an unforeseen exception into the rejection `failed` of the page."""
    try:
        return function(*args, **kwargs)
    except Rejected:
        raise
    except Exception as error:  # noqa: BLE001 - a library may fail on a page with any exception
        raise Rejected(Reason.FAILED, f"{type(error).__name__}: {error}"[:500]) from None
