"""Arabic passes; other languages are rejected, also those in Arabic script."""

from __future__ import annotations

import re
import subprocess
import sys
from html import unescape
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.language import ARABIC, judge_language, language_of
from pipelines.normalize import normalize
from pipelines.rejected import Rejected
from pipelines.words.folding import words
from tests.support.project import ROOT, SHARED

if TYPE_CHECKING:
    from pathlib import Path

shared = pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared, which this machine does not have")

ARTICLE = (
    "افتتحت بلدية المدينة صباح اليوم حديقة عامة جديدة على ضفة النهر بعد أعمال استمرت عامين، وحضر الافتتاح عدد كبير من "
    "السكان وأعضاء المجلس المحلي. وقال رئيس البلدية إن الحديقة تضم ملاعب للأطفال ومسارات للمشي وأكثر من ألف شجرة، وإن "
    "الدخول إليها سيكون مجانيا طوال أيام الأسبوع. وأضاف أن المشروع بلغت تكلفته ثلاثة ملايين دينار."
)
PERSIAN = (
    "شهرداری شهر صبح امروز پارک تازه‌ای را در کنار رودخانه گشود و گروهی از شهروندان در آیین گشایش آن شرکت کردند. "
    "شهردار گفت که این پارک زمین بازی کودکان و مسیر پیاده‌روی دارد و ورود به آن رایگان است."
)
URDU = (
    "شہر کی بلدیہ نے آج صبح دریا کے کنارے ایک نیا پارک کھول دیا جس کی تقریب میں بڑی تعداد میں شہریوں نے شرکت کی۔ "
    "میئر نے کہا کہ پارک میں بچوں کے کھیلنے کی جگہ اور چہل قدمی کے راستے ہیں اور داخلہ مفت ہوگا۔"
)
SORANI = (
    "شارەوانی ئەمڕۆ بەیانی پارکێکی نوێی لە کەناری ڕووبارەکە کردەوە و ژمارەیەکی زۆر لە دانیشتووان بەشدارییان کرد. "
    "سەرۆکی شارەوانی وتی کە پارکەکە یاریگای منداڵان و ڕێگای پیاسەی تێدایە."
)
ENGLISH = "The city council opened a new public park on the river bank this morning after two years of work. " * 3


def test_an_arabic_article_is_arabic() -> None:
    language = judge_language(ARTICLE)
    assert language.code == ARABIC
    assert language.score > 0.99
    assert language.arabic == 1.0
    assert language.foreign == 0.0


@pytest.mark.parametrize("text", [PERSIAN, URDU, SORANI, ENGLISH, PERSIAN * 9, ENGLISH + ARTICLE[:60]])
def test_other_languages_are_rejected(text: str) -> None:
    with pytest.raises(Rejected, match="not-arabic") as rejected:
        judge_language(text)
    assert rejected.value.reason == "not-arabic"


@pytest.mark.parametrize("letters", [("یک", "يك"), ("یکپچژگ", "يكبجزق")])
def test_persian_typed_with_arabic_letters_is_rejected(letters: tuple[str, str]) -> None:
    with pytest.raises(Rejected, match="not-arabic"):
        judge_language(PERSIAN.translate(str.maketrans(*letters)))


@pytest.mark.parametrize(
    "text",
    [
        "او دیروز همراه خانواده از تهران به شیراز رفت و برای همین در جلسه نبود.",
        "وہ کل اپنے گھر والوں کے ساتھ لاہور گیا اور جلسے میں نہیں آیا۔",
        "ئەو دوێنێ لەگەڵ خێزانەکەی چوو بۆ هەولێر و لە کۆبوونەوەکە نەبوو.",
        "ئه و دوينى له كه ل خيزانه كه ى بو هه ولير جو و ئه مرو كه رايه وه.",
        "هغه پرون د خپلې کورنۍ سره کابل ته لاړ او په غونډه کې نه و.",
        "ئۇ تۈنۈگۈن ئائىلىسى بىلەن ئۈرۈمچىگە باردى.",
    ],
)
def test_a_single_sentence_in_another_language_is_rejected(text: str) -> None:
    with pytest.raises(Rejected, match="not-arabic"):
        judge_language(text)


@pytest.mark.parametrize(
    "text",
    [
        "عاد التيار الكهربائي إلى أحياء المدينة كلها.",
        "أعلنت شركة «گوگل» افتتاح مكتب في عمان، وقالت «گوگل» إنه الأول.",  # more than 4 % of its letters
        "نعم.",
        "احنا رحنا السوق امبارح وما لقيناش حاجة خالص عشان كان زحمة.",
        "واش كتعرف شنو وقع البارح فالمدينة راه الناس كاملين خرجو للزنقة.",
        "شلونك وش اخبارك من زمان ما شفناك وينك مختفي هالايام.",
        "هدافو الجولة: دي ماريا، دي يونغ، بو خليفة، سي أحمد، كريم خان.",
        "حضر الحفل پرويز وچنگيز وگلناز من فرقة المدينة، وأحيت السهرة فنانة من الجزائر.",
    ],
)
def test_short_arabic_passes_by_its_letters(text: str) -> None:
    assert judge_language(text).code == ARABIC


def test_a_persian_name_does_not_make_an_arabic_article_persian() -> None:
    assert judge_language(ARTICLE + " وحضر الافتتاح السفير الإيراني پژمان چگيني.").code == ARABIC


def test_an_article_with_many_latin_names_is_arabic() -> None:
    names = " (Microsoft, Google, Amazon, Apple, Facebook, Netflix, Samsung, Huawei, Oracle, Intel)"
    assert judge_language(ARTICLE + names).code == ARABIC


