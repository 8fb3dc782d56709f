"""Runs tasks on processes of this machine; a page that hangs or crashes its process is found out.

A task is a picklable object. It names to its watch the place at which it works, in memory that its process shares with
this one; so nothing is sent for a page, and this process can tell where a task was when its process died.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections import deque
from contextlib import suppress
from multiprocessing import connection
from threading import Event, Lock
from time import monotonic
from typing import TYPE_CHECKING, Any

from crawler.errors import TaskError
from crawler.run.engine import DEATHS, PAGES, PLACE, SINCE, Lost, Watch, run_task
from crawler.run.forking import worker_context

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, MutableSequence

    from crawler.run.engine import Task

RECYCLE = 2_000
"""Pages after which a process is replaced, so that memory leaks of C libraries stay small."""
LOOK = 0.25
"""Seconds between two looks at the processes."""
_DIE_WITH_PARENT = 1
"""Linux's PR_SET_PDEATHSIG."""


def cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Processes:
    """Runs tasks on processes of this machine.

    Args:
        count: Number of processes.
        limit: Seconds that the work at a place may take.
        context: What all tasks share.
        modules: What each process has imported when it starts.
    """

    def __init__(self, count: int, limit: float, context: Any, modules: tuple[str, ...] = ()) -> None:
        self._count = count
        self._limit = limit
        self._context = context
        self._modules = modules
        self._workers: list[_Worker] = []
        self._ended = 0
        self._closed = Event()
        self._changing = Lock()  # held while `_workers` gets another one, lest `close` overlook it

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Any]]:
        """See `Engine.run`."""
        waiting = deque(tasks)
        deaths: dict[int, int] = {}
        while not self._closed.is_set():
            self._give(waiting)
            busy = [worker for worker in self._workers if worker.task is not None]
            if not busy:
                return
            connection.wait([end for worker in busy for end in (worker.pipe, worker.process.sentinel)], LOOK)
            if self._closed.is_set():
                return
            done = []
            for worker in busy:
                task = worker.task
                assert task is not None  # noqa: S101 - chosen above
                if worker.has_answered():
                    done.append((task, worker.result()))
                    worker.task = None
                    deaths.pop(id(task), None)
                    if worker.pages() >= RECYCLE:
                        self._end(worker)
                elif (late := worker.is_late(self._limit)) or not worker.process.is_alive():
                    place = worker.place()
                    self._end(worker)
                    if place is None and deaths.get(id(task), 0) + 1 >= DEATHS:
                        done.append(
                            (task, Lost(f"{task}: its process died {DEATHS} times; run the same command again."))
                        )
                        continue
                    again = task if place is None else task.without(place, self._sentence if late else None)
                    deaths[id(again)] = deaths.pop(id(task), 0) + (place is None)
                    waiting.appendleft(again)
            self._give(waiting)
            yield from done

    @property
    def _sentence(self) -> str:
        return f"extraction took longer than {self._limit:g} s"

    def pages(self) -> int:
        """See `Engine.pages`."""
        return self._ended + sum(worker.pages() for worker in self._workers)

    def close(self) -> None:
        """See `Engine.close`."""
        self._closed.set()
        with self._changing:
            for worker in self._workers:
                worker.end()

    def _give(self, waiting: deque[Task]) -> None:
        """Give each idle process a task, while there are some."""
        idle = [worker for worker in self._workers if worker.task is None]
        while waiting and not self._closed.is_set():
            if idle:
                worker = idle.pop()
            elif len(self._workers) < self._count:
                with self._changing:
                    if self._closed.is_set():
                        return
                    worker = _Worker(self._context, self._modules)
                    self._workers.append(worker)
            else:
                return
            worker.give(waiting.popleft())

    def _end(self, worker: _Worker) -> None:
        """End a process, and forget it."""
        self._ended += worker.pages()
        self._workers.remove(worker)
        worker.end()


class _Worker:
    """A process and the task that it runs."""

    def __init__(self, context: Any, modules: tuple[str, ...]) -> None:
        forking: Any = worker_context(*modules)
        self.task: Task | None = None
        self._cells = forking.RawArray("d", 3)
        self.pipe, other = forking.Pipe()
        self.process = forking.Process(target=_serve, args=(other, self._cells, context), daemon=True)
        self.process.start()
        other.close()

    def give(self, task: Task) -> None:
        """Let the process run a task; one that has died is noticed later."""
        self.task = task
        self._cells[SINCE] = 0.0
        with suppress(OSError):
            self.pipe.send(task)

    def has_answered(self) -> bool:
        """Return whether the result is there."""
        try:
            return bool(self.pipe.poll()) and self._receive()
        except (EOFError, OSError):
            return False

    def _receive(self) -> bool:
        self._answer: tuple[bool, Any] = self.pipe.recv()
        return True

    def result(self) -> Any:
        """Return the result that is there.

        Raises:
            TaskError: The task failed.
        """
        well, value = self._answer
        if not well:
            raise value
        return value

    def place(self) -> int | None:
        """Return the place at which the process works; None for no place."""
        return int(self._cells[PLACE]) if self._cells[SINCE] else None

    def pages(self) -> int:
        """Return the number of pages that it has done."""
        return int(self._cells[PAGES])

    def is_late(self, limit: float) -> bool:
        """Return whether the work at the present place takes longer than some seconds."""
        since: float = self._cells[SINCE]
        return bool(since) and monotonic() - since > limit

    def end(self) -> None:
        """End the process; its end of the pipe stays open, since another thread may wait at it."""
        self.process.kill()
        self.process.join()


def _serve(pipe: connection.Connection, cells: MutableSequence[float], context: Any) -> None:
    """Run the tasks that come through the pipe, until its other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":  # else a page that never ends would outlive a run that was killed
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    watch = Watch(cells)
    with suppress(EOFError, OSError):
        while True:
            task: Task = pipe.recv()
            try:
                answer = (True, run_task(task, context, watch))
            except TaskError as error:
                answer = (False, error)
            pipe.send(answer)
