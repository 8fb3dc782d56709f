"""An outlet: its days, rejected pages, health, runs, rights and front pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from corpus.browse.outlet.shown import statements
from tests.corpus.browse.news import NAME, SITE

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

FRONT = f"{SITE}/"


def got(news: TestClient, path: str, **query: Any) -> Any:
    answer = news.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_days_of_articles_and_edits(news: TestClient) -> None:
    found = got(news, f"/api/outlets/{NAME}", days=7)
    assert len(found["days"]) == 7
    assert found["days"][-1] == {"day": "2026-08-03", "articles": 2, "edits": 1}
    assert found["earlier"] == "2026-07-27"
    later = got(news, f"/api/outlets/{NAME}", days=7, to="2026-08-05")
    assert [day["day"] for day in later["days"] if day["articles"]] == ["2026-08-03"]
    assert (found["documents"], found["first_capture"][:16]) == (3, "2026-08-03T06:00")


def test_days_are_drawn_and_lead_to_their_articles(news: TestClient) -> None:
    shown = news.get(f"/outlet/{NAME}", params={"days": 7, "lang": "en"}).text
    assert "<title>2026-08-03: Articles 2, Edits 1</title>" in shown
    assert f'href="/?outlet={NAME}&amp;from=2026-08-03&amp;to=2026-08-03"' in shown
    assert shown.count("<polyline") == 2


def test_an_outlet_has_its_runs_and_its_health(news: TestClient) -> None:
    found = got(news, f"/api/outlets/{NAME}")
    (run,) = found["runs"]
    assert (run["outcome"], run["new"], run["changed"]) == ("finished", 2, 1)
    assert all(fault["word"] for fault in found["health"])
    assert [front["url"] for front in found["fronts"]] == [FRONT]


def test_rights_are_counted_by_statement() -> None:
    rights = {"robots": ["noarchive", "noai"], "tdm": "1", "signals": {"ai-train": "no"}}
    assert list(statements(rights)) == ["robots: noarchive", "robots: noai", "tdm: 1", "ai-train: no"]


def test_each_rejected_page_can_be_opened(news: TestClient) -> None:
    found = got(news, f"/api/outlets/{NAME}/rejected")
    assert [one["reason"] for one in found["pages"]] == ["unchanged", "gone", "too-short"]
    short = got(news, f"/api/outlets/{NAME}/rejected", reason="too-short")["pages"][0]
    assert short["url"] == f"{SITE}/news/0003"
    shown = got(news, f"/api/outlets/{NAME}/rejected/{short['place']}")
    assert shown["seen"]["title"] == "قصير"
    assert shown["seen"]["paragraphs"] == [{"pieces": [{"text": "نصّ قصير.", "cause": None}]}]
    assert shown["seen"]["reason"] == "too-short"
    page = news.get(f"/outlet/{NAME}/rejected/{short['place']}", params={"lang": "en"}).text
    assert "The text has fewer than 100 letters." in page
    assert f'src="/archived/20260803060003/{SITE}/news/0003"' in page


def test_a_page_with_the_text_of_a_document_names_it(news: TestClient) -> None:
    unchanged, gone, _ = got(news, f"/api/outlets/{NAME}/rejected")["pages"]
    assert unchanged["document"] == 2
    assert got(news, f"/api/outlets/{NAME}/rejected/{unchanged['place']}")["seen"]["reason"] is None
    assert got(news, f"/api/outlets/{NAME}/rejected/{gone['place']}")["seen"] is None


def test_what_may_not_end_is_not_extracted_again(news: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.browse.outlet.rejected.NEVER_AGAIN", ("too-short",))
    short = got(news, f"/api/outlets/{NAME}/rejected", reason="too-short")["pages"][0]
    assert got(news, f"/api/outlets/{NAME}/rejected/{short['place']}")["seen"] is None


def test_rejected_pages_are_paged(news: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.browse.outlet.rejected.ON_PAGE", 2)
    first = got(news, f"/api/outlets/{NAME}/rejected")
    second = got(news, f"/api/outlets/{NAME}/rejected", before=first["next"])
    assert [one["reason"] for one in second["pages"]] == ["too-short"]
    assert second["next"] is None


def test_what_led_on_a_day(news: TestClient) -> None:
    found = got(news, f"/api/outlets/{NAME}/front", day="2026-08-03")
    assert (found["url"], found["zone"]) == (FRONT, "UTC")
    assert [(one["local"], [lead["url"] for lead in one["leads"]]) for one in found["captures"]] == [
        ("2026-08-03T06:00", [f"{SITE}/news/0001", f"{SITE}/news/0002"]),
        ("2026-08-03T09:00", [f"{SITE}/news/0002", f"{SITE}/news/0001"]),
    ]
    assert found["captures"][0]["leads"][0] == {"url": f"{SITE}/news/0001", "text": "خبر", "document": 2}
    assert found["captures"][0]["page"] == f"/archived/20260803060000/{FRONT}"
    assert found["days"] == {"2026-08-04": 1, "2026-08-03": 2}
    assert got(news, f"/api/outlets/{NAME}/front")["day"] == "2026-08-04"
    assert got(news, f"/api/outlets/{NAME}/front", day="2026-08-01")["captures"] == []


def test_a_day_is_that_of_the_outlets_zone(news: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.browse.outlet.fronts.MOST_CAPTURES", 1)
    first = got(news, f"/api/outlets/{NAME}/front", day="2026-08-03")
    assert len(first["captures"]) == 1
    second = got(news, f"/api/outlets/{NAME}/front", day="2026-08-03", after=first["next"])
    assert [one["local"] for one in second["captures"]] == ["2026-08-03T09:00"]
    assert second["next"] is None


def test_an_outlet_without_front_pages(news: TestClient) -> None:
    assert got(news, "/api/outlets/wafa.ps/fronts") == []
    assert got(news, "/api/outlets/wafa.ps/front") is None
    assert "لا لقطات لصفحات أولى" in news.get("/outlet/wafa.ps/fronts", params={"lang": "ar"}).text


@pytest.mark.parametrize(
    "path", ["", "/rejected", "/rejected?reason=too-short", "/rejected?reason=gone", "/fronts", "?days=366"]
)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_page_is_shown_in_both_languages(news: TestClient, path: str, language: str) -> None:
    answer = news.get(f"/outlet/{NAME}{path}", params={"lang": language} if "?" not in path else None)
    assert answer.status_code == 200
    assert "<h1>" in answer.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/outlets/none.example", 404),
        (f"/api/outlets/{NAME}/rejected/1", 404),
        (f"/api/outlets/{NAME}/rejected?reason=none", 400),
        (f"/api/outlets/{NAME}?days=9999", 400),
        (f"/api/outlets/{NAME}/front?day=2026-13-01", 400),
        ("/api/outlets/%2e%2e%2f%2e%2e/rejected", 404),
    ],
)
def test_what_cannot_be_asked_is_refused(news: TestClient, path: str, status: int) -> None:
    assert news.get(path).status_code == status


def test_the_first_day_of_all_is_no_error(news: TestClient, news_output: Path) -> None:
    assert news_output.exists()
    assert got(news, f"/api/outlets/{NAME}", to="0001-01-01", days=7)["days"][0]["day"] == "0001-01-01"
    assert got(news, f"/api/outlets/{NAME}/front", day="0001-01-01")["captures"] == []
    assert got(news, f"/api/outlets/{NAME}/front", day="9999-12-31")["captures"] == []
