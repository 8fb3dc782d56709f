"""Start-up: a command that extracts nothing does not import the modules of extraction."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.project import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SLOW = {"trafilatura", "langdetect", "htmldate", "pebble", "justext", "warcio", "rich", "pyarrow", "duckdb", "altair"}
"""Modules with the longest imports; benchmarks/startup.py measures their cost."""


@pytest.mark.parametrize("arguments", [("-h",), ("list",), ("outlets",), ("outlets", "--json")])
def test_what_extracts_nothing_imports_nothing_that_does(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "scrapy", *arguments]
    run = subprocess.run(
        command if "-h" in arguments else [*command, "-s", f"OUTPUT={tmp_path}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in run.stderr.splitlines()}
    assert "scrapy" in imported
    assert run.stdout
    assert not imported & SLOW
