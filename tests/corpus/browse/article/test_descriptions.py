"""The JSON of articles, outlets and changes is what `/openapi.json` promises, and odd requests are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jsonschema
import pytest

from tests.corpus.browse.news import NAME, SITE

if TYPE_CHECKING:
    from starlette.testclient import TestClient

ANSWERS = {
    "/api/articles/{outlet}/{number}": "/api/articles/akhbar.example/0",
    "/api/articles/{outlet}/{number}/compare": "/api/articles/akhbar.example/2/compare",
    "/api/changes": "/api/changes",
    "/api/outlets/{outlet}": "/api/outlets/akhbar.example",
    "/api/outlets/{outlet}/rejected": "/api/outlets/akhbar.example/rejected",
    "/api/outlets/{outlet}/rejected/{place}": "/api/outlets/akhbar.example/rejected/4",
    "/api/outlets/{outlet}/fronts": "/api/outlets/akhbar.example/fronts",
    "/api/outlets/{outlet}/front": "/api/outlets/akhbar.example/front?day=2026-08-03",
}


@pytest.mark.parametrize("path", ANSWERS)
def test_answers_are_as_described(news: TestClient, path: str) -> None:
    description = news.get("/openapi.json").json()
    answers = description["paths"][path]["get"]["responses"]
    schema = {**answers["200"]["content"]["application/json"]["schema"], "components": description["components"]}
    answer = news.get(ANSWERS[path])
    assert answer.status_code == 200
    jsonschema.validate(answer.json(), schema)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/article/{NAME}/{'9' * 30}", 400),
        (f"/article/{NAME}/-1", 400),
        (f"/article/{NAME}/0x1", 400),
        (f"/article/{NAME}/2/compare?with=99", 404),
        (f"/article/{NAME}/0?from={'9' * 12}", 200),
        (f"/outlet/{NAME}/rejected/{'9' * 30}", 400),
        (f"/outlet/{NAME}/fronts?url=javascript:alert(1)", 200),
        (f"/outlet/{NAME}/fronts?url={SITE}/%00&day=2026-08-03", 200),
        (f"/outlet/{NAME}/fronts?url={SITE}/&after=%00'\"", 200),
        (f"/changes?before=2026-08-03/{NAME}/{'9' * 12}", 200),
        (f"/changes?before=2026-08-03/../{NAME}/1", 400),
        ("/changes?q=%ED%A0%80", 200),
        ("/changes.atom?outlet=..%2F..%2Fetc", 404),
    ],
)
def test_an_odd_request_is_answered(news: TestClient, path: str, status: int) -> None:
    answer = news.get(path)
    assert answer.status_code == status, answer.text[:500]
    assert 'href="javascript:' not in answer.text
