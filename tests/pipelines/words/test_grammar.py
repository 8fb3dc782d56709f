"""Headings are recognized by classes of words, in any form of their words."""

from __future__ import annotations

import pytest

from pipelines.words.folding import fold
from pipelines.words.grammar import Heading, Opening, certain_heading, heading_in, is_likely, is_new, least_heading


@pytest.mark.parametrize(
    "line",
    [
        *("اقرأ أيضا", "اقرئي أيضًا:", "إقرأوا كذلك", "واقرأ أيضاً", "طالعوا المزيد", "تصفّح أيضا", "شاهدوا أيضا"),
        *("لقراءة المزيد", "للاطلاع على المزيد من الأخبار", "لمشاهدة المزيد", "يمكنكم أيضا قراءة", "شاهد هذا الفيديو"),
        *("روابط ذات علاقة", "خبران متعلقان", "المواد المشابهة", "مقالتان متشابهتان", "التقارير المرتبطة", "ذات صلة"),
        *("قد يهمك أيضا", "لا يفوتكم", "ننصحك بقراءة", "اخترنا لكم", "ما قد يهمك", "ربما فاتك", "هل قرأت هذا؟"),
        *("المزيد", "وللمزيد", "المزيد من المقالات", "مواضيع قد تهمك", "أخبار من القسم نفسه", "2 - اقرأ أيضا"),
    ],
)
def test_a_heading_is_known_in_every_form(line: str) -> None:
    assert heading_in(line) == Heading(Opening.RELATED, certain=True)


@pytest.mark.parametrize("line", ["الأكثر قراءة", "الأخبار الأكثر تداولا", "أحدث المقالات", "آخر ما نشر", "ترشيحاتنا"])
def test_a_ranking_is_told_apart(line: str) -> None:
    assert heading_in(line) == Heading(Opening.RANKING, certain=True)


@pytest.mark.parametrize(
    "line",
    [
        "المزيد من العالم",
        "قصص أخرى",
        "في هذا الملف",
        "صورة مشابهة",
        "اقرأ المزيد عن الانتخابات",
        "مواضيع ذات صلة من الميناء",
    ],
)
def test_a_heading_with_words_of_no_class_is_doubtful(line: str) -> None:
    heading = heading_in(line)
    assert heading is not None
    assert not heading.certain


@pytest.mark.parametrize(
    "line", ["رسوم الرسو", "الوزير يقرأ الرسالة", "كتب أخرى", "متحف بحري قرب المنارة", "صورة من الأرشيف", "", "12"]
)
def test_other_lines_are_none(line: str) -> None:
    assert heading_in(line) is None


def test_a_heading_has_nine_words_and_its_tail_four() -> None:
    assert heading_in("المزيد من أخبار طرابلس صيدا بيروت صور") is not None
    assert heading_in("المزيد من أخبار طرابلس صيدا بيروت صور جونية زحلة") is None
    assert heading_in("اقرأ أيضا المزيد من الأخبار والمقالات على موقعنا هنا") is not None
    assert heading_in("اقرأ أيضا المزيد من الأخبار والمقالات والتقارير على موقعنا هنا") is None


def test_the_least_heading_opens_a_line() -> None:
    assert least_heading(fold("اقرأ أيضا مرفأ صيدا").split()) == 2
    assert least_heading(fold("اقرأ الرسالة أيضا").split()) == 0


@pytest.mark.parametrize("line", ["التوسع في الدراسات والأبحاث", "القراءة في الكتاب", "متابعة الأخبار في المقهى"])
def test_a_noun_of_reading_alone_makes_no_heading(line: str) -> None:
    heading = heading_in(line)
    assert heading is None or not heading.certain


def test_the_longest_certain_heading_opens_a_line() -> None:
    assert certain_heading(fold("أخبار ذات صلة مرفأ صيدا").split()) == 3
    assert certain_heading(fold("اقرأ أيضا ما كتبه ابن خلدون").split()) == 0


@pytest.mark.parametrize(
    ("label", "likely"), [("اقرأوا", True), ("المزيد من", True), ("شاهد", True), ("تابع", False), ("في هذا", False)]
)
def test_a_doubtful_label_that_only_sites_write(label: str, *, likely: bool) -> None:
    assert is_likely(fold(label)) is likely


def test_the_newest_pieces_may_be_a_part_of_a_digest() -> None:
    assert is_new("آخر الأخبار")
    assert not is_new("الأكثر قراءة")
