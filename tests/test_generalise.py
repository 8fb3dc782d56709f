"""The gate of benchmarks/generalise.py, run as a developer runs it, on what belongs to the project."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

from tests.support.project import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FLOORS = ROOT / "benchmarks/floors.toml"
LEAST = '["seeds: texts"]\nnumber = 5\n"exact %" = {exact}\n"leak %" = {leak}\n'


def gate(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "benchmarks/generalise.py", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)


@pytest.fixture
def floors(tmp_path: Path) -> Path:
    return tmp_path / "floors.toml"


def test_no_figure_of_our_own_pages_and_texts_is_worse_than_its_floor() -> None:
    run = gate("--own", "--processes", "2")
    assert (run.returncode, run.stderr) == (0, ""), run.stdout
    assert "mirrors, flat" in run.stdout


def test_each_change_of_our_own_pages_has_a_floor() -> None:
    recorded = tomllib.loads(FLOORS.read_text("utf-8"))
    for row in ("own pages: articles", "own pages: other pages", "mirrors: articles", "mirrors: other pages"):
        assert {row, f"{row}, names", f"{row}, meta", f"{row}, flat"} <= recorded.keys()
    assert recorded["seeds: texts"] == {"number": 5, "exact %": 100.0, "leak %": 0.0, "loss %": 0.0}


@pytest.mark.parametrize(
    ("exact", "leak", "sentence"),
    [
        ("100.0", "0.0", None),
        ("100.0001", "0.0", "seeds: texts: exact % is 100.0, below its floor 100.0001."),
        ("100.0", "-0.0001", "seeds: texts: leak % is 0.0, above its floor -0.0001."),
    ],
)
def test_a_figure_on_the_wrong_side_of_its_floor_is_named(
    floors: Path, exact: str, leak: str, sentence: str | None
) -> None:
    floors.write_text(LEAST.format(exact=exact, leak=leak))
    run = gate("--only", "seeds", "--floors", floors, "--processes", "1")
    assert run.returncode == (sentence is not None)
    assert (sentence or "pages and texts in") in run.stdout


def test_a_floor_is_raised_and_never_lowered(floors: Path) -> None:
    low = LEAST.format(exact="12.5", leak="3.0")
    floors.write_text(low)
    assert gate("--only", "seeds", "--floors", floors, "--processes", "1").returncode == 0
    assert floors.read_text() == low
    assert gate("--only", "seeds", "--floors", floors, "--record", "--processes", "1").returncode == 0
    raised = tomllib.loads(floors.read_text())
    assert raised["seeds: texts"] == {"number": 5, "exact %": 100.0, "leak %": 0.0, "loss %": 0.0}
    high = LEAST.format(exact="101.0", leak="0.0")
    floors.write_text(high)
    assert gate("--only", "seeds", "--floors", floors, "--record", "--processes", "1").returncode == 1
    assert floors.read_text() == high


def test_a_set_that_is_not_here_is_skipped_visibly(tmp_path: Path, floors: Path) -> None:
    run = gate("--only", "unknown sites;seeds", "--shared", tmp_path, "--floors", floors, "--processes", "1")
    assert run.returncode == 0
    assert re.findall(r"^SKIPPED (.+): .+ does not exist$", run.stdout, re.MULTILINE) == [
        "unknown sites: articles",
        "unknown sites: other pages",
    ]


def test_a_set_that_nobody_knows_is_refused() -> None:
    run = gate("--only", "seed")
    assert run.returncode == 2
    assert "unknown set seed, choose from: " in run.stderr
