"""The state knows the requests of earlier runs for an article, and what still waits."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from crawler.items import Reason
from crawler.state import Answer, Delay, Kind, RejectedCapture, State, Waiting
from tests.state.captures import OUTLET, capture

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

URL = "https://alroya.om/post/1"


@pytest.mark.parametrize(
    ("reason", "detail", "challenged"),
    [
        (Reason.CHALLENGE, "_cf_chl_opt", True),
        (Reason.CRASHED, "two workers died on the page, exit code -9", True),
        (Reason.UNDECODABLE, "", True),
        (Reason.NOT_AN_ARTICLE, "challenge: of earlier versions", False),
        (Reason.TOO_SHORT, "", False),
    ],
)
def test_a_page_that_does_not_show_its_article_is_known_by_its_reason_alone(
    state: State, reason: Reason, detail: str, *, challenged: bool
) -> None:
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


NOW = "2026-11-22T10:00:00.000000+00:00"


def article(number: int, **facts: Any) -> Waiting:
    url = f"https://alroya.om/post/{number}"
    return Waiting(**{"kind": Kind.ARTICLE, "key": url, "url": url, **facts})


def numbers(found: Iterable[Waiting]) -> list[int]:
    return [int(one.key.rpartition("/")[2]) for one in found]


def waiting(state: State, count: int = 9, after: Waiting | None = None) -> list[Waiting]:
    return state.waiting(Kind.ARTICLE, 0, NOW, count, after)


def test_what_waits_is_returned_as_it_was_stored(state: State) -> None:
    listing = Waiting(
        kind=Kind.LIST,
        key="https://alroya.om/feed?page=2",
        url="https://alroya.om/feed?page=2",
        named_by="https://alroya.om/feed",
        rank=1,
        date="2026-11-20",
        level=2,
        trail="[2]",
    )
    other = article(1, url="http://www.alroya.om/post/1")
    state.add_waiting([listing, other])
    assert state.waiting(Kind.LIST, 1, NOW, 9) == [replace(listing, id=1)]
    assert state.waiting(Kind.LIST, 0, NOW, 9) == []
    assert waiting(state) == [replace(other, id=2)]


def test_the_newest_comes_first_and_an_order_can_be_continued(state: State) -> None:
    days = ["2026-11-20", "", "2026-11-21", "", "2026-11-20"]
    state.add_waiting(article(number, date=day) for number, day in enumerate(days))
    order = [2, 0, 4, 1, 3]
    assert numbers(waiting(state)) == order
    for place in range(1, 6):
        after = waiting(state, place)[-1]
        assert numbers(waiting(state, 9, after)) == order[place:]


def test_an_address_that_waits_already_stays_unchanged(state: State) -> None:
    state.add_waiting([article(1, date="2026-11-20")])
    state.end_waits([], [], [Delay(Kind.ARTICLE, article(1).key, 3, "2026-11-22T09:00:00")])
    state.add_waiting([article(1, date="2026-11-21")])
    (found,) = waiting(state)
    assert (found.date, found.tries) == ("2026-11-20", 3)
    assert state.count_waiting() == 1


@pytest.mark.parametrize(("later", "count"), [("2026-11-22T09:59:59.999999+00:00", 1), (NOW, 0)])
def test_what_waits_for_a_later_moment_is_left_out(state: State, later: str, count: int) -> None:
    state.add_waiting([article(1)])
    state.end_waits([], [], [Delay(Kind.ARTICLE, article(1).key, 1, later)])
    assert len(waiting(state)) == count
    assert state.count_waiting() == 1


@pytest.mark.parametrize("known", [True, False])
def test_a_capture_ends_the_wait_in_its_own_transaction(state: State, *, known: bool) -> None:
    state.add_waiting([article(1), article(2)])

    def cut_off() -> Iterator[Answer]:
        yield Answer(article(1).key, known)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        state.add_captures([capture(0)], answers=cut_off())
    assert (state.count_waiting(), state.last_seq()) == (2, 0)
    state.add_captures([capture(0)], answers=[Answer(article(1).key, known), Answer("https://alroya.om/", known)])
    assert numbers(waiting(state)) == [2]
    assert state.count_waiting() == 1
    assert state.is_in_frontier(article(1).key) is not known
    state.forget_answered()
    assert not state.is_in_frontier(article(1).key)
    assert state.count_waiting() == 1


def test_a_list_that_is_answered_waits_no_more_and_what_it_names_waits(state: State) -> None:
    url = "https://alroya.om/sitemap.xml"
    state.add_waiting([Waiting(kind=Kind.LIST, key=url, url=url), article(1)])
    state.answer_list(url, "", [article(2)])
    assert state.date_of_read_list(url) == ""
    state.answer_list(url, "2026-11-22T09:00:00Z", [article(2), article(3)])
    assert state.date_of_read_list(url) == "2026-11-22T09:00:00Z"
    assert state.waiting(Kind.LIST, 0, NOW, 9) == []
    assert numbers(waiting(state)) == [1, 2, 3]
    assert state.count_waiting() == 3


def test_addresses_that_no_run_can_have_wait_no_more(state: State) -> None:
    state.add_waiting([article(1), replace(article(2), kind=Kind.LIST), article(3)])
    state.end_waits([article(1).key], [article(2).key], [])
    state.end_waits([article(1).key], [article(2).key], [])
    assert state.count_waiting() == 1


def test_what_waits_outlives_a_rebuild(state: State, tmp_path: Path) -> None:
    state.add_waiting([article(1), article(2, url="http://alroya.om/post/2")])
    state.end_waits([], [], [Delay(Kind.ARTICLE, article(1).key, 3, "2026")])
    with State(tmp_path / "stage", OUTLET) as rebuilt:
        rebuilt.adopt_runs_and_lists(state.path)
        assert waiting(rebuilt) == waiting(state)
        assert len(waiting(rebuilt)) == rebuilt.count_waiting() == 2


def test_an_earlier_state_without_a_frontier_is_taken_over(state: State, tmp_path: Path) -> None:
    state.answer_list("https://alroya.om/", "2026-11-22T09:00:00Z")
    with closing(sqlite3.connect(state.path)) as db:
        db.execute("DROP TABLE frontier")
    with State(tmp_path / "stage", OUTLET) as rebuilt:
        rebuilt.adopt_runs_and_lists(state.path)
        assert rebuilt.date_of_read_list("https://alroya.om/") == "2026-11-22T09:00:00Z"
        assert rebuilt.count_waiting() == 0
