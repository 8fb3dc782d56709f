"""The things that a page has instead of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pipelines.kind.pages import (
    CHALLENGE,
    FIGURES,
    FLASH,
    PARAGRAPHS,
    SITE,
    TEASERS,
    WP_VIDEO,
    cards,
    kind_of,
    kind_of_text,
    ld,
    links,
    meta,
    page,
)

if TYPE_CHECKING:
    import lxml.html


@pytest.mark.parametrize(
    ("kind", "tree"),
    [
        ("section", page("الأخبار", f"<ul>{links(30)}</ul>")),
        (
            "section",
            page("صحيفة عربية يومية شاملة", f"<h2>أهم الأخبار</h2>{cards(20, 'div')}", meta("og:type", "website")),
        ),
        (
            "section",
            page("اقتصاد", f"<table><tr><td><ul>{links(25)}</ul></td></tr></table>", meta("og:type", "website")),
        ),
        ("challenge", page("difaf.example", f"{CHALLENGE}<p>يحتاج الموقع إلى التحقق قبل المتابعة</p>")),
        ("challenge", page("", "<iframe src='/_Incapsula_Resource?CWUDNSAI=9'></iframe>")),
        ("consent", page(SITE, f"<div id='cookie-consent'><p>{PARAGRAPHS[0]}</p></div>")),
        ("video", page("شاهد", f"<h1>شاهد</h1>{WP_VIDEO}<p>لقطات من الميناء صباح اليوم.</p>")),
        ("gallery", page("بالصور", FIGURES)),
        ("document", page("العدد الورقي", "<iframe src='/pdfjs/web/viewer.html?file=/issues/20418.pdf'></iframe>")),
        ("shell", page(SITE, "<div id='root'></div><script src='/main.js'></script>")),
    ],
)
def test_what_stands_instead_of_a_text_tells_the_kind(kind: str, tree: lxml.html.HtmlElement) -> None:
    assert kind_of(tree) == kind


CAPTIONED = "<figure><img src=/1.jpg><figcaption>الميناء صباح اليوم</figcaption></figure>"


def test_a_gallery_has_five_captions() -> None:
    assert kind_of(page("بالصور", CAPTIONED * 5)) == "gallery"
    assert kind_of(page("بالصور", CAPTIONED * 4)) != "gallery"


def test_where_sixty_letters_of_prose_are_seen_nothing_stands_instead_of_a_text() -> None:
    assert kind_of(page("بالصور", f"{CAPTIONED * 5}<p>{'ب' * 59}.</p>")) == "gallery"
    assert kind_of(page("بالصور", f"{CAPTIONED * 5}<p>{'ب' * 60}.</p>")) == ""


def test_a_script_that_holds_a_flash_of_a_hundred_letters_holds_a_text() -> None:
    for letters, kind in ((99, "gallery"), (100, "")):
        script = f'<script>var story = {{"body": "{"ب" * letters}"}};</script>'
        assert kind_of(page("بالصور", f"{CAPTIONED * 5}{script}")) == kind


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (f"{TEASERS[0]}، الصورة 0\n{TEASERS[1]}، الصورة 1", FIGURES),
        (FLASH, ld({"@type": "VideoObject", "description": FLASH})),
    ],
)
def test_a_text_of_captions_is_rejected(text: str, body: str) -> None:
    assert kind_of_text(text, page("x", body)) == "caption"
