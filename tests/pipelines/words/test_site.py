"""A site's lines are told by the share of their words that sites write."""

from __future__ import annotations

import pytest

from pipelines.words.folding import fold
from pipelines.words.site import (
    Voice,
    is_certain_line,
    is_invitation,
    is_site_label,
    is_site_line,
    is_site_sentence,
    voice_of,
)


@pytest.mark.parametrize(
    ("line", "voice"),
    [
        ("بريدك", Voice(1, 0, 0, 0)),
        ("وبتعليقاتكم", Voice(1, 0, 0, 0)),
        ("موقعنا", Voice(1, 0, 0, 0)),
        ("للتعليقات", Voice(0, 1, 0, 0)),
        ("بالصفحة", Voice(0, 0, 1, 0)),
        ("الميناء", Voice(0, 0, 0, 1)),
        ("من 12 مارس", Voice(0, 0, 0, 0)),
        ("اكتبلنا", Voice(1, 0, 0, 0)),
        ("محاكم وحكم", Voice(0, 0, 0, 2)),
    ],
)
def test_affixes_tell_whom_a_word_belongs_to(line: str, voice: Voice) -> None:
    assert voice_of(fold(line)) == voice


@pytest.mark.parametrize(
    "line",
    [
        *("سجّل بريدك لتصلك النشرة", "4 دقائق للقراءة", "رمز الخبر 88231", "إظهار التعليقات", "الصورة 2 من 9"),
        *("خاصية التعليق متوقفة", "طباعة الصفحة", "النسخة المطبوعة بصيغة pdf", "أبلغنا عن خطأ في الصفحة"),
        *("الموقع غير مسؤول عن الروابط الخارجية", "حمّلوا تطبيق الجريدة", "اشترك في قناة الصحيفة على اليوتيوب"),
    ],
)
def test_a_line_of_a_sites_words_is_its_own_at_the_end(line: str) -> None:
    assert is_site_line(fold(line))


@pytest.mark.parametrize(
    "line",
    [
        *("صيادون يطالبون بتعليق الرسوم", "شارك في الحوار ثلاثة وزراء", "كاتب وصحيفة", "محرر الصفحة الثقافية"),
        *("وموقع الجريدة على الشبكة", "افتح القائمة ثم اضغط الرابط", "آخر صورة لأمي", "نسخ نادرة من مخطوط قديم"),
    ],
)
def test_a_line_of_the_article_is_none(line: str) -> None:
    assert not is_site_line(fold(line))


def test_three_of_five_words_are_a_sites_at_the_end() -> None:
    assert is_site_line(fold("رابط تطبيق صفحة الميناء الجنوبي"))
    assert not is_site_line(fold("رابط صفحة الميناء الجنوبي القديم"))


def test_two_words_of_terms_and_seven_of_ten_of_a_site_make_a_sentence_its_own() -> None:
    assert is_site_sentence(fold("لا يجوز نسخ المحتوى أو نقل الصور دون إذن."))
    assert not is_site_sentence(fold("أدخل بريدك وكلمة المرور وعنوان الصفحة في الحقول."))
    assert not is_site_sentence(fold("لا يجوز نقل السجناء إلى سجن آخر دون إذن القاضي."))


@pytest.mark.parametrize(
    ("line", "marked", "certain"),
    [
        ("لتصلكم أخبارنا حمّلوا التطبيق", False, True),
        ("أخبارنا تصلكم أينما كنت", False, True),
        ("شارك برأيك", False, False),
        ("عدد المشاهدات 1245", True, True),
        ("عدد المشاهدات", False, False),
        ("على منصة اليوتيوب 2015", True, False),
        ("جميع الحقوق محفوظة", False, False),
        ("تعليقات غاضبة على المنصات", False, False),
    ],
)
def test_between_paragraphs_a_line_addresses_the_reader_or_has_a_number(
    line: str, *, marked: bool, certain: bool
) -> None:
    assert is_certain_line(fold(line), marked=marked) is certain


def test_a_label_of_the_page_has_only_a_sites_words() -> None:
    assert is_site_label(fold("التصنيفات"))
    assert not is_site_label(fold("أخبار الميناء"))
    assert not is_site_label(fold("كاتب المقال"))
    assert not is_site_label(fold("العنوان"))


def test_an_invitation_has_only_words_to_the_reader() -> None:
    assert is_invitation(fold("شاركنا في التعليقات"))
    assert not is_invitation(fold("اكتب اسم مدينتك القديمة"))
    assert not is_invitation(fold("التعليقات"))
