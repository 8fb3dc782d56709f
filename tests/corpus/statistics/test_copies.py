"""Who copies whom: near-duplicates where their store is there, equal texts elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.duplicates import update_duplicates
from corpus.statistics.copies import Copies, Likeness, copies_in
from tests.corpus.duplicates.stored import report, store

if TYPE_CHECKING:
    from pathlib import Path

OUTLETS = ("alhurra.com", "alroya.om", "wafa.ps")


def fill(output: Path) -> None:
    """Give three outlets one text, and one of them another with a paragraph more."""
    store(output, "alroya.om", report(1, 2), report(3, 4), hour=1)
    store(output, "alhurra.com", report(1, 2), hour=2, published="2026-11-21")
    store(output, "wafa.ps", report(1, 2), report(3, 4, 5), hour=3)


def test_equal_texts_count_for_the_outlet_that_was_captured_first(tmp_path: Path) -> None:
    fill(tmp_path)
    pairs = [("alhurra.com", "alroya.om", 1), ("wafa.ps", "alroya.om", 1)]
    assert copies_in(tmp_path, OUTLETS) == Copies(Likeness.EXACT, 5, pairs)
    assert copies_in(tmp_path, OUTLETS[1:]) == Copies(Likeness.EXACT, 4, pairs[1:])


def test_an_outlet_does_not_copy_itself(tmp_path: Path) -> None:
    store(tmp_path, "alroya.om", report(1), report(2), hour=1)
    store(tmp_path, "alhurra.com", report(3), hour=2)
    assert copies_in(tmp_path, OUTLETS).pairs == []


def test_near_duplicates_count_for_the_outlet_that_published_first(tmp_path: Path) -> None:
    fill(tmp_path)
    update_duplicates(tmp_path)
    found = copies_in(tmp_path, OUTLETS)
    assert (found.likeness, found.documents) == (Likeness.NEAR, 5)
    assert found.pairs == [("alroya.om", "alhurra.com", 1), ("wafa.ps", "alhurra.com", 1), ("wafa.ps", "alroya.om", 1)]
    assert copies_in(tmp_path, OUTLETS[1:]).pairs == found.pairs[2:]
