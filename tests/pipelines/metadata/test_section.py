"""An article's section."""

from __future__ import annotations

import pytest

from tests.pipelines.metadata.pages import HEADLINE, OTHER, beside, ld, meta, read


@pytest.mark.parametrize(
    ("head", "body", "section"),
    [
        (ld(articleSection="محافظات"), "", "محافظات"),
        (
            ld(articleSection=["أخبار", "محافظات"]),
            "<ul class='breadcrumb'><a>الرئيسية</a><a>محافظات</a></ul>",
            "محافظات",
        ),
        (ld(articleSection=["أخبار", "محافظات"]), "", "أخبار"),
        (meta("article:section", " محافظات\n"), "", "محافظات"),
        (meta("article:section", "Uncategorized"), "", None),
        ("", f"<nav id='breadcrumbs'><a>الرئيسية</a> / <a>محافظات</a> / <a>{HEADLINE}</a></nav>", "محافظات"),
        ("", "<div class='breadcrumb'><a>الرئيسية</a></div>", None),
        ("", "<ul class='breadcrumb'><li><a>الرئيسية</a></li><li class='active'>محافظات</li></ul>", "محافظات"),
        ("", "<table><tr><td>الرئيسية » محافظات</td></tr></table>", "محافظات"),
        ("", "<font>أنت هنا: <a>الصفحة الأولى</a> -&gt; <a>محافظات</a></font>", "محافظات"),
        ("", "<div><a>الرئيسية</a> | <a>محافظات</a> | <a>اتصل بنا</a></div>", None),
        ("", "<div>الرئيسية » اتصل بنا</div>", None),
        ("", "<div class='art-cat'><a href='/c/2'>محافظات</a></div>", "محافظات"),
        ("", "<a rel='category tag' href='/c/2'>محافظات</a>", "محافظات"),
        ("", "<div><a href='/c/2'>محافظات</a></div>", None),
        ("", "<ul><li><a href='/c/2'>محافظات</a></li></ul><div><a href='/c/2'>محافظات</a></div>", "محافظات"),
        ("", "<ul><li><a href='/c/2'>محافظات</a></li></ul><span><b>محافظات</b></span>", "محافظات"),
        ("", "<ul><li><a href='/c/2'>محافظات</a></li></ul><span><b>جسور ومرور</b></span>", None),
        ("", "<ul>" + "<li><a href='/section/2'>محافظات</a></li>" * 5 + "</ul>", None),
        ("", "<nav aria-label='breadcrumb'><span>محافظات</span></nav>", "محافظات"),
        ("", "<nav class='breadcrumb'><a>الرئيسية</a><a>افتتاح</a></nav>", "افتتاح"),
        (f"<title>{HEADLINE} - فرنسا</title>", "<nav class='breadcrumb'><a>الرئيسية</a><a>فرنسا</a></nav>", "فرنسا"),
        (f"<title>{HEADLINE} - المدينة</title>", "<nav class='breadcrumb'><a>المدينة</a><a>فرنسا</a></nav>", "فرنسا"),
    ],
)
def test_the_section_is_the_one_that_the_article_stands_in(head: str, body: str, section: str | None) -> None:
    assert read(head, beside("", before=body)).section == section


@pytest.mark.parametrize("classes", ["more-cat", "same-section", "article-section"])
def test_titles_of_a_section_are_no_section(classes: str) -> None:
    titles = (
        "<div><a href='/n/1'>أسعار الخضار تتراجع</a></div>" + f"<div><a href='/n/2'>{OTHER} بعد وصول شحنة</a></div>" * 3
    )
    assert read(body=beside(f"<div class='{classes}'><h3>المزيد من محافظات</h3>{titles}</div>")).section is None
