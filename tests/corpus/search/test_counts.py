"""What a query finds is counted by facets, and over time beside all documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpus.search import counts
from corpus.search.counts import Bar, Facet, Step, Value, counted
from corpus.search.find import search
from corpus.search.update import update_search
from tests.corpus.export.stock import piece, stock

if TYPE_CHECKING:
    from pathlib import Path

LANDS = {"alroya.om": "OM", "wafa.ps": "PS"}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an output folder with an index of seven documents of three outlets."""
    folder = tmp_path_factory.mktemp("output")
    stock(
        folder,
        "alroya.om",
        piece(0, "2026-03-05", title="نفط", section="الاقتصاد", credit="رويترز"),
        piece(1, "2026-03-07", title="نفط", section="الاقتصاد"),
        piece(2, "2026-04-10", title="ميناء", section='قسم "خاص"', language="en"),
    )
    stock(
        folder,
        "wafa.ps",
        piece(3, "2026-03-07", title="نفط", url="https://wafa.ps/post/3"),
        piece(3, "2026-05-07", title="نفط مرتفع", url="https://wafa.ps/post/3"),
    )
    stock(folder, "other.example", piece(4, title="نفط", published=None), piece(5, "2026-03-06", title="نفط"))
    update_search(folder)
    return folder


def test_a_query_is_counted_by_facets(output: Path) -> None:
    found = counted(output, "نفط", LANDS)
    assert (found.matched, found.whole) == (6, 7)
    plain = {facet: [(value.value, value.matched) for value in values] for facet, values in found.facets.items()}
    assert plain == {
        Facet.OUTLET: [("alroya.om", 2), ("other.example", 2), ("wafa.ps", 2)],
        Facet.LAND: [("OM", 2), ("PS", 2), ("ZZ", 2)],
        Facet.MONTH: [("2026-03", 4), ("2026-05", 1)],
        Facet.SECTION: [("الاقتصاد", 2)],
        Facet.CREDIT: [("رويترز", 1)],
        Facet.LANGUAGE: [("ar", 6)],
        Facet.CHANGE: [("new", 5), ("edited", 1)],
    }


@pytest.mark.parametrize("query", ["نفط", "-نفط", "نفط published:2026-03", "section:خاص"])
def test_the_part_of_a_value_finds_what_the_value_counts(output: Path, query: str) -> None:
    for values in counted(output, query, LANDS).facets.values():
        for value in values:
            assert search(output, f"{query} {value.part}", LANDS).matched == value.matched, value


def test_bars_have_what_matches_and_all_of_the_same_choice(output: Path) -> None:
    histogram = counted(output, "نفط", LANDS).histogram
    assert histogram.step is Step.DAY
    assert [bar for bar in histogram.bars if bar.whole] == [
        Bar("2026-03-05", 1, 1),
        Bar("2026-03-06", 1, 1),
        Bar("2026-03-07", 2, 2),
        Bar("2026-04-10", 0, 1),
        Bar("2026-05-07", 1, 1),
    ]
    assert len(histogram.bars) == 64
    assert (histogram.undated, histogram.outside) == (1, 0)
    narrower = counted(output, "نفط outlet:alroya.om", LANDS)
    assert (narrower.matched, narrower.whole) == (2, 3)


def test_nothing_found_has_no_bars(output: Path) -> None:
    found = counted(output, "لاشيء", LANDS)
    assert (found.matched, found.whole, found.histogram.bars) == (0, 7, [])
    assert all(values == [] for values in found.facets.values())


@pytest.mark.parametrize(
    ("days", "step", "bars", "first"),
    [
        (("2026-01-31", "2026-03-01"), Step.DAY, 30, "2026-01-31"),
        (("2026-01-31", "2026-04-01"), Step.MONTH, 4, "2026-01"),
        (("2017-02-01", "2027-01-01"), Step.MONTH, 120, "2017-02"),
        (("2017-01-01", "2027-01-01"), Step.YEAR, 11, "2017"),
        (("0099-12-31", "2026-01-01"), Step.YEAR, 120, "1907"),
    ],
)
def test_the_length_of_time_decides_the_step(
    tmp_path: Path, days: tuple[str, str], step: Step, bars: int, first: str
) -> None:
    stock(tmp_path, "wafa.ps", *(piece(at, published=day, title=f"نفط {at}") for at, day in enumerate(days)))
    update_search(tmp_path)
    histogram = counted(tmp_path, "نفط", LANDS).histogram
    assert (histogram.step, len(histogram.bars), histogram.bars[0].span) == (step, bars, first)
    assert sum(bar.matched for bar in histogram.bars) + histogram.outside == 2


@pytest.mark.parametrize(("strays", "step"), [(0.25, Step.DAY), (0.24, Step.YEAR)])
def test_a_few_wrong_years_do_not_hide_the_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, strays: float, step: Step
) -> None:
    monkeypatch.setattr(counts, "_STRAY", strays)
    days = ["1970-01-01", "2026-03-01", "2026-03-02", "2026-03-03"]
    stock(tmp_path, "wafa.ps", *(piece(at, published=day, title=f"نفط {at}") for at, day in enumerate(days)))
    update_search(tmp_path)
    histogram = counted(tmp_path, "نفط", LANDS).histogram
    assert histogram.step is step
    assert sum(bar.matched for bar in histogram.bars) + histogram.outside == 4


def test_a_facet_has_its_most_frequent_values(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "MOST_VALUES", 1)
    assert counted(output, "نفط outlet:alroya.om,wafa.ps published:2026-03", LANDS).facets[Facet.OUTLET] == [
        Value("alroya.om", 2, "outlet:alroya.om")
    ]
