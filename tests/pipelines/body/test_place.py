"""The place of a body by the weights of a page's lines, without names."""

from __future__ import annotations

import pytest
from lxml import html

from pipelines.body.blocks import blocks_of
from pipelines.body.place import (
    FEWEST_LEAD,
    FEWEST_PARAGRAPHS,
    LINK,
    LINKS_BETWEEN,
    TOLL,
    TOLL_OF_LINE,
    place_of,
    weights_of,
)
from tests.support.project import paragraphs

LINES = [*paragraphs(2), *paragraphs(3)]
OTHER = paragraphs(8)
MENU = "".join(f"<li><a href=/{number}>باب {number}</a></li>" for number in range(9))


def p(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def place(content: str, *, after: int = 0) -> list[str]:
    tree = html.document_fromstring(f"<html><body>{content}</body></html>")
    found = blocks_of(tree)
    first, last = place_of(tree, found, weights_of(found, frozenset(), after, len(found.blocks)), after)
    return [block.text for block in found.blocks[first:last]]


@pytest.mark.parametrize(
    "content",
    [
        f"<div><ul>{MENU}</ul><div>{p(*LINES)}</div><ul>{MENU}</ul></div>",
        f"<div><div>{p(*LINES[:3])}</div><div>{p(*LINES[3:])}</div></div><ul>{MENU}</ul>",
        f"<div>{p(*LINES[:2])}<div><ul>{MENU * 9}</ul></div>{p(*LINES[2:])}</div>",
        f"<ul>{MENU}</ul><div>{'<br>'.join(LINES)}</div><ul>{MENU}</ul>",
        "".join(f"<div><p>{line}</p></div>" for line in LINES) + f"<ul>{MENU}</ul>",
    ],
    ids=["links around", "two columns", "a long insert", "line breaks", "wrapped paragraphs"],
)
def test_it_holds_the_prose_and_no_links_around_it(content: str) -> None:
    assert [line for line in place(content) if not line.startswith("باب")] == LINES


def test_links_at_both_ends_stay_outside() -> None:
    assert place(f"<div><ul>{MENU}</ul><div>{p(*LINES)}</div><ul>{MENU}</ul></div>") == LINES


def test_a_short_lead_in_a_container_of_its_own_belongs_to_it() -> None:
    lead = f"{'ب' * (FEWEST_LEAD - 1)}."
    content = f"<h1>عنوان</h1><div><p>{lead}</p></div><div><h3>تفاصيل</h3>{p(*LINES)}</div>"
    assert place(content, after=1) == [lead, "تفاصيل", *LINES]


def test_prose_before_the_headline_is_not_it() -> None:
    assert place(f"<div>{p(*OTHER)}</div><h1>عنوان</h1><div>{p(*LINES[:3])}</div>", after=len(OTHER) + 1) == LINES[:3]


@pytest.mark.parametrize(("links", "near"), [(LINKS_BETWEEN - 1, True), (LINKS_BETWEEN, False)])
def test_prose_behind_links_is_less_near_to_the_headline(links: int, *, near: bool) -> None:
    between = "".join(f"<a href=/{number}>باب</a><br>" for number in range(links))
    tree = html.document_fromstring(f"<html><body><h1>عنوان</h1>{between}{p(*LINES)}</body></html>")
    found = blocks_of(tree)
    weights = weights_of(found, frozenset(), 1, len(found.blocks))
    assert (weights[-1] == found.blocks[-1].plain) is near


@pytest.mark.parametrize(("letters", "inside"), [(TOLL + 9, True), (TOLL + 8, False)])
def test_a_container_of_another_shape_with_few_words_is_a_box_beside_the_body(letters: int, *, inside: bool) -> None:
    box = f"<section><b>كاتب</b><br>{'ب' * (letters - 1)}.</section>"
    assert (len(place(f"<div><div>{p(*LINES)}</div>{box}</div>")) > len(LINES)) is inside


@pytest.mark.parametrize(("letters", "inside"), [(TOLL_OF_LINE + 1, True), (TOLL_OF_LINE, False)])
def test_a_lone_line_beside_the_bodys_container_has_more_than_its_toll(letters: int, *, inside: bool) -> None:
    line = f"<section>{'ب' * (letters - 1)}.</section>"
    assert (len(place(f"<div><div>{p(*LINES)}</div>{line}</div>")) > len(LINES)) is inside


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("<p>--(بترا)</p>", True),
        ("<h4>خاتمة</h4>", True),
        ("<div>طباعة</div>", False),
        ("<p><a href=/>عد</a></p>", False),
    ],
)
def test_short_lines_at_its_ends_belong_to_it_when_they_look_like_its_own(line: str, *, inside: bool) -> None:
    assert (len(place(f"<div>{p(*LINES)}{line}</div>")) > len(LINES)) is inside
    assert (len(place(f"<div>{line}{p(*LINES)}</div>")) > len(LINES)) is inside


def test_the_next_article_is_not_it() -> None:
    content = f"<h1>عنوان</h1><div>{p(*LINES[:2])}</div><h1>خبر آخر</h1><div>{p(*OTHER)}</div>"
    tree = html.document_fromstring(f"<html><body>{content}</body></html>")
    found = blocks_of(tree)
    first, last = place_of(tree, found, weights_of(found, frozenset(), 1, 3), 1)
    assert [block.text for block in found.blocks[first:last]] == LINES[:2]


def test_a_page_without_prose_has_its_whole_as_place() -> None:
    assert len(place(f"<ul>{MENU}</ul>")) == MENU.count("<li>")


@pytest.mark.parametrize(("count", "inside"), [(FEWEST_PARAGRAPHS, True), (FEWEST_PARAGRAPHS - 1, False)])
def test_containers_of_several_paragraphs_are_columns_of_one_text(count: int, *, inside: bool) -> None:
    few = "".join(f"<p>{'ب' * 30}.</p>" for _ in range(count))
    content = f"<div><div>{p(*LINES)}</div><section>{few}<ul></ul></section></div>"
    assert (len(place(content)) > len(LINES)) is inside


def test_a_linked_sentence_does_not_count_against_the_body_and_a_linked_title_does() -> None:
    tree = html.document_fromstring(f"<p><a href=/>{LINES[0]}</a></p><p><a href=/>{LINES[0][:-1]}</a></p>")
    assert weights_of(blocks_of(tree), frozenset(), 0, 2) == [0, LINK]


def test_of_two_tags_with_as_much_prose_the_first_one_decides() -> None:
    # A set of tags would be in another order in another process.
    lines = f"{p(LINES[0])}<ul><li>{LINES[1]}</li></ul>"
    behind = f"<ul>{MENU}</ul>{p(LINES[2])}"
    assert place(f"<div>{lines}{behind}</div>")[-1] == LINES[2]
    assert LINES[2] not in place(f"<div><ul><li>{LINES[1]}</li></ul>{p(LINES[0])}{behind}</div>")
