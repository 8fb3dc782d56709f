"""Worker processes: a page that crashes or hangs one costs that page, and nothing else."""

from __future__ import annotations

import asyncio
import multiprocessing
from concurrent.futures import TimeoutError as LateError
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from pipelines.rejected import UNSETTLED, Rejected

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

        Raises:
            Rejected: `timed-out` or `crashed`: the worker did not answer; `failed`: the function raised something
                unforeseen; `unsettled`: the pool was closed; or what the function rejected.
        """
        async with self._room:
            if self._closed:
                raise Rejected(UNSETTLED, "the run stopped before it was extracted")
            try:
                future: Any = self._pool.schedule(function, args=args, kwargs=kwargs, timeout=self._timeout)
                result: R = await asyncio.wrap_future(future)
            except asyncio.CancelledError:
                raise Rejected(UNSETTLED, "the run stopped before it was extracted") from None
            except LateError:
                raise Rejected("timed-out", f"extraction took longer than {self._timeout:g} s") from None
            except ProcessExpired as error:
                raise Rejected("crashed", f"the worker ended with exit code {error.exitcode}") from None
            except Rejected:
                raise
            except Exception as error:  # noqa: BLE001 - a page that a library chokes on costs that page
                raise Rejected("failed", f"{type(error).__name__}: {error}"[:500]) from None
            return result

    def close(self) -> None:
        """End the processes; what still runs is given up."""
        self._closed = True
        self._pool.stop()
        self._pool.join()
