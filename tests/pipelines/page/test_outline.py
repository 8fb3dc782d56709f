"""The lines of a page, with their links and headings."""

from __future__ import annotations

import lxml.html
import pytest

from pipelines.page.outline import MAX_OUTLINE, PROSE, Line, outline_of


def lines(body: str) -> list[Line]:
    return outline_of(
        lxml.html.document_fromstring(f"<html><head><title>عنوان</title></head><body>{body}</body></html>")
    )


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("<p>سطر أول</p><p>سطر ثان</p>", ["سطر أول", "سطر ثان"]),
        ("سطر أول<br>سطر ثان<div>ثالث</div>رابع", ["سطر أول", "سطر ثان", "ثالث", "رابع"]),
        ("<p>قال <b>الوزير</b> إن <a href='/x'>الجسر</a> آمن</p>", ["قال الوزير إن الجسر آمن"]),
        ("<p>قبل<!-- ملاحظة --> وبعد</p>", ["قبل وبعد"]),
        ("<p>نص</p><script>var x = 'سطر';</script><style>p{}</style><button>زر</button>ذيل", ["نص", "ذيل"]),
        ("<ul><li>واحد<ul><li>اثنان</li></ul>ثلاثة</li></ul>", ["واحد", "اثنان", "ثلاثة"]),
        ("<p> — </p><p>***</p>", []),
    ],
)
def test_a_line_ends_where_a_block_or_a_break_does(body: str, texts: list[str]) -> None:
    assert [line.text for line in lines(body)] == texts


def test_a_line_knows_its_links_and_its_heading() -> None:
    title, mixed, anchor = lines(
        "<h3><a href='/news/1'>عودة القطار السياحي</a></h3>"
        "<p><a href='/news/2'>المكتبة</a> تفتح أبوابها</p><p><a href='#top'>إلى الأعلى</a></p>"
    )
    assert (title.level, title.is_link, title.opens) == (3, True, True)
    assert (mixed.level, mixed.is_link, mixed.opens, mixed.linked) == (0, False, True, 7)
    assert not anchor.linked


def test_prose_is_a_sentence_and_no_link() -> None:
    sentence = "ك" * PROSE
    assert lines(f"<p>{sentence}</p>")[0].is_prose
    assert not lines(f"<p>{sentence[1:]}</p>")[0].is_prose
    assert not lines(f"<h2>{sentence}</h2>")[0].is_prose
    assert not lines(f"<p><a href='/x'>{sentence}</a></p>")[0].is_prose


def test_a_page_of_a_frameset_has_lines_too() -> None:
    tree = lxml.html.fragment_fromstring("<div><p>سطر في صفحة بلا جسم</p></div>")
    assert [line.text for line in outline_of(tree)] == ["سطر في صفحة بلا جسم"]


def test_lines_are_bounded() -> None:
    assert len(lines("<p>سطر</p>" * (MAX_OUTLINE + 1))) == MAX_OUTLINE
