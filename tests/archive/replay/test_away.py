"""A unit that is done on another machine gives the file that it would have written there, and writes nothing there."""

from __future__ import annotations

import pickle
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crawler.archive.replay.away import Away
from crawler.archive.replay.outcomes import read_summary
from crawler.archive.replay.plan import Plan, originals_among
from crawler.errors import TaskError
from crawler.run.engine import Inline
from tests.archive.replay.replays import context_of, made
from tests.support.output import archive, exchange

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.archive.replay.context import Context


def sent(context: Context, *tasks: Away) -> list[tuple[Away, bytes]]:
    """Run copies of tasks, as another machine gets them."""
    return pickle.loads(pickle.dumps(list(Inline(pickle.loads(pickle.dumps(context))).run(tasks))))  # type: ignore[no-any-return]  # noqa: S301 - our own


def test_outcomes_come_back_as_the_bytes_of_the_file_also_those_of_revisits(tmp_path: Path) -> None:
    archive(tmp_path, *map(exchange, range(2)))
    archive(tmp_path, replace(exchange(7), received=exchange(1).received))
    context = context_of(tmp_path)
    plan, version = Plan(context, tmp_path), context.steps.version(None)
    firsts = made(context, plan.all_units())
    wanting = [done for done in firsts if done.summary.wanted[1]]
    seconds = made(context, [plan.second(done, originals_among(firsts, wanting)) for done in wanting])
    assert (len(firsts), len(seconds)) == (2, 1)
    kept = {done.unit.target: done.unit.target.read_bytes() for done in firsts + seconds}
    for path in kept:
        path.unlink()
    plan.folder.rmdir()
    for task, content in sent(context, *(Away(done.unit, version) for done in firsts + seconds)):
        assert content == kept[task.unit.target]
        assert not task.unit.target.exists()
        summary = task.keep(content)
        assert task.unit.target.read_bytes() == content
        assert summary == read_summary(task.unit.target)
        task.unit.target.unlink()
        plan.folder.rmdir()


def test_a_machine_with_another_extractor_is_refused(tmp_path: Path) -> None:
    archive(tmp_path, exchange(0))
    context = context_of(tmp_path)
    (unit,) = Plan(context, tmp_path).all_units()
    with pytest.raises(TaskError, match=re.escape(f"has rules and extractor {context.steps.version(None)}, and the")):
        sent(context, Away(unit, "6 trafilatura/1.0"))


def test_a_page_that_cost_two_processes_is_set_aside(tmp_path: Path) -> None:
    archive(tmp_path, exchange(0))
    context = context_of(tmp_path)
    (unit,) = Plan(context, tmp_path).all_units()
    again = Away(unit, context.steps.version(None)).without(5, None).without(5, None)
    assert again.unit == unit.without(5, None).without(5, None)
    assert list(again.unit.refused) == [5]
