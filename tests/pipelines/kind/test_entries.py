"""The entries of lists, told from the paragraphs of an article."""

from __future__ import annotations

import lxml.html
import pytest

from pipelines.kind.entries import FEWEST_ENTRIES, FEWEST_ROWS, LARGEST_BOXED, Entries, entries_of, is_in_rows, lines_of
from pipelines.page.outline import PROSE, outline_of
from tests.pipelines.kind.pages import HEADLINE, PARAGRAPHS, TEASERS, headline


def entries(body: str, title: str = "") -> Entries:
    lines = outline_of(lxml.html.document_fromstring(f"<body>{body}</body>"))
    return entries_of(lines, lines_of(lines, [line.text for line in lines]), title)


def teaser(number: int) -> str:
    return f"{number}. {TEASERS[number % 3]}، {TEASERS[0]}"


@pytest.mark.parametrize(
    "entry",
    [
        "<p><a href='/n/{n}'>{title}</a></p><p>{text}</p>",
        "<dt><a href='/n/{n}'>{title}</a></dt><dd>{text}</dd>",
        "<li><a href='/n/{n}'>{title}</a> {text}</li>",
        "<div><h3><a href='/n/{n}'>{title}</a></h3><span>3 أيار 2024</span><div>{text}</div></div>",
        "<div><h4>{title}</h4><p>{text}</p></div>",
        "<div><div>{title}</div><div>{text}</div></div>",
        "<a href='/n/{n}'>{title}</a><br>{text}<br>",
    ],
)
def test_a_text_under_each_title_is_a_list(entry: str) -> None:
    body = "".join(entry.format(n=n, title=headline(n), text=teaser(n)) for n in range(6))
    assert entries(body).number == 6
    assert entries(body).share == 1


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>{HEADLINE}</h1>" + "".join(f"<p>{each}</p>" for each in PARAGRAPHS),
        "<div>" + "".join(f"<h3>المحور {n}</h3><p>{each}</p>" for n, each in enumerate(PARAGRAPHS * 2)) + "</div>",
        "".join(f"<div><div>{each}</div></div>" for each in PARAGRAPHS),
        f"<div><h1>{HEADLINE}</h1><p>{PARAGRAPHS[0]}</p></div><div><h4>السياق</h4><p>{PARAGRAPHS[1]}</p></div>",
    ],
)
def test_paragraphs_under_a_headline_and_sub_headings_are_no_list(body: str) -> None:
    found = entries(body, HEADLINE)
    assert found.number < FEWEST_ENTRIES or found.share < 0.5


def test_a_box_with_a_long_text_is_no_entry() -> None:
    def boxes(letters: int) -> str:
        return "".join(f"<div><h3>{headline(n)}</h3><p>{n!s}{'ك' * letters}</p></div>" for n in range(FEWEST_ENTRIES))

    assert entries(boxes(LARGEST_BOXED)).number == FEWEST_ENTRIES
    assert entries(boxes(LARGEST_BOXED + 1)).number == 0


def test_a_label_at_several_texts_is_counted() -> None:
    body = "".join(f"<div><p>{teaser(n)}</p><p>{teaser(n)} أيضا</p><b>اقرأ المزيد</b></div>" for n in range(4))
    assert entries(body).labelled == 4


def test_links_have_a_share_of_the_text() -> None:
    linked = "".join(f"<li><a href='/n/{n}'>{headline(n)}</a></li>" for n in range(3))
    assert entries(linked).linked == 1
    assert 0 < entries(f"<p>{PARAGRAPHS[0]}</p>{linked}").linked < 0.5


def test_rows_are_several_short_items() -> None:
    def rows(body: str) -> bool:
        lines = outline_of(lxml.html.document_fromstring(f"<body>{body}</body>"))
        return is_in_rows(lines, lines_of(lines, [line.text for line in lines]))

    item = "<li>قرار رقم {n} بشأن النقل</li>"
    assert rows("".join(item.format(n=n) for n in range(FEWEST_ROWS)))
    assert not rows("".join(item.format(n=n) for n in range(FEWEST_ROWS - 1)))
    assert not rows("<table><tr><td>" + "<br>".join(PARAGRAPHS * 2) + "</td></tr></table>")
    assert not rows("".join(item.format(n=n) for n in range(FEWEST_ROWS)) + f"<p>{PARAGRAPHS[0]}</p>")
    assert PROSE < LARGEST_BOXED


def test_a_text_before_the_teasers_is_no_entry() -> None:
    teasers = "".join(f"<div><h3><a href='/n/{n}'>{headline(n)}</a></h3><p>{teaser(n)}</p></div>" for n in range(6))
    assert entries(teasers).first
    assert not entries(f"<h1>{HEADLINE}</h1><p>{PARAGRAPHS[0]}</p>{teasers}", HEADLINE).first
