"""A rebuild takes over runs and read lists: from each outlet's state, and from the one that all shared in schema 2."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from crawler.errors import StateError
from crawler.state import SHARED_STATE, State, known_outlets, read_state, state_path
from crawler.state.takeover import take_over, warcs_of_documents
from tests.state.captures import OUTLET
from tests.support.output import OUTLET as MADE
from tests.support.output import make
from tests.support.project import scrapy, texts

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA_2 = """
CREATE TABLE captures (seq INTEGER PRIMARY KEY, outlet TEXT NOT NULL, warc TEXT NOT NULL);
CREATE TABLE documents (outlet TEXT NOT NULL, number INTEGER NOT NULL, seq INTEGER NOT NULL, row TEXT NOT NULL);
CREATE TABLE lists (outlet TEXT NOT NULL, url TEXT NOT NULL, read TEXT NOT NULL, PRIMARY KEY (outlet, url));
CREATE TABLE runs (outlet TEXT NOT NULL, began TEXT NOT NULL, summary TEXT NOT NULL, PRIMARY KEY (outlet, began));
PRAGMA user_version = 2;
"""
"""The tables of schema 2 that are read, without the columns that are not."""


def share(output: Path, outlet: str, warc: str = "") -> None:
    """Add to the shared state of an output folder a run and a list of an outlet, and a document in a WARC."""
    new = not (output / SHARED_STATE).exists()
    with closing(sqlite3.connect(output / SHARED_STATE)) as db, db:
        if new:
            db.executescript(SCHEMA_2)
        db.execute("INSERT INTO runs VALUES (?, '2026-11-20T05:00:00+00:00', '{\"new\": 3}')", (outlet,))
        db.execute("INSERT INTO lists VALUES (?, ?, '2026-11-20T05:00:01Z')", (outlet, f"https://{outlet}/feed"))
        if warc:
            (seq,) = db.execute(
                "INSERT INTO captures (outlet, warc) VALUES (?, ?) RETURNING seq", (outlet, warc)
            ).fetchone()
            db.execute("INSERT INTO documents VALUES (?, 0, ?, '{}')", (outlet, seq))


def assert_taken_over(output: Path, outlet: str) -> None:
    with read_state(output, outlet) as state:
        assert state is not None
        assert state.last_runs() == [{"new": 3}]
        assert state.date_of_read_list(f"https://{outlet}/feed") == "2026-11-20T05:00:01Z"


def test_each_outlet_gets_its_own_from_the_shared_state(tmp_path: Path) -> None:
    output, stage = tmp_path / "output", tmp_path / "stage"
    output.mkdir()
    share(output, OUTLET, "a.warc.gz")
    share(output, "alhurra.com")
    assert list(take_over(output, stage)) == []
    assert known_outlets(stage) == ["alhurra.com", OUTLET]
    assert_taken_over(stage, OUTLET)
    assert_taken_over(stage, "alhurra.com")
    assert warcs_of_documents(output) == {"a.warc.gz"}


def test_an_outlets_own_state_is_taken_over_and_a_damaged_one_is_named(tmp_path: Path) -> None:
    output, stage = tmp_path / "output", tmp_path / "stage"
    with State(output, OUTLET) as state:
        state.add_run("2026-11-20T05:00:00+00:00", {"new": 3})
        state.answer_list(f"https://{OUTLET}/feed", "2026-11-20T05:00:01Z")
    damaged = state_path(output, "alhurra.com")
    damaged.write_text("هذا ليس قاعدة بيانات" * 100)
    (sentence,) = take_over(output, stage)
    assert sentence.startswith(f"{damaged}: its runs and read lists could not be taken over: file is not a database")
    assert_taken_over(stage, OUTLET)


def test_a_folder_of_an_earlier_version_is_named_and_a_rebuild_takes_it_over(tmp_path: Path) -> None:
    warc = make(tmp_path)
    before = texts(tmp_path)
    state_path(tmp_path, MADE.name).unlink()
    share(tmp_path, MADE.name, warc.name)
    with pytest.raises(StateError, match="is the state of an earlier version; run scrapy replay"):
        State(tmp_path, MADE.name)
    for command in ("outlets", "health", "verify", "grow", "duplicates"):
        run = scrapy(command, "-s", f"OUTPUT={tmp_path}")
        assert (run.returncode, run.stderr.count("\n")) == (1, 1), run.stderr
        assert f"{SHARED_STATE}: is the state of an earlier version" in run.stderr
    assert scrapy("replay", "-s", f"OUTPUT={tmp_path}").returncode == 0
    assert texts(tmp_path) == before
    assert_taken_over(tmp_path, MADE.name)
    assert not (tmp_path / SHARED_STATE).exists()
