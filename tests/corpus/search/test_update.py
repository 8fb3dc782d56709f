"""An update takes what is new, once, and forgets what is gone."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from corpus.search import update
from corpus.search.find import search
from corpus.search.store import Store, index_path, opened_store
from corpus.search.update import entry_of, update_search
from crawler.state import state_path
from tests.corpus.export.stock import piece, stock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from corpus.search.forms import Forms
    from corpus.search.store import NewEntry
    from corpus.search.update import NewDocument


def found(output: Path, query: str = "خطة") -> list[str]:
    """Return the titles that a query finds."""
    return sorted(result.row["title"] for result in search(output, query, {}, limit=100).results)


def killed_at(number: int) -> Callable[[NewDocument, Forms], NewEntry]:
    """Return an `entry_of` that fails at a document's number."""

    def entry(document: NewDocument, forms: Forms) -> NewEntry:
        if document.number == number:
            raise RuntimeError("killed")
        return entry_of(document, forms)

    return entry


def remove(output: Path, outlet: str) -> None:
    state_path(output, outlet).unlink()
    for path in (output / "text" / outlet).iterdir():
        path.unlink()


def test_an_index_that_grew_finds_what_one_made_at_once_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(update, "BATCH", 2)
    monkeypatch.setattr(update, "_PAGE", 2)
    added: list[int] = []
    for number in range(5):
        stock(tmp_path, "alroya.om", piece(number))
        stock(tmp_path, "wafa.ps", piece(10 + number))
        assert update_search(tmp_path, added.append) == {}
    assert sum(added) == 10
    grown = found(tmp_path)
    assert len(grown) == 10
    shutil.rmtree(index_path(tmp_path))
    assert update_search(tmp_path) == {}
    assert found(tmp_path) == grown


def test_what_was_not_committed_is_taken_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stock(tmp_path, "alroya.om", *map(piece, range(5)))
    monkeypatch.setattr(update, "BATCH", 3)
    monkeypatch.setattr(update, "entry_of", killed_at(4))
    with pytest.raises(RuntimeError, match="killed"):
        update_search(tmp_path)
    assert len(found(tmp_path)) == 3
    monkeypatch.setattr(update, "entry_of", entry_of)
    added: list[int] = []
    assert update_search(tmp_path, added.append) == {}
    assert sum(added) == 2
    assert len(found(tmp_path)) == 5


def test_what_was_taken_is_not_read_again(tmp_path: Path) -> None:
    stock(tmp_path, "alroya.om", piece(0))
    update_search(tmp_path)
    for path in (tmp_path / "text" / "alroya.om").glob("*.txt"):
        path.unlink()
    added: list[int] = []
    assert update_search(tmp_path, added.append) == {}
    assert added == []


def test_documents_are_taken_in_the_order_of_their_captures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    days: list[str] = []
    monkeypatch.setattr(Store, "add", lambda _, entries, __: days.extend(entry.captured for entry in entries))
    stock(tmp_path, "alroya.om", piece(0, "2026-03-01"), piece(1, "2026-03-03"))
    stock(tmp_path, "wafa.ps", piece(2, "2026-03-02"))
    update_search(tmp_path)
    assert days == ["2026-03-01", "2026-03-02", "2026-03-03"]


def test_a_rebuilt_outlet_is_taken_anew_and_a_gone_one_forgotten(tmp_path: Path) -> None:
    stock(tmp_path, "alroya.om", *map(piece, range(4)))
    stock(tmp_path, "wafa.ps", piece(10, title="خطة باقية"), piece(11, title="خطة ثانية"), piece(12, title="خطة ثالثة"))
    update_search(tmp_path)
    remove(tmp_path, "alroya.om")
    stock(tmp_path, "alroya.om", piece(20, title="خطة أخرى"))
    assert update_search(tmp_path) == {}
    assert found(tmp_path) == ["خطة أخرى", "خطة باقية", "خطة ثالثة", "خطة ثانية"]
    remove(tmp_path, "wafa.ps")
    assert update_search(tmp_path) == {}
    assert found(tmp_path) == ["خطة أخرى"]
    with opened_store(tmp_path) as store:
        assert store.count_documents() == 1


def test_a_damaged_state_and_a_missing_text_are_named_and_the_others_found(tmp_path: Path) -> None:
    stock(tmp_path, "alroya.om", piece(0))
    stock(tmp_path, "wafa.ps", piece(1, title="خطة أولى"), piece(2, title="خطة ثانية"))
    stock(tmp_path, "spa.gov.sa", piece(3, title="خطة سليمة"))
    state_path(tmp_path, "alroya.om").write_bytes(b"x" * 5000)
    next((tmp_path / "text" / "wafa.ps").glob("001_*")).unlink()
    unread = update_search(tmp_path)
    assert sorted(unread) == ["alroya.om", "wafa.ps"]
    assert "001_" in unread["wafa.ps"]
    assert found(tmp_path) == ["خطة أولى", "خطة سليمة"]
