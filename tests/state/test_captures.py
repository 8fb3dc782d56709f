"""An address's last lasting answer counts, and decides whether the address had moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.state.captures import capture

if TYPE_CHECKING:
    from crawler.state import State

URL = "https://alroya.om/post/1"


@pytest.mark.parametrize(
    ("status", "lasts"), [(200, True), (301, True), (404, True), (428, True), (429, False), (499, True), (500, False)]
)
def test_an_answer_that_is_for_now_does_not_count(state: State, status: int, lasts: bool) -> None:  # noqa: FBT001 - a table's column
    state.add_captures([capture(0, url=URL, status=410), capture(100, url=URL, status=status)])
    found = state.last_lasting_capture(URL)
    assert found is not None
    assert found.status == (status if lasts else 410)


def test_only_what_lies_before_a_place_counts(state: State) -> None:
    first, second = state.add_captures([capture(0, url=URL), capture(100, url=URL)])
    assert state.last_lasting_capture(URL, second.seq) == first
    assert state.last_lasting_capture(URL, first.seq) is None
    assert state.last_lasting_capture(URL) == second


def test_an_address_had_moved_when_its_last_capture_was_a_redirect(state: State) -> None:
    answers = [capture(0, url=URL), capture(100, url=URL, status=301, page=False), capture(200, url=URL)]
    _, moved, back = state.add_captures(answers)
    assert not state.had_moved(URL, moved.seq)
    assert state.had_moved(URL, back.seq)
    assert not state.had_moved(URL, back.seq + 1)


def test_an_archive_waits_for_the_index_until_it_is_marked_also_when_it_grows(state: State) -> None:
    state.add_captures([], {"a.warc.gz": 10, "b.warc.gz": 10})
    assert state.unindexed_archives() == ["a.warc.gz", "b.warc.gz"]
    state.mark_indexed(["a.warc.gz"])
    state.add_captures([], {"a.warc.gz": 20, "b.warc.gz": 20})
    assert state.unindexed_archives() == ["b.warc.gz"]
    assert state.acknowledged_sizes() == {"a.warc.gz": 20, "b.warc.gz": 20}
