"""Edits, the last captured first: by outlet, by query, by part, as a page, as JSON and as a feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

from corpus.browse.app import application
from corpus.browse.changes.edits import ON_PAGE
from corpus.browse.place import Place
from tests.corpus.browse.news import NAME
from tests.corpus.export.stock import piece, stock

if TYPE_CHECKING:
    from collections.abc import Iterator

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "</title><script>alert(1)</script> \x0b ]]>"


def changes(browser: TestClient, **query: Any) -> dict[str, Any]:
    answer = browser.get("/changes.json", params=query)
    assert answer.status_code == 200, answer.text
    assert browser.get("/api/changes", params=query).json() == answer.json()
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """Return a browser of two outlets with 35 and 3 edits; some captured in the same second, one hostile."""
    output = tmp_path_factory.mktemp("many")
    pieces: list[dict[str, Any]] = []
    for number in range(35):
        url = f"https://wafa.ps/post/{number}"
        pieces.append(piece(number, "2026-03-01", url=url))
        date = f"2026-03-{2 + number // 10:02}T08:00:00Z"
        pieces.append(piece(number + 50, "2026-03-01", url=url, date=date))
    stock(output, "wafa.ps", *sorted(pieces, key=lambda one: one["date"]))
    url = "https://alroya.om/post/1"
    stock(
        output,
        "alroya.om",
        piece(1, url=url, date="2026-03-01T00:00:00Z"),
        piece(1, url=url, date="2026-03-02T00:00:00Z", title=HOSTILE),
        piece(2, url=url, date="2026-03-05T00:00:00Z", title=HOSTILE),
        piece(1, url=url, date="2026-03-06T00:00:00Z", title="ميناء صحار"),
    )
    place = Place(output=output, facts={})
    place.keeper.update()
    return TestClient(application(place), "http://localhost")


def pages(browser: TestClient, **query: Any) -> Iterator[list[tuple[str, int]]]:
    before: str | None = query.pop("before", "")
    while before is not None:
        found = changes(browser, before=before, **query)
        yield [(one["outlet"], one["number"]) for one in found["changes"]]
        before = found["next"]


def test_an_edit_with_its_words(news: TestClient) -> None:
    (one,) = changes(news)["changes"]
    assert (one["outlet"], one["number"], one["before"], one["version"]) == (NAME, 2, 0, 2)
    assert (one["is_title_changed"], one["is_text_changed"]) == (True, True)
    assert {"kind": "removed", "text": "تعلن"} in one["title_words"]
    assert [paragraph["kind"] for paragraph in one["excerpt"]] == ["changed", "added", "removed"]
    shown = news.get("/changes", params={"lang": "en"}).text
    assert "<del>" in shown
    assert f"/article/{NAME}/2/compare" in shown


def test_every_edit_stands_on_one_page(many: TestClient) -> None:
    found = list(pages(many))
    together = [one for page in found for one in page]
    assert [len(page) for page in found] == [ON_PAGE, 13]
    assert len(set(together)) == 38
    assert together[0] == ("alroya.om", 3)
    captured = [one["captured"] for one in changes(many)["changes"]]
    assert captured == sorted(captured, reverse=True)


def test_edits_of_an_outlet_a_part_and_a_time(many: TestClient) -> None:
    assert list(pages(many, outlet="alroya.om")) == [[("alroya.om", 3), ("alroya.om", 2), ("alroya.om", 1)]]
    assert list(pages(many, outlet="alroya.om", part="headline")) == [[("alroya.om", 3), ("alroya.om", 1)]]
    assert list(pages(many, outlet="alroya.om", part="text")) == [[("alroya.om", 3), ("alroya.om", 2)]]
    assert list(pages(many, outlet="alroya.om", before="2026-03-05")) == [[("alroya.om", 1)]]


def test_edits_that_a_query_finds(many: TestClient) -> None:
    found = changes(many, q="ميناء")
    assert [(one["outlet"], one["number"]) for one in found["changes"]] == [("alroya.om", 3)]
    assert (found["next"], found["next_page"]) == (None, None)
    first = changes(many, q="outlet:wafa.ps")
    assert (len(first["changes"]), first["next_page"]) == (ON_PAGE, 2)
    assert len(changes(many, q="outlet:wafa.ps", page=2)["changes"]) == 10
    assert changes(many, q="ميناء", outlet="wafa.ps")["changes"] == []


def test_a_feed_is_valid_and_stays_the_same(many: TestClient) -> None:
    answer = many.get("/changes.atom", params={"outlet": "alroya.om"})
    assert answer.headers["content-type"].startswith("application/atom+xml")
    root = ET.fromstring(answer.content)  # noqa: S314 - our own
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated", "author"):
        assert len(root.findall(f"{ATOM}{name}")) == 1
    entries = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}updated") for entry in entries] == [
        "2026-03-06T00:00:00+00:00",
        "2026-03-05T00:00:00+00:00",
        "2026-03-02T00:00:00+00:00",
    ]
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert all(one is not None and one.startswith("urn:uuid:") for one in ids)
    elsewhere = ET.fromstring(many.get("/changes.atom", params={"outlet": "alroya.om", "lang": "en"}).content)  # noqa: S314
    assert elsewhere.findtext(f"{ATOM}id") == root.findtext(f"{ATOM}id")
    assert entries[1].findtext(f"{ATOM}title") == HOSTILE.replace("\x0b", "")
    assert entries[0].find(f"{ATOM}content//{{http://www.w3.org/1999/xhtml}}ins") is not None


def test_a_feed_of_nothing_is_valid(news: TestClient) -> None:
    root = ET.fromstring(news.get("/changes.atom", params={"outlet": "wafa.ps"}).content)  # noqa: S314 - our own
    assert root.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"


def test_markup_in_a_title_is_text(many: TestClient) -> None:
    shown = many.get("/changes", params={"outlet": "alroya.om"}).text
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"before": "yesterday"}, 400),
        ({"part": "all"}, 400),
        ({"outlet": "none.example"}, 404),
        ({"q": '"'}, 400),
        ({"page": "0"}, 400),
    ],
)
def test_what_cannot_be_asked_is_refused(news: TestClient, query: dict[str, str], status: int) -> None:
    assert news.get("/changes.json", params=query).status_code == status
