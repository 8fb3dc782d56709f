"""Runs tasks on the machines of a Ray cluster.

A Ray task takes one core of any machine. It hands its task to a process of its own (`Processes`), so a page that hangs
or crashes is found out there as it is here, and only the end of a machine, or of Ray's own worker, is Ray's to tell.
Results come back as values: a machine needs the archives, and nothing of OUTPUT. Ray sends this project's code to each
machine, so all work by the same rules.
"""

from __future__ import annotations

import os
from collections import Counter, deque
from enum import Enum
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from socket import create_connection
from threading import Event, Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from crawler.errors import TaskError
from crawler.run.engine import DEATHS, Lost
from crawler.run.processes import LOOK, Processes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crawler.run.engine import Task

MOVES = 10
"""Machines that may end under one task; after that it is lost."""
LIBRARY = "ray"
"""What the extra `cluster` installs."""
INSTALL = ".tools/bin/uv sync --inexact --no-dev --extra cluster"
"""The line that installs it, and removes nothing."""
_AHEAD = 2
"""Tasks that are with Ray for each core, so that none waits for this process."""
_PATIENCE = 10.0
"""Seconds in which a cluster must take a connection."""
_LEAST = 4
"""Tasks that are with Ray at least: a cluster that grows on demand may have no core yet."""


class Cluster:
    """Runs tasks on a Ray cluster.

    Args:
        address: Its address (`host:6379`); empty for the environment's `RAY_ADDRESS`, else for this machine alone.
        limit: Seconds that the work at a place may take.
        context: What all tasks share.
        modules: What each process has imported when it starts; all machines get their packages.
    """

    def __init__(self, address: str, limit: float, context: Any, modules: tuple[str, ...]) -> None:
        self._address = address or os.environ.get("RAY_ADDRESS", "")
        self._shared = context, limit, modules
        self._given: tuple[Any] | None = None
        self._pages = 0
        self._closed = Event()
        self._using = Lock()  # held while this thread uses Ray, lest `close` end Ray under it

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Any]]:
        """See `Engine.run`.

        Raises:
            TaskError: There is no such cluster, or a task failed.
        """
        waiting = deque(_Try(task) for task in tasks)
        running: dict[Any, _Try] = {}
        while waiting or running:
            with self._using:
                if self._closed.is_set():
                    return
                self._give(waiting, running)
                done = [(running.pop(reference), self._answer(reference)) for reference in _first_of(running)]
            for one, answer in done:
                if isinstance(answer, _Answer):
                    self._pages += answer.pages
                    yield answer.task, answer.result
                elif (lost := one.lost(answer)) is not None:
                    yield one.task, lost
                else:
                    waiting.appendleft(one)

    def pages(self) -> int:
        """See `Engine.pages`; those of tasks that have ended."""
        return self._pages

    def close(self) -> None:
        """See `Engine.close`."""
        self._closed.set()
        with self._using:
            if self._given is not None:
                _ray().shutdown()
                self._given = None

    def _start(self) -> None:
        """Join the cluster.

        Raises:
            TaskError: There is no such cluster.
        """
        # All are read when Ray is imported: nothing is sent to Ray's makers, `uv run` is no reason to build an
        # environment on each machine, and Ray's own log stays in its files.
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        os.environ.setdefault("RAY_ENABLE_UV_RUN_RUNTIME_ENV", "0")
        os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "error")
        own = {} if self._address else {"include_dashboard": False}
        packages = {import_module(module.partition(".")[0]) for module in self._shared[2]}
        code = {"py_modules": [str(Path(str(package.__file__)).parent) for package in packages]}
        try:
            _call(self._address)
            ray = _ray()
            ray.init(self._address or "local", runtime_env=code, log_to_driver=False, logging_level="ERROR", **own)
        except Exception as error:  # Ray raises bare ones too
            cause = getattr(error, "strerror", None) or _line(error)
            raise TaskError(
                f"{self._address or 'this machine'}: no Ray cluster can be used ({cause}); start one (ray start), or "
                "correct the setting RAY_ADDRESS."
            ) from error
        self._given = (ray.put(self._shared),)

    def _give(self, waiting: deque[_Try], running: dict[Any, _Try]) -> None:
        """Give tasks to Ray, while there are some, and note them by Ray's references to their results.

        Raises:
            TaskError: There is no such cluster.
        """
        if self._given is None:
            self._start()
        ray = _ray()
        remote = ray.remote(num_cpus=1, max_retries=0)(_serve)
        most = max(_LEAST, _AHEAD * int(ray.cluster_resources().get("CPU", 0)))
        while waiting and len(running) < most:
            one = waiting.popleft()
            running[remote.remote(self._given, one.task)] = one

    def _answer(self, reference: Any) -> _Answer | _End:
        """Return what has come of a task.

        Raises:
            TaskError: It failed.
        """
        ray = _ray()
        ends = ray.exceptions
        try:
            answer: _Answer = ray.get(reference)
        except (ends.WorkerCrashedError, ends.OutOfMemoryError):
            return _End.PROCESS
        except (ends.NodeDiedError, ends.ObjectLostError):
            return _End.MACHINE
        except ends.RayError as error:
            raise TaskError(
                f"Ray failed: {_line(error)}; correct the cause, then run the same command again."
            ) from error
        if isinstance(answer.result, TaskError):
            raise answer.result
        return answer


