"""The state keeps captures in their order, and stores the result of each once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crawler.errors import StateError
from crawler.items import Reason
from crawler.state import RejectedCapture, State, StoredCapture, state_path
from tests.state.captures import OUTLET, capture

if TYPE_CHECKING:
    from pathlib import Path


def test_captures_are_placed_in_their_order(state: State) -> None:
    placed = state.add_captures([capture(0), capture(100), capture(200)])
    assert [one.seq for one in placed] == sorted(one.seq for one in placed)
    assert [replace(one, seq=0) for one in placed] == [capture(0), capture(100), capture(200)]
    assert state.unsettled_captures() == placed


def test_a_capture_that_is_known_keeps_its_place(state: State) -> None:
    (first,) = state.add_captures([capture(0)])
    state.settle([RejectedCapture(seq=first.seq, reason=Reason.TOO_SHORT, detail="")])
    (again,) = state.add_captures([capture(0)])
    assert again == first
    assert state.is_settled(first.seq)
    assert state.unsettled_captures() == []


def test_what_holds_no_page_waits_for_nothing(state: State) -> None:
    state.add_captures([capture(0, page=False)])
    assert state.unsettled_captures() == []
    assert state.asked_article("https://alroya.om/post/0") is None


def test_outlets_do_not_wait_for_each_other(state: State, tmp_path: Path) -> None:
    with State(tmp_path, "alhurra.com") as other, closing(sqlite3.connect(state.path)) as db:
        db.execute("BEGIN IMMEDIATE")
        other.add_captures([capture(0, "alhurra.com")])
    state.add_captures([capture(100)])
    assert [one.offset for one in state.unsettled_captures()] == [100]


def test_settling_is_all_or_nothing(state: State) -> None:
    one, two = state.add_captures([capture(0), capture(100)])
    stored = StoredCapture(
        seq=one.seq,
        number=0,
        sha256="a",
        article="https://alroya.om/post/0",
        version=1,
        published=None,
        day="2026-11-22",
        body="b",
        row={"name": "000"},
    )
    with pytest.raises(Exception, match="UNIQUE"):
        state.settle([stored, replace(stored, seq=two.seq)])
    assert state.count_documents() == 0
    assert len(state.unsettled_captures()) == 2
    state.settle([stored])
    assert list(state.manifest_rows()) == [{"name": "000"}]


def test_two_connections_see_each_other(state: State) -> None:
    with State(state.path.parent.parent, OUTLET) as other:
        other.add_captures([capture(0)])
    assert len(state.unsettled_captures()) == 1


def test_a_file_that_is_no_state_is_named(tmp_path: Path) -> None:
    path = state_path(tmp_path, OUTLET)
    path.parent.mkdir()
    path.write_text("هذا ليس قاعدة بيانات" * 100)
    with pytest.raises(StateError, match=r"alroya\.om\.sqlite: the state cannot be opened"):
        State(tmp_path, OUTLET)
