"""Commands whose reader closes stdout, as `head` does."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from scrapy.commands import ScrapyCommand

from crawler.commands import Checked
from tests.support.project import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def test_a_table_whose_reader_is_gone_is_no_traceback(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        command = [sys.executable, "-m", "scrapy", "outlets", "-s", f"OUTPUT={tmp_path}"]
        run = subprocess.run(command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(writing)
    assert (run.returncode, run.stderr) == (1, b"")


def test_another_pipe_that_broke_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", sys.__stdout__)

    class Command(Checked, ScrapyCommand):
        def short_desc(self) -> str:
            return ""

        def run(self, args: list[str], opts: argparse.Namespace) -> None:
            raise BrokenPipeError(args, opts)

    with pytest.raises(BrokenPipeError):
        Command().run([], argparse.Namespace())
