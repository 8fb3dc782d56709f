"""Worker processes: a page that crashes or hangs its worker is rejected, and the run continues."""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
import sys
from concurrent.futures import TimeoutError as LateError
from multiprocessing import forkserver, resource_tracker
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from pebble import CONSTS, ProcessExpired, ProcessPool

from crawler.items import Reason
from pipelines.rejected import Rejected

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")

RECYCLE = 2_000
"""Pages after which a worker is replaced, so that memory leaks of C libraries stay small."""
TERM_TIMEOUT = 0.1
"""Seconds from SIGTERM to SIGKILL for a worker that is to end. It blocks SIGTERM, so there is nothing to wait for."""
_QUIET = "ignore:resource_tracker:UserWarning"
"""A warning option (`-W`) of the process that removes what a killed run left: it would print that it did."""


class Workers:
    """A pool of worker processes for pure functions.

    Args:
        count: Number of processes.
        timeout: Seconds that a call may take before its worker is replaced.
    """

    def __init__(self, count: int, timeout: float) -> None:
        # Forking a process that has threads (the archive's writer, the reactor's pool) can deadlock the child.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["pipelines.extract"])
        _start_server()
        self._pool: Any = ProcessPool(max_workers=count, max_tasks=RECYCLE, context=context)
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

    def close(self) -> None:
        """End the processes; calls that still run are cancelled."""
        self._closed = True
        self._pool.stop()
        self._pool.join()


def _start_server() -> None:
    """Start the process that forks the workers, with SIGTERM blocked in it and in them.

    A signal to the whole process group is meant for the run, which ends its workers itself, by SIGKILL after
    `CONSTS.term_timeout`. Workers that obeyed it would die on their pages, which are not at fault.
    """
    CONSTS.term_timeout = TERM_TIMEOUT
    sys.warnoptions.append(_QUIET)
    try:
        resource_tracker.ensure_running()  # else its start, inside the next one, would unblock the signal
    finally:
        sys.warnoptions.remove(_QUIET)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)  # one that came meanwhile is delivered now


def _guarded(function: Callable[..., R], args: tuple[Any, ...], kwargs: dict[str, Any]) -> R:
    """Call a function in the worker, and turn an unforeseen exception into the rejection `failed` of the page."""
    try:
        return function(*args, **kwargs)
    except Rejected:
        raise
    except Exception as error:  # noqa: BLE001 - a library may fail on a page with any exception
        raise Rejected(Reason.FAILED, f"{type(error).__name__}: {error}"[:500]) from None
