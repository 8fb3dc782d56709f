"""Facets, histograms and comparisons of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

if TYPE_CHECKING:
    from starlette.testclient import TestClient


def facets(page: TestClient, query: str) -> dict[str, dict[str, int]]:
    found = page.get(f"/api/facets?{query}").json()["facets"]
    return {one["facet"]: {value["value"]: value["matched"] for value in one["values"]} for one in found}


def histograms(page: TestClient, query: str) -> list[dict[str, Any]]:
    return page.get(f"/api/histogram?{query}").json()  # type: ignore[no-any-return]


def test_facets_count_what_was_found(page: TestClient) -> None:
    found = facets(page, "q=ميناء")
    assert found["outlet"] == {"wafa.ps": 25, "alroya.om": 2}
    assert found["land"] == {"PS": 25, "OM": 2}
    assert found["change"] == {"new": 26, "edited": 1}
    assert found["credit"] == {"رويترز": 1}
    assert found["month"] == {"2026-03": 2, "2026-05": 25}


@pytest.mark.parametrize(
    ("choice", "count"),
    [
        ("month=2026-03", 2),
        ("change=edited", 1),
        ("change=new&outlet=alroya.om", 2),
        ("section=السياسة", 2),
        ("language=ar&land=OM", 3),
        ("land=OM&land=PS&outlet=wafa.ps", 25),
    ],
)
def test_a_value_of_a_facet_finds_what_it_counts(page: TestClient, choice: str, count: int) -> None:
    assert page.get(f"/api/search?{choice}").json()["matched"] == count


def test_each_facet_of_the_page_is_a_link_that_keeps_the_query(page: TestClient) -> None:
    found = html.fromstring(page.get("/?q=ميناء&lang=en").text)
    links = {link.text_content(): str(link.get("href")) for link in found.cssselect("aside a")}
    chosen = html.fromstring(page.get(links["edited version"]).text)
    assert len(chosen.cssselect(".results > li")) == 1
    (remove,) = chosen.cssselect(".choices a")
    assert len(html.fromstring(page.get(str(remove.get("href"))).text).cssselect(".results > li")) == 20


def test_a_histogram_has_the_share_of_all_articles(page: TestClient) -> None:
    (found,) = histograms(page, 'q="خبر الميناء 7"&from=2026-05-01&to=2026-05-31')
    assert (found["matched"], found["all"], found["step"]) == (1, 25, "day")
    (bar,) = (bar for bar in found["bars"] if bar["matched"])
    assert (bar["span"], bar["all"], bar["share"]) == ("2026-05-07", 1, 1.0)
    (found,) = histograms(page, "q=صحار&outlet=alroya.om")
    assert [(bar["span"], bar["matched"], bar["all"]) for bar in found["bars"] if bar["all"]]


def test_compared_queries_have_the_same_spans(page: TestClient) -> None:
    first, second = histograms(page, "q=صحار&q=نتنياهو")
    spans = [bar["span"] for bar in first["bars"]]
    assert spans == [bar["span"] for bar in second["bars"]]
    assert (first["step"], second["step"]) == ("month", "month")
    assert (spans[0], spans[-1]) == ("2024-02", "2026-03")
    assert sum(bar["matched"] for bar in first["bars"]) == first["matched"]
    assert sum(bar["matched"] for bar in second["bars"]) == second["matched"]


def test_the_page_draws_each_compared_query(page: TestClient) -> None:
    found = html.fromstring(page.get("/?q=صحار&q=نتنياهو&lang=en").text)
    assert len(found.cssselect("svg polyline")) == 2
    assert [one.text_content() for one in found.cssselect(".legend li")] == [
        "صحار: 2 documents",
        "نتنياهو: 4 documents",
    ]
    share = html.fromstring(page.get("/?q=صحار&measure=share&lang=en").text)
    assert "100%" in [text.text for text in share.cssselect("svg text")]


def test_compared_queries_are_counted_without_a_date(page: TestClient) -> None:
    found = html.fromstring(page.get("/?q=zzz&q=yyy&lang=en").text)
    assert [one.text_content() for one in found.cssselect(".legend li")] == ["zzz: 0 documents", "yyy: 0 documents"]


def test_a_column_leads_to_its_span(page: TestClient) -> None:
    found = html.fromstring(page.get("/?q=ميناء&month=2026-05").text)
    link = found.cssselect("svg a")[6]
    address = str(link.get("href"))
    assert "from=2026-05-07&to=2026-05-07" in address
    assert "month=" not in address
    assert page.get("/api/search" + address[1:]).json()["matched"] == 1


@pytest.mark.parametrize("query", ["change=x", "month=2026-13", "q=a&q=b&q=c&q=d&q=e&q=f", "section=a&section=b"])
def test_what_cannot_be_counted_is_refused(page: TestClient, query: str) -> None:
    assert page.get(f"/api/facets?{query}").status_code == 400
    assert page.get(f"/api/histogram?{query}").status_code == 400
