"""The CDX server: matches, spans, filters and forms of its answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from crawler.archive.index.cdxj import Entry
from tests.corpus.browse.archived.conftest import ANSWERS, SITE, moment

if TYPE_CHECKING:
    from starlette.testclient import TestClient


def keys(archive: TestClient, **asked: str) -> list[str]:
    answer = archive.get("/cdx", params={"fl": "urlkey", **asked})
    assert answer.status_code == 200
    return answer.text.splitlines()


def test_an_answer_has_the_lines_of_the_index(archive: TestClient) -> None:
    answer = archive.get("/cdx", params={"url": f"{SITE}/news/1"})
    assert answer.headers["content-type"] == "text/x-cdxj; charset=utf-8"
    entries = [Entry.of_line(line) for line in answer.text.splitlines()]
    assert [entry.timestamp for entry in entries] == [moment(1), moment(3), moment(5)]
    assert [entry.status for entry in entries] == [200, 200, 304]
    assert entries[2].mime == "warc/revisit"


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"url": f"{SITE}/news/1"}, 3),
        ({"url": "akhbar.example/news/1"}, 3),
        ({"url": f"{SITE}/news/1", "from": "202608031030"}, 2),
        ({"url": f"{SITE}/news/1", "to": "2026080310"}, 2),
        ({"url": f"{SITE}/news/1", "from": "20260804", "to": "20260804"}, 0),
        ({"url": f"{SITE}/news/1", "to": "2026080309"}, 1),
        ({"url": f"{SITE}/news/1", "limit": "2"}, 2),
        ({"url": f"{SITE}/logo", "matchType": "prefix"}, 2),
        ({"url": f"{SITE}/logo*"}, 2),
        ({"url": f"{SITE}/anything", "matchType": "host"}, len(ANSWERS)),
        ({"url": "example", "matchType": "domain"}, len(ANSWERS)),
        ({"url": "*.akhbar.example"}, len(ANSWERS)),
        ({"url": "khbar.example", "matchType": "domain"}, 0),
        ({"url": "*.akhbar.example", "filter": "=status:200"}, len(ANSWERS) - 5),
        ({"url": "*.akhbar.example", "filter": "!mime:text/"}, 9),
        ({"url": "*.akhbar.example", "filter": "statuscode:30"}, 4),
        ({"url": f"{SITE}/none"}, 0),
    ],
)
def test_a_query_chooses(archive: TestClient, asked: dict[str, str], count: int) -> None:
    found = keys(archive, **asked)
    assert len(found) == count
    assert found == sorted(found)


def test_the_nearest_captures_come_first_when_asked_for(archive: TestClient) -> None:
    asked = {"url": f"{SITE}/news/1", "closest": moment(4), "sort": "closest", "fl": "timestamp", "limit": "2"}
    assert archive.get("/cdx", params=asked).text.split() == [moment(3), moment(5)]


def test_json_has_an_object_a_line(archive: TestClient) -> None:
    answer = archive.get("/cdx", params={"url": f"{SITE}/logo.png", "output": "json"})
    assert answer.headers["content-type"] == "application/x-ndjson; charset=utf-8"
    (row,) = map(json.loads, answer.text.splitlines())
    assert (row["urlkey"], row["timestamp"], row["status"]) == ("example,akhbar)/logo.png", moment(1), "200")
    assert set(row) == {"urlkey", "timestamp", "url", "mime", "status", "digest", "length", "offset", "filename"}
    few = archive.get("/cdx", params={"url": f"{SITE}/logo.png", "output": "json", "fl": "mimetype"})
    assert json.loads(few.text) == {"mime": "image/png"}


@pytest.mark.parametrize(
    "asked",
    [
        *({}, {"url": "ftp://a.example/"}, {"url": SITE, "matchType": "all"}, {"url": SITE, "limit": "0"}),
        *({"url": SITE, "limit": "1000000"}, {"url": SITE, "from": "x"}, {"url": SITE, "fl": "password"}),
        *({"url": SITE, "filter": "~url:(a+)+$"}, {"url": SITE, "filter": "nothing"}, {"url": SITE, "filter": "x:y"}),
        *({"url": SITE, "output": "xml"}, {"url": f"{SITE}/*", "closest": "2026"}),
    ],
)
def test_a_query_that_cannot_be_answered_is_refused(archive: TestClient, asked: dict[str, str]) -> None:
    assert archive.get("/cdx", params=asked).status_code == 400
