"""A selection takes whole days, and the addresses below a prefix."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.archive.index.selection import Selection
from tests.archive.index.captures import capture


@pytest.mark.parametrize(
    ("prefix", "taken"),
    [
        ("https://example.com/news", {"/news", "/news/", "/news/1", "/news?a=1", "/newsletter"}),
        ("http://www.example.com/news/", {"/news", "/news/", "/news/1", "/news?a=1"}),
        ("https://example.com", {"/news", "/news/", "/news/1", "/news?a=1", "/newsletter", "/about"}),
        ("https://example.co", set()),
    ],
)
def test_a_prefix_that_ends_in_a_slash_ends_there(prefix: str, taken: set[str]) -> None:
    paths = ("/news", "/news/", "/news/1", "/news?a=1", "/newsletter", "/about")
    selection = Selection(prefix=prefix)
    assert {path for path in paths if selection.wants(capture(1, f"https://example.com{path}"))} == taken


def test_days_are_whole() -> None:
    span = Selection(since=date(2026, 1, 2), until=date(2026, 1, 4))
    assert [day for day in range(1, 6) if span.wants(capture(day, day=day))] == [2, 3, 4]
