"""Moments and values as the pages show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpus.browse.page import clock

if TYPE_CHECKING:
    from starlette.testclient import TestClient


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2026-08-03T07:00:00+03:00", "2026-08-03 07:00 +03:00"),
        ("2026-08-03T12:00:01.000123Z", "2026-08-03 12:00 UTC"),
        ("2026-08-03T12:00:01+00:00", "2026-08-03 12:00 UTC"),
        ("2026-08-03T12:00:01", "2026-08-03 12:00"),
        ("2026-08-03", "2026-08-03"),
        ("", ""),
    ],
)
def test_a_moment_is_shown_with_the_zone_that_it_states(moment: str, shown: str) -> None:
    assert clock(moment) == shown


def test_values_in_sentences_keep_their_own_direction(page: TestClient) -> None:
    answer = page.get("/", params={"q": "الميناء", "outlet": "wafa.ps"})
    assert 'aria-label="احذف \N{FIRST STRONG ISOLATE}' in answer.text
