"""The work of an export: a few shards at a time, in this process or on several of this machine."""

from __future__ import annotations

import gc
import math
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from corpus.export.documents import ShardWriter
from corpus.export.formats import file_name
from corpus.export.record import Written
from corpus.export.rows import Facts
from crawler.errors import ExportError
from crawler.run.engine import Lost
from crawler.run.processes import Processes
from crawler.state import read_state

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from corpus.export.choices import Choices
    from corpus.export.groups import Groups
    from corpus.export.shards import Shard
    from corpus.export.where import Condition
    from crawler.run.engine import Watch
    from crawler.state import ReadOnlyState

MANY = 20_000
"""Documents from which on several processes do the work: they take a second to start."""
MODULES = ("corpus.export.work",)
"""What each process imports before its first task."""


class Position(NamedTuple):
    """How far an outlet's state is read."""

    identity: str
    """The state's random name: a rebuilt state has another one."""
    documents: int
    """Number of its documents."""


@dataclass(frozen=True)
class Context:
    """What all tasks of an export share."""

    output: Path
    """The output folder of the corpus."""
    new: Path
    """The folder for the export's new files."""
    choices: Choices
    """Which documents enter, and how."""
    facts: Mapping[str, Facts]
    """What the files of outlets state, by name."""
    groups: Groups
    """What documents have in common."""

    @cached_property
    def condition(self) -> Condition | None:
        """The condition of the choices, which each process makes for itself; None for none."""
        return condition_of(self.choices)


class Made(NamedTuple):
    """A shard that was written."""

    name: str
    """Its name."""
    written: Written
    """Its files."""
    ids: list[str]
    """`id` of each of its documents."""


@dataclass(frozen=True)
class Task:
    """Some shards of an outlet to write, each with the digest of what its files are made of."""

    outlet: str
    position: Position
    shards: tuple[tuple[Shard, str], ...]

    def __str__(self) -> str:
        """Return the outlet and its first span, for sentences."""
        return f"{self.outlet}, from {self.shards[0][0].name} on"

    def without(self, place: int, why: str | None) -> Task:
        """See `crawler.run.engine.Task.without`; a task names no place."""
        del place, why
        return self

    def run(self, context: Context, watch: Watch | None = None) -> list[Made]:
        """Write the shards.

        Raises:
            CorpusError: A text is missing or damaged.
            ExportError: The state was made anew meanwhile, or the condition cannot be computed for a document.
            OSError: A file cannot be written.
            StateError: The state cannot be read.
        """
        del watch
        with uncollected(), read_state(context.output, self.outlet) as state:
            if state is None or state.identity() != self.position.identity:
                raise ExportError(f"{self.outlet}: was rebuilt during the export; run it again.")
            return [self._write(context, state, shard, basis) for shard, basis in self.shards]

    def _write(self, context: Context, state: ReadOnlyState, shard: Shard, basis: str) -> Made:
        choices = context.choices
        name = file_name(shard.name, choices.format)
        writer = ShardWriter(
            context.output / "text" / self.outlet,
            context.new,
            {side: f"data/{side}/{self.outlet}/{name}" for side in choices.sides},
            choices=choices,
            condition=context.condition,
            groups=context.groups,
            facts=context.facts.get(self.outlet, Facts()),
        )
        for listed in state.listed(shard.day, shard.captured, self.position.documents, choices.until):
            writer.take(listed)
        return Made(shard.name, Written(basis, writer.close(), writer.figures), writer.ids)


def run_tasks(tasks: Sequence[Task], context: Context, count: int) -> Iterator[tuple[Task, list[Made]]]:
    """Yield each task with the shards that it wrote, in any order.

    Args:
        tasks: The tasks.
        context: What they share.
        count: Number of processes; 1 for this one alone.

    Raises:
        CorpusError, ExportError, OSError, StateError: As `Task.run`, in this process.
        ExportError: The processes of a task died.
        TaskError: A task failed in another process.
    """
    if count == 1:
        for task in tasks:
            yield task, task.run(context)
        return
    engine = Processes(count, math.inf, context, MODULES)
    try:
        for done, result in engine.run(tasks):
            if isinstance(result, Lost):
                raise ExportError(result.sentence)
            assert isinstance(done, Task)  # noqa: S101 - the engine gives back what it was given
            yield done, result
    finally:
        engine.close()


def condition_of(choices: Choices) -> Condition | None:
    """Return the condition of the choices; None for none.

    Raises:
        ExportError: It cannot be used.
    """
    if not choices.where:
        return None
    from corpus.export.where import Condition  # noqa: PLC0415 - only a condition needs DuckDB

    return Condition(choices.where)


@contextmanager
def uncollected() -> Iterator[None]:
    """Stop the garbage collector: rows form no cycles, and it would search them and all modules again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
