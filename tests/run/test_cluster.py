"""What can be seen of a Ray cluster without one; `conformance/replays.py` has one, and kills its nodes."""

from __future__ import annotations

import re
import socket
import sys
from argparse import ArgumentParser
from typing import TYPE_CHECKING

import pytest
from scrapy.settings import Settings

from crawler import settings as defaults
from crawler.commands.replay import Command
from crawler.errors import TaskError
from crawler.run.cluster import Cluster
from tests.run.test_processes import Doubling

if TYPE_CHECKING:
    from pathlib import Path


def test_an_address_where_nobody_answers_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
    engine = Cluster(address, 20, None, ())
    sentence = f"{address}: no Ray cluster can be used (Connection refused); start one (ray start), or correct the "
    with pytest.raises(TaskError, match=re.escape(sentence)):
        list(engine.run([Doubling(0)]))
    engine.close()
    assert engine.pages() == 0


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
