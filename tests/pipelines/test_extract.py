"""The extraction of an article from a page's bytes."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

import pytest
import trafilatura

from crawler.archive.read.unarchived import unarchived_page
from crawler.items import Reason
from crawler.outlet import Outlet
from pipelines.extract import FEWEST_CERTAIN, MAX_BODY, ExtractPipeline, extract, may_drop
from pipelines.page.parsing import document_of
from pipelines.rejected import Rejected
from pipelines.sheet import sheet_of
from tests.support.project import article, paragraphs

if TYPE_CHECKING:
    from crawler.items import Page

NBSP = "\N{NO-BREAK SPACE}"
OUTLET = Outlet.of_site("https://akhbar.example/")


def page(body: bytes, content_type: str = "text/html; charset=utf-8", outlet: Outlet = OUTLET) -> Page:
    return unarchived_page(
        "https://akhbar.example/news/1001", body, outlet, content_type, "2026-11-22T10:00:00.000000Z"
    )


def test_an_article_is_its_headline_and_its_paragraphs() -> None:
    asked = page(article(1).encode())
    found = extract(asked)
    assert found.title == "خطة جديدة لتطوير الخدمات رقم 1"
    assert [line for line in found.text.split("\n") if line != found.title] == paragraphs(1)
    assert found.capture == asked.capture


def test_a_page_is_as_long_as_its_decoded_characters_and_a_users_text_has_no_page() -> None:
    written = article(1).replace("utf-8", "windows-1256")
    for charset in ("utf-8", "windows-1256"):
        found = extract(page(written.encode(charset, "xmlcharrefreplace"), f"text/html; charset={charset}"))
        assert found.page_characters == len(written.encode(charset, "xmlcharrefreplace").decode(charset)), charset
    assert extract(page("\n".join(paragraphs(1)).encode(), "text/plain")).page_characters is None


def test_what_does_not_decode_is_rejected_instead_of_storing_replacement_characters() -> None:
    body = article(1).encode().replace("وزارة".encode(), b"\xff\xfe\xfd")
    with pytest.raises(Rejected) as caught:
        extract(page(body))
    assert caught.value.reason == "undecodable"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not-html"),
        (b"<html><body></body></html>", "no-text"),
        (b"<p>" * 60_000 + b"</p><br>" * 60_000, "too-large"),
        (b" " * (MAX_BODY + 1), "too-large"),
    ],
)
def test_what_holds_no_article_is_rejected_with_its_reason(body: bytes, reason: str) -> None:
    with pytest.raises(Rejected) as caught:
        extract(page(body))
    assert caught.value.reason == reason


def test_a_page_of_the_most_bytes_is_looked_at() -> None:
    body = article(1).encode()
    assert extract(page(body + b" " * (MAX_BODY - len(body)))).text


LINES = "\n".join(paragraphs(1))


@pytest.mark.parametrize(
    ("limit", "most"),
    [
        ("MAX_LINES", 4),
        ("MAX_TEXT", sum(map(len, paragraphs(1)))),
        ("MAX_ELEMENTS", 13),
    ],
)
def test_a_body_at_a_limit_is_read_and_one_beyond_it_rejected(
    limit: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"pipelines.extract.{limit}", most)
    assert LINES in extract(page(article(1).encode())).text
    monkeypatch.setattr(f"pipelines.extract.{limit}", most - 1)
    with pytest.raises(Rejected) as caught:
        extract(page(article(1).encode()))
    assert caught.value.reason == ("too-large" if limit == "MAX_ELEMENTS" else "too-long")


@pytest.mark.parametrize("limit", ["MAX_UNDECIDED", "MAX_TEXT"])
def test_a_page_that_does_not_say_where_its_body_is_has_limits_too(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    body = "<html><body><p>" + "<br>".join(f"كلمة قصيرة {n}" for n in range(40)) + "</p></body></html>"
    monkeypatch.setattr(f"pipelines.extract.{limit}", 10_000)
    text = extract(page(body.encode())).text
    most = len(text) if limit == "MAX_TEXT" else body.count("<") - 3
    monkeypatch.setattr(f"pipelines.extract.{limit}", most)
    assert extract(page(body.encode())).text == text
    monkeypatch.setattr(f"pipelines.extract.{limit}", most - 1)
    with pytest.raises(Rejected):
        extract(page(body.encode()))


def test_a_page_that_arrived_with_a_fault_is_rejected_for_it() -> None:
    with pytest.raises(Rejected) as caught:
        extract(replace(page(b""), fault=Reason.UNDECODABLE))
    assert caught.value.reason == "undecodable"


def test_an_outlets_selectors_choose_and_prune() -> None:
    outlet = Outlet(
        name="akhbar.example",
        title="أخبار",
        country="EG",
        timezone="Africa/Cairo",
        domains=("akhbar.example",),
        content=("div.story",),
        prune=("div.story p.advert",),
        evidence="written for this test",
    )
    lines = paragraphs(2)
    story = f"<div class='story'><p>{lines[0]}</p><p class='advert'>{lines[1]}</p><p>{lines[2]}</p></div>"
    body = f"<html><body><article><p>{lines[3]}</p><p>{lines[3]} مرة أخرى.</p></article>{story}</body></html>"
    assert extract(page(body.encode(), outlet=outlet)).text.split("\n") == [lines[0], lines[2]]


def test_the_text_is_normalized_and_what_repeats_the_title_goes_on_either_way() -> None:
    lines = [f"{line}\N{ZERO WIDTH SPACE}" for line in paragraphs(2)]
    title = "خطة جديدة"
    repeated = f"<p>خطة{NBSP}«جديدة»</p>"
    body = "".join(f"<p>{line}</p>" for line in lines)
    pages = (f"<article><h1>{title}</h1>{repeated}{body}</article>", f"<h1>{title}</h1><div>{lines[0]}</div>")
    for markup, count in zip(pages, (4, 1), strict=True):
        found = extract(page(f"<html><body>{markup}</body></html>".encode()))
        assert found.title == title
        assert found.text.split("\n") == paragraphs(2)[:count]


def test_items_that_are_no_pages_pass() -> None:
    import asyncio  # noqa: PLC0415 - only here

    item = {"title": "عنوان", "text": "نص"}
    assert asyncio.run(ExtractPipeline(1, 1.0).process_item(item)) is item


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("سوق الخضر Facebook", 1),
        ("سوق الخضر &#1633;", 1),
        ("سوق الخضر", 0),
        ("Facebook " + "أ" * 20, 1),
        ("Facebook " + "أ" * 21, 0),
    ],
)
def test_trafilatura_is_asked_only_about_short_lines_that_it_may_drop(
    line: str, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = []

    def read(tree: object) -> str:
        asking.append(tree)
        return ""

    monkeypatch.setattr("pipelines.extract._read", read)
    prose = "".join(f"<p>{one}</p>" for one in paragraphs(1))
    whole = f"{prose}<p>{escape(line)}</p>{prose}"
    body = f"<html><body><h1>خطة جديدة لتطوير الخدمات</h1><article>{whole}</article></body></html>"
    assert line in extract(page(body.encode())).text
    assert len(asking) == asked


def read_small(lines: list[str]) -> str:
    """Return the text that trafilatura finds in a document of paragraphs."""
    found: Any = trafilatura.bare_extraction(document_of(lines), fast=True, include_comments=False)
    return str(found.text)


@pytest.mark.parametrize(
    ("lines", "drops"),
    [
        (["السوق", "أ" * 295], False),
        (["السوق", "أ" * 294], True),
        (["أ" * 29], True),
        (["أ" * 300], False),
        (["السوق", "Twitter", "أ" * 300], True),
    ],
)
def test_trafilatura_may_drop_short_lines_of_short_texts_and_names_of_networks(lines: list[str], drops: bool) -> None:  # noqa: FBT001
    assert may_drop(lines) is drops


@pytest.mark.parametrize(
    "line",
    [
        "السوق",
        "باعة السوق: شهادات",
        "٣",
        "؟",
        "***",
        "(رويترز)",
        "فيسبوك",
        "<سوق>",
        "# السوق",
        "- سعر الكيلو 3%",
        "|",
        "🔴 عاجل",
    ],
)
def test_trafilatura_keeps_the_short_lines_that_it_is_not_asked_about(line: str) -> None:
    lines = [line, paragraphs(1)[0], line, "أ" * (FEWEST_CERTAIN - len(paragraphs(1)[0]) - 3 * len(line)), line]
    assert not may_drop(lines)
    assert read_small(lines).split("\n") == lines


def test_trafilatura_drops_the_name_of_a_network() -> None:
    lines = ["Facebook", *paragraphs(1)]
    assert may_drop(lines)
    assert read_small(lines).split("\n") == lines[1:]


def test_a_users_text_passes_the_same_steps_and_teaches_a_profile_its_lines_alone() -> None:
    lines = paragraphs(1)
    brought = page("\n\n".join([*lines, "اقرأ أيضا", "وزير يزور المدينة"]).encode("cp1256"), "text/plain")
    found = extract(brought)
    assert (found.title, found.text.split("\n"), found.cut) == ("", lines, ["اقرأ أيضا", "وزير يزور المدينة"])
    assert found.rights == {}
    sheet = sheet_of(brought)
    assert (list(sheet.lines), sheet.elements, sheet.container) == (lines, (), "")
    for body, reason in ((b" \n ", Reason.NO_TEXT), (b"a" * (MAX_BODY + 1), Reason.TOO_LARGE)):
        with pytest.raises(Rejected) as rejected:
            extract(page(body, "text/plain"))
        assert rejected.value.reason == reason
