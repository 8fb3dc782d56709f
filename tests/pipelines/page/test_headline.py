"""The headline by its place before the text."""

from __future__ import annotations

import lxml.html
import pytest

from pipelines.page.headline import longest_run, placed_headline, repeated, stems_of
from pipelines.page.outline import outline_of

HEADLINE = "مزارعو الوادي يجنون محصول الرمان قبل موعده"
TEXT = (
    "<p>بدأ مزارعو الوادي جني محصول الرمان قبل موعده بأسبوعين بعد صيف شديد الحرارة لم تعرفه المنطقة منذ سنوات.</p>"
    "<p>وقالت المزارعة سعاد النجار إن الثمار جاءت أصغر من المعتاد، غير أن طعمها أحلى وسعرها في السوق أفضل.</p>"
)


def headline(body: str) -> str:
    return placed_headline(outline_of(lxml.html.document_fromstring(f"<html><body>{body}</body></html>")))


@pytest.mark.parametrize(
    "body",
    [
        f"<h2>{HEADLINE}</h2>{TEXT}",
        f"<h5>{HEADLINE}</h5><div>3 أيار 2024</div>{TEXT}",
        f"<h3>الأخبار</h3><h2>{HEADLINE}</h2><h3>بداية مبكرة لموسم طويل</h3>{TEXT}",
        f"<p>{HEADLINE}</p><span>نشر في 3 أيار 2024</span>{TEXT}",
        f"<div>{HEADLINE}</div>{TEXT}",
        f"<h2><a href='/n/1'>خبر آخر من قسم آخر</a></h2><h2>{HEADLINE}</h2>{TEXT}",
        f"<h2>{HEADLINE}</h2>{TEXT}<h2>عنوان آخر تحت النص بكلمات</h2><p>قصير</p>",
    ],
)
def test_the_heading_before_the_text_is_its_headline(body: str) -> None:
    assert headline(body) == HEADLINE


@pytest.mark.parametrize(
    "body",
    [
        TEXT,
        f"<h2>أخبار الوادي اليوم</h2>{TEXT}",
        f"<h2><a href='/n/1'>{HEADLINE}</a></h2>{TEXT}",
        f"<div>تسجيل الدخول إلى حسابك الشخصي هنا</div>{TEXT}",
        f"{TEXT}<h2>{HEADLINE}</h2>",
        f"<h2>{HEADLINE}</h2>",
        f"<p>{'وصف طويل ' * 12}</p><h2>{HEADLINE}</h2>{TEXT}",
        f"<div>{'وصف طويل ' * 12}<br>{HEADLINE}<br>{TEXT.replace('<p>', '').replace('</p>', '<br>')}</div>",
        f"<h2>{HEADLINE}</h2>"
        + "".join(f"<a href='/n/{n}'>خبر آخر من أخبار الموقع</a><br>" for n in range(3))
        + f"<div>{TEXT}</div>",
    ],
)
def test_a_text_without_a_headline_before_it_has_none(body: str) -> None:
    assert headline(body) == ""


def test_a_line_that_is_no_heading_needs_a_date_or_the_words_of_the_text() -> None:
    other = "حكاية طويلة عن البحر والناس"
    assert headline(f"<div>{other}</div>{TEXT}") == ""
    assert headline(f"<div>{other}</div><div>3/5/2024</div>{TEXT}") == other


def test_the_longest_text_is_not_divided_by_short_lines() -> None:
    tree = lxml.html.document_fromstring(f"<body>{TEXT}<p>إعلان</p>{TEXT}<h3>عنوان</h3>{TEXT}</body>")
    assert longest_run(outline_of(tree)) == (0, 5)


def test_words_are_repeated_with_or_without_their_article() -> None:
    stems = stems_of("وصل القطار إلى المحطات الجديدة")
    assert repeated("محطات قطار", stems) == 1
    assert repeated("مكتبة قطار", stems) == 0.5
    assert repeated("في من", stems) == 0


@pytest.mark.parametrize(("links", "divided"), [(3, False), (4, True)])
def test_a_menu_divides_texts(links: int, divided: bool) -> None:  # noqa: FBT001 - a parameter of the test
    menu = "".join(f"<li><a href='/s/{n}'>رياضة</a></li>" for n in range(links))
    ticker = "<p>هيئة الأرصاد تحذر من عواصف رملية على الطرق الصحراوية مساء اليوم وصباح الغد في جميع المحافظات.</p>"
    lines = outline_of(lxml.html.document_fromstring(f"<html><body>{ticker}<ul>{menu}</ul>{TEXT}</body></html>"))

    assert (longest_run(lines)[0] > 0) is divided
