"""A page's statements about its kind, and when they count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pipelines.kind.pages import (
    BODY,
    FLASH,
    HEADLINE,
    SITE,
    cards,
    kind_of,
    ld,
    meta,
    page,
)

if TYPE_CHECKING:
    import lxml.html


@pytest.mark.parametrize(
    ("kind", "tree"),
    [
        ("section", page("اقتصاد", f"<h1>اقتصاد</h1>{cards(12)}", classes="rtl archive category category-12")),
        ("section", page("اقتصاد", BODY * 3, meta("og:type", "article"), classes="archive category category-12")),
        ("section", page("الوسم: الموانئ", f"<h1>الموانئ</h1>{cards(5)}", classes="archive tag tag-31")),
        ("section", page("الموانئ", cards(5), ld({"@type": "CollectionPage", "name": "الموانئ"}))),
        ("search", page("نتائج البحث عن: ميناء", cards(3), classes="rtl search search-results")),
        ("search", page("بحث", cards(3), ld({"@type": ["SearchResultsPage", "WebPage"]}))),
        ("author", page("سلمى الكاتب", cards(6), classes="archive author author-salma")),
        ("author", page("سلمى الكاتب", cards(6), ld({"@type": "ProfilePage"}))),
        ("error", page(SITE, BODY, classes="rtl error404")),
        (
            "shop",
            page(
                "حقيبة جلدية", f"<p>{FLASH}</p>", classes="product-template-default single single-product woocommerce"
            ),
        ),
        ("shop", page("حقيبة جلدية", f"<p>{FLASH}</p>", meta("og:type", "product"))),
        ("shop", page("حقيبة جلدية", f"<p>{FLASH}</p>", ld({"@type": "Product", "name": "حقيبة جلدية"}))),
        ("shop", page("حقيبة جلدية", f"<form action='/cart/add'><button>أضف</button></form><p>{FLASH}</p>")),
        ("video", page(HEADLINE, f"<h1>{HEADLINE}</h1><p>{FLASH}</p>", ld({"@type": "VideoObject", "name": HEADLINE}))),
        ("video", page(HEADLINE, f"<h1>{HEADLINE}</h1><p>{FLASH}</p>", meta("og:type", "video.other"))),
        ("gallery", page("بالصور", f"<p>{FLASH}</p>", ld({"@type": "ImageGallery", "name": "بالصور"}))),
        ("live blog", page(HEADLINE, BODY * 4, ld({"@type": "LiveBlogPosting", "headline": HEADLINE}))),
        (
            "live blog",
            page(HEADLINE, BODY * 4, ld({"@type": ["NewsArticle", "LiveBlogPosting"], "headline": HEADLINE})),
        ),
        ("standing", page("اتصل بنا", BODY, ld({"@type": "ContactPage"}))),
        ("standing", page("سياسة الخصوصية", BODY, meta("og:type", "article"), "page-template-default page page-id-3")),
    ],
)
def test_a_page_of_another_kind_is_of_the_kind_that_it_states(kind: str, tree: lxml.html.HtmlElement) -> None:
    assert kind_of(tree) == kind


def test_an_outlet_that_wants_live_blogs_gets_them() -> None:
    assert kind_of(page(HEADLINE, BODY, ld({"@type": "LiveBlogPosting"})), live=True) == ""
