"""Elements that repeat their text from page to page, and those that only look alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html

from pipelines.body.paragraphs import Body
from pipelines.profile.blocks import (
    container_of,
    drop_blocks,
    elements_of,
    furniture_blocks,
    likelier_body,
    path_of,
    usual_container,
    usual_selector,
)
from pipelines.profile.model import Block, Container, Profile
from pipelines.profile.sheets import Sheet
from tests.pipelines.profile.outlet import other_title, story

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def tree(body: str) -> HtmlElement:
    return html.document_fromstring(f"<html><body><div class='page'>{body}</div></body></html>")


def found(*bodies: str) -> tuple[str, ...]:
    """Return the paths of the blocks in some pages, each with a paragraph of its own."""
    trees = (tree(f"{body}<p>{story(number).lines[1]}</p>") for number, body in enumerate(bodies))
    sheets = [Sheet(lines=("سطر",), elements=elements_of(page, ("روابي",))) for page in trees]
    return tuple(block.path for block in furniture_blocks(sheets))


def profile(path: str, letters: int = 40) -> Profile:
    block = Block(path=path, pages=9, share=1.0, letters=letters, text="")
    return Profile(outlet="rawabi.example", pages=30, first="", last="", blocks=(block,))


def test_a_path_names_the_element_and_the_one_around_it() -> None:
    page = tree("<div class='b a post-20261128 md:w-1'><p id='x'>سطر</p></div><div id='n7'>سطر</div><div>سطر</div>")
    first, second, third = page.xpath("//div[@class='page']/div")
    assert path_of(first) == "div.page > div.a.b"
    assert path_of(first[0]) == "div.a.b > p#x"
    assert path_of(second) == "div.page > div#n7"
    assert path_of(third) == ""
    assert page.cssselect(path_of(first)) == [first]


@pytest.mark.parametrize(("count", "known"), [(6, ("div.page > div.quel",)), (5, ())])
def test_the_same_text_on_many_pages_is_a_block(count: int, known: tuple[str, ...]) -> None:
    with_block = "<div class='quel'>حكاية المكان بأصوات أهله</div>"
    assert found(*[with_block] * count, *["<p>سطر</p>"] * (20 - count)) == known


def test_a_ticker_that_changes_with_the_day_is_a_block() -> None:
    pages = [f"<div class='brop'><p>{other_title(number // 5)}</p></div>" for number in range(20)]
    assert found(*pages) == ("div.page > div.brop",)


def test_an_element_whose_text_differs_on_each_page_is_none() -> None:
    assert found(*(f"<div class='zuli'><p>{story(number).lines[0]}</p></div>" for number in range(20))) == ()


@pytest.mark.parametrize("own", ["المصدر: رويترز", "(رويترز)", "روابي", "كتب: منير البيطار"])
def test_a_credit_in_an_element_of_its_own_is_none(own: str) -> None:
    assert found(*[f"<div class='src'>{own}</div>"] * 20) == ()


def test_of_nested_blocks_the_outer_one_is_named() -> None:
    assert found(*["<div class='out'><div class='in'>حكاية المكان</div><p>بأصوات أهله</p></div>"] * 20) == (
        "div.page > div.out",
    )


def test_blocks_are_taken_out_and_their_surroundings_stay() -> None:
    page = tree(
        "<div class='quel'>حكاية المكان<script>var x = 'y y y y y y y y y y y y y y y y';</script></div>ذيل <p>سطر</p>"
    )
    drop_blocks(page, profile("div.page > div.quel", 11))
    assert page.text_content().split() == ["ذيل", "سطر"]


@pytest.mark.parametrize("inner", ["<h1>العنوان</h1>", f"<p>{story(1).lines[0]}</p>"])
def test_an_element_with_the_headline_or_much_more_text_stays(inner: str) -> None:
    page = tree(f"<div class='quel'>{inner}</div>")
    before = page.text_content()
    drop_blocks(page, profile("div.page > div.quel"))
    assert page.text_content() == before


@pytest.mark.parametrize(("letters", "stays"), [(15, False), (16, True)])
def test_one_and_a_half_times_the_letters_are_too_many(letters: int, stays: bool) -> None:  # noqa: FBT001 - a column
    page = tree(f"<div class='quel'>{'س' * letters}</div>")
    drop_blocks(page, profile("div.page > div.quel", 10))
    assert bool(page.text_content()) is stays


def test_the_container_is_the_smallest_element_with_the_prose() -> None:
    lines = story(3).lines
    body = "".join(f"<p>{line}</p>" for line in lines)
    page = tree(f"<div class='mirt'><h1>عنوان</h1><div class='zuli'>{body}</div><p>ذيل</p></div>")
    assert container_of(page, set(lines)) == "div.mirt > div.zuli"
    assert container_of(page, {"سطر آخر"}) == ""


@pytest.mark.parametrize(("letters", "path"), [(66, "div.mirt > div.zuli"), (67, "body > div.page")])
def test_furniture_beside_the_container_may_be_two_fifths_of_the_prose(letters: int, path: str) -> None:
    lines = {"س" * 50, "ص" * 50, "ع" * letters}
    page = tree(
        f"<div class='mirt'><div class='zuli'><p>{'س' * 50}</p><p>{'ص' * 50}</p></div></div>"
        f"<div class='brop'><p>{'ع' * letters}</p></div>"
    )
    assert container_of(page, lines) == path


def test_an_element_knows_the_paragraphs_of_the_text_that_stand_nowhere_else() -> None:
    page = tree("<p>مطلع الحكاية</p><p>خبر مشترك</p><div class='brop'><p>شريط الأخبار</p><p>خبر مشترك</p></div>")
    lines = ("مطلع الحكاية", "خبر مشترك", "شريط الأخبار", "ختام")
    marked = {element.path: element.lines for element in elements_of(page, (), lines)}
    assert marked["div.page > div.brop"] == {2}


def test_a_sheet_without_a_block_keeps_its_other_lines_and_their_links() -> None:
    page = tree("<p>مطلع الحكاية</p><div class='brop'><p>شريط الأخبار</p></div><p>ختامها</p>")
    lines = ("مطلع الحكاية", "شريط الأخبار", "ختامها")
    sheet = Sheet(lines=lines, links=frozenset((1, 2)), elements=elements_of(page, (), lines))
    left = sheet.without({"div.page > div.brop"})
    assert left.lines == ("مطلع الحكاية", "ختامها")
    assert left.links == {1}
    assert sheet.without(set()) == sheet


@pytest.mark.parametrize(("count", "path"), [(12, "div.a > div.b"), (11, "")])
def test_the_usual_container_holds_the_prose_on_most_pages(count: int, path: str) -> None:
    sheets = [Sheet(lines=(), container="div.a > div.b" if at < count else f"div.a > div.c{at}") for at in range(20)]
    usual = usual_container(sheets)
    assert (usual.path if usual else "") == path


def test_a_page_with_two_such_elements_has_no_usual_one() -> None:
    usual = Profile(
        outlet="", pages=30, first="", last="", container=Container(path="div.page > div.b", pages=30, share=1.0)
    )
    one = tree("<div class='b'>سطر</div>")
    assert usual_selector(one, usual, None) == "div.page > div.b"
    assert usual_selector(one, usual, Body(90, ("شريط",))) == "div.page > div.b"
    assert usual_selector(one, usual, Body(90, ("سطر",))) == ""
    assert usual_selector(tree("<div class='b'>سطر</div><div class='b'>سطر</div>"), usual, None) == ""
    assert usual_selector(tree("<p>سطر</p>"), usual, None) == ""


def test_the_body_in_the_usual_place_replaces_one_elsewhere_that_is_not_much_longer() -> None:
    ticker, article = Body(180, ("شريط الأخبار",)), Body(90, ("متن الخبر القصير",))
    assert likelier_body(ticker, article) is article
    assert likelier_body(Body(181, ("شريط الأخبار",)), article) != article
    assert likelier_body(None, article) is article
    assert likelier_body(ticker, None) is ticker
    both = Body(180, ("مقدمة", "متن الخبر القصير"))
    assert likelier_body(both, article) is both
