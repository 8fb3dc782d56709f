"""Another outlet's state, as its run is making it, does not stop an outlet's run."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from crawler.errors import StateError
from crawler.outlet import Outlet
from crawler.state import State, read_state, state_path
from crawler.state.renamed import other_name
from tests.state.captures import capture

if TYPE_CHECKING:
    from pathlib import Path

OUTLET = Outlet.of_site("https://akhbar.example/")


def test_a_state_that_is_being_made_is_passed_over(tmp_path: Path) -> None:
    with State(tmp_path, "other.akhbar.example") as state:
        state.add_captures([capture(0, "other.akhbar.example", url="https://akhbar.example/news/1")])
    with State(tmp_path, OUTLET.name):
        pass
    with closing(sqlite3.connect(state_path(tmp_path, "a.example"))) as db:
        db.execute("PRAGMA journal_mode=WAL")
    with pytest.raises(StateError, match="it has schema 0"), read_state(tmp_path, "a.example"):
        pass
    assert other_name(tmp_path, OUTLET, {OUTLET.name}) == "other.akhbar.example"
