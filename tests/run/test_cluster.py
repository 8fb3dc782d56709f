"""What can be seen of a Ray cluster without one; `conformance/replays.py` has one, and kills its nodes."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import TYPE_CHECKING

import pytest
from scrapy.settings import Settings

from crawler import settings as defaults
from crawler.commands.replay import Command

if TYPE_CHECKING:
    from pathlib import Path


def test_a_missing_ray_is_named_with_the_line_to_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    command, parser = Command(), ArgumentParser(conflict_handler="resolve")
    command.settings = Settings()
    command.settings.setmodule(defaults)
    command.settings.setdict({"OUTPUT": str(tmp_path / "output"), "REPLAY_ENGINE": "ray"}, priority="cmdline")
    command.add_options(parser)
    with pytest.raises(SystemExit) as ended:
        command.process_options([], parser.parse_args([]))
    assert ended.value.code == 1
    sentence = "REPLAY_ENGINE=ray needs ray; install it with: .tools/bin/uv sync --inexact --no-dev --extra cluster\n"
    assert capsys.readouterr().err.endswith(sentence)
    assert not list(tmp_path.iterdir())
