"""A unit for a machine that need not have OUTPUT: its outcomes come back as bytes, and are written here."""

from __future__ import annotations

import platform
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crawler.archive.replay.outcomes import read_summary
from crawler.errors import TaskError
from crawler.files import make_folder, write_whole

if TYPE_CHECKING:
    from crawler.archive.replay.context import Context
    from crawler.archive.replay.outcomes import Summary
    from crawler.archive.replay.units import Unit
    from crawler.run.engine import Watch


@dataclass(frozen=True)
class Away:
    """A unit that is done elsewhere: a task."""

    unit: Unit
    """The unit."""
    version: str
    """The version of the rules and of the extractor here (see `Steps.version`)."""

    def __str__(self) -> str:
        """Return the unit, for sentences."""
        return str(self.unit)

    def without(self, place: int, why: str | None) -> Away:
        """See `Task.without`."""
        return replace(self, unit=self.unit.without(place, why))

    def run(self, context: Context, watch: Watch) -> bytes:
        """Return the content of the unit's file.

        Raises:
            TaskError: The archive cannot be read, or this machine has another version.
        """
        there = context.steps.version(None)
        if there != self.version:
            raise TaskError(
                f"{platform.node()}: has rules and extractor {there}, and the replay has {self.version}; install the "
                "same versions on all machines, then run the same command again."
            )
        return self.unit.made(context, watch)

    def keep(self, content: bytes) -> Summary:
        """Write the unit's file, and return its summary.

        Raises:
            TaskError: It cannot be written.
        """
        target = self.unit.target
        with self.unit.faults():
            make_folder(target.parent)
            write_whole(target, content)
        summary = read_summary(target)
        if summary is None:
            raise TaskError(f"{target}: was removed or damaged; run the same command again.")
        return summary
