"""Parameters read and bound what a request states."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.requests import Request

from corpus.browse.parameters import Choice, Day, Number, Text, Texts
from corpus.search.find import Order
from crawler.errors import BrowseError

if TYPE_CHECKING:
    from corpus.browse.parameters import Parameter

NUMBER = Number("n", "A number.", 1, 50, 7)
DAY = Day("d", "A day.")
TEXTS = Texts("t", "Texts.", 2, 3)


def request(query: str, **path: object) -> Request:
    return Request({"type": "http", "query_string": query.encode(), "path_params": path, "headers": []})


@pytest.mark.parametrize(
    ("parameter", "query", "value"),
    [
        (NUMBER, "", 7),
        (NUMBER, "n=1", 1),
        (NUMBER, "n=50", 50),
        (DAY, "", ""),
        (DAY, "d=2024-02-29", "2024-02-29"),
        (TEXTS, "t=abc&t=&t=abc&t=d", ["abc", "d"]),
        (Text("t", "A text.", 3), "t=abc", "abc"),
        (Choice("o", "An order.", Order.RELEVANCE), "o=time", Order.TIME),
        (Choice("o", "An order.", Order.RELEVANCE), "", Order.RELEVANCE),
    ],
)
def test_a_value_is_read(parameter: Parameter, query: str, value: object) -> None:
    assert parameter.of(request(query)) == value


@pytest.mark.parametrize(
    ("parameter", "query"),
    [
        (NUMBER, "n=0"),
        (NUMBER, "n=51"),
        (NUMBER, "n=-1"),
        (NUMBER, "n=1e1"),
        (NUMBER, "n=٣"),
        (NUMBER, f"n={'9' * 5000}"),
        (DAY, "d=2026-02-29"),
        (DAY, "d=20260228"),
        (DAY, "d=2026-W09-1"),
        (TEXTS, "t=abcd"),
        (TEXTS, "t=a&t=b&t=c"),
        (Text("t", "A text.", 3), "t=abcd"),
        (Choice("o", "An order.", Order.RELEVANCE), "o=x"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused(parameter: Parameter, query: str) -> None:
    with pytest.raises(BrowseError):
        parameter.of(request(query))


def test_a_value_of_the_path_comes_first() -> None:
    assert NUMBER.of(request("n=3", n=4)) == 4
