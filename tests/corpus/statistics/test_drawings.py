"""The charts of a report: bounded, named in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.export.rows import Facts
from corpus.statistics.copies import Copies, Likeness
from corpus.statistics.drawings import MOST_BARS, MOST_SIDES, drawings_of
from corpus.statistics.labels import Language
from corpus.statistics.report import Report, Table
from tests.corpus.export.stock import piece, stock
from tests.corpus.statistics.reports import MADE, report

if TYPE_CHECKING:
    from pathlib import Path

    from corpus.statistics.drawing import Drawing


def many(outlets: int) -> Report:
    """Return a report of so many outlets, each of which copies all others."""
    names = [f"outlet{number:03}.example" for number in range(outlets)]
    rows: dict[str, list[tuple[Any, ...]]] = {
        "outlets": [(name, None, "EG", 9, 99, 9, 0, 0, 0, 0, "2026-01", "2026-02", "ok") for name in names],
        "lands": [("EG", outlets, 9 * outlets, 99 * outlets)],
        "published": [("2026-01", name, 9, 99) for name in names],
        "freshness": [("2026-01", name, "1-hour", 9) for name in names],
        "copies": [(one, other, 1) for one in names for other in names if one != other],
    }
    empty = ("growth", "events", "rejects", "runs", "versions", "rights", "words", "credits", "health")
    return Report(
        made=MADE,
        totals={"documents": 9 * outlets},
        copies=Copies(Likeness.NEAR, 5, []),
        unread={},
        tables={name: Table(name, (), rows.get(name, [])) for name in (*rows, *empty)},
    )


def charts(found: Report, language: Language = Language.ENGLISH) -> dict[str, Drawing]:
    return {one.name: one for one in drawings_of(found, language)}


def test_hundreds_of_outlets_are_twenty_and_the_rest() -> None:
    found = charts(many(300))
    bars = found["documents-by-outlet"].rows
    assert len(bars) == MOST_BARS + 1
    assert bars[-1] == ("280 others", 9 * 280)
    assert found["documents-by-month"].series[-1] == "the rest"
    assert len({label for label, *_ in found["freshness"].rows}) == MOST_BARS + 1
    assert sum(count for *_, count in found["freshness"].rows) == 9 * 300
    assert len({row for row, *_ in found["copies"].rows}) <= MOST_SIDES


def test_the_chart_of_copies_states_what_was_compared() -> None:
    assert "Documents that are not compared yet: 2,695." in charts(many(300))["copies"].about
    assert "(scrapy duplicates)" in charts(many(300), Language.ARABIC)["copies"].about


def test_labels_are_in_the_readers_language(tmp_path: Path) -> None:
    stock(tmp_path, "alroya.om", piece(0))
    found = report(tmp_path, {"alroya.om": Facts("جريدة الرؤية العمانية", "OM")})
    assert charts(found)["documents-by-land"].rows == [("Oman", 1)]
    arabic = charts(found, Language.ARABIC)
    assert arabic["documents-by-land"].rows == [("عُمان", 1)]
    assert arabic["documents-by-outlet"].rows == [("جريدة الرؤية العمانية", 1)]
    assert arabic["rights"].rows == [("لا إعلان", 1)]


def test_outlets_of_one_title_are_told_apart(tmp_path: Path) -> None:
    facts = {outlet: Facts("وكالة الأنباء الوطنية والعربية", "DZ") for outlet in ("one.example", "two.example")}
    for outlet in facts:
        stock(tmp_path, outlet, piece(0))
    assert sorted(charts(report(tmp_path, facts))["documents-by-outlet"].rows) == [
        ("one.example", 1),
        ("two.example", 1),
    ]