class _End(Enum):
    """What has ended under a task."""

    PROCESS = "process"
    """Ray's worker."""
    MACHINE = "machine"
    """The machine, before or after the task did."""


_MOST = {_End.PROCESS: DEATHS, _End.MACHINE: MOVES}


class _Try:
    """A task, and what has ended under it."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self._ended: Counter[_End] = Counter()

    def lost(self, end: _End) -> Lost | None:
        """Count an end, and return the task's result if it was one too many; None if the task is to be run again."""
        self._ended[end] += 1
        if self._ended[end] < _MOST[end]:
            return None
        return Lost(f"{self.task}: its {end.value} died {self._ended[end]} times; run the same command again.")


class _Answer(NamedTuple):
    """What comes back from a machine."""

    task: Task
    """The task as it was run last."""
    result: Any
    """Its result, `Lost`, or the `TaskError` with which it failed."""
    pages: int
    """The pages that it ended."""


def _serve(given: tuple[Any], task: Task) -> _Answer:
    """Run a task on a machine of the cluster."""
    engine = _engine(given)
    before = engine.pages()
    try:
        ((last, result),) = engine.run([task])
    except TaskError as error:
        return _Answer(task, error, 0)
    return _Answer(last, result, engine.pages() - before)


@cache
def _engine(given: tuple[Any]) -> Processes:
    """Return the process of this worker of Ray; Ray has each worker serve one run.

    Args:
        given: Ray's reference to what all tasks share; in a tuple, since Ray would resolve a bare one for each task.
    """
    context, limit, modules = _ray().get(given[0])
    return Processes(1, limit, context, modules)


def _first_of(running: dict[Any, _Try]) -> list[Any]:
    """Return the reference to a result that is there; an empty list if none is after a moment."""
    ready: list[Any] = _ray().wait(list(running), timeout=LOOK)[0]
    return ready


def refuse_absence() -> None:
    """Accept an installed Ray.

    Raises:
        TaskError: It is missing.
    """
    if find_spec(LIBRARY) is None:
        raise TaskError(f"REPLAY_ENGINE={LIBRARY} needs {LIBRARY}; install it with: {INSTALL}")


def _ray() -> Any:
    """Return Ray; as an extra it is imported where it is used."""
    return import_module(LIBRARY)


def _call(address: str) -> None:
    """Connect to a cluster's address for a moment: Ray itself tries for a quarter of an hour.

    Raises:
        OSError: Nobody answers there.
    """
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if host and port.isdigit():
        create_connection((host.strip("[]"), int(port)), _PATIENCE).close()


def _line(error: Exception) -> str:
    """Return the end of an error's words, in one line."""
    return " ".join(str(error).split())[-500:]
