"""Prompts and notices are recognized by their verbs and things."""

from __future__ import annotations

import pytest

from pipelines.words.folding import fold
from pipelines.words.prompts import (
    asks_reader,
    is_advertised,
    is_certain_prompt,
    is_control,
    is_notice,
    is_prompt,
    is_share_bar,
)


@pytest.mark.parametrize(
    "line",
    [
        *("تابعونا", "تابعنا على إكس", "لمتابعتنا على تلغرام", "تابع جريدة الميناء على:", "راسلونا عبر البريد"),
        *(
            "اشتركي في نشرتنا",
            "انضموا إلى مجموعتنا",
            "للاشتراك في خدمة واتساب",
            "حمّل تطبيقنا",
            "سجلوا في قائمتنا البريدية",
        ),
        *(
            "شارك المقال",
            "شاركونا رأيكم",
            "اترك تعليقا",
            "للتواصل مع الكاتب أرسل رسالة",
            "تغطية متواصلة على قناتنا على تلغرام",
        ),
    ],
)
def test_a_prompt_asks_the_reader(line: str) -> None:
    assert is_prompt(fold(line), closed=False)


@pytest.mark.parametrize(
    "line",
    [
        *("شارك في الافتتاح وزراء ونواب", "تابع الوزير جولته في المرفأ", "حمل الصيادون شباكهم", "سجل الفريق هدفين"),
        *("ميناء طرابلس القديم", "اشترك خمسون صيادا", ""),
    ],
)
def test_a_report_of_the_same_verbs_is_none(line: str) -> None:
    assert not is_prompt(fold(line), closed=False)


def test_a_sentence_is_a_prompt_when_it_names_the_site_or_the_reader() -> None:
    assert is_prompt(fold("تابعونا على فيسبوك وتويتر لمعرفة كل جديد."), closed=True)
    assert not is_prompt(fold("اشتركوا في رسالة إلى الوزير."), closed=True)
    assert not is_prompt(fold("ويمكنك معرفة عدد المتابعين على تويتر."), closed=True)


@pytest.mark.parametrize(("count", "certain"), [(16, True), (17, False)])
def test_a_certain_prompt_has_twenty_words(count: int, *, certain: bool) -> None:
    assert is_certain_prompt(fold("اشتركوا في قناتنا الآن " + "وغيرها " * count)) is certain


def test_a_prompt_has_forty_words() -> None:
    assert is_prompt(fold("تابعونا على فيسبوك " + "وغيرها " * 37), closed=False)
    assert not is_prompt(fold("تابعونا على فيسبوك " + "وغيرها " * 38), closed=False)


@pytest.mark.parametrize(("line", "bar"), [("فيسبوك تويتر واتساب", True), ("مشاركة الخبر", True), ("الخبر", False)])
def test_a_share_bar_has_a_word_that_only_share_bars_have(line: str, *, bar: bool) -> None:
    assert is_share_bar(fold(line)) is bar


def test_a_share_bar_may_be_run_together() -> None:
    assert is_share_bar(fold("شارك هذا الخبرفيسبوكتويترواتساب"))
    assert not is_share_bar(fold("فيسبوكية"))


@pytest.mark.parametrize(
    ("line", "notice"),
    [
        ("المقالات المنشورة تعبر عن آراء أصحابها ولا تعبر بالضرورة عن رأي الصحيفة.", True),
        ("تحتفظ إدارة الموقع بحق حذف التعليقات التي تخالف شروط النشر.", True),
        ("وأعلنت إدارة المرفأ أن المراكب ستعود إلى الرصيف القديم في الربيع.", False),
    ],
)
def test_a_notice_speaks_of_terms(line: str, *, notice: bool) -> None:
    assert is_notice(fold(line)) is notice


def test_controls_counts_and_ways_past_advertisements() -> None:
    assert is_control(fold("120 مشاهدة"))
    assert is_control(fold("العودة إلى الصفحة الرئيسية"))
    assert not is_control(fold("120 صيادا"))
    assert is_advertised(fold("يستمر الخبر بعد الإعلان"))
    assert not is_advertised(fold("بدأ العمل بعد الإعلان عن الخطة"))


def test_the_reader_is_asked_for_what_is_his() -> None:
    assert asks_reader(fold("لن يتم نشر عنوان بريدك الإلكتروني"))
    assert not asks_reader(fold("لن ينشر المرفأ بريده"))
