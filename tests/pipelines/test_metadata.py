"""What a page tells of its article: exact, or absent."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import lxml.html
import pytest
from lxml import etree

from crawler.outlet import Outlet
from pipelines.metadata import Metadata, metadata_of
from pipelines.metadata.persons import MAX_AUTHORS
from pipelines.metadata.tags import MAX_TAGS
from pipelines.structured import nodes_of

OUTLET = Outlet(
    name="almadina.example",
    title="صحيفة المدينة",
    country="EG",
    timezone="Africa/Cairo",
    domains=("almadina.example",),
    evidence="made up",
)
URL = "https://almadina.example/news/4711-افتتاح-جسر-الجامعة"
HEADLINE = "افتتاح جسر الجامعة أمام السيارات"
OTHER = "أسعار الخضار تتراجع في الأسواق"
CAPTURED = datetime(2024, 8, 25, 9, 0, tzinfo=UTC)
BODY = "<p>افتتح المحافظ الجسر في 1 مايو 2023 أمام السيارات بعد أعمال صيانة دامت عاما كاملا.</p>"


def read(
    head: str = "", body: str = f"<h1>{HEADLINE}</h1>", url: str = URL, headline: str = "", *, dated: bool = True
) -> Metadata:
    title = f'<meta property="og:title" content="{HEADLINE}"><meta property="og:site_name" content="المدينة">'
    tree = lxml.html.document_fromstring(f"<html><head>{title}{head}</head><body>{body}</body></html>")
    before = etree.tostring(tree)
    found = metadata_of(tree, nodes_of(tree), OUTLET, url, CAPTURED if dated else None, headline)
    assert etree.tostring(tree) == before
    return found


def ld(**fields: Any) -> str:
    node = {"@type": "NewsArticle", "headline": HEADLINE, **fields}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def beside(shown: str, before: str = "") -> str:
    """A page whose headline has something beside it, a header with a clock, and a list of other articles."""
    return f"""
        <header><div class="clock">الأحد 25 أغسطس 2024</div></header>
        <main><div>{before}<h1>{HEADLINE}</h1>{shown}</div>{BODY}
        <div class="related-posts"><h3>{OTHER}</h3><time datetime="2024-08-02T10:00:00Z">2 أغسطس 2024</time>
        <span class="author">هالة يوسف</span><a rel="tag" href="/t">أسواق</a></div></main>
        <footer>جميع الحقوق محفوظة 1 يناير 2024</footer>"""


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (ld(datePublished="2024-08-24T12:09:00+03:00"), ""),
        (ld(datePublished="٢٠٢٤-٠٨-٢٤T١٢:٠٩:٠٠+0300"), ""),
        (ld(datePublished="2024-08-24T12:09:00"), ""),
        (ld(datePublished=1724490540), ""),
        (meta("article:published_time", "السبت، 24 أغسطس 2024 - 12:09 م"), ""),
        ('<meta name="pubdate" content="Sat, 24 Aug 2024 12:09:00 +0300">', ""),
        ('<meta name="parsely-pub-date" content="1724490540000">', ""),
        ("", f"<h1>{HEADLINE}</h1><meta itemprop='datePublished' content='2024-08-24T12:09:00+03:00'>"),
        ("", beside('<time class="published updated" datetime="2024-08-24T12:09:00+03:00">أمس</time>')),
        ("", beside("<ul><li>24/8/2024 12:09 م</li></ul>")),
        ("", beside('<p class="meta">نُشر: ٢٤ آب/أغسطس ٢٠٢٤ - ١٢:٠٩ | آخر تحديث: ٢٤/٨/٢٠٢٤ ١٢:٠٩</p>')),
        ("", beside("<div><b>24-8-2024</b> <i>12:09</i></div>")),
        ("", beside('<span class="date">أمس، 12:09 م</span>')),
        (ld(datePublished="2024-08-24"), beside("<span>24/8/2024 - 12:09</span>")),
        (ld(datePublished="0000-00-00 00:00:00"), beside("<span>24/8/2024 - 12:09</span>")),
    ],
)
def test_the_moment_of_publication_is_found_wherever_it_stands(head: str, body: str) -> None:
    assert read(head, body or f"<h1>{HEADLINE}</h1>").published == "2024-08-24T12:09:00+03:00"


@pytest.mark.parametrize(
    "page",
    [
        f"<table><tr><td><span>{HEADLINE}</span></td></tr><tr><td>نشر بتاريخ: SHOWN | ٧</td></tr></table>{BODY}",
        f"<center><font size=5><b>{HEADLINE}</b></font></center><center><font>SHOWN</font></center>{BODY}",
        f"<h1>المدينة</h1><div>{HEADLINE}</div><div>محافظات | SHOWN</div>{BODY}",
        f"<marquee>{HEADLINE}</marquee><i>1/1/2024</i><table><tr><td>SHOWN<h3>{HEADLINE}</h3></td></tr></table>{BODY}",
        f"<div><span>الرئيسية</span> » <span>{HEADLINE}</span></div><div>SHOWN</div><p>{HEADLINE}</p>{BODY}",
        f"<h2>{HEADLINE}</h2><div><i property='dc:created' content='2024-08-24T12:09:00+03:00'></i></div>{BODY}",
        f"<h2>{HEADLINE}</h2><abbr class=published title='2024-08-24T12:09:00+03:00'>12:09 م</abbr>{BODY}",
    ],
)
def test_the_dateline_is_beside_the_headline_whatever_that_is(page: str) -> None:
    shown = page.replace("SHOWN", "<u>24/8/2024 12:09</u>")
    assert read(body=shown, headline=HEADLINE).published == "2024-08-24T12:09:00+03:00"


@pytest.mark.parametrize(
    ("said", "shown", "published"),
    [
        ("2024-08-24T12:09:13Z", "24/8/2024 12:09 م", "2024-08-24T12:09:13+03:00"),
        ("2024-08-24T12:09:13Z", "24/8/2024 03:09 م", "2024-08-24T12:09:13+00:00"),
        ("2024-08-24T12:09:13Z", "24/8/2024 12:09 بتوقيت غرينتش", "2024-08-24T12:09:13+00:00"),
        ("2024-08-24T12:09:13+04:00", "24/8/2024 12:09", "2024-08-24T12:09:13+04:00"),
    ],
)
def test_a_clock_that_is_shown_as_local_is_not_utc(said: str, shown: str, published: str) -> None:
    body = beside(f"<time datetime='{said}'>{shown}</time>")
    assert read(body=body).published == published
    assert read(ld(datePublished=said), beside(f"<i>{shown}</i>")).published == published


def test_the_pages_data_tell_of_the_object_that_holds_the_headline() -> None:
    story = {
        "title": HEADLINE,
        "published_at": "2024-08-24T09:09:00Z",
        "updatedAt": "2024-08-24T12:00:00Z",
        "byline": [{"name": "منى الشريف"}],
        "category": {"name": "محافظات"},
        "tags": [{"name": "جسور"}, "مرور"],
    }
    other = {"title": OTHER, "author": "هالة يوسف", "tags": ["أسواق"], "published_at": "2024-08-01T00:00:00Z"}
    whole = json.dumps({"props": {"related": [other], "story": story, "latest": [other]}}, ensure_ascii=False)
    flight = json.dumps(f'6:["$","article",null,{json.dumps(story)}]')
    for script in (whole, f"window.__STATE__ = {whole};", f"self.__next_f.push([1,{flight}])"):
        found = read(body=f"<h1>{HEADLINE}</h1><script>{script}</script>", headline=HEADLINE)
        assert found.published == "2024-08-24T09:09:00+00:00"
        assert found.modified == "2024-08-24T12:00:00+00:00"
        assert (found.authors, found.section, found.tags) == (["منى الشريف"], "محافظات", ["جسور", "مرور"])
    assert read(body=f"<h1>{HEADLINE}</h1><script>{json.dumps(other)}</script>", headline=HEADLINE) == read()


@pytest.mark.parametrize(
    ("head", "body", "url", "published"),
    [
        (
            meta("article:published_time", "2024-08-20T01:00:00Z") + ld(datePublished="2024-08-22"),
            "",
            URL,
            "2024-08-22",
        ),
        (ld(datePublished="2024-08-22"), beside("<span>24/8/2024 - 12:09</span>"), URL, "2024-08-22"),
        (meta("article:published_time", "2024-08-24T09:09:00+00:00"), beside("<i>24/8/2024 12:09</i>"), URL, None),
        ("", "", "https://almadina.example/2024/08/24/bridge", "2024-08-24"),
        ("", "", "https://almadina.example/2024-08-24/bridge", "2024-08-24"),
        ("", "", "https://almadina.example/20240824/bridge", "2024-08-24"),
        ("", beside("<span class='date'>20 صفر 1446هـ</span>"), URL, "2024-08-24"),
        ("", beside("<span class='date'>منذ 3 ساعات</span>"), URL, "2024-08-25"),
    ],
)
def test_sources_are_trusted_in_order(head: str, body: str, url: str, published: str | None) -> None:
    assert read(head, body or f"<h1>{HEADLINE}</h1>", url).published == (published or "2024-08-24T09:09:00+00:00")


@pytest.mark.parametrize(
    "body",
    [
        beside(""),
        beside("", before="<div>الأحد 25 أغسطس 2024</div>"),
        beside("", before='<time datetime="2024-08-25T09:00:00Z">الآن</time>'),
        beside('<article><a href="/x">خبر آخر</a><span class="date">24/8/2024</span></article>'),
        beside('<aside><span class="date">24/8/2024</span></aside>'),
        beside('<div class="comments"><span class="date">24/8/2024</span></div>'),
        beside("<figure><figcaption>القاهرة، 24 أغسطس 2024</figcaption></figure>"),
        beside(f'<div><a href="/x">{OTHER} بعد وصول شحنة جديدة</a><time datetime="2024-08-24">أمس</time></div>'),
        beside("<p>قال المحافظ في 24 أغسطس 2024 إن الجسر يخدم آلاف السكان.</p>"),
        f"<p>24/8/2024</p><h2>{OTHER}</h2>",
    ],
)
def test_the_date_of_something_else_is_not_the_articles(body: str) -> None:
    assert read(body=body).published is None


@pytest.mark.parametrize(
    ("fields", "modified"),
    [
        ({"dateModified": "2024-08-24T15:00:00+03:00"}, "2024-08-24T15:00:00+03:00"),
        ({"dateModified": "2024-08-25"}, "2024-08-25"),
        ({"dateModified": "2024-08-24T09:09:00Z"}, None),
        ({"dateModified": "2024-08-24"}, None),
        ({"dateModified": "2024-03-15T12:00:00Z"}, None),
        ({"dateModified": "2024-08-25T09:02:00Z"}, None),
        ({"dateModified": "2024-08-30T09:02:00Z"}, None),
    ],
)
def test_a_change_is_later_than_the_publication_and_not_the_rendering(
    fields: dict[str, str], modified: str | None
) -> None:
    assert read(ld(datePublished="2024-08-24T12:09:00+03:00", **fields)).modified == modified


def test_a_change_is_told_in_words_too() -> None:
    shown = beside("<p>نشر في 24/8/2024 12:09 آخر تحديث: 24/8/2024 15:00</p>")
    assert read(body=shown).modified == "2024-08-24T15:00:00+03:00"


def test_the_node_of_another_article_is_passed_over() -> None:
    other = ld(
        headline=OTHER, url="https://almadina.example/news/1-other", datePublished="2024-08-01", author="هالة يوسف"
    )
    assert read(other) == read()
    assert read(other + ld(headline=OTHER, datePublished="2024-08-02")) == read()
    assert read(other + ld(datePublished="2024-08-24")).published == "2024-08-24"
    assert read(other + ld(headline="عنوان آخر", mainEntityOfPage={"@id": URL}, datePublished="2024-08-24")).published


def test_times_of_a_site_without_a_file_have_no_offset() -> None:
    tree = lxml.html.document_fromstring(f"<html><body>{beside('<i>24/8/2024 12:09</i>')}</body></html>")
    assert metadata_of(tree, (), Outlet.of_site(URL), URL, CAPTURED).published == "2024-08-24T12:09:00"


def test_without_a_capture_what_is_told_from_it_is_absent() -> None:
    assert read(body=beside("<span class='date'>منذ 3 ساعات</span>"), dated=False).published is None


@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        (ld(author={"@type": "Person", "name": "كتبت: منى الشريف"}), "", ["منى الشريف"]),
        (ld(author=[{"name": "منى الشريف"}, "وليد وهبة"]), "", ["منى الشريف", "وليد وهبة"]),
        (ld(author={"name": ["منى الشريف", "منى الشريف"]}), "", ["منى الشريف"]),
        (meta("author", "بقلم / منى الشريف، وليد وهبة"), "", ["منى الشريف", "وليد وهبة"]),
        (meta("author", "منى الشريف / وليد وهبة; رويترز"), "", ["منى الشريف", "وليد وهبة", "رويترز"]),
        (ld(author={"name": "المدينة"}) + meta("author", "منى الشريف"), "", ["منى الشريف"]),
        (meta("article:author", "https://social.example/mona"), "", []),
        (meta("author", "admin"), "", []),
        (meta("author", "@mona"), "", []),
        (meta("author", "mona@almadina.example"), "", []),
        (meta("author", "جريدة المدينة"), "", []),
        (meta("author", "(القاهرة - المدينة)"), "", []),
        (meta("author", "almadina"), "", []),
        ("", "<div itemprop='author' itemscope><b itemprop='name'>منى الشريف</b></div>", ["منى الشريف"]),
        ("", "<p class='byline'>كتب <a href='/w/7'>منى الشريف</a></p>", ["منى الشريف"]),
        ("", "<a rel='author' href='/w/7'>منى الشريف</a>", ["منى الشريف"]),
        ("", "<p>إعداد: منى الشريف</p>", ["منى الشريف"]),
        ("", "<p class='author'><a href='/category/7'>منوعات</a></p>", []),
        ("", "<p>كتب المحافظ على صفحته أن الجسر فتح.</p>", []),
        (ld(author="بواسطة منى الشريف"), "", ["منى الشريف"]),
        (ld(author="منى الشريف - الحوطة"), "", ["منى الشريف"]),
        (ld(author="رأس الخيمة - منى الشريف"), "", ["منى الشريف"]),
        (ld(author="المدينة - منى الشريف"), "", ["منى الشريف"]),
        (ld(author="منى الشريف - مراسلة الشؤون العلمية"), "", ["منى الشريف"]),
        (ld(author="رأس الخيمة - المدينة"), "", []),
        (ld(author="المدينة - فريق التحرير"), "", []),
        ("", "<div class='byline'><b>منى الشريف</b><i>مراسلة الشؤون العلمية</i></div>", ["منى الشريف"]),
        ("", "<center>خاص / القاهرة / كتبت: منى الشريف</center>", ["منى الشريف"]),
        ("", "<div>تحقيق: <a href='/w/7'>منى الشريف</a></div>", ["منى الشريف"]),
        ("", "<div><b>كتبت:</b> منى الشريف</div>", ["منى الشريف"]),
        ("", "<div><i>القاهرة - منى الشريف</i> <i>24/8/2024</i></div>", ["منى الشريف"]),
        ("", "<div><i>جسور ومرور</i> <i>24/8/2024</i></div>", []),
        ("", "<div><i>محافظات الدلتا</i> <a href='/t/1'>منى الشريف</a> <i>24/8/2024</i></div>", []),
        ("", f"<div>{BODY * 8}</div><div>منى الشريف</div>", ["منى الشريف"]),
        ("", "<figure><figcaption>منى الشريف</figcaption></figure><i>24/8/2024</i>", []),
        (ld(author="كفر الدوار: منى الشريف"), "", ["منى الشريف"]),
        (ld(author="منى الشريف: القاهرة"), "", ["منى الشريف"]),
        (ld(author="الجزائر: ك. بن يحيى"), "", ["ك. بن يحيى"]),
        (ld(author="منى الشريف (جدة) @mona"), "", ["منى الشريف"]),
        (ld(author="منى الشريف من القاهرة"), "", ["منى الشريف"]),
        (ld(author="القاهرة: «المدينة»"), "", []),
        (ld(author="«المدينة» (القاهرة)"), "", []),
        (ld(author='"المدينة" من الرياض'), "", []),
        (ld(author="المدينة نت"), "", []),
        (ld(author="صحيفة المدينة الإلكترونية"), "", []),
        (meta("og:site_name", "المدينة الدولية / MDN") + meta("author", "MDN"), "", []),
        (meta("og:site_name", "المدينة الدولية / MDN") + meta("author", "المدينة الدولية / MDN"), "", []),
        (meta("og:site_name", "النيل الجديد") + meta("author", "الجديد"), "", []),
        (ld(author="القاهرة"), "", []),
        (ld(author="القاهرة ـ منى الشريف"), "", ["منى الشريف"]),
        (ld(author="القاهرة/ رويترز"), "", ["رويترز"]),
        (ld(author="واشنطن - رويترز"), "", ["رويترز"]),
        (ld(author="منى الشريف - رويترز"), "", ["منى الشريف"]),
        (ld(author="منى الشريف ووليد وهبة"), "", ["منى الشريف", "وليد وهبة"]),
        (ld(author="منى الشريف مراسلة المدينة"), "", ["منى الشريف"]),
        (ld(author="منى الشريف، تصوير: وليد وهبة"), "", ["منى الشريف"]),
        (ld(author="إعداد / منى الشريف"), "", ["منى الشريف"]),
        (ld(author="المدينة الرياض"), "", []),
        (ld(author="رئيس التحرير: وليد وهبة"), "", []),
        (ld(author="عمّان - وكالات"), "", []),
        (ld(author="المحرر السياسي"), "", []),
        (ld(author="فريق المدينة"), "", []),
        (ld(author="بواسطة admin"), "", []),
        ("", "<p>كتبت هدى الشافعى</p>", ["هدى الشافعى"]),
        ("", "<p>كتبت على صفحتها أنها تشكر</p>", []),
        ("", "<div class='author'><i>نص :</i> <b>المدينة</b></div>", []),
        ("", "<div><img><a href='/author/9'>رغدة بوشامة</a></div>", ["رغدة بوشامة"]),
        ("", "<h4 class='avatar_name'>الأحساء - رغدة الدوسري</h4>", ["رغدة الدوسري"]),
        (
            "",
            "<ul class='byline'><li><i>Author, </i><b>رغدة الزواري</b></li><li><i>Role, </i><b>مدينة</b></li></ul>",
            ["رغدة الزواري"],
        ),
    ],
)
def test_authors_are_named_persons(head: str, body: str, authors: list[str]) -> None:
    assert read(head, beside(body)).authors == authors


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


def test_an_article_that_begins_after_its_headline_is_its_own() -> None:
    author, tag = "<div class='field-author'><a>رغدة بوشامة</a></div>", "<div class='field-tags'><a>جسور</a></div>"
    blocks = f"<div><div><h1>{HEADLINE}</h1></div></div><div><article>{author}{BODY * 8}{tag}</article></div>"
    found = read(body=f"<main>{blocks}</main>", headline=HEADLINE)
    assert (found.authors, found.tags) == (["رغدة بوشامة"], ["جسور"])
    card = f"<article><a href='/n/1'>{OTHER}</a>{author}{tag}</article>"
    assert read(body=f"<main><div><h1>{HEADLINE}</h1></div>{card}</main>", headline=HEADLINE).authors == []
    assert read(body=f"<main><article><h1>{HEADLINE}</h1></article>{card}</main>", headline=HEADLINE).tags == []


@pytest.mark.parametrize(
    ("head", "body", "tags"),
    [
        (meta("article:tag", "جسور") + meta("article:tag", "مرور"), "", ["جسور", "مرور"]),
        (meta("article:tag", "جسور,مرور، جسور"), "", ["جسور", "مرور"]),
        (ld(keywords=["جسور", "مرور"]), "", ["جسور", "مرور"]),
        (meta("news_keywords", "جسور؛ #مرور"), "", ["جسور", "مرور"]),
        ("", "<a rel='tag' href='/t/1'>جسور</a><a rel='category tag' href='/c/1'>محافظات</a>", ["جسور"]),
        (meta("keywords", "جسور, مرور"), "", ["جسور", "مرور"]),
        (meta("keywords", "جسور, أخبار"), "", []),
        (meta("keywords", "محافظات"), "<p>الكلمات الدالة :</p><p>جسور، مرور</p>", ["جسور", "مرور"]),
        ("", "<div>تاجز: <a href='/t/1'>جسور</a> ، <a href='/t/2'>مرور</a></div>", ["جسور", "مرور"]),
        ("", "<div><h3>وسوم</h3><ul><li><a>جسور</a></li><li><a>مرور</a></li></ul></div>", ["جسور", "مرور"]),
        ("", "<p>كلمات مفتاحية: جسور - طرق، مرور</p>", ["جسور - طرق", "مرور"]),
        ("", "<footer class='x'><a rel='tag'>جسور</a></footer>", []),
        ("", "<div class='story-tags'><b>المزيد عن:</b><a href='/t/1'>جسور</a></div>", ["جسور"]),
        ("", f"<div class='tags'><a href='/n/1'>{OTHER} بعد وصول شحنة</a></div>", []),
        ("", "<div class='tag-cloud'><a href='/t/1'>طقس</a></div>", []),
        ("", "<div class='category'><a rel='tag' href='/category/2'>محافظات</a></div>", []),
        ("", "<p>كانت كلمات الوزير قليلة: جسر وطريق</p>", []),
        (meta("keywords", "جسور, المدينة, أخبار"), "", []),
        (meta("og:site_name", "نيل مصر") + meta("keywords", "نيل مصر أخبار العالم, صور"), "", []),
        ("", "<div>دلالات <a>جسور</a></div>", ["جسور"]),
        ("", "<p class='b'><b>الكلمات الدلالية:</b> <a>جسور</a> <a>مرور</a></p>", ["جسور", "مرور"]),
        ("", "<ul class='itemTags'><li>الوسوم</li><li><a>جسور</a></li></ul>", ["جسور"]),
        ("", "<div class='field-name-field-tags'><div>وسوم:</div><a>جسور</a></div>", ["جسور"]),
        ("", "<ul class='td-tags'><li><span>وسوم</span></li><li><a>جسور</a></li></ul>", ["جسور"]),
        ("", "<p class='tags-links'><a rel='tag'>جسور</a></p>", ["جسور"]),
        ("", "<div class='article-tags'><a>حول هذه القصة</a></div>", []),
        ("", "<div class='tags-trends'><a class='tag' href='/t/1'>طقس</a></div>", []),
        (meta("keywords", ",".join(f"كلمة {number}" for number in range(30))), "", []),
    ],
)
def test_tags_are_the_articles_own(head: str, body: str, tags: list[str]) -> None:
    assert read(head, beside(body)).tags == tags


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        (meta("og:image", "/i/1.jpg"), "image", "https://almadina.example/i/1.jpg"),
        (ld(image={"@list": [{"url": "https://cdn.example/1.jpg"}]}), "image", "https://cdn.example/1.jpg"),
        (meta("og:image", "data:image/png;base64,AAAA"), "image", None),
        (meta("og:description", " الجسر يخدم\nآلاف السكان يوميا "), "description", "الجسر يخدم آلاف السكان يوميا"),
        (meta("description", "المدينة بوابة إخبارية شاملة"), "description", None),
        (meta("description", "| أخبار"), "description", None),
        ('<link rel="canonical" href="/news/4711">', "declared_url", "https://almadina.example/news/4711"),
        ('<link rel="canonical" href="/">', "declared_url", None),
        ('<link rel="canonical" href="https://other.example/news/1">', "declared_url", None),
        ('<link rel="canonical" href="http://[">', "declared_url", None),
        (meta("og:locale", "ar_AR"), "language", "ar"),
        (ld(inLanguage="AR-eg"), "language", "ar"),
        ("", "site_name", "المدينة"),
    ],
)
def test_the_other_fields_are_one_line_and_absolute(head: str, field: str, value: str | None) -> None:
    assert getattr(read(head), field) == value


@pytest.mark.parametrize(
    "value",
    [
        None,
        7,
        True,
        1.5,
        "",
        [],
        {},
        [None],
        [[["x"]]],
        {"name": {"name": {"name": {}}}},
        "http://[",
        "9" * 4000,
        "\N{NULL}",
    ],
)
def test_a_node_of_any_shape_is_passed_over(value: Any) -> None:
    keys = (
        "datePublished dateModified author articleSection keywords image description url mainEntityOfPage publisher @id"
    )
    found = read(ld(**dict.fromkeys(keys.split(), value)))
    assert found.published is None
    assert len(found.authors) <= 1


def test_what_a_page_may_say_is_bounded() -> None:
    names = [f"منى {chr(0x628 + number % 20)}{chr(0x628 + number // 20)}" for number in range(300)]
    found = read(ld(author=names, keywords=names, description="كلمة " * 10_000) + meta("article:section", "ق" * 500))
    assert len(found.authors) == MAX_AUTHORS
    assert len(found.tags) == MAX_TAGS
    assert found.section is None
    assert len(found.description or "") <= 1000
