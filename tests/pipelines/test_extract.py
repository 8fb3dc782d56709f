"""From a page's bytes to an article."""

from __future__ import annotations

import pytest

from crawler.items import Capture, Page
from crawler.outlet import Outlet
from pipelines.extract import MAX_BODY, ExtractPipeline, extract
from pipelines.rejected import Rejected
from tests.project import article, paragraphs

OUTLET = Outlet.of_site("https://akhbar.example/")


def capture(number: int = 1) -> Capture:
    return Capture(
        outlet=OUTLET.name,
        url=f"https://akhbar.example/news/{number + 1000}",
        canonical_url=f"https://akhbar.example/news/{number + 1000}",
        date="2026-11-22T10:00:00.000000Z",
        status=200,
        page=True,
        warc="akhbar.example-20261122100000000-00000.warc.gz",
        offset=number * 100,
        length=100,
        record_id="urn:uuid:1",
        payload_digest="sha1:A",
    )


def page(body: bytes, content_type: str = "text/html; charset=utf-8", outlet: Outlet = OUTLET) -> Page:
    return Page(capture=capture(), outlet=outlet, body=body, content_type=content_type)


def test_an_article_is_its_headline_and_its_paragraphs() -> None:
    found = extract(page(article(1).encode()))
    assert found.title == "خطة جديدة لتطوير الخدمات رقم 1"
    assert [line for line in found.text.split("\n") if line != found.title] == paragraphs(1)
    assert found.capture == capture()


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


def test_a_page_that_arrived_with_a_fault_is_rejected_for_it() -> None:
    faulty = Page(capture=capture(), outlet=OUTLET, body=b"", content_type="", fault="undecodable")
    with pytest.raises(Rejected) as caught:
        extract(faulty)
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


def test_items_that_are_no_pages_pass() -> None:
    import asyncio  # noqa: PLC0415 - only here

    item = {"title": "عنوان", "text": "نص"}
    assert asyncio.run(ExtractPipeline(1, 1.0).process_item(item)) is item