def test_a_vocalized_text_is_arabic_and_so_is_one_in_presentation_forms() -> None:
    verse = "ٱلْحَمْدُ لِلَّهِ رَبِّ ٱلْعَٰلَمِينَ ٱلرَّحْمَٰنِ ٱلرَّحِيمِ مَٰلِكِ يَوْمِ ٱلدِّينِ إِيَّاكَ نَعْبُدُ وَإِيَّاكَ نَسْتَعِينُ " * 4
    assert judge_language(verse).code == ARABIC
    assert judge_language("ﺍﻓﺘﺘﺤﺖ ﺑﻠﺪﻳﺔ ﺍﻟﻤﺪﻳﻨﺔ ﺣﺪﻳﻘﺔ ﻋﺎﻣﺔ").code == ARABIC


@settings(max_examples=50)
@given(st.text(st.sampled_from(ARTICLE + PERSIAN + "abc"), max_size=600))
def test_any_text_has_an_answer_and_the_same_one_twice(text: str) -> None:
    language = language_of(text)
    assert language_of(text) == language
    assert 0 <= language.score <= 1
    assert 0 <= language.foreign <= 1
    assert 0 <= language.arabic <= 1


def test_the_answer_is_the_same_in_another_run() -> None:
    code = f"from pipelines.language import language_of; print(language_of({ARTICLE + ' ' + PERSIAN[:40]!r}))"
    runs = {
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    }
    assert runs == {f"{language_of(ARTICLE + ' ' + PERSIAN[:40])}\n"}


# --- Edges: texts of letters only, whose shares are exact ----------------------------------------------------------

OWN = "".join(re.findall("[\u0621-\u063a\u0641-\u064a]+", ARTICLE))


@pytest.mark.parametrize(("latin", "code"), [(50, "ar"), (51, "und")])
def test_half_of_the_letters_are_arabic(latin: int, code: str) -> None:
    assert language_of(f"{OWN[:50]} {'a' * latin}").code == code


@pytest.mark.parametrize(("own", "foreign", "code"), [(93, 7, "ar"), (92, 8, "und"), (192, 8, "ar"), (191, 8, "und")])
def test_eight_letters_and_more_than_one_in_twenty_five_are_foreign(own: int, foreign: int, code: str) -> None:
    words = " ".join(OWN[at : at + 5] for at in range(0, own, 5))[: own + (own - 1) // 5]
    assert language_of(f"{words} {'گ' * foreign}").code == code


@pytest.mark.parametrize(("letters", "asked"), [(199, False), (200, True)])
def test_from_two_hundred_letters_the_detector_is_asked(letters: int, *, asked: bool) -> None:
    share = round(1 - 1 / letters, 4)
    assert (language_of(f"{OWN[: letters - 1]}گ").score != share) is asked


OWN_WORDS = words("الحديقة الجديدة النهر الملاعب المدينة البلدية المجلس الأطفال الأشجار الدينار السكان المشروع")
STRANGE_WORDS = words("از در كه را")


@pytest.mark.parametrize(("own", "strange", "asked"), [(12, 0, False), (11, 0, True), (12, 3, False), (12, 4, True)])
def test_enough_words_of_arabics_own_need_no_detector(
    own: int, strange: int, *, asked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = []

    def detected(asked_about: list[str]) -> tuple[str, float]:
        asking.append(asked_about)
        return ARABIC, 0.5

    monkeypatch.setattr("pipelines.language._detected", detected)
    text = " ".join([*sorted(OWN_WORDS)[:own], *sorted(STRANGE_WORDS)[:strange]] * 4)
    assert language_of(text).score == (0.5 if asked else 1.0)
    assert bool(asking) is asked


@pytest.mark.parametrize(
    ("text", "code"), [("از در", "ar"), ("از در که", "und"), ("از در که في على عن", "ar"), ("از در که في على", "und")]
)
def test_three_strange_words_that_outnumber_arabics_own_are_another_language(text: str, code: str) -> None:
    assert language_of(text).code == code


def test_the_answer_is_the_same_each_time_where_the_detector_is_unsure() -> None:
    cities = "تهران شيراز كابل لاهور كراتشي " * 9
    assert len({language_of(cities) for _ in range(8)}) == 1


def test_of_a_text_without_letters_it_is_not_said_that_it_is_not_arabic() -> None:
    assert judge_language("٢٠٢٤ - ١٢:٣٠").code == "und"


@pytest.mark.parametrize("path", sorted((ROOT / "seeds").glob("*.txt")), ids=lambda path: path.name[:3])
def test_reference_documents_pass(path: Path) -> None:
    assert judge_language(normalize(path.read_text(encoding="utf-8"))).score > 0.99


@shared
@pytest.mark.parametrize("path", sorted(SHARED.glob("pages/articles/*/*.txt")), ids=lambda path: path.parent.name)
def test_gold_texts_pass(path: Path) -> None:
    assert judge_language(normalize(path.read_text(encoding="utf-8"))).score > 0.99


@shared
@pytest.mark.parametrize(
    "name", ["jang_liveblog_trimmed", "khabaronline.ir_1523806243", "naibaat.pk_2022", "theargus_1703831611"]
)
def test_real_pages_in_other_languages_are_rejected(name: str) -> None:
    page = (SHARED / f"pages/negatives/{name}.html").read_text(encoding="utf-8", errors="replace")
    words = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL | re.IGNORECASE)
    with pytest.raises(Rejected, match="not-arabic"):
        judge_language(normalize(unescape(words)))
