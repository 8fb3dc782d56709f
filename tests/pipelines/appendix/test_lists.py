"""Lists of titles below an article, and inserts, are told by what they tell."""

from __future__ import annotations

import pytest

from pipelines.strip import strip_appendix

TITLE = "بلدية المهدية تعيد فتح سوق السمك"
ARTICLE = (
    TITLE,
    "أعادت بلدية المهدية صباح السبت فتح سوق السمك القديم بعد أشغال صيانة دامت سبعة أشهر وشملت السقف ومخازن التبريد.",
    "وقال رئيس البلدية إن الباعة عادوا إلى محلاتهم بالمعاليم السابقة، وإن الماء يصل الآن إلى كل الطاولات.",
    "ويشتكي البحارة من ضيق الرصيف المجاور الذي لا يتسع إلا لعشرة مراكب في اليوم الواحد.",
    "ومن المنتظر أن تنطلق توسعة الرصيف في الخريف المقبل بتمويل من الجهة.",
)
OPEN = tuple(line.rstrip(".") for line in ARTICLE)
TITLES = (
    "طائرة تهبط اضطراريا في مطار جربة",
    "كيف ربحت لاعبة التنس رهان العودة؟",
    "أمطار غزيرة تعطل القطارات بين بنزرت وماطر",
)


def kept(*lines: str) -> tuple[str, ...]:
    return strip_appendix("\n".join(lines)).kept


@pytest.mark.parametrize("heading", ["حديث المقاهي", "وجوه وأصداء", "جهات"])
@pytest.mark.parametrize("article", [ARTICLE, OPEN])
def test_a_list_of_other_news_goes_whatever_its_heading(heading: str, article: tuple[str, ...]) -> None:
    assert kept(*article, heading, *TITLES) == article
    assert kept(*article, *TITLES[:2]) == article


@pytest.mark.parametrize(
    "own",
    [
        ("سوق السمك القديم بعد أشغال الصيانة", "هل يتسع الرصيف لمراكب البحارة؟"),
        ("وتنتظر المدينة أيضا ترميم برجها", "ولم يحدد موعد ذلك"),
        ("سليم بن عياد", "مراسل الجريدة بالمهدية"),
        ("يا بحر خذني إليك وردني لمراكب", "لا ترس قرب الحاجبين مراكب", "هذا النوى يبكي لديه مراكب"),
        ("* خدمة صحيفة أجنبية", "كيف نقرأ هذا كله؟ سؤال مؤجل"),
        ("طائرة تهبط اضطراريا في مطار جربة",),
        ("1 - محطات رصد تراقب الزلازل", "2 - دروس مجانية لتلاميذ المدارس؟"),
    ],
)
def test_what_may_be_the_articles_stays(own: tuple[str, ...]) -> None:
    assert kept(*ARTICLE, *own) == (*ARTICLE, *own)


@pytest.mark.parametrize("last", ["وجاءت النتائج كالتالي.", "ومن شعاراته:"])
def test_an_announced_list_stays(last: str) -> None:
    assert kept(*ARTICLE, last, *TITLES) == (*ARTICLE, last, *TITLES)


def test_a_writers_name_above_the_lists_heading_stays() -> None:
    assert kept(*ARTICLE, "سليم بن عياد", "حديث المقاهي", *TITLES) == (*ARTICLE, "سليم بن عياد")


def test_titles_with_full_stops_go_below_one_that_only_a_site_writes() -> None:
    titles = ("شاهد.. لحظة وصول الطائرة.", "تعرف على أبطال الدورة الرياضية.", "موعد صرف جرايات شهر أفريل.")
    assert kept(*ARTICLE, *titles) == ARTICLE
    assert kept(*ARTICLE, *titles[1:]) == (*ARTICLE, *titles[1:])


@pytest.mark.parametrize(
    "insert",
    [
        ("تقرير سابق: عاصفة ترابية تغلق مطار توزر",),
        ("خاص | وثيقة من داخل الصندوق",),
        ("#شاهد هبوط الطائرة في جربة",),
        ("← الموضوع التالي: قطار جديد نحو قفصة",),
        ("أعجبك الخبر؟ شاركنا في التعليقات",),
        ("للكاتب أيضا", "طائرة تهبط اضطراريا في مطار جربة"),
        ("زوارنا يقرؤون الآن", "طائرة تهبط اضطراريا في مطار جربة"),
    ],
)
def test_an_insert_goes(insert: tuple[str, ...]) -> None:
    assert kept(*ARTICLE[:3], *insert, *ARTICLE[3:]) == ARTICLE


@pytest.mark.parametrize(
    "line",
    [
        "تقرير سابق: أشغال صيانة سوق السمك",
        "الميناء | 12 | 40",
        "فما رأيكم في كل هذا؟",
        "شارك برأيك",
        "صفحة جديدة",
        "بحارة المدينة يرفعون أصواتهم",
    ],
)
def test_a_line_that_may_be_the_articles_stays_between_paragraphs(line: str) -> None:
    lines = (*ARTICLE[:3], line, *ARTICLE[3:])
    assert kept(*lines) == lines


def test_a_bar_beside_another_is_a_row_of_a_table() -> None:
    rows = ("الفريق | مجموع النقاط والأهداف", "النجم | ثلاثون نقطة كاملة")
    lines = (*ARTICLE[:3], *rows, *ARTICLE[3:])
    assert kept(*lines) == lines


def test_a_doubtful_prompt_among_verses_closes_nothing() -> None:
    verses = tuple(f"{word} على الشاطئ القديم" for word in ("نجم", "ليل", "موج", "طير", "عشب", "ريح", "رمل", "صمت"))
    lines = (*ARTICLE[:3], *verses, "صفحة تكتب عنوان المساء", *verses)
    assert kept(*lines) == lines
