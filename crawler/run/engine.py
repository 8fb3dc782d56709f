"""Tasks and the engines that run them: what an engine promises, and the one that works in this process."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

from crawler.errors import TaskError, WarraqError
from crawler.run.unforeseen import described

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, MutableSequence

DEATHS = 3
"""Processes that a task may cost at places that it did not name; after that it is lost."""
PLACE, SINCE, PAGES = range(3)
"""The cells of a watch."""


class Watch:
    """What a task tells of its work.

    Args:
        cells: Three numbers that both processes see: place, the moment at which the work there began (0 for no
            place), and pages done.
    """

    def __init__(self, cells: MutableSequence[float]) -> None:
        self._cells = cells

    def begin(self, place: int) -> None:
        """Tell that the work at a place begins: this may take the time limit, and may crash the process."""
        self._cells[PLACE] = place
        self._cells[SINCE] = monotonic()

    def end(self) -> None:
        """Tell that it has ended."""
        self._cells[SINCE] = 0.0
        self._cells[PAGES] += 1


class Task(Protocol):
    """A piece of work."""

    def run(self, context: Any, watch: Watch) -> Any:
        """Do the work, and return a picklable result.

        Args:
            context: What all tasks share.
            watch: The place of the work is told to it.

        Raises:
            WarraqError: The work cannot be done; the message is the whole sentence.
        """

    def without(self, place: int, why: str | None) -> Task:
        """Return the task to run after a process was lost at a place.

        Args:
            place: The place that it told last.
            why: The sentence on a process that took longer than the limit; None for one that died.
        """


@dataclass(frozen=True)
class Lost:
    """The result of a task that cost `DEATHS` processes at no place of its own."""

    sentence: str
    """What happened, and what to do."""


class Engine(Protocol):
    """Runs tasks."""

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Any]]:
        """Yield each task, as it was run last, and its result, or `Lost`, in any order.

        Raises:
            TaskError: A task failed.
        """

    def pages(self) -> int:
        """Return the number of pages that tasks ended so far."""

    def close(self) -> None:
        """End all work at once; `run` then yields no more."""


class Inline:
    """Runs tasks in this process, one after another, without time limit: for debugging.

    Args:
        context: What all tasks share.
    """

    def __init__(self, context: Any) -> None:
        self._context = context
        self._cells = [0.0, 0.0, 0.0]
        self._closed = False

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Any]]:
        """See `Engine.run`."""
        for task in tasks:
            if self._closed:
                return
            yield task, run_task(task, self._context, Watch(self._cells))

    def pages(self) -> int:
        """See `Engine.pages`."""
        return int(self._cells[PAGES])

    def close(self) -> None:
        """See `Engine.close`; a task that runs comes to its end."""
        self._closed = True


def run_task(task: Task, context: Any, watch: Watch) -> Any:
    """Run a task, and return its result.

    Raises:
        TaskError: It failed, with any exception.
    """
    try:
        return task.run(context, watch)
    except WarraqError as error:
        raise TaskError(str(error)) from error
    except Exception as error:  # the run has to hear of it, whatever it is
        raise TaskError(f"{task}: {described(error)}; correct the cause, then run the same command again.") from error
