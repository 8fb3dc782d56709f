"""The choice of the headline among a page's titles."""

from __future__ import annotations

import lxml.html
import pytest

from pipelines.page.structured import nodes_of
from pipelines.page.title import other_parts, title_of

HEADLINE = "«الجسر» يعود… افتتاح جسر الجامعة أمام السيارات"

GRAPH = f'{{"@graph": [{{"@type": "WebSite"}}, {{"@type": ["NewsArticle"], "headline": "{HEADLINE}"}}]}}'


def page(head: str = "", body: str = "") -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>")


def title(tree: lxml.html.HtmlElement) -> str:
    return title_of(tree, nodes_of(tree))


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<title>صحيفة المدينة</title>", f"<h1> {HEADLINE}\n</h1>"),
        (meta("og:title", HEADLINE), f"<h1>صحيفة المدينة</h1><h1>{HEADLINE}</h1><h1>الأكثر قراءة</h1>"),
        (meta("og:title", "الجسر يعود.. افتتاح جسر الجامعة أمام السيارات"), f"<h1>الأخبار</h1><h1>{HEADLINE}</h1>"),
        (f"<title>{HEADLINE} - صحيفة المدينة</title>", f"<h1>الأخبار</h1><h1>{HEADLINE}</h1>"),
        (meta("og:title", f"{HEADLINE} | صحيفة المدينة") + meta("og:site_name", "صحيفة المدينة"), ""),
        (meta("og:title", f"صحيفة المدينة - {HEADLINE}") + meta("og:site_name", "صحيفة المدينة"), ""),
        (f"<title>{HEADLINE} | صحيفة المدينة</title>" + meta("og:site_name", "صحيفة المدينة"), "<p>نص</p>"),
        ("", f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{HEADLINE}"}}</script>'),
        (
            "",
            f"<script type='application/ld+json'>{GRAPH}</script><h1>الأخبار</h1><h1>{HEADLINE}</h1>",
        ),
    ],
)
def test_the_headline_is_found_without_the_name_of_the_site(head: str, body: str) -> None:
    assert title(page(head, body)) == HEADLINE


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", "<p>نص</p>"),
        ("<title>صحيفة المدينة</title>" + meta("og:site_name", "صحيفة المدينة"), "<p>نص</p>"),
        (meta("og:site_name", "صحيفة المدينة") + meta("og:title", "صحيفة المدينة"), "<h1>صحيفة المدينة</h1>"),
    ],
)
def test_a_page_without_a_headline_has_none(head: str, body: str) -> None:
    assert title(page(head, body)) == ""


@pytest.mark.parametrize("script", ["{", "[1, 2]", '"text"', '{"@type": 7}', '{"@graph": 3}', "[" * 100_000])
def test_broken_json_ld_is_passed_over(script: str) -> None:
    body = f'<script type="application/ld+json">{script}</script><h1>{HEADLINE}</h1>'
    assert title(page("", body)) == HEADLINE


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (f"<title>{HEADLINE} | صحيفة المدينة</title>", f"<h1>صحيفة المدينة</h1><div class=t>{HEADLINE}</div>"),
        (meta("og:title", HEADLINE), f"<h1>صحيفة المدينة</h1><p>نص</p><span>\n{HEADLINE}  </span>"),
        (f"<title>صحيفة المدينة » {HEADLINE}</title>", f"<h2>{HEADLINE}</h2>"),
        (meta("twitter:title", HEADLINE), "<p>نص</p>"),
    ],
)
def test_a_headline_that_is_no_h1_is_found_by_what_is_said_of_it(head: str, body: str) -> None:
    assert title(page(head, body)) == HEADLINE


@pytest.mark.parametrize("filler", [" ", "\n", "\N{NO-BREAK SPACE}", " - ", "|", "«", ": "])
def test_a_title_of_a_million_characters_hides_no_headline(filler: str) -> None:
    long = "ا" + filler * (1_000_000 // len(filler)) + "ب"
    tree = page(f"<title>{long}</title>" + meta("og:title", long) + meta("og:site_name", long), f"<h1>{HEADLINE}</h1>")
    assert title(tree) == HEADLINE


PROSE = (
    "<p>افتتح رئيس البلدية جسر الجامعة أمام السيارات صباح الأحد بعد إغلاق دام سبعة أشهر لأعمال الترميم والتقوية.</p>"
    "<p>وقال إن الجسر يعود أوسع مما كان، وإن المسار الثالث سيخصص للحافلات في ساعات الذروة دون غيرها.</p>"
)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (f"<title>{HEADLINE} - صحيفة المدينة</title>", PROSE),
        (f"<title>صحيفة المدينة :: {HEADLINE}</title>", PROSE),
        ("<title>صحيفة المدينة</title>", f"<h2>{HEADLINE}</h2>{PROSE}"),
        ("<title>صحيفة المدينة</title>", f"<h1><a href='/'>صحيفة المدينة</a></h1><h2>{HEADLINE}</h2>{PROSE}"),
        ("<title>محليات</title>", f"<a href='/c/1'>محليات</a><h1>محليات</h1><h3>{HEADLINE}</h3>{PROSE}"),
        (f"<title>صحيفة المدينة - {HEADLINE}</title>", f"<h1>الأكثر قراءة</h1><h1>{HEADLINE}</h1>{PROSE}"),
        (
            f"<title>{HEADLINE} :: المدينة</title>",
            f"<h1>المدينة</h1><h2>أخبار من هنا</h2><h5>{HEADLINE}</h5>{PROSE}",
        ),
        (
            f"<title>صحيفة المدينة: {HEADLINE}</title>",
            f"<h1><a href='/'>صحيفة المدينة</a></h1><h2>{HEADLINE}</h2>{PROSE}",
        ),
        ("<title>المدينة</title>", f"<h2>الثلاثاء 13 تشرين الأول 2026</h2><div><h2>{HEADLINE}</h2>{PROSE}</div>"),
        (
            meta("og:title", "صحيفة المدينة الأولى في المحافظات") + "<title>صحيفة المدينة الأولى في المحافظات</title>",
            f"<h4>{HEADLINE}</h4>{PROSE}",
        ),
    ],
)
def test_a_headline_that_no_metadata_state_is_found_by_its_place_and_its_words(head: str, body: str) -> None:
    assert title(page(head, body)) == HEADLINE


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<title>بوابة الأخبار العاجلة على مدار الساعة</title>", PROSE),
        ("<title>أخبار الجسر</title>", PROSE),
    ],
)
def test_a_title_whose_words_the_text_does_not_repeat_is_the_name_of_the_site(head: str, body: str) -> None:
    assert title(page(head, body)) == ""


def test_a_short_heading_that_is_no_label_of_the_menu_is_the_headline() -> None:
    assert title(page("<title>صحيفة</title>", f"<h1>وداعا صديقي</h1><h2>{HEADLINE}</h2>{PROSE}")) == "وداعا صديقي"


def test_a_colon_in_a_headline_does_not_divide_it() -> None:
    line = "رئيس البلدية: الجسر يعود أوسع مما كان"
    assert title(page(f"<title>{line} - المدينة</title>", f"<h1>{line}</h1>{PROSE}")) == line


def test_the_other_parts_of_a_title_are_those_without_the_headline() -> None:
    assert other_parts(f"{HEADLINE} | محليات - صحيفة المدينة", HEADLINE) == ["محليات", "صحيفة المدينة"]
    assert other_parts(HEADLINE, HEADLINE) == []
