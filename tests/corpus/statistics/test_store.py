"""The store adds counts, and keeps an outlet's most frequent words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.statistics import store as stored
from corpus.statistics.counting import Counted, Figure
from corpus.statistics.store import Mark, opened_store

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def words(**counts: int) -> dict[Counted, int]:
    return {Counted(Figure.WORD, "", word): count for word, count in counts.items()}


def test_counts_add_up_and_an_outlet_is_forgotten_alone(tmp_path: Path) -> None:
    with opened_store(tmp_path, write=True) as store:
        store.add("alroya.om", Mark("a", 1), {Counted(Figure.REJECTS, "2026-11", "too-short"): 2})
        store.add("alroya.om", Mark("a", 2, 7, "2026"), {Counted(Figure.REJECTS, "2026-11", "too-short"): 3})
        store.add("wafa.ps", Mark("b", 1), {Counted(Figure.REJECTS, "2026-11", "too-short"): 1})
        assert store.rows(Figure.REJECTS)[0] == ("alroya.om", "2026-11", "too-short", 5)
        assert store.marks()["alroya.om"] == Mark("a", 2, 7, "2026")
        store.forget("alroya.om")
        assert store.rows(Figure.REJECTS) == [("wafa.ps", "2026-11", "too-short", 1)]
        assert list(store.marks()) == ["wafa.ps"]


def test_rare_words_are_dropped_beyond_the_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "KEPT", 2)
    with opened_store(tmp_path, write=True) as store:
        store.add("alroya.om", Mark("a", 1), words(one=5, two=4), prune=True)
        assert store.most_frequent(Figure.WORD, 9) == {"one": 5, "two": 4}
        assert store.missed() == 0
        store.add("alroya.om", Mark("a", 2), words(two=2, three=1), prune=True)
        assert store.most_frequent(Figure.WORD, 9) == {"two": 6, "one": 5}
        assert store.missed() == 1
        store.add("alroya.om", Mark("a", 3), words(three=2))
        store.add("wafa.ps", Mark("b", 1), words(three=9))
        assert store.most_frequent(Figure.WORD, 1) == {"three": 11}
        assert store.most_frequent(Figure.WORD, 1, without=["wafa.ps"]) == {"two": 6}
