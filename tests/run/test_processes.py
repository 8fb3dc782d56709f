"""Tasks on processes: the result of one that hangs or crashes at a place, dies, or fails, and of those beside it."""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawler.errors import TaskError
from crawler.run.engine import DEATHS, Inline, Lost
from crawler.run.processes import Processes

if TYPE_CHECKING:
    from crawler.run.engine import Engine, Watch

PLACES = 4


@dataclass(frozen=True)
class Doubling:
    """Doubles numbers; it may hang or crash at one of them, die between them, or raise an exception."""

    number: int
    hangs: bool = False
    crashes: bool = False
    dies: Path | None = None
    fails: bool = False
    fells: bool = False
    """Whether it kills the process that had the task run here: a worker of Ray (`conformance/replays.py`)."""
    left_out: dict[int, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"task {self.number}"

    def without(self, place: int, why: str | None) -> Doubling:
        """Leave the place out."""
        return replace(self, left_out={**self.left_out, place: why or "died"})

    def run(self, context: int, watch: Watch) -> list[int]:
        """Return the doubled numbers."""
        if self.fails:
            raise ValueError("what nobody foresaw")
        if self.fells:
            above = Path(f"/proc/{os.getppid()}/stat").read_text().rpartition(")")[2].split()
            os.kill(int(above[1]), signal.SIGKILL)
            threading.Event().wait(60)
        if self.dies is not None:
            with self.dies.open("a") as file:
                file.write("x")
            os._exit(9)
        found = []
        for place in range(PLACES):
            if place in self.left_out:
                continue
            watch.begin(place)
            if place == 1 and self.hangs:
                threading.Event().wait(60)
            if place == 2 and self.crashes:
                os._exit(7)
            found.append(context * (self.number + place))
            watch.end()
        return found


def test_a_place_that_hangs_or_crashes_costs_only_itself_and_a_task_that_dies_is_lost(tmp_path: Path) -> None:
    engine = Processes(2, limit=1.0, context=2)
    marks = tmp_path / "marks"
    tasks = [Doubling(0, hangs=True), Doubling(10, crashes=True), Doubling(20, dies=marks)]
    tasks += [Doubling(number) for number in range(30, 40)]
    try:
        found = {str(task): (task, result) for task, result in engine.run(tasks)}
    finally:
        engine.close()
    assert found["task 0"][1] == [0, 4, 6]
    assert found["task 0"][0].left_out == {1: "extraction took longer than 1 s"}  # type: ignore[attr-defined]  # ours
    assert found["task 10"][1] == [20, 22, 26]
    assert isinstance(found["task 20"][1], Lost)
    assert marks.read_text() == "x" * DEATHS
    assert [found[f"task {number}"][1][0] for number in range(30, 40)] == [2 * number for number in range(30, 40)]
    assert engine.pages() >= 10 * PLACES + 6


@pytest.mark.parametrize("engine", [Inline(2), Processes(1, 60, 2)])
def test_what_nobody_foresaw_ends_the_work_with_a_sentence(engine: Engine) -> None:
    with pytest.raises(TaskError, match=r"task 1: ValueError: what nobody foresaw; correct the cause"):
        list(engine.run([Doubling(1, fails=True)]))
    engine.close()
    assert list(engine.run([Doubling(1)])) == []
