"""Runs the two steps of a replay in this process, without Scrapy's engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.archive.read.own import own_archives
from crawler.archive.replay.context import Context
from crawler.archive.replay.parts import tasks_of
from crawler.archive.replay.plan import Done, Plan, originals_among
from crawler.run.engine import Inline
from pipelines.replayed import TextSteps
from tests.support.output import OUTLET

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from crawler.archive.replay.settling import Settle
    from crawler.archive.replay.units import Unit

DECODING = {"COMPRESSION_ENABLED": True, "DOWNLOAD_MAXSIZE": 1 << 25, "DOWNLOAD_WARNSIZE": 0}


def context_of(output: Path, *warcs: Path) -> Context:
    """Return a rebuild of an output folder's archives, or of some archives, on a stage beside them."""
    return Context(
        warcs=list(warcs) or own_archives(output),
        output=output / ".replay",
        archive=output / "archive",
        outlets=(OUTLET,),
        steps=TextSteps(output / "profiles", honoured=False),
        settings=DECODING,
        rebuild=True,
    )


def made(context: Context, units: Iterable[Unit]) -> list[Done]:
    """Make the outcomes of units."""
    return [Done(unit, summary) for unit, summary in Inline(context).run(units)]  # type: ignore[arg-type]  # Units


def rebuilt(context: Context, output: Path) -> list[Settle]:
    """Make all outcomes, and settle them."""
    plan = Plan(context, output)
    firsts = made(context, [unit for warc in context.warcs for unit in plan.units(warc)])
    wanting = [done for done in firsts if done.summary.wanted[1]]
    found = originals_among(firsts, wanting)
    seconds = {done.unit.source: done for done in made(context, [plan.second(done, found) for done in wanting])}
    tasks = tasks_of(context, [(done, seconds.get(done.unit.target)) for done in firsts])
    list(Inline(context).run(tasks))
    return tasks
