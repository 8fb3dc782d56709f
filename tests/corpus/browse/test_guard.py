"""What holds for each request and answer: headers, the host, the token, the time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from corpus.browse.app import application
from corpus.browse.guard import LONGEST, Timed

if TYPE_CHECKING:
    from starlette.requests import Request

    from corpus.browse.place import Place

TOKEN = "0123456789abcdef"  # noqa: S105 - of a test


@pytest.mark.parametrize("path", ["/", "/api/search", "/nowhere", "/static/page.css", "/openapi.json"])
def test_every_answer_has_a_strict_policy(page: TestClient, path: str) -> None:
    headers = page.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:8417", 200),
        ("127.0.0.1:8417", 200),
        ("[::1]", 200),
        ("[::1]:8417", 200),
        ("evil.example", 421),
        ("evil.example:8417", 421),
        ("localhost.evil.example", 421),
        ("127.0.0.1.evil.example:80", 421),
        ("", 421),
    ],
)
def test_a_page_of_another_name_is_refused(page: TestClient, host: str, status: int) -> None:
    assert page.get("/api/outlets", headers={"host": host}).status_code == status


def test_a_token_opens_the_page_once_and_then_stands_in_a_cookie(place: Place) -> None:
    page = TestClient(application(place, hosts=frozenset(), token=TOKEN), "http://192.0.2.1", follow_redirects=False)
    assert page.get("/").status_code == 401
    assert page.get("/static/page.css").status_code == 401
    assert page.get(f"/?token={TOKEN}x").status_code == 401
    assert page.get("/api/outlets", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    answer = page.get(f"/outlets?lang=en&token={TOKEN}")
    assert (answer.status_code, answer.headers["location"]) == (307, "/outlets?lang=en")
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert page.get("/outlets").status_code == 200


def test_a_redirect_without_the_token_stays_here(place: Place) -> None:
    page = TestClient(application(place, hosts=frozenset(), token=TOKEN), "http://192.0.2.1", follow_redirects=False)
    assert page.get(f"http://192.0.2.1//evil.example/?token={TOKEN}").headers["location"] == "/evil.example/"


def test_an_endless_address_is_refused(page: TestClient) -> None:
    assert page.get(f"/?q={'a' * LONGEST}").status_code == 414


def test_only_reading_is_served(page: TestClient) -> None:
    assert page.post("/").status_code == 405


def test_a_view_without_an_end_is_answered() -> None:
    def slow(_: Request) -> PlainTextResponse:
        time.sleep(0.2)
        return PlainTextResponse("late")

    app = Starlette(routes=[Route("/", slow)])
    with TestClient(Timed(app, seconds=0.01)) as page:
        answer = page.get("/")
    assert (answer.status_code, answer.text) == (503, "No answer after 0.01 seconds; ask for less, or try again later.")


@pytest.mark.parametrize(
    "path",
    ["/static/../page.py", "/static/%2e%2e/page.py", "/static/..%2fpage.py", "/static//etc/passwd", "/static/%00"],
)
def test_no_file_beside_the_static_ones_is_served(page: TestClient, path: str) -> None:
    assert page.get(path).status_code == 404
