"""Articles whose text is only in their page's data."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING

import pytest
from lxml import html as lxml_html

from pipelines.body.blocks import blocks_of
from pipelines.body.embedded import embedded_body
from pipelines.page.structured import nodes_of
from tests.support.project import paragraphs

if TYPE_CHECKING:
    from lxml.html import HtmlElement

TITLE = "افتتاح المكتبة العامة بعد ترميمها"
LINES = paragraphs(4)
OTHERS = [*paragraphs(5), *paragraphs(6)]
HTML = "".join(f"<p>{line}</p>" for line in LINES)


def tree_of(body: str) -> HtmlElement:
    return lxml_html.document_fromstring(f"<html><body><div id=app></div>{body}</body></html>")


def found(body: str, headline: str = TITLE) -> list[str] | None:
    tree = tree_of(body)
    inside = embedded_body(tree, nodes_of(tree), headline)
    return None if inside is None else [block.text for block in blocks_of(inside).blocks]


def script(source: str, attributes: str = "") -> str:
    return f"<script {attributes}>{source}</script>"


def ld(body: str) -> str:
    node = {"@type": "NewsArticle", "headline": TITLE, "articleBody": body}
    return script(json.dumps(node, ensure_ascii=False), "type=application/ld+json")


def quoted(text: str) -> str:
    """Return a string literal of JavaScript that is not valid JSON."""
    return json.dumps(text).replace("<", "\\x3c").replace(".", "\\'.\\'").replace("\\'.\\'", ".")


def pushed(stream: str, *, pieces: int) -> str:
    size = len(stream) // pieces + 1
    return "".join(
        script(f"self.__next_f.push([1,{json.dumps(stream[at : at + size])}])") for at in range(0, len(stream), size)
    )


NEXT = {"props": {"pageProps": {"article": {"title": TITLE, "content": HTML}, "related": [{"title": "خبر آخر"}]}}}
ARC = {
    "headlines": {"basic": TITLE},
    "content_elements": [
        {"type": "text", "content": LINES[0]},
        {"type": "image", "caption": "صورة", "content": "صورة المكتبة"},
        *({"type": "text", "content": line} for line in LINES[1:]),
        {"type": "interstitial_link", "content": "اقرأ أيضا خبرا آخر"},
    ],
}
EDITOR = {"title": TITLE, "blocks": [{"type": "paragraph", "data": {"text": line}} for line in LINES]}
ROW = f"3:T{len(HTML.encode()):x},{HTML}"


@pytest.mark.parametrize(
    "body",
    [
        ld("\n".join(LINES)),
        ld("\r\n\r\n".join(LINES)),
        ld(HTML),
        ld(html.escape(HTML)),
        script(json.dumps(NEXT), "id=__NEXT_DATA__ type=application/json"),
        script(json.dumps(NEXT, ensure_ascii=False), "type=application/json"),
        script(f"window.__STATE__ = {json.dumps(NEXT)};"),
        script(f"window.__STATE__ = JSON.parse({json.dumps(json.dumps(NEXT))});"),
        script(f"Fusion.globalContent={json.dumps(ARC)};Fusion.layout='x'"),
        script(json.dumps(EDITOR), "type=application/json"),
        script(f"window.__NUXT__=(function(a,b){{return {{data:[{{t:a,body:{quoted(HTML)}}}]}}}}(null,1));"),
        pushed(f'1:["$","div",null,{{}}]\n{ROW}4:["$","p",null,{{}}]\n', pieces=1),
        pushed(f'1:["$","div",null,{{}}]\n{ROW}4:["$","p",null,{{}}]\n', pieces=7),
        pushed(f"1:{json.dumps({'title': TITLE, 'html': HTML}, ensure_ascii=False)}\n", pieces=5),
        f"<story-view :story='{html.escape(json.dumps('x'))}' content=\"{html.escape(HTML)}\"></story-view>",
    ],
    ids=[
        *(
            "ld, plain",
            "ld, crlf",
            "ld, html",
            "ld, escaped",
            "next",
            "unescaped",
            "assigned",
            "parsed",
            "arc",
            "editor",
        ),
        *("nuxt", "flight", "flight in pieces", "flight without rows", "attribute"),
    ],
)
def test_a_text_is_found_wherever_the_page_keeps_it(body: str) -> None:
    assert found(body) == LINES


def test_the_text_beside_the_headline_is_preferred_to_a_longer_one() -> None:
    other = {"title": "خبر آخر", "content": "".join(f"<p>{line}</p>" for line in OTHERS)}
    state = {"stories": [other, {"title": TITLE, "content": HTML}, other]}
    assert found(script(json.dumps(state), "type=application/json")) == LINES


@pytest.mark.parametrize(
    "others",
    [
        {"related": [{"title": "خبر", "content": HTML}, {"title": "آخر", "content": HTML + HTML}]},
        {"related": [{"headline": "خبر", "content": "".join(f"<p>{line}</p>" for line in OTHERS)}]},
        {"next": {"title": "خبر", "content": "".join(f"<p>{line}</p>" for line in OTHERS)}},
    ],
)
def test_an_article_inside_the_pages_own_is_another_one(others: dict[str, object]) -> None:
    state = {"article": {"title": TITLE, "content": HTML, **others}}
    assert found(script(json.dumps(state), "type=application/json")) == LINES


def test_of_texts_without_the_headline_the_longest_is_taken() -> None:
    state = {"story": {"content": HTML}, "next": {"content": "".join(f"<p>{line}</p>" for line in OTHERS)}}
    assert found(script(json.dumps(state), "type=application/json")) == OTHERS


@pytest.mark.parametrize(
    "body",
    [
        "",
        f"<article>{HTML}</article>",
        script("var x = 'كلمة';"),
        script(json.dumps({"menu": ["الرئيسية", "سياسة", "اقتصاد", "رياضة"] * 3})),
        script(json.dumps({"text": "an English text of a page that is not Arabic at all " * 20})),
        script('{"broken": "' + LINES[0]),
        ld("فقرة قصيرة."),
    ],
)
def test_a_page_that_keeps_none_has_none(body: str) -> None:
    assert found(body) is None


def test_the_page_is_not_changed() -> None:
    tree = tree_of(ld(HTML))
    before = lxml_html.tostring(tree)
    embedded_body(tree, nodes_of(tree), TITLE)
    assert lxml_html.tostring(tree) == before


@pytest.mark.parametrize(
    "source",
    [
        *('{"a":' * 100_000, "[" * 100_000 + "]" * 100_000, 'خبر"' * 1_000_000, "خبر" + "\\" * 3_900_000),
        *("خبر" + '"' * 3_900_000, "خبر" + "=[[[[" * 200_000, "خبر" + '={"a":' * 170_000, "خبر" + "= (" * 300_000),
        *("خبر" + '__next_f.push([1,"' * 60_000, "x=" + '{"a":"=[خبر",' * 80_000, '"' + "\\u0627" * 600_000),
        '{"n":' + "9" * 1_000_000 + ',"a":"خبر"}',
    ],
    ids=range(12),
)
def test_hostile_scripts_hold_nothing_and_hide_nothing(source: str) -> None:
    text = {"title": TITLE, "content": HTML}
    assert found(script(json.dumps(text), "type=application/json")) == LINES
    assert found(script(json.dumps(text), "type=application/json") + script(source)) == LINES


@pytest.mark.parametrize(("letters", "taken"), [(150, True), (149, False)])
def test_a_text_has_a_hundred_and_fifty_letters(letters: int, *, taken: bool) -> None:
    assert (found(ld("ب" * letters)) is not None) is taken
