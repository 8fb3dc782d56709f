"""A second article is known by its marks."""

from __future__ import annotations

import pytest

from pipelines.appendix.anew import WEIGHTS, begins_anew, weighed
from pipelines.appendix.marks import marks

BEFORE = (
    "افتتحت وزيرة الثقافة سلمى النجار مساء الأحد متحف الملح في بلدة أنفة الساحلية بحضور أهالي البلدة وصيادي المنطقة.",
    "وقالت النجار إن المتحف يحفظ ذاكرة مهنة عمرها ألفا عام، وإن تذاكره ستكون مجانية للتلامذة.",
    "وأشار رئيس البلدية إلى أن عدد الملاحات تراجع من مئتين إلى اثنتي عشرة ملاحة فقط.",
    "ومن المقرر أن تستضيف البلدة مهرجانا سنويا للملح في مطلع الخريف.",
)
TITLE = "ارتفاع أسعار الخبز في العاصمة إلى الضعف خلال أسبوع"
AFTER = (
    "ارتفعت أسعار الخبز في العاصمة إلى الضعف خلال أسبوع، وفق ما أعلنت نقابة الأفران صباح الثلاثاء.",
    "وعزا نقيب الأفران كريم حداد الارتفاع إلى تأخر بواخر القمح في البحر الأسود.",
    "وتستورد البلاد ثلاثة أرباع حاجتها من الطحين، بحسب وزارة الاقتصاد.",
)


def test_a_lead_that_restates_its_title_begins_anew() -> None:
    assert begins_anew(BEFORE, [TITLE], AFTER)


@pytest.mark.parametrize("place", [2, 3])
def test_the_article_goes_on_after_an_insert(place: int) -> None:
    assert not begins_anew(BEFORE[:place], [TITLE], BEFORE[place:])


def test_what_joins_the_paragraph_before_never_begins_anew() -> None:
    assert not begins_anew(BEFORE, [TITLE], (f"وأضاف أن {AFTER[0]}", *AFTER[1:]))


def test_two_paragraphs_are_needed_on_each_side() -> None:
    assert begins_anew(BEFORE[:2], [TITLE], AFTER[:2])
    assert not begins_anew(BEFORE[:1], [TITLE], AFTER)
    assert not begins_anew(BEFORE, [TITLE], AFTER[:1])


def test_every_mark_is_between_0_and_1_and_has_weights() -> None:
    for titles in ([], [TITLE], [TITLE, TITLE]):
        found = marks(BEFORE, titles, AFTER)
        assert all(0 <= value <= 1 for value in (found.again, *found.values.values()))
        assert found.values.keys() == WEIGHTS.keys()


def test_marks_are_what_they_are_named() -> None:
    anew, on = marks(BEFORE, [TITLE], AFTER).values, marks(BEFORE[:2], [TITLE], BEFORE[2:]).values
    assert anew["restates"] > on["restates"]
    assert (anew["saying"], on["saying"]) == (1, 0)
    assert anew["own lead"] > on["own lead"]


AGAIN = (
    "مساء الأحد افتتحت وزيرة الثقافة سلمى النجار متحف الملح في بلدة أنفة الساحلية بحضور أهالي البلدة وصيادي المنطقة.",
    "وقالت الوزيرة إن المتحف يحفظ ذاكرة مهنة عمرها ألفا عام، وإن تذاكره ستكون مجانية للتلامذة.",
    "وذكر رئيس البلدية أن عدد الملاحات تراجع من مئتين إلى اثنتي عشرة ملاحة فقط.",
)


def test_a_report_on_the_same_event_tells_again() -> None:
    assert marks(BEFORE, [], AGAIN).again == 1
    assert marks(BEFORE, [TITLE], AFTER).again == 0
    assert begins_anew(BEFORE, [], AGAIN)


def test_the_edge_decides() -> None:
    reached = weighed(BEFORE, [TITLE], AFTER)
    assert begins_anew(BEFORE, [TITLE], AFTER, edge=reached - 0.01)
    assert not begins_anew(BEFORE, [TITLE], AFTER, edge=reached)
