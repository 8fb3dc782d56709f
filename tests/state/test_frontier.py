"""The state knows the requests of earlier runs for an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.items import Reason
from crawler.state import RejectedCapture
from tests.state.captures import capture

if TYPE_CHECKING:
    from crawler.state import State

URL = "https://alroya.om/post/1"


@pytest.mark.parametrize(
    ("reason", "detail", "challenged"),
    [
        (Reason.CHALLENGE, "_cf_chl_opt", True),
        (Reason.NOT_AN_ARTICLE, "challenge: of earlier versions", False),
        (Reason.TOO_SHORT, "", False),
    ],
)
def test_a_challenge_is_known_by_its_reason_alone(state: State, reason: Reason, detail: str, challenged: bool) -> None:  # noqa: FBT001 - a table's column
    (placed,) = state.add_captures([capture(0, url=URL)])
    state.settle([RejectedCapture(seq=placed.seq, reason=reason, detail=detail)])
    asked = state.asked_article(URL)
    assert asked is not None
    assert asked.challenged is challenged


def test_an_article_behind_a_challenge_is_no_longer_so_once_it_came(state: State) -> None:
    first, _ = state.add_captures([capture(0, url=URL), capture(100, url=URL)])
    state.settle([RejectedCapture(seq=first.seq, reason=Reason.CHALLENGE, detail="")])
    asked = state.asked_article(URL)
    assert asked is not None
    assert not asked.challenged


def test_an_answer_without_a_page_counts_when_it_leads_elsewhere_or_is_no_html(state: State) -> None:
    urls = [f"{URL}{letter}" for letter in "abc"]
    state.add_captures(
        [
            capture(0, url=urls[0], status=302, page=False),
            capture(100, url=urls[1], page=False, mime="application/pdf"),
            capture(200, url=urls[2], page=False, mime="text/html"),
        ]
    )
    assert [state.asked_article(url) is not None for url in urls] == [True, True, False]
