"""The end of a text is judged as a whole."""

from __future__ import annotations

import pytest

from pipelines.strip import strip_appendix

ARTICLE = (
    "أطلقت جمعية أصدقاء الغابة حملة لزراعة عشرة آلاف شجرة أرز في مرتفعات الشمال خلال السنوات الثلاث المقبلة.",
    "وقال منسق الحملة إن الأهالي تبرعوا بأراضيهم، وإن تلامذة ست مدارس سيتولون ري الغراس في فصل الصيف.",
    "وخسرت المنطقة ربع غاباتها في حرائق الأعوام الماضية، وفق تقديرات مصلحة الأحراج.",
)
CREDIT = "المصدر: وكالة الشمال"
TITLES = ("بلدية الضنية تمنع رعي الماعز قرب الغابات", "حريق كبير يلتهم أحراج عكار منذ الفجر")


def stripped(*lines: str) -> tuple[str, ...]:
    return strip_appendix("\n".join(lines)).kept


@pytest.mark.parametrize(
    "tail",
    [
        ("لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *", "الاسم", "البريد", "التعليق", "إرسال"),
        ("تابعونا على فيسبوك", "الشمال اليوم", "اشتركوا في قناتنا على يوتيوب"),
        ("شارك الخبر", "الآراء المنشورة لا تعبر بالضرورة عن رأي الموقع.", "أعلى الصفحة"),
        ("#غابات #أرز", "1250 مشاهدة"),
        ("للتواصل مع الكاتب أرسل رسالة SMS", "تبدأ بالرمز (12) ثم مسافة ثم نص الرسالة إلى", "80080 - الشبكة"),
        ("مواضيع ذات صلة", *(f"{title}." for title in TITLES)),
        ("اقرأ أيضا:", f"{TITLES[0]}."),
        ("روابط ذات علاقة", " ".join(TITLES * 2)),
        ("اقرأ أيضا", *TITLES, "نستخدم ملفات تعريف الارتباط لتحسين تجربتك على موقعنا.", "موافق"),
    ],
)
def test_what_only_a_site_writes_goes(tail: tuple[str, ...]) -> None:
    assert stripped(*ARTICLE, *tail) == ARTICLE
    assert stripped(*ARTICLE, CREDIT, *tail) == (*ARTICLE, CREDIT)


@pytest.mark.parametrize("below", [TITLES, ("أخبار الشمال", "عكار", "فيسبوك تويتر"), ("بيئة", "تابعونا")])
def test_below_a_credit_titles_and_the_site_go(below: tuple[str, ...]) -> None:
    assert stripped(*ARTICLE, CREDIT, *below) == (*ARTICLE, CREDIT)


@pytest.mark.parametrize("below", ["سلمى النجار", "تحرير: سلمى النجار", TITLES[0]])
def test_below_a_credit_one_line_or_a_note_stays(below: str) -> None:
    assert stripped(*ARTICLE, CREDIT, below) == (*ARTICLE, CREDIT, below)


@pytest.mark.parametrize(
    "last",
    [
        "وتحتفظ إدارة الموقع الأثري بحق إغلاق الطرق، بحسب شروط الاتفاق.",
        "الزراعة تبدأ في الربيع.",
        "وختم بالقول: تابعونا.",
    ],
)
def test_the_article_s_last_sentence_stays(last: str) -> None:
    assert stripped(*ARTICLE, last) == (*ARTICLE, last)


def test_one_short_sentence_below_a_bare_heading_stays() -> None:
    last = "الزراعة تبدأ في الربيع بمشاركة الأهالي."
    assert stripped(*ARTICLE, "اقرأ أيضا", last) == (*ARTICLE, last)


@pytest.mark.parametrize(("unknown", "goes"), [(6, True), (7, False)])
def test_six_unknown_lines_go_with_the_prompt_above_them(unknown: int, *, goes: bool) -> None:
    tail = ("جميع الحقوق محفوظة", *["الشمال اليوم"] * unknown)
    shielded = (*ARTICLE, "غابات", *tail)
    assert stripped(*shielded[:-unknown]) == (*ARTICLE, "غابات")
    assert (stripped(*ARTICLE, *tail) == ARTICLE) or not goes
