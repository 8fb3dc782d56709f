"""The tables of a report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from corpus.export.rows import Facts
from crawler.health import NEVER, Fault
from crawler.items import Reason
from crawler.state import State, state_path
from tests.corpus.export.stock import piece, stock
from tests.corpus.statistics.reports import MADE, report
from tests.corpus.statistics.test_update import reject

if TYPE_CHECKING:
    from pathlib import Path

ILL = Fault(word="empty", what="its runs find nothing", since="2026-11-22 10:00")


def test_an_empty_corpus_has_tables_without_rows(tmp_path: Path) -> None:
    with State(tmp_path, "alroya.om"):
        pass
    found = report(tmp_path)
    assert found.totals["documents"] == 0
    assert [name for name, table in found.tables.items() if table.rows] == ["outlets", "lands"]
    assert found.tables["outlets"].objects()[0]["first_month"] is None


def test_one_document_is_in_every_table_of_documents(tmp_path: Path) -> None:
    stock(tmp_path, "alroya.om", piece(0, credit="رويترز"))
    found = report(tmp_path, {"alroya.om": Facts("جريدة الرؤية العمانية", "OM")}, ILL)
    (outlet,) = found.tables["outlets"].objects()
    assert outlet == {
        "outlet": "alroya.om",
        "publication": "جريدة الرؤية العمانية",
        "land": "OM",
        "documents": 1,
        "words": 57,
        "articles": 1,
        "later_versions": 0,
        "rejected": 0,
        "reserved": 0,
        "gone": 0,
        "first_month": "2026-03",
        "last_month": "2026-03",
        "health": "empty",
    }
    assert found.tables["lands"].rows == [("OM", 1, 1, 57)]
    assert found.tables["growth"].rows == [("2026-03", "alroya.om", 1, 0)]
    assert found.tables["published"].rows == [("2026-03", "alroya.om", 1, 57)]
    assert found.tables["versions"].rows == [(1, 1)]
    assert found.tables["rights"].rows == [("none", 1)]
    assert found.tables["freshness"].rows == [("2026-03", "alroya.om", "6-hours", 1)]
    assert found.tables["credits"].rows == [("رويترز", 1)]
    assert ("الخدمات", 1) in found.tables["words"].rows
    assert found.tables["health"].rows == [("alroya.om", "empty", "its runs find nothing", "2026-11-22 10:00")]
    assert found.totals["unwell"] == 1
    assert json.loads(json.dumps(found.plain()))["made"] == MADE


def test_articles_are_counted_by_their_versions(tmp_path: Path) -> None:
    edits = [
        piece(0, date=f"2026-03-{day:02}T10:00:00Z", url="https://alroya.om/post/0", text=f"نص {day} " * 30)
        for day in range(1, 13)
    ]
    stock(tmp_path, "alroya.om", *edits, piece(1))
    found = report(tmp_path)
    assert found.tables["versions"].rows == [(1, 1), (10, 1)]
    assert (found.totals["articles"], found.totals["later_versions"]) == (2, 11)


def test_what_states_no_date_has_no_month(tmp_path: Path) -> None:
    stock(tmp_path, "alroya.om", piece(0, published=None), piece(1, published="1447-05-01T10:00:00+03:00"))
    found = report(tmp_path)
    assert (found.totals["undated"], found.totals["wrongly_dated"]) == (1, 1)
    assert found.tables["published"].rows == [("", "alroya.om", 2, 114)]
    assert found.tables["outlets"].objects()[0]["first_month"] is None


def test_unchanged_and_gone_pages_are_not_rejects(tmp_path: Path) -> None:
    for number, reason in enumerate((Reason.TOO_SHORT, Reason.UNCHANGED, Reason.DUPLICATE, Reason.GONE)):
        reject(tmp_path, "alroya.om", number, reason)
    found = report(tmp_path)
    assert found.tables["rejects"].rows == [("2026-11", "alroya.om", "too-short", 1)]
    assert found.totals["rejected"] == 1


def test_an_outlet_that_was_only_replayed_is_not_unwell(tmp_path: Path) -> None:
    stock(tmp_path, "alroya.om", piece(0))
    found = report(tmp_path, None, NEVER)
    assert (found.totals["unwell"], found.tables["health"].rows) == (0, [])


def test_a_damaged_outlet_is_named_and_keeps_what_was_counted_of_it(tmp_path: Path) -> None:
    stock(tmp_path, "alroya.om", piece(0))
    stock(tmp_path, "wafa.ps", piece(1))
    report(tmp_path)
    state_path(tmp_path, "alroya.om").write_bytes(b"x" * 5000)
    state_path(tmp_path, "sana.sy").write_bytes(b"x" * 5000)
    found = report(tmp_path)
    assert sorted(found.unread) == ["alroya.om", "sana.sy"]
    assert [row[0] for row in found.tables["outlets"].rows] == ["alroya.om", "wafa.ps"]
    assert found.totals["documents"] == 2
