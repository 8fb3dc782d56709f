"""An update counts what is new, once, and names what it cannot read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpus.derived import opened_derived
from corpus.statistics import store as stored
from corpus.statistics import update
from corpus.statistics.counting import Figure
from corpus.statistics.store import Mark, opened_store
from corpus.statistics.update import update_statistics
from crawler.errors import DerivedError
from crawler.items import Reason
from crawler.state import RejectedCapture, State, state_path
from tests.corpus.export.stock import piece, stock
from tests.state.captures import capture

if TYPE_CHECKING:
    from pathlib import Path


def counts(output: Path) -> dict[tuple[str, ...], int]:
    """Return all counts."""
    with opened_store(output) as store:
        rows = {(figure.value, *row[:3]): row[3] for figure in Figure for row in store.rows(figure)}
        return rows | {("missed",): store.missed()}


def reject(output: Path, outlet: str, number: int, reason: Reason) -> None:
    with State(output, outlet) as state:
        (placed,) = state.add_captures([capture(1_000 + number, outlet)])
        state.settle([RejectedCapture(seq=placed.seq, reason=reason, detail="")])


def test_a_store_that_grew_is_equal_to_one_made_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(update, "BATCH", 3)
    monkeypatch.setattr(stored, "KEPT", 40)
    for number in range(8):
        stock(tmp_path, "alroya.om", piece(number, f"2026-0{number % 3 + 1}-05"))
        reject(tmp_path, "alroya.om", number, Reason.TOO_SHORT)
        assert update_statistics(tmp_path) == {}
    grown = counts(tmp_path)
    assert grown["missed",]
    stored.FORM.path(tmp_path).unlink()
    taken: list[int] = []
    assert update_statistics(tmp_path, taken.append) == {}
    assert counts(tmp_path) == grown
    assert sum(taken) == 8
    assert grown["documents", "alroya.om", "2026-01", "stated"] == 3
    assert grown["rejects", "alroya.om", "2026-11", "too-short"] == 8


def test_what_is_counted_is_not_read_again(tmp_path: Path) -> None:
    stock(tmp_path, "alroya.om", piece(0))
    update_statistics(tmp_path)
    before = counts(tmp_path)
    for path in (tmp_path / "text" / "alroya.om").glob("*.txt"):
        path.unlink()
    assert update_statistics(tmp_path) == {}
    assert counts(tmp_path) == before


def test_runs_and_events_are_counted_by_month(tmp_path: Path) -> None:
    stock(
        tmp_path, "alroya.om", piece(0, date="2026-02-01T10:00:00Z"), piece(0, date="2026-03-01T10:00:00Z", text="آخر")
    )
    with State(tmp_path, "alroya.om") as state:
        state.begin_run("2026-02-01T10:00:00+00:00")
        state.add_run("2026-03-01T10:00:00+00:00", {"began": "2026-03-01T10:00:00+00:00", "reason": "finished"})
    update_statistics(tmp_path)
    with State(tmp_path, "alroya.om") as state:
        failed = {"began": "2026-03-02T10:00:00+00:00", "reason": "finished", "outcome": "failed"}
        state.add_run(failed["began"], failed)
        state.begin_run("2026-03-03T10:00:00+00:00")
    update_statistics(tmp_path)
    found = counts(tmp_path)
    assert {key[2:]: count for key, count in found.items() if key[0] == "runs"} == {
        ("2026-03", "finished"): 1,
        ("2026-03", "failed"): 1,
    }
    assert {key[2:]: count for key, count in found.items() if key[0] == "versions"} == {
        ("2026-02", "1"): 1,
        ("2026-03", "2"): 1,
    }


def test_a_rebuilt_outlet_is_counted_anew_and_a_gone_one_forgotten(tmp_path: Path) -> None:
    stock(tmp_path, "alroya.om", piece(0), piece(1))
    stock(tmp_path, "wafa.ps", piece(2))
    update_statistics(tmp_path)
    for outlet in ("alroya.om", "wafa.ps"):
        state_path(tmp_path, outlet).unlink()
        for path in (tmp_path / "text" / outlet).iterdir():
            path.unlink()
    stock(tmp_path, "alroya.om", piece(3))
    assert update_statistics(tmp_path) == {}
    assert counts(tmp_path)["documents", "alroya.om", "2026-03", "stated"] == 1
    with opened_store(tmp_path) as store:
        assert list(store.marks()) == ["alroya.om"]


def test_a_damaged_state_is_named_and_the_other_outlets_are_counted(tmp_path: Path) -> None:
    stock(tmp_path, "alroya.om", piece(0))
    stock(tmp_path, "wafa.ps", piece(1))
    state_path(tmp_path, "alroya.om").write_bytes(b"x" * 5000)
    unread = update_statistics(tmp_path)
    assert list(unread) == ["alroya.om"]
    assert "alroya.om.sqlite: the state cannot be read" in unread["alroya.om"]
    with opened_store(tmp_path) as store:
        assert store.marks()["wafa.ps"].documents == 1
        assert store.marks().get("alroya.om", Mark()).documents == 0


def test_a_missing_text_is_named_and_what_stands_before_it_is_counted(tmp_path: Path) -> None:
    stock(tmp_path, "alroya.om", piece(0), piece(1), piece(2))
    next((tmp_path / "text" / "alroya.om").glob("001_*")).unlink()
    assert "001_" in update_statistics(tmp_path)["alroya.om"]
    assert "001_" in update_statistics(tmp_path)["alroya.om"]
    with opened_store(tmp_path) as store:
        assert store.marks()["alroya.om"].documents == 1
    assert counts(tmp_path)["documents", "alroya.om", "2026-03", "stated"] == 1


def test_a_store_that_takes_nothing_is_not_called_a_damaged_state(tmp_path: Path) -> None:
    stock(tmp_path, "alroya.om", piece(0))
    with opened_derived(tmp_path, stored.FORM, write=True) as db:
        db.execute("CREATE TRIGGER full BEFORE INSERT ON counts BEGIN SELECT raise(ABORT, 'it is full'); END")
    with pytest.raises(DerivedError, match="it is full; delete the file and run scrapy growth"):
        update_statistics(tmp_path)
