"""Sentences of an article that stand near a heading, and what stands for a site around them."""

from __future__ import annotations

import pytest

from pipelines.strip import strip_appendix

OPENING = "شهدت مدينة طنجة مساء الخميس انطلاق مهرجان المسرح المتوسطي بمشاركة فرق من تسع دول."
INSERT = "اقرأ أيضا: وزير الثقافة يفتتح متحف الفنون بتطوان"
LONG = "وقال مدير المهرجان إن الدورة تكرم ثلاثة ممثلين، وإن الدخول مجاني للطلبة طوال أيام العروض العشرة."


@pytest.mark.parametrize(
    "rest",
    [
        ". ويستمر المهرجان عشرة أيام.",
        ". العروض مجانية.",
        " | العروض مجانية في ثلاث قاعات.",
        " وشارك في الافتتاح عشرون ممثلا من تونس.",
    ],
)
def test_a_sentence_behind_an_insert_in_one_line_stays(rest: str) -> None:
    kept = strip_appendix(f"{OPENING} {INSERT}{rest}").text
    assert kept == f"{OPENING} {rest.lstrip('. |')}"


def test_a_sentence_that_may_go_on_behind_a_title_stays_with_it() -> None:
    line = f"{OPENING} {INSERT} المهرجان مستمر حتى نهاية الشهر، والدخول إليه مجاني."
    assert strip_appendix(line).text == line


@pytest.mark.parametrize("first", ["متحف تطوان يفتح أبوابه للزوار", "متحف تطوان يفتح أبوابه للزوار."])
def test_paragraphs_that_join_are_no_titles(first: str) -> None:
    rest = "ويمنع التصوير داخل القاعات حتى نهاية العروض."
    assert rest in strip_appendix(f"{OPENING}\n{LONG}\nاقرأ أيضا:\n{first}\n{rest}").kept


def test_a_governor_is_no_preposition() -> None:
    titles = ["والي طنجة يزور ورش الميناء الجديد", "كيف تغير شاطئ المدينة؟"]
    assert list(strip_appendix("\n".join([OPENING, LONG, "اقرأ أيضا", *titles])).kept) == [OPENING, LONG]


def test_a_reference_with_its_address_is_the_authors() -> None:
    lines = [OPENING, LONG, "للمزيد من المعلومات:", "http: / / www.tanja.example / masrah"]
    assert "للمزيد من المعلومات:" in strip_appendix("\n".join(lines)).kept


@pytest.mark.parametrize(
    "line",
    ["لقراءة برنامج العروض كاملا اضغط هنا", "للحجز في القاعات انقر هنا", "ألبوم المهرجان: وجوه من ليلة الافتتاح >>"],
)
def test_a_line_that_leads_elsewhere_goes_between_paragraphs(line: str) -> None:
    assert list(strip_appendix(f"{OPENING}\n{line}\n{LONG}").kept) == [OPENING, LONG]


@pytest.mark.parametrize(
    "line",
    [
        "ادعموا صحافتنا ولو بدرهم",
        "استطلاع: هل تحضر عروض المسرح؟",
        "© 2023 جريدة الشمال",
        "نسخ",
        "المهرجان المسرح المتوسطي مدينة طنجة",
    ],
)
def test_a_sites_line_at_the_end_goes(line: str) -> None:
    assert list(strip_appendix(f"{OPENING}\n{LONG}\n{line}\nتابعونا على فيسبوك").kept) == [OPENING, LONG]


def test_a_line_of_words_that_were_not_told_is_no_line_of_keywords() -> None:
    lines = [OPENING, LONG, "كاتب وشاعر مقيم بين باريس وبيروت"]
    assert list(strip_appendix("\n".join([*lines, "تابعونا على فيسبوك"])).kept) == lines
