"""The read-only state creates nothing, changes nothing, and reads no other schema."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from crawler.errors import StateError
from crawler.state import State, read_state
from crawler.state.schema import SCHEMA_VERSION
from tests.state.captures import OUTLET, capture

if TYPE_CHECKING:
    from pathlib import Path


def test_a_folder_without_a_state_stays_so(tmp_path: Path) -> None:
    with read_state(tmp_path, OUTLET) as state:
        assert state is None
    assert list(tmp_path.iterdir()) == []


def test_it_sees_what_a_run_writes(state: State, tmp_path: Path) -> None:
    with read_state(tmp_path, OUTLET) as reading:
        assert reading is not None
        state.add_captures([capture(0), capture(100)])
        assert reading.count_captures_after(0) == 2
        assert reading.last_settled_seq() == 0


@pytest.mark.parametrize("version", [SCHEMA_VERSION - 1, SCHEMA_VERSION + 1])
def test_a_state_of_another_schema_is_refused(state: State, tmp_path: Path, version: int) -> None:
    with closing(sqlite3.connect(state.path)) as db:
        db.execute(f"PRAGMA user_version = {version}")
    with pytest.raises(StateError, match=f"it has schema {version}"), read_state(tmp_path, OUTLET):
        pass
    with pytest.raises(StateError, match=f"it has schema {version}"):
        State(tmp_path, OUTLET)
