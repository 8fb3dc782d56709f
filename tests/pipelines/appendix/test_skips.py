"""Blocks that screen readers may skip."""

from __future__ import annotations

import pytest

from pipelines.appendix.skips import skipped_blocks

LINE = "سطر من الكتلة"


@pytest.mark.parametrize(("inside", "found"), [(16, 18), (17, 1)])
def test_a_block_reaches_to_the_line_that_names_its_end(inside: int, found: int) -> None:
    lines = ["قبلها", "تخطى البودكاست وواصل القراءة", *[LINE] * inside, "البودكاست نهاية", "بعدها"]
    assert list(skipped_blocks(lines)) == [range(1, 1 + found)]


def test_a_block_ends_with_its_own_name() -> None:
    lines = ["تخط قائمة البريد واستمر في القراءة", LINE, "نهاية الحلقة", "نهاية قائمة البريد"]
    assert list(skipped_blocks(lines)) == [range(4)]


def test_a_sentence_about_skipping_is_no_block() -> None:
    assert list(skipped_blocks(["تخطى الفريق عقبة الدور الأول", "النهاية"])) == []


@pytest.mark.parametrize("first", ["تجاوز ما ننصح به", "تخطى القائمة"])
def test_a_block_without_an_offer_ends_at_any_end_when_it_holds_no_paragraph(first: str) -> None:
    lines = ["قبلها.", first, LINE, "من يملك الواحة القديمة؟", "نهاية الترشيحات", "بعدها."]
    assert list(skipped_blocks(lines)) == [range(1, 5)]
    lines[2] = "افتتح الوزير الواحة القديمة اليوم بعد ترميمها."
    assert list(skipped_blocks(lines)) == []
    assert list(skipped_blocks(lines[:4])) == []
