"""Articles' pages, and pages that only look like one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import lxml.html
import pytest
from lxml import etree

from tests.pipelines.kind.pages import (
    BODY,
    CONSENT,
    DIGEST,
    FIGURES,
    FLASH,
    HEADLINE,
    PARAGRAPHS,
    SITE,
    TEASERS,
    WP_VIDEO,
    cards,
    headline,
    kind_of,
    kind_of_text,
    ld,
    links,
    meta,
    page,
)
from tests.support.project import SHARED

if TYPE_CHECKING:
    from pathlib import Path

real = pytest.mark.skipif(not SHARED.exists(), reason="../shared (real pages with gold) is not here")


def parsed(path: Path) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(path.read_bytes(), parser=lxml.html.HTMLParser(encoding="utf-8"))


def bare(tree: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    """Return a page without the parts for machines: metadata, scripts, classes, microdata."""
    etree.strip_elements(tree, "meta", "script", with_tail=False)
    etree.strip_attributes(tree, "class", "itemtype", "itemprop")
    return tree


@pytest.mark.parametrize(
    ("url", "title", "body", "kind"),
    [
        ("https://difaf.example/liveblog/2026/8/23/harbour", HEADLINE, BODY, "live blog"),
        ("https://difaf.example/about-us.html", "من نحن", BODY, "standing"),
        ("https://difaf.example/%D9%85%D9%86-%D9%86%D8%AD%D9%86/", "من نحن", BODY, "standing"),
        ("https://difaf.example/opinion/20418", "من نحن؟", BODY, ""),
        (
            "https://difaf.example/",
            "أخبار اليوم لحظة بلحظة من كل مكان",
            f"<p>{FLASH}</p><ul>{links(20)}</ul>",
            "section",
        ),
        ("https://difaf.example/category/economy/20418", HEADLINE, f"<p>{FLASH}</p><ul>{links(20)}</ul>", ""),
        ("http://[", HEADLINE, BODY, ""),
    ],
)
def test_an_address_counts_only_with_what_the_page_has(url: str, title: str, body: str, kind: str) -> None:
    assert kind_of(page(title, f"<h1>{title}</h1>{body}"), url) == kind


@pytest.mark.parametrize(
    "tree",
    [
        page("ما معنى 404", f"<h1>404</h1>{BODY}"),
        page("404", f"<h1>404</h1>{BODY}"),
        page("تسجيل الدخول", BODY),
        page(
            "شركات التقنية ترفض الكل",
            f"<p>نستخدم ملفات تعريف الارتباط، تقول المواقع، ولا يجد القارئ زر رفض الكل.</p>{BODY}",
        ),
        page(HEADLINE, f"<h1>{HEADLINE}</h1><p>{FLASH}</p>", meta("og:type", "website")),
        page(
            HEADLINE,
            f"<h1>{HEADLINE}</h1><p>{FLASH}</p><div id='comments'><h2>تسجيل الدخول</h2><input type=password></div>",
        ),
        page(HEADLINE, f"<p>{FLASH}</p><h1>تسجيل الدخول</h1><form><input type=password></form>"),
        page(HEADLINE, f"<p>{FLASH}</p><div class='cookie-notice'>{CONSENT}</div>"),
        page(HEADLINE, f"<p>{FLASH}</p><div class='bar'>{CONSENT}</div>"),
        page(HEADLINE, f"<div>{BODY}</div>{cards(60)}"),
        page(HEADLINE, f"<div><p>{FLASH}</p></div>{cards(60, 'div')}"),
        page(HEADLINE, f"<article class='card'><h1>{HEADLINE}</h1><div><p>{FLASH}</p></div></article>{cards(60)}"),
        page("الضفاف", f"<div>{FLASH}<br><br><ul>{links(40)}</ul></div>"),
        page(
            SITE,
            f"<form><table><tr><td><span>{'<br><br>'.join(PARAGRAPHS)}</span></td></tr></table><ul>{links(30)}</ul></form>",
        ),
        page(HEADLINE, "".join(f"<div class='row'><p>{text}</p></div>" for text in PARAGRAPHS) + cards(30, "div")),
        page("جولة الصباح", f"<div>{DIGEST}</div>"),
        page(
            "أفضل وصفات الصيف", f"<p>{FLASH}</p><ol>{'<li>ملعقة كبيرة من السكر</li>' * 9}</ol>", ld({"@type": "Recipe"})
        ),
        page(HEADLINE, f"<p>{FLASH}</p>{WP_VIDEO}<ul>{links(9)}</ul>"),
        page(HEADLINE, f"<p>{FLASH}</p>", ld({"@type": "VideoObject", "name": "تقرير مصور من داخل الميناء"})),
        page(HEADLINE, f"<p>{FLASH}</p>{FIGURES}"),
        page(HEADLINE, f"<div>{BODY}</div>", ld({"@type": "CollectionPage"})),
        page(HEADLINE, f"<p>{FLASH}</p>", ld({"@type": "Organization", "mainEntityOfPage": {"@type": "AboutPage"}})),
        page(HEADLINE, f"<div>{BODY}</div>", ld({"@type": "Product", "name": "هاتف"}), "woocommerce-page"),
        page(HEADLINE, f"<div>{BODY}</div><form action='/cart/add'></form>"),
        page(
            HEADLINE, f"<h1>{HEADLINE}</h1><p>{FLASH}</p>", ld({"@type": "LiveBlogPosting"}, {"@type": "NewsArticle"})
        ),
        page(HEADLINE, f"<p>{FLASH}</p><script>/*/cdn-cgi/challenge-platform/h/b/scripts/jsd/main.js*/</script>"),
        page("x", f"<ul>{links(30)}</ul>", ld({"@type": "NewsArticle", "headline": "y", "articleBody": FLASH})),
        page(
            "x",
            f"<ul>{links(30)}</ul><script>self.__next_f.push([1,{json.dumps(json.dumps({'body': FLASH}))}])</script>",
        ),
        page("x", f"<ul>{links(30)}</ul><div data-article='&lt;p&gt;{FLASH}&lt;/p&gt;'></div>"),
        page("x", f"<div id='__next'></div><script>{json.dumps({'body': FLASH}, ensure_ascii=False)}</script>"),
        page("رياضة", f"<ul>{links(30)}</ul>", classes="rtl post-template-default single single-post postid-20418"),
        page(HEADLINE, f"<h1>{HEADLINE}</h1><p>عاجل</p><ul>{links(30)}</ul>"),
        page(HEADLINE, f"<main class='newsletter'><p>{FLASH}</p></main><ul>{links(30)}</ul>", classes="has-footer"),
        page("قصيدة", "<p>يا ميناء المدينة</p>" * 20, meta("og:type", "article")),
        page(),
    ],
)
def test_an_article_passes_whatever_marks_it_bears(tree: lxml.html.HtmlElement) -> None:
    before = etree.tostring(tree)
    assert kind_of(tree) == ""
    assert etree.tostring(tree) == before


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("\n".join(headline(n) for n in range(8)), links(8)),
        ("رياضة\n" + "\n".join(f"- {headline(n)}" for n in range(8)), links(8)),
        ("\n".join(f"{headline(n)}\n{TEASERS[n % 3]}، {TEASERS[0]}…" for n in range(6)), cards(6)),
    ],
)
def test_a_text_of_titles_and_teasers_is_rejected(text: str, body: str) -> None:
    assert kind_of_text(text, page("x", body)) == "section"


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (FLASH, links(30)),
        ("\n".join(PARAGRAPHS), links(30)),
        ("\n".join(f"{n}. {FLASH}\n{headline(n)}\n{TEASERS[n % 3]}." for n in range(6)), DIGEST),
        ("\n".join([FLASH, *(headline(n) for n in range(8))]), links(8)),
        ("\n".join(f"{headline(n)}\n{TEASERS[n % 3]}، {TEASERS[0]}." for n in range(6)), cards(6)),
        ("\n".join(["المكونات", *["ملعقة كبيرة من السكر"] * 9, "الطريقة", *["يخفق المزيج جيدا"] * 5]), links(9)),
        (f"{FLASH} وكتبت الإدارة: نستخدم ملفات تعريف الارتباط، ويمكنك رفض الكل.\n{PARAGRAPHS[0]}", ""),
        ("طالبت الهيئة المواقع بأن تعرض زر رفض الكل بجانب زر القبول، وأن تشرح للقارئ ما تجمعه عنه من معلومات.", ""),
        (
            "أعادت المكتبة نشر الكتاب بعبارة جميع الحقوق محفوظة على غلافه، وهو ما أثار اعتراض الورثة.",
            "",
        ),
        (FLASH, FIGURES),
        (FLASH, meta("og:type", "article") + ld({"@type": "VideoObject", "description": FLASH})),
        ("", ""),
    ],
)
def test_a_text_of_sentences_passes(text: str, body: str) -> None:
    assert kind_of_text(text, page(HEADLINE, body), HEADLINE, dated=True) == ""


@real
@pytest.mark.parametrize("path", sorted((SHARED / "pages").glob("articles/*/*.html")), ids=lambda path: path.stem)
def test_real_articles_pass_with_and_without_what_they_say_for_machines(path: Path) -> None:
    tree = parsed(path)
    assert kind_of(tree, path.as_uri()) == ""
    assert kind_of_text(path.with_suffix(".txt").read_text(), tree) == ""
    assert kind_of(bare(tree), path.as_uri()) == ""


@real
@pytest.mark.parametrize(
    ("pattern", "kind"), [("sections/*.html", "section"), ("negatives/ar_product_shopify_aya.html", "shop")]
)
def test_real_pages_that_are_no_article_are_rejected(pattern: str, kind: str) -> None:
    for path in sorted((SHARED / "pages").glob(pattern)):
        tree = parsed(path)
        assert kind_of(tree, path.as_uri()) == kind_of(bare(tree), path.as_uri()) == kind


@real
def test_the_reference_documents_pass() -> None:
    for file in sorted((SHARED / "seeds").glob("*.txt")):
        assert kind_of_text(file.read_text(), page()) == "", file
