"""The engines of a replay, as the setting REPLAY_ENGINE chooses them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from crawler.archive.replay.away import Away
from crawler.run.cluster import Cluster
from crawler.run.engine import Inline, Lost
from crawler.run.processes import Processes, cores

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.settings import BaseSettings

    from crawler.archive.replay.context import Context
    from crawler.archive.replay.outcomes import Summary
    from crawler.archive.replay.units import Unit
    from crawler.run.engine import Engine

MODULES = ("pipelines.replayed", "crawler.archive.replay.settling")
"""What each process imports before its first task."""


class Engines:
    """What makes the outcomes of a replay, and what settles them.

    Args:
        context: What all tasks share.
        settings: The settings of the run.
    """

    def __init__(self, context: Context, settings: BaseSettings) -> None:
        self._version = context.steps.version(None)
        limit, engine = settings.getfloat("WORKER_TIMEOUT"), settings["REPLAY_ENGINE"]
        self.settling: Engine = (
            Inline(context)
            if engine == "inline"
            else Processes(settings.getint("WORKERS", cores()), limit, context, MODULES)
        )
        """What settles the outlets: on this machine, since no other one needs to have OUTPUT."""
        self.extracting: Engine = self.settling
        """What makes the outcomes."""
        if engine == "ray":
            self.extracting = Cluster(settings["RAY_ADDRESS"], limit, context, MODULES)

    def outcomes(self, units: list[Unit]) -> Iterator[tuple[Unit, Summary | Lost]]:
        """Make the outcomes of units; yield each unit, as it was done last, with its summary, in any order.

        Raises:
            TaskError: The outcomes of a unit cannot be made.
        """
        if isinstance(self.extracting, Cluster):
            for task, result in self.extracting.run(Away(unit, self._version) for unit in units):
                away = cast("Away", task)
                yield away.unit, result if isinstance(result, Lost) else away.keep(result)
        else:
            yield from cast("Iterator[tuple[Unit, Any]]", self.extracting.run(units))

    def close(self) -> None:
        """End all work at once."""
        self.extracting.close()
        self.settling.close()
