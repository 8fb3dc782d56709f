"""The setting chooses what makes the outcomes; what settles them is always on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from scrapy.settings import Settings

from crawler.archive.replay.engines import Engines
from crawler.run.cluster import Cluster
from crawler.run.engine import Inline
from crawler.run.processes import Processes
from tests.archive.replay.replays import context_of
from tests.support.output import make

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("engine", "extracting", "settling"),
    [("processes", Processes, Processes), ("inline", Inline, Inline), ("ray", Cluster, Processes)],
)
def test_the_setting_chooses(tmp_path: Path, engine: str, extracting: type, settling: type) -> None:
    make(tmp_path, 1)
    values = {"REPLAY_ENGINE": engine, "WORKER_TIMEOUT": 20.0, "WORKERS": 1, "RAY_ADDRESS": ""}
    engines = Engines(context_of(tmp_path), Settings(values))
    assert type(engines.extracting) is extracting
    assert type(engines.settling) is settling
    engines.close()
