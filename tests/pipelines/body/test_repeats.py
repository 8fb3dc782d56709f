"""Cards by their shape, without names."""

from __future__ import annotations

import pytest
from lxml import html

from pipelines.body.blocks import blocks_of
from pipelines.body.repeats import FEWEST, LONGEST, LONGEST_TEXT, MOST_LINES, cards_of
from tests.support.project import paragraphs

LINES = [*paragraphs(2), *paragraphs(3)]
BODY = "".join(f"<p>{line}</p>" for line in LINES)
TEASER = "يروي صيادو الميناء كيف تغيرت مواسم الصيد في السنوات العشر الأخيرة."


def cards(content: str) -> list[str]:
    found = blocks_of(html.document_fromstring(f"<html><body><article>{BODY}</article>{content}</body></html>"))
    return [found.blocks[index].text for index in sorted(cards_of(found))]


def group(item: str, count: int = FEWEST) -> str:
    return f"<div>{item * count}</div>"


@pytest.mark.parametrize(
    "item",
    [
        f"<div><h4><a href=/1>ميناء الجنوب يستقبل أول باخرة</a></h4><p>{TEASER}</p></div>",
        f"<li><a href=/1>ميناء الجنوب يستقبل أول باخرة</a><p>{TEASER}</p></li>",
        f"<div><h4>ميناء الجنوب</h4><span>3 مارس 2024</span><p>{TEASER}</p></div>",
        f"<div><img><h4>ميناء الجنوب يستقبل أول باخرة</h4><p>{TEASER}</p></div>",
        f"<div><b>سامي الخطيب</b><p>{TEASER}</p><p><a href=#>رد</a></p></div>",
    ],
    ids=["linked title", "list", "date", "picture", "comment"],
)
def test_neighbours_of_one_shape_are_cards(item: str) -> None:
    assert TEASER in cards(group(item))


@pytest.mark.parametrize(
    "content",
    [
        group(f"<div><h4>الخطوة التالية</h4><p>{TEASER}</p></div>"),
        group(f"<p>{TEASER}</p>"),
        group(f"<p>{TEASER} <a href=/>هنا</a></p>"),
        "".join(f"<div><p>{line}</p></div>" for line in LINES),
    ],
    ids=["sections of an article", "paragraphs", "paragraphs with links", "wrapped paragraphs"],
)
def test_an_articles_own_parts_are_not(content: str) -> None:
    assert cards(content) == []


def test_a_card_may_be_one_line_that_begins_with_a_linked_title() -> None:
    title = "<a href=/1>ميناء الجنوب يستقبل أول باخرة</a>"

    assert len(cards(group(f"<div>{title} {TEASER}</div>"))) == FEWEST
    assert cards(group(f"<div>{title} {TEASER}</div>", FEWEST - 1)) == []
    assert cards(group(f"<div>{TEASER} {title}</div>")) == []
    assert cards(group(f"<li>{title} {TEASER}</li>")) == []


def test_a_heading_of_related_articles_shows_cards_without_links_and_dates() -> None:
    item = f"<div><h4>ميناء الجنوب</h4><p>{TEASER}</p></div>"
    assert cards(group(item)) == []
    assert TEASER in cards(f"<h3>أخبار ذات صلة</h3>{group(item)}")


@pytest.mark.parametrize(
    ("title", "are"),
    [
        ("ميناء الجنوب يستقبل أول باخرة", True),
        ("ميناء الجنوب يستقبل باخرة", False),
        ("كيف يستقبل ميناء الجنوب أول باخرة؟", False),
        ("3. ميناء الجنوب يستقبل أول باخرة", False),
        (" ".join(["كلمة"] * 16), True),
        (" ".join(["كلمة"] * 17), False),
    ],
)
def test_a_news_title_and_a_sentence_are_a_card_without_links(title: str, are: bool) -> None:  # noqa: FBT001 - the answer
    assert bool(cards(group(f"<div><h4>{title}</h4><p>{TEASER}</p></div>"))) is are


def test_the_heading_of_cards_goes_with_them_unless_text_follows() -> None:
    item = f"<div><a href=/1>ميناء الجنوب يستقبل أول باخرة</a><p>{TEASER}</p></div>"
    assert cards(f"<h3>من الصفحة</h3>{group(item)}")[0] == "من الصفحة"
    assert cards(f"<h3>من الصفحة</h3>{group(item)}<p>{LINES[0]}</p>")[0] != "من الصفحة"


def test_items_that_are_most_of_the_page_are_an_article() -> None:
    item = f"<div><img><h4>المحطة</h4><p>{TEASER} {TEASER}</p></div>"
    assert cards(group(item)) != []
    assert cards(group(item, 12)) == []


def test_comments_may_be_more_than_the_article_above_them() -> None:
    item = f"<div><b>سامي الخطيب</b><p>{TEASER}</p><p><a href=#>رد</a></p></div>"
    assert len(cards(group(item, 40))) == 3 * 40


@pytest.mark.parametrize(("count", "are"), [(FEWEST, True), (FEWEST - 1, False)])
def test_a_group_without_linked_titles_has_three_items(count: int, *, are: bool) -> None:
    assert bool(cards(group(f"<div><b>ميناء</b><p>{TEASER}</p><p>3 مارس</p></div>", count))) is are


@pytest.mark.parametrize(
    ("letters", "are"), [(LONGEST_TEXT, True), (LONGEST_TEXT + 1, False)], ids=["short text", "long text"]
)
def test_the_text_of_a_card_with_a_picture_is_short(letters: int, *, are: bool) -> None:
    item = f"<div><img><h4>ميناء</h4><p>{'ب' * letters}</p></div>"
    rest = "".join(f"<p>{line}</p>" for seed in range(9) for line in paragraphs(seed))
    assert bool(cards(group(item) + rest)) is are


@pytest.mark.parametrize(("letters", "are"), [(LONGEST - 16, True), (LONGEST - 15, False)])
def test_a_card_has_a_size(letters: int, *, are: bool) -> None:
    item = f"<div><a href=/>أربع كلمات في عنوان</a><p>{'ب' * letters}</p></div>"
    assert bool(cards(group(item))) is are


@pytest.mark.parametrize(("lines", "are"), [(MOST_LINES - 1, True), (MOST_LINES, False)])
def test_a_card_has_few_lines(lines: int, *, are: bool) -> None:
    item = f"<div><a href=/>أربع كلمات في عنوان</a>{'<p>سطر</p>' * lines}</div>"
    assert bool(cards(group(item))) is are
