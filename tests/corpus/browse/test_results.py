"""The page of results, its JSON, and the list of outlets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html
from starlette.testclient import TestClient

from corpus.browse.app import application
from corpus.browse.place import Place
from tests.corpus.browse.conftest import HOSTILE

if TYPE_CHECKING:
    from pathlib import Path


def shown(page: TestClient, address: str) -> html.HtmlElement:
    answer = page.get(address)
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.text)


def titles(page: TestClient, address: str) -> list[str]:
    return [link.text_content() for link in shown(page, address).cssselect(".results h3 a")]


def test_a_user_finds_documents_with_their_words_highlighted(page: TestClient) -> None:
    found = shown(page, "/?q=لنتنياهو")
    assert found.get("dir") == "rtl"
    assert found.get("lang") == "ar"
    assert "4 وثائق" in found.cssselect("#results")[0].text_content()
    assert {mark.text for mark in found.cssselect("mark")} >= {"نتنياهو"}
    link = found.cssselect(".results h3 a")[0]
    assert link.get("href") == "/article/akhbar.example/1"


def test_markup_of_the_web_is_text(page: TestClient) -> None:
    answer = page.get(
        "/", params={"q": f"land:OM published:2026-04 {HOSTILE.replace(chr(34), '')}", "section": HOSTILE}
    )
    assert "<script>alert" not in answer.text
    (link,) = shown(page, "/?q=land:OM+published:2026-04").cssselect(".results h3 a")
    assert link.text_content() == HOSTILE


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("/?q=ميناء&outlet=alroya.om", 2),
        ("/?q=ميناء&land=OM&from=2026-03-06", 1),
        ("/?q=ميناء&land=OM&to=2026-03-05", 1),
        ("/?section=السياسة", 2),
        ("/?credit=رويترز", 1),
        ("/?outlet=alroya.om&outlet=akhbar.example", 8),
        ('/?outlet=alroya.om&section=" OR outlet:wafa.ps', 0),
    ],
)
def test_choices_narrow_the_results(page: TestClient, address: str, count: int) -> None:
    assert len(titles(page, address)) == count


def test_results_are_paged_by_address(page: TestClient) -> None:
    first = shown(page, "/?q=outlet:wafa.ps&order=time&lang=en")
    (link,) = first.cssselect("a[rel=next]")
    assert titles(page, "/?q=outlet:wafa.ps&order=time")[0] == "خبر الميناء 25"
    second = titles(page, str(link.get("href")))
    assert (len(second), second[-1]) == (5, "خبر الميناء 1")


def test_json_gives_the_same_results(page: TestClient) -> None:
    found = page.get("/api/search?q=ميناء&outlet=alroya.om&order=time").json()
    assert (found["matched"], found["page"], found["pages"]) == (2, 1, 1)
    newest, first = found["results"]
    assert (newest["number"], newest["version"], newest["title"]) == (1, 2, "وزير النقل يؤجل افتتاح ميناء صحار")
    assert (first["tags"], first["credit"]) == (["ميناء صحار"], "رويترز")
    begin, end = page.get("/api/search?q=خدمات&outlet=alroya.om").json()["results"][0]["marks"][0]
    assert begin < end


@pytest.mark.parametrize(
    "query", ["page=0", "page=51", "from=yesterday", "order=x", "q=nofield:x", 'q="open', "outlet=nowhere.example"]
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(page: TestClient, query: str) -> None:
    answer = page.get(f"/api/search?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"]
    refused = page.get(f"/?{query}")
    assert refused.status_code == 400
    assert 'role="alert"' in refused.text


def test_a_reader_chooses_english_for_all_pages(place: Place) -> None:
    page = TestClient(application(place), "http://localhost")
    assert shown(page, "/?lang=en").get("dir") == "ltr"
    assert shown(page, "/outlets").get("lang") == "en"
    assert "Outlets" in page.get("/outlets").text
    assert shown(page, "/?lang=ar").get("lang") == "ar"
    assert shown(page, "/outlets").get("lang") == "ar"


def test_outlets_are_listed(page: TestClient) -> None:
    found = {one["name"]: one for one in page.get("/api/outlets").json()}
    assert found["wafa.ps"]["documents"] == 25
    assert found["wafa.ps"]["land"] == "PS"
    assert (found["akhbar.example"]["land"], found["akhbar.example"]["title"]) == (None, "akhbar.example")
    assert "/outlet/wafa.ps" in page.get("/outlets").text


def test_an_empty_corpus_is_explained(tmp_path: Path) -> None:
    page = TestClient(application(Place(output=tmp_path, facts={})), "http://localhost")
    assert "scrapy crawl" in page.get("/").text
    assert page.get("/outlets").status_code == 200
    assert page.get("/api/search?q=a").status_code == 404
    assert page.get("/api/outlets").json() == []


def test_an_unknown_address_is_answered_in_the_form_that_it_promises(page: TestClient) -> None:
    assert page.get("/nowhere").status_code == 404
    assert page.get("/api/nowhere").json() == {"error": "There is nothing at this address."}
