"""An invented outlet with prompts and class names of its own: its articles, which all differ, and its pages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from crawler.archive.read.unarchived import unarchived_page
from crawler.outlet import Outlet

if TYPE_CHECKING:
    from crawler.items import Page

OUTLET = Outlet.of_site("https://rawabi.example/")
PLACES = (
    *("مرسى الهدوء", "وادي الزعتر", "تل السنديان", "عين الحمام", "رأس المرجان"),
    *("سهل القمح", "جبل الندى", "بحيرة اللوز", "غابة الصنوبر", "قرية الفخار"),
)
WORKS = ("جسر المشاة", "سوق السمك", "مكتبة الأطفال", "محطة الحافلات", "مصنع الزجاج", "متحف الخزف")
PERSONS = ("سلوى الناصر", "فادي القاسم", "منير البيطار", "هدى الشامي", "رائد العطار", "نجلاء الحداد", "وسيم الكاتب")
TRADES = ("صياد", "معلمة", "مهندس", "بستاني", "خبازة", "سائق", "نجار", "ممرضة")
SECTIONS = ("مدن", "حرف", "أسواق")

PROMPT = "مجلس قرائنا ينتظركم كل خميس، احجزوا مقاعدكم مبكرا"
SLOGAN = "روابي: حكاية المكان بأصوات أهله"
INSERT = "من دفتر الأسبوع"
SHELF = "على رفّ القارئ"
LABEL = "صفحة قريبة"
POLICY = "يحتفظ مجلس التحرير بحقه في اختصار ما يصله من مشاركات، ولا يعيد ما لم يجد طريقه إلى الصفحات."


class Story(NamedTuple):
    """An article of the outlet."""

    title: str
    lines: tuple[str, ...]
    day: str
    section: str


def story(number: int) -> Story:
    """Return an article; each number gives other words."""
    place, work = PLACES[number % 10], WORKS[number // 5 % 6]
    person, trade = PERSONS[number % 7], TRADES[number % 8]
    lines = (
        f"افتتحت بلدية {place} صباح الأحد {work} بعد أشغال طالت، وحضر الحفل أهل الأحياء المجاورة ومعهم {person}.",
        f"وقالت اللجنة التي تابعت {work} إن كلفة البناء بقيت دون ما رصد لها، وإن ما توفر سيذهب إلى طرق {place}.",
        f"وروى {trade} من {place} يدعى {person} أنه انتظر هذا اليوم منذ طفولته، وأنه سيأتي إلى {work} كل صباح.",
        f"في المقابل طالب تجار {place} بمواقف تكفي الزوار، وذكّروا بأن {work} أغلق مرتين من قبل لهذا السبب.",
        f"وتعهد {person} بأن تعود اللجنة إلى {place} قبل الشتاء لتسمع من كل {trade} رأيه في {work}.",
    )
    day = date(2026, 9, 1) + timedelta(days=number)
    return Story(f"{place} تستعيد {work} و{person} أول الزائرين", lines, day.isoformat(), SECTIONS[number % 3])


def other_title(number: int) -> str:
    """Return the title of another article, as a list shows it."""
    verbs = ("يفوز بجائزة الربيع", "تروي قصة البئر القديمة", "يعود من سفره الطويل", "تفتح مشغلها للجيران")
    return (
        f"{PERSONS[number % 7].split()[0]} ال{TRADES[number * 3 % 8]} {verbs[number % 4]} في {PLACES[number * 7 % 10]}"
    )


def page(number: int, lines: tuple[str, ...] = (), *, day: str = "", section: str = "") -> Page:
    """Return the page of an article, with other lines in its body when they are given."""
    told = story(number)
    day, section = day or told.day, section or told.section
    body = "".join(f"<p>{line}</p>" for line in lines or furnished(number))
    html = (
        f'<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{told.title}</title>'
        f'<meta property="og:title" content="{told.title}"><meta property="article:section" content="{section}">'
        f'<meta property="article:published_time" content="{day}T08:00:00+03:00"></head><body>'
        f'<div class="vorn"><div class="quel">{SLOGAN}</div><div class="mirt"><h1>{told.title}</h1>'
        f'<div class="zuli">{body}</div></div><div class="brop">{ticker(day)}</div></div></body></html>'
    )
    return unarchived_page(
        f"https://rawabi.example/{section}/{number}", html.encode(), OUTLET, "text/html", f"{day}T09:00:00Z"
    )


def ticker(day: str) -> str:
    """Return the news of the week, which stand on all of its pages."""
    week = date.fromisoformat(day).isocalendar().week
    return "".join(f"<span>{other_title(week * 5 + at)} وأهل الحي يحتفلون حتى ساعة متأخرة.</span> " for at in range(4))


def furnished(number: int) -> tuple[str, ...]:
    """Return an article's lines with all of the outlet's furniture."""
    first, second, third, fourth, fifth = story(number).lines
    return (
        first,
        second,
        PROMPT,
        third,
        INSERT,
        other_title(number),
        other_title(number + 3),
        fourth,
        f"{LABEL}: {other_title(number + 11)}",
        fifth,
        SHELF,
        *(f"{other_title(number + at)} ثم يحكي لنا." for at in (5, 6, 7)),
        POLICY,
    )
