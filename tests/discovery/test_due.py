"""Due: earlier runs decide which addresses are requested again; a wrong decision costs requests, or an article."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from crawler.discovery import Link
from crawler.discovery.due import BELIEVED_AHEAD, FEWEST_DOUBTED, Due, next_try, stored_moment
from crawler.items import Capture
from crawler.outlet import Outlet
from crawler.state import State, StoredCapture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
OUTLET = Outlet.of_site("https://akhbar.example/")
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with State(tmp_path, OUTLET.name) as opened:
        yield opened


@pytest.fixture
def due(state: State) -> Due:
    return Due(state, OUTLET, NOW, 48 * HOUR)


def ask(state: State, number: int, when: datetime, status: int = 200) -> str:
    """Store a request for an article in the state; return its address."""
    url = f"https://akhbar.example/news/{number}"
    capture = Capture(
        outlet=OUTLET.name,
        url=url,
        canonical_url=url,
        date=when.isoformat(),
        status=status,
        page=True,
        warc="one.warc.gz",
        offset=round(when.timestamp()),
        length=1,
        record_id=f"urn:uuid:{number}",
        payload_digest="",
    )
    state.add_captures([capture])
    return url


def store(state: State, article: str, published: str) -> None:
    """Store a document of the last capture of an article."""
    known = state.asked_article(article)
    assert known is not None
    stored = StoredCapture(
        seq=known.seq,
        number=0,
        sha256="0" * 64,
        article=article,
        version=1,
        published=published,
        day=published[:10],
        body="",
        row={},
    )
    state.settle([stored])


def link(number: int, changed: datetime | None) -> Link:
    return Link(url=f"https://akhbar.example/news/{number}", date=None, changed=changed)


def test_only_what_changed_after_its_capture_is_asked_for_again(state: State, due: Due) -> None:
    for number in (1, 2, 3):
        ask(state, number, NOW - 5 * HOUR)
    listed = [link(1, NOW - 6 * HOUR), link(2, NOW - 4 * HOUR), link(3, None), link(4, NOW)]
    assert due.changed(map(due.listed, listed)) == {"https://akhbar.example/news/2"}


def test_a_change_in_times_to_come_is_none(state: State, due: Due) -> None:
    for number in (1, 2):
        ask(state, number, NOW - 5 * HOUR)
    listed = [link(1, NOW + BELIEVED_AHEAD), link(2, NOW + BELIEVED_AHEAD + SECOND)]
    assert due.changed(map(due.listed, listed)) == {"https://akhbar.example/news/1"}


def test_a_capture_that_a_clock_ahead_dated_hides_no_change(state: State, due: Due) -> None:
    for number, when in ((1, NOW + BELIEVED_AHEAD), (2, NOW + BELIEVED_AHEAD + SECOND)):
        ask(state, number, when)
    listed = [due.listed(link(number, NOW - HOUR)) for number in (1, 2)]
    assert due.changed(listed) == {"https://akhbar.example/news/2"}


@pytest.mark.parametrize(("hours", "is_due"), [(2, True), (49, False)])
def test_an_article_of_a_day_to_come_is_as_old_as_its_first_request(
    state: State, due: Due, hours: int, *, is_due: bool
) -> None:
    store(state, ask(state, 1, NOW - hours * HOUR), "2030-01-01T00:00:00+00:00")
    assert bool([*due.young()]) is is_due


def test_what_a_run_captured_is_known_by_its_place_not_by_the_clock(state: State) -> None:
    ask(state, 1, NOW + HOUR / 2)
    due = Due(state, OUTLET, NOW, 48 * HOUR)
    ask(state, 2, NOW + HOUR / 2)
    known = [due.listed(link(number, None)).known for number in (1, 2)]
    assert [article is not None and due.has_captured(article) for article in known] == [False, True]


@pytest.mark.parametrize(("count", "believed"), [(FEWEST_DOUBTED, True), (FEWEST_DOUBTED + 1, False)])
def test_a_list_after_which_everything_has_changed_is_not_believed(
    state: State, due: Due, count: int, *, believed: bool
) -> None:
    for number in range(count):
        ask(state, number, NOW - 5 * HOUR)
    assert (due.changed(due.listed(link(number, NOW)) for number in range(count)) is not None) is believed


@pytest.mark.parametrize(("known", "believed"), [(2 * (FEWEST_DOUBTED + 1), True), (2 * FEWEST_DOUBTED + 1, False)])
def test_a_list_is_believed_when_half_of_what_it_names_has_changed_and_not_when_more_has(
    state: State, due: Due, known: int, *, believed: bool
) -> None:
    for number in range(known):
        ask(state, number, NOW - 5 * HOUR)
    listed = [link(number, NOW - (4 if number <= FEWEST_DOUBTED else 6) * HOUR) for number in range(known)]
    assert (due.changed(map(due.listed, listed)) is not None) is believed


def test_what_changed_in_the_moment_of_its_capture_was_captured_as_changed(state: State, due: Due) -> None:
    ask(state, 1, NOW - 5 * HOUR)
    assert due.changed([due.listed(link(1, NOW - 5 * HOUR))]) == set()


@pytest.mark.parametrize(
    ("asked", "is_due"),
    [
        ((HOUR,), True),
        ((HOUR - SECOND,), False),
        ((48 * HOUR,), True),
        ((48 * HOUR + SECOND,), False),
        ((20 * HOUR, 10 * HOUR), True),
        ((20 * HOUR, 10 * HOUR - SECOND), False),
    ],
    ids=str,
)
def test_what_is_young_is_asked_for_after_half_its_age_but_not_within_an_hour(
    state: State, due: Due, asked: tuple[timedelta, ...], *, is_due: bool
) -> None:
    for ago in asked:
        url = ask(state, 1, NOW - ago, 404)
    known = due.listed(link(1, None)).known
    assert known is not None
    assert due.may_be_back(url, known) is is_due


@pytest.mark.parametrize(
    ("address", "changed", "read", "is_read"),
    [
        ("sitemap.xml", None, NOW, False),
        ("sitemap.xml", NOW - HOUR, NOW, True),
        ("sitemap.xml", NOW, NOW, True),
        ("sitemap.xml", NOW + HOUR, NOW, False),
        ("sitemap.xml", datetime(2026, 3, 10, tzinfo=UTC), NOW, False),  # the change may come later that day
        ("sitemap.xml", datetime(2026, 3, 9, tzinfo=UTC), NOW, True),
        ("sitemap-2026-03-08.xml", None, NOW, True),
        ("sitemap-2026-03-09.xml", None, NOW, False),  # it may still be yesterday in some zone
        ("sitemap-2026-03-08.xml", None, None, False),
    ],
)
def test_a_list_that_can_name_nothing_new_is_not_read(
    state: State, due: Due, address: str, changed: datetime | None, read: datetime | None, *, is_read: bool
) -> None:
    url = f"https://akhbar.example/{address}"
    state.add_run(NOW.isoformat(), {"reason": "finished", "began": NOW.isoformat(), "ended": NOW.isoformat()})
    if read is not None:
        state.answer_list(url, read.isoformat())
    assert due.is_read(Link(url=url, date=None, changed=changed)) is is_read


@pytest.mark.parametrize(
    ("reason", "ended", "read", "changed", "is_read"),
    [
        ("finished", 3, 2, None, True),  # a killed run read it: it stored no summary
        ("finished", 2, 2, None, False),
        ("shutdown", 2, 2, None, True),  # the run itself read it, and was stopped
        ("shutdown", 2, 4, None, False),
        (None, 0, 11.9, None, True),
        (None, 0, 12, None, False),
        (None, 0, 2, NOW - 2 * HOUR, True),
        (None, 0, 2, NOW - HOUR, False),
        (None, 0, 2, datetime(2026, 3, 10, tzinfo=UTC), True),
    ],
)
def test_a_list_that_an_interrupted_run_read_counts_as_read_in_the_next_run(
    state: State,
    due: Due,
    reason: str | None,
    ended: float,
    read: float,
    changed: datetime | None,
    *,
    is_read: bool,
) -> None:
    if reason is not None:
        began, end = ((NOW - (ended + hours) * HOUR).isoformat() for hours in (1, 0))
        state.add_run(began, {"reason": reason, "began": began, "ended": end})
    url = "https://akhbar.example/sitemap.xml"
    state.answer_list(url, (NOW - read * HOUR).isoformat())
    assert due.is_read(Link(url=url, date=None, changed=changed)) is is_read


@pytest.mark.parametrize(("tries", "hours"), [(1, 0), (2, 1), (3, 2), (11, 512), (12, 24 * 32), (10_000, 24 * 32)])
def test_what_gives_no_answer_waits_twice_as_long_each_time(tries: int, hours: int) -> None:
    assert next_try(NOW, tries) == NOW + hours * HOUR


@pytest.mark.parametrize(
    ("hours", "status", "is_due"), [(0.5, 404, False), (20, 404, True), (20, 200, False), (50, 410, False)]
)
def test_what_was_never_there_is_asked_for_again_while_it_is_young(
    state: State, due: Due, hours: float, status: int, *, is_due: bool
) -> None:
    url = ask(state, 1, NOW - hours * HOUR, status)
    known = due.listed(link(1, None)).known
    assert known is not None
    assert due.may_be_back(url, known) is is_due


def test_a_date_that_is_none_is_long_ago() -> None:
    assert stored_moment("") == stored_moment("أمس") < stored_moment("1970-01-01T00:00:00+00:00")


def test_a_first_run_has_no_last_day(state: State, due: Due) -> None:
    assert due.last_day is None
    state.add_run("2026-03-09T05:00:00+00:00", {"began": "2026-03-09T05:00:00+00:00"})
    assert Due(state, OUTLET, NOW, 48 * HOUR).last_day == (NOW - 24 * HOUR).date()
