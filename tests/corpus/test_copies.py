"""The list of texts that several outlets have: what is new is added, and a rebuilt outlet is taken anew."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from corpus.copies import COPIES, DERIVED, update_copies
from crawler.errors import DerivedError
from crawler.items import Article
from crawler.state import State, state_path
from pipelines.documents.corpus import Corpus
from tests.state.captures import capture

if TYPE_CHECKING:
    from pathlib import Path

WIRE = (
    "أعلنت وكالة الأنباء، اليوم، وصول أول قافلة مساعدات إلى المدينة بعد فتح الطريق.\nوقالت إن ست شاحنات أخرى في الطريق."
)
OWN = "افتتح وزير الثقافة معرض الكتاب في العاصمة بحضور ناشرين من عشرين دولة.\nويستمر المعرض عشرة أيام."


def store(output: Path, outlet: str, *texts: str) -> None:
    """Add articles with these texts, and titles of the outlet's own, to an outlet's corpus."""
    with State(output, outlet) as state:
        corpus = Corpus(output, state)
        first = state.count_documents()
        placed = state.add_captures([capture(first + place, outlet) for place in range(len(texts))])
        corpus.settle(
            [
                Article(url=one.url, title=f"خبر {outlet}", text=text, capture=one)
                for one, text in zip(placed, texts, strict=True)
            ]
        )
        corpus.close()


def listed(output: Path) -> list[list[str]]:
    assert update_copies(output) >= 0
    rows = (output / DERIVED / COPIES).read_text().splitlines()
    return [[name.partition("_")[0] for name in json.loads(row)["documents"]] for row in rows]


def test_a_text_of_two_outlets_is_listed_and_one_of_a_single_outlet_is_not(tmp_path: Path) -> None:
    store(tmp_path, "alroya.om", OWN, WIRE)
    assert listed(tmp_path) == []
    store(tmp_path, "alhurra.com", WIRE)
    assert listed(tmp_path) == [["alhurra.com/000", "alroya.om/001"]]


def test_only_new_documents_are_taken_and_without_any_nothing_is_written(tmp_path: Path) -> None:
    store(tmp_path, "alroya.om", WIRE)
    store(tmp_path, "alhurra.com", WIRE)
    assert len(listed(tmp_path)) == 1
    path = tmp_path / DERIVED / COPIES
    path.write_text("")
    assert update_copies(tmp_path) == 1
    assert path.read_text() == ""
    store(tmp_path, "wafa.ps", OWN, WIRE)
    assert listed(tmp_path) == [["alhurra.com/000", "alroya.om/000", "wafa.ps/001"]]


def test_a_rebuilt_outlet_is_taken_anew_and_a_lost_one_forgotten(tmp_path: Path) -> None:
    store(tmp_path, "alroya.om", WIRE)
    store(tmp_path, "alhurra.com", OWN)
    assert listed(tmp_path) == []
    for path in state_path(tmp_path, "alhurra.com").parent.glob("alhurra.com*"):
        path.unlink()
    (tmp_path / "text" / "alhurra.com" / "manifest.jsonl").unlink()
    store(tmp_path, "alhurra.com", WIRE)
    assert listed(tmp_path) == [["alhurra.com/000", "alroya.om/000"]]
    for path in state_path(tmp_path, "alroya.om").parent.glob("alroya.om*"):
        path.unlink()
    assert listed(tmp_path) == []


def test_the_derived_folder_may_be_deleted(tmp_path: Path) -> None:
    store(tmp_path, "alroya.om", WIRE)
    store(tmp_path, "alhurra.com", WIRE)
    before = listed(tmp_path)
    for path in (tmp_path / DERIVED).iterdir():
        path.unlink()
    assert listed(tmp_path) == before


def test_a_store_that_is_none_is_named(tmp_path: Path) -> None:
    store(tmp_path, "alroya.om", WIRE)
    (tmp_path / DERIVED).mkdir()
    (tmp_path / DERIVED / "copies.sqlite").write_text("هذا ليس قاعدة بيانات" * 100)
    with pytest.raises(DerivedError, match=r"derived: file is not a database; delete the folder"):
        update_copies(tmp_path)
