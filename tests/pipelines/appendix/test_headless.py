"""Second articles without a heading."""

from __future__ import annotations

import pytest

from pipelines.strip import strip_appendix

HARBOUR = [
    "وسعت بلدية أصيلة رصيف المرفأ القديم، وأضافت إليه ستين مربطا لقوارب الصيد الصغيرة.",
    "وقال رئيس البلدية إن العمل انتهى قبل موعده بشهرين، وإن الكلفة بقيت كما قدرت.",
    "وينتظر البحارة تشغيل معمل الثلج الذي وعدوا به منذ عامين.",
]
TITLE = "افتتاح مكتبة للأطفال في واحة سيوة"
LEAD = "شهدت واحة سيوة افتتاح أول مكتبة للأطفال، تضم أربعة آلاف كتاب وقاعة للرسم."


@pytest.mark.parametrize(
    "between", ["(رويترز)", "الكاتب: سلمى عبد الحق", "سيوة - وكالات", "2024/5/17 - 14:30", "الأحد 3 مارس 2024", "***"]
)
def test_a_line_between_two_articles_and_a_lead_that_restates_its_headline(between: str) -> None:
    kept = strip_appendix("\n".join([*HARBOUR[:2], between, TITLE, LEAD])).kept
    assert TITLE not in kept
    assert LEAD not in kept
    assert list(kept[:2]) == HARBOUR[:2]


def test_news_that_share_nothing_with_the_article_above() -> None:
    assert list(strip_appendix("\n".join([*HARBOUR, TITLE, LEAD])).kept) == HARBOUR


@pytest.mark.parametrize(
    ("title", "lead"),
    [
        (TITLE, "تضم القاعة الجديدة أربعة آلاف كتاب، وفيها ركن للرسم."),  # restates nothing
        ("رصيف المرفأ القديم ينتظر معمل الثلج", "شهدت أعمال رصيف المرفأ القديم تأخر معمل الثلج أكثر من مرة."),
        (TITLE, "وشهدت واحة سيوة افتتاح أول مكتبة للأطفال، تضم أربعة آلاف كتاب."),  # joins the article
    ],
)
def test_a_sub_heading_stays_with_its_paragraph(title: str, lead: str) -> None:
    assert list(strip_appendix("\n".join([*HARBOUR, title, lead])).kept) == [*HARBOUR, title, lead]


def test_two_paragraphs_are_too_few_without_a_line_between() -> None:
    lines = [*HARBOUR[:2], TITLE, LEAD]
    assert list(strip_appendix("\n".join(lines)).kept) == lines


MORE = "وكان المرفأ قد أغلق شتاءين متتاليين بعد أن كسرت العاصفة حاجز الأمواج."
REST = "وقالت أمينة المكتبة إن الأطفال سيستعيرون الكتب مجانا، وإن حافلة ستنقلهم من القرى البعيدة كل يوم سبت."


@pytest.mark.parametrize("day", [[], ["2024/5/17 - 14:30"]])
def test_the_marks_of_a_second_article_below_its_headline(day: list[str]) -> None:
    lead = "افتتحت في واحة سيوة صباح السبت أول مكتبة للأطفال، تضم أربعة آلاف كتاب وقاعة للرسم ومسرحا صغيرا للدمى."
    kept = strip_appendix("\n".join([*HARBOUR, MORE, *day, TITLE, lead, REST])).kept
    assert list(kept) == [*HARBOUR, MORE]


def test_a_sub_heading_that_its_paragraph_restates_stays() -> None:
    title = "البحارة ينتظرون تشغيل معمل الثلج"
    told = "ينتظر البحارة تشغيل معمل الثلج في المرفأ القديم قبل الصيف، فقوارب الصيد تبيع أسماكها بنصف ثمنها من دونه."
    lines = [
        *HARBOUR,
        MORE,
        title,
        told,
        "ويقدر رئيس البلدية أن المعمل سيعمل في الربيع، وأن كلفته ستقسم على ثلاث سنوات.",
    ]
    assert list(strip_appendix("\n".join(lines)).kept) == lines


def test_a_credit_above_a_headline_stays() -> None:
    kept = strip_appendix("\n".join([*HARBOUR, "المصدر: وكالات 2024/5/17", TITLE, LEAD])).kept
    assert list(kept) == [*HARBOUR, "المصدر: وكالات 2024/5/17"]
