"""Worker processes: a page that crashes or hangs one costs that page, and nothing else."""

from __future__ import annotations

import asyncio
import multiprocessing
from concurrent.futures import TimeoutError as LateError
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from crawler.items import Reason
from pipelines.rejected import Rejected

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")

RECYCLE = 2_000
"""Pages after which a worker is replaced, so that what a C library leaks stays small."""


class Workers:
    """A pool of worker processes for pure functions.

    Args:
        count: Processes.
        timeout: Seconds a call may take before its worker is replaced.
    """

    def __init__(self, count: int, timeout: float) -> None:
        # Forking a process that has threads (the archive's writer, the reactor's pool) can deadlock the child.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["pipelines.extract"])
        self._pool: Any = ProcessPool(max_workers=count, max_tasks=RECYCLE, context=context)
        self._room = asyncio.Semaphore(2 * count)
        self._timeout = timeout
        self._closed = False

    async def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a function in a worker.

        A worker that dies is not the page's fault at first: whoever kills a run may hit its workers before it. So the
        call is made again, once.

        Raises:
            Rejected: `timed-out` or `crashed`: the worker did not answer; `failed`: the function raised something
                unforeseen; `unsettled`: the pool was closed; or what the function rejected.
            RuntimeError: The pool itself is broken; nothing is said of the page.
        """
        async with self._room:
            try:
                return await self._call(function, args, kwargs)
            except ProcessExpired:
                pass
            try:
                return await self._call(function, args, kwargs)
            except ProcessExpired as error:
                raise Rejected(Reason.CRASHED, f"two workers ended over it, exit code {error.exitcode}") from None

    async def _call(self, function: Callable[..., R], args: tuple[Any, ...], kwargs: dict[str, Any]) -> R:
        """Call it in a worker, once.

        Raises:
            ProcessExpired: The worker ended over it.
            Rejected: `unsettled`, `timed-out`, `failed`, or what the function itself raises.
            RuntimeError: The pool itself is broken.
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
        """End the processes; what still runs is given up."""
        self._closed = True
        self._pool.stop()
        self._pool.join()


def _guarded(function: Callable[..., R], args: tuple[Any, ...], kwargs: dict[str, Any]) -> R:
    """Call a function in the worker, and turn what it did not foresee into a rejection: it costs that page alone."""
    try:
        return function(*args, **kwargs)
    except Rejected:
        raise
    except Exception as error:  # noqa: BLE001 - a library may choke on a page in any way
        raise Rejected(Reason.FAILED, f"{type(error).__name__}: {error}"[:500]) from None
