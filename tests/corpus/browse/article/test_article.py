"""An article: its text with what was cut, its versions, its copies, its provenance and its citation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.corpus.browse.news import APPENDIX, EDITED, INSERT, LINES, NAME, SITE, STORY, TITLES

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient


def article(news: TestClient, number: int, **query: Any) -> dict[str, Any]:
    answer = news.get(f"/api/articles/{NAME}/{number}", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_what_was_cut_stands_in_its_place(news: TestClient) -> None:
    found = article(news, 0)
    lines = [(piece["text"], piece["cause"]) for one in found["paragraphs"] for piece in one["pieces"]]
    assert found["layout"] == "in-place"
    assert lines == [
        *((line, None) for line in LINES[:2]),
        *((line, "insert") for line in INSERT),
        *((line, None) for line in LINES[2:]),
        *((line, "appendix") for line in APPENDIX),
    ]
    shown = news.get(f"/article/{NAME}/0", params={"lang": "en"}).text
    assert "related articles between paragraphs" in shown
    assert shown.index(LINES[1]) < shown.index(INSERT[1]) < shown.index(LINES[2]) < shown.index(APPENDIX[1])


def test_a_text_of_other_rules_has_its_cuts_behind_it(news: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.browse.article.extraction.extract_with_parts", _other)
    found = article(news, 0)
    assert found["layout"] == "other-rules"
    assert [one["pieces"][0]["cause"] for one in found["paragraphs"]] == [None] * 4 + ["unplaced"] * 4


def _other(*_: object) -> None:
    raise ZeroDivisionError


def test_a_page_that_is_gone_from_the_archive_has_its_cuts_behind_it(news: TestClient, news_output: Path) -> None:
    folder = news_output / "archive" / NAME
    moved = folder.with_name("elsewhere")
    folder.rename(moved)
    try:
        assert article(news, 0)["layout"] == "unread"
    finally:
        moved.rename(folder)


def test_versions_stand_on_a_line(news: TestClient) -> None:
    found = article(news, 0)
    assert [(one["number"], one["version"], one["title"]) for one in found["versions"]] == [
        (0, 1, TITLES[0]),
        (2, 2, TITLES[1]),
    ]
    assert found["version_count"] == 2
    assert [(one["event"], one["captured"][:16], one["status"]) for one in found["happenings"]] == [
        ("gone", "2026-08-04T06:00", 404),
        ("back", "2026-08-04T09:00", 200),
    ]
    assert [one["version"] for one in article(news, 0, **{"from": 2})["versions"]] == [2]
    assert article(news, 1)["happenings"] == []


def test_any_two_versions_are_compared_word_by_word(news: TestClient) -> None:
    found = news.get(f"/api/articles/{NAME}/2/compare").json()
    assert (found["before"]["version"], found["after"]["version"]) == (1, 2)
    assert {"kind": "removed", "text": "تعلن"} in found["title"]
    assert [(one["kind"], one["is_moved"]) for one in found["paragraphs"]] == [
        ("same", False),
        ("changed", False),
        ("added", True),
        ("same", False),
        ("removed", True),
    ]
    back = news.get(f"/api/articles/{NAME}/0/compare", params={"with": 2}).json()
    assert (back["words_added"], back["words_removed"]) == (found["words_removed"], found["words_added"])
    shown = news.get(f"/article/{NAME}/2/compare", params={"lang": "ar"}).text
    assert "نُقل إلى هنا" in shown
    assert EDITED[1].split()[-1] in shown
    same = news.get(f"/article/{NAME}/1/compare", params={"lang": "en"}).text
    assert "The text is the same." in same


def test_versions_of_different_articles_are_not_compared(news: TestClient) -> None:
    answer = news.get(f"/api/articles/{NAME}/1/compare", params={"with": 0})
    assert answer.status_code == 400
    assert "are versions of different articles" in answer.json()["error"]


def test_who_had_the_text_first(news: TestClient, news_output: Path) -> None:
    found = article(news, 0)["copies"]
    assert [(one["outlet"], one["number"], one["kind"]) for one in found["first"][:2]] == [
        ("wafa.ps", 0, "same"),
        (NAME, 0, None),
    ]
    assert article(news, 1)["copies"] == {"first": [], "is_current": True, "is_more": False}
    store = news_output / "derived" / "duplicates.sqlite"
    moved = store.rename(store.with_name("elsewhere"))
    try:
        assert not article(news, 0)["copies"]["is_current"]
        assert "scrapy duplicates" in news.get(f"/article/{NAME}/0").text
    finally:
        moved.rename(store)


def test_the_store_of_another_corpus_knows_no_copies(news: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.duplicates.questions.Duplicates.taken", lambda *_: ("another", 9))
    assert not article(news, 0)["copies"]["is_current"]


def test_provenance_leads_to_page_and_record(news: TestClient) -> None:
    found = article(news, 0)["provenance"]
    assert found["page"] == f"/archived/20260803060001/{STORY}"
    assert found["body"] == f"/archived/20260803060001id_/{STORY}"
    assert found["record"] == f"/record/{NAME}/{found['warc']}/{found['offset']}"
    shown = news.get(f"/article/{NAME}/0").text
    assert f'<iframe sandbox="" loading="lazy" referrerpolicy="no-referrer" src="{found["page"]}"' in shown


def test_an_article_is_cited(news: TestClient) -> None:
    found = article(news, 0)
    assert found["url"] in found["citation"]["text"]
    assert f"http://localhost/archived/20260803060001/{STORY}" in found["citation"]["text"]
    assert news.get(f"/article/{NAME}/0/cite.bib").text == found["citation"]["bibtex"]
    (item,) = news.get(f"/article/{NAME}/0/cite.json").json()
    assert item["issued"] == {"date-parts": [[2026, 8, 3]]}
    by_id = news.get(f"/article/{NAME}/{found['id']}", follow_redirects=False)
    assert by_id.headers["location"] == f"/article/{NAME}/0"
    assert news.get(f"/article/{NAME}/{'0' * 32}").status_code == 404


@pytest.mark.parametrize(
    "path", ["/article/none.example/0", f"/article/{NAME}/99", f"/article/{NAME}/9/compare", "/article/..%2f..%2fetc/0"]
)
def test_what_is_not_there_is_absent(news: TestClient, path: str) -> None:
    assert news.get(path).status_code == 404


def test_the_site_itself_is_linked_only_by_its_address(news: TestClient) -> None:
    shown = news.get(f"/article/{NAME}/0").text
    assert f'href="{SITE}/news/0001" rel="noreferrer nofollow"' in shown


@pytest.mark.parametrize(
    "path", ["/article/alroya.om/2", "/article/alroya.om/2/compare", "/outlet/alroya.om", "/outlet/alroya.om/fronts"]
)
def test_markup_of_a_title_or_an_address_is_text(page: TestClient, path: str) -> None:
    answer = page.get(path, params={"lang": "ar"})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "?<b>" not in answer.text
