"""The closing lines of a run: bare on stderr, with time and level in a log file, and none for a quiet run."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING

from scrapy.utils.test import get_crawler

from crawler.run.closing import close

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_they_are_bare_on_stderr_and_complete_in_a_log_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told, quiet = (get_crawler(settings_dict={"OUTCOME_LOGGED": logged}) for logged in (True, False))
    stream, file = logging.StreamHandler(io.StringIO()), logging.FileHandler(tmp_path / "log")
    for handler in (stream, file):
        handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    monkeypatch.setattr(logging.root, "handlers", [stream, file])
    monkeypatch.setattr(logging.root, "level", logging.INFO)
    for _ in range(2):
        close(told, "two new")
    logging.getLogger("other").warning("as ever")
    close(quiet, "nothing")
    assert stream.stream.getvalue() == "two new\ntwo new\nWARNING: as ever\n"
    assert (tmp_path / "log").read_text() == "INFO: two new\nINFO: two new\nWARNING: as ever\n"
    file.close()
