"""Charts are drawn with Arabic letters, in their direction, whatever their labels hold."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from corpus.statistics.charts import WIDEST, WIDTH, png_of, svg_of
from corpus.statistics.drawing import Drawing, Form
from corpus.statistics.labels import Language

ROWS: dict[Form, list[tuple[Any, ...]]] = {
    Form.BARS: [("جريدة الرؤية", 12), ("x</text><script>", 3)],
    Form.MONTHS: [("2026-01", "مصر", 3), ("2026-01", "البقية", 1), ("2026-02", "مصر", 0), ("2026-02", "البقية", 2)],
    Form.SHARES: [("جريدة الرؤية", "مصر", 3), ("جريدة الرؤية", "البقية", 1)],
    Form.GRID: [("جريدة الرؤية", "مصر", 3), ("الجزيرة", "مصر", 1)],
}


def drawing(form: Form) -> Drawing:
    is_stacked = form in (Form.MONTHS, Form.SHARES)
    return Drawing(
        name="chart",
        form=form,
        title="عنوان",
        about="",
        columns=("الشهر", "البلد", "وثائق"),
        rows=ROWS[form],
        series=("مصر", "البقية") if is_stacked else (),
        has_rest=is_stacked,
    )


@pytest.mark.parametrize("form", Form)
def test_a_chart_is_xml_with_its_labels_as_text(form: Form) -> None:
    svg = svg_of(drawing(form), Language.ARABIC, titled=True)
    texts = {text.strip("\N{RIGHT-TO-LEFT MARK}") for text in ET.fromstring(svg).itertext()}  # noqa: S314 - our own
    assert "عنوان" in texts
    labels = {value for row in ROWS[form] for value in row if isinstance(value, str)}
    assert labels <= texts
    assert "<script" not in svg
    assert "عنوان" not in svg_of(drawing(form), Language.ARABIC, titled=False)


@pytest.mark.parametrize(("most", "marks"), [(2, ["0", "1", "2"]), (5, ["0", "1", "2", "3", "4", "5"])])
def test_a_small_axis_marks_whole_numbers_once(most: int, marks: list[str]) -> None:
    one = replace(drawing(Form.MONTHS), rows=[("2026-01", "مصر", most), ("2026-01", "البقية", 0)])
    texts = [*ET.fromstring(svg_of(one, Language.ENGLISH, titled=False)).itertext()]  # noqa: S314 - our own
    assert sorted(text for text in texts if text.isdecimal()) == marks


@pytest.mark.parametrize("months", [1, 9, 11])
def test_a_bar_of_few_months_is_no_wider_than_one_of_many(months: int) -> None:
    rows = [(f"2026-{month:02}", "مصر", 3) for month in range(1, months + 1)]
    svg = svg_of(replace(drawing(Form.MONTHS), rows=rows), Language.ENGLISH, titled=False)
    widths = [float(width) for width in re.findall(r'aria-roledescription="bar" d="M[\d.,-]+h([\d.]+)v', svg)]
    assert len(widths) == months
    assert 0.6 * WIDTH / 11 < widths[0] <= WIDEST


def test_arabic_charts_begin_at_the_right() -> None:
    def places(language: Language) -> tuple[float, float]:
        svg = svg_of(drawing(Form.MONTHS), language, titled=False)
        first, second = (
            float(re.search(rf"translate\(([\d.]+),[\d.]+\)[^>]*>{month}<", svg)[1])  # type: ignore[index]
            for month in ("2026-01", "2026-02")
        )
        return first, second

    first, second = places(Language.ARABIC)
    assert first > second
    first, second = places(Language.ENGLISH)
    assert first < second


def test_a_picture_needs_no_font_of_the_machine() -> None:
    one, other = (
        png_of(svg_of(drawing(Form.BARS), Language.ARABIC, titled=True).replace("عنوان", title))
        for title in ("عنوان", "نواعن")
    )
    assert one.startswith(b"\x89PNG")
    assert one != other  # boxes in place of letters would be equal
