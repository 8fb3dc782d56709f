"""The frontier: a run requests nothing twice and nothing beyond its bounds; the rest waits in the state."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from scrapy.utils.test import get_crawler

from crawler.discovery import Discovered, Link, frontier
from crawler.discovery.due import Due
from crawler.discovery.frontier import ARTICLES, LISTS, Frontier
from crawler.discovery.read_lists import MAX_DEPTH
from crawler.discovery.waiting import PIECE
from crawler.errand import Errand, ListErrand
from crawler.items import Capture
from crawler.run.arguments import Bounds
from crawler.state import Answer, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from crawler.outlet import Outlet

HOST = "https://akhbar.example"
FEED = ListErrand(address=f"{HOST}/feed", start=True)
CAPTURED = "2026-11-22T10:00:00Z"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NO_BOUNDS = Bounds()


@pytest.fixture
def state(tmp_path: Path, outlet: Outlet) -> Iterator[State]:
    with State(tmp_path, outlet.name) as opened:
        yield opened


@pytest.fixture
def frontier_of(state: State, tmp_path: Path, outlet: Outlet) -> Callable[..., Frontier]:
    """Return a function that makes the frontier of a run; each run has a connection of its own for transactions."""

    def make(bounds: Bounds = NO_BOUNDS, now: datetime = NOON) -> Frontier:
        due = Due(state, outlet, now, timedelta(hours=48))
        store = State(tmp_path, outlet.name)
        return Frontier(outlet, due, bounds, get_crawler().stats, state=state, store=store)

    return make


def links(*paths: str, day: date | None = None) -> tuple[Link, ...]:
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None
    return tuple(Link(url=HOST + path, date=moment) for path in paths)


def numbered(numbers: Iterable[int]) -> tuple[Link, ...]:
    return links(*(f"/news/{number}" for number in numbers))


def begin(frontier: Frontier, *starts: str) -> None:
    """Begin a run with start points, as if they were under way."""
    asyncio.run(frontier.begin(starts, NOON.date()))
    for _ in starts:
        for listing in asyncio.run(frontier.take()):
            assert isinstance(listing, ListErrand)
            assert listing.start
            frontier.answered(Errand(listing=listing))


def found(articles: tuple[Link, ...] = (), lists: tuple[Link, ...] = (), onward: str = "") -> Discovered:
    return Discovered(kind="sitemap", articles=articles, lists=lists, next=links(onward)[0] if onward else None)


def read(frontier: Frontier, found: Discovered, listing: ListErrand = FEED) -> None:
    """Read a list."""
    asyncio.run(frontier.listed(found, listing, CAPTURED))
    frontier.answered(Errand(listing=listing))


def take(frontier: Frontier) -> tuple[list[str], list[str]]:
    """Return the paths of the lists and of the articles that are taken."""
    taken = asyncio.run(frontier.take())
    lists = [one.address for one in taken if isinstance(one, ListErrand)]
    articles = [one.link.url for one in taken if not isinstance(one, ListErrand)]
    return [url.removeprefix(HOST) for url in lists], [url.removeprefix(HOST) for url in articles]


def articles_of(frontier: Frontier) -> list[str]:
    """Return the paths of all articles that are taken, in order."""
    paths: list[str] = []
    while taken := take(frontier)[1]:
        paths += taken
    return paths


def lists_of(frontier: Frontier) -> list[str]:
    """Return the paths of all lists that are taken, in order; each names nothing."""
    paths: list[str] = []
    while taken := take(frontier)[0]:
        paths += taken
        for path in taken:
            read(frontier, found(), ListErrand(address=HOST + path))
    return paths


def capture(path: str, date: str = "2026-11-22T12:30:00Z") -> Capture:
    return Capture(
        outlet="akhbar.example",
        url=HOST + path,
        canonical_url=HOST + path,
        date=date,
        status=200,
        page=True,
        warc="one.warc.gz",
        offset=0,
        length=1,
        record_id=f"urn:uuid:{path}",
        payload_digest="",
    )


def answer(state: State, *paths: str) -> None:
    """Store captures that answer the requests for articles."""
    state.add_captures([capture(path) for path in paths], answers=[Answer(HOST + path, known=True) for path in paths])


def test_an_article_is_asked_for_once_whichever_lists_name_it(
    frontier_of: Callable[..., Frontier], state: State
) -> None:
    frontier = frontier_of()
    read(frontier, found(links("/news/1", "/news/2")))
    assert articles_of(frontier) == ["/news/1", "/news/2"]
    read(frontier, found(links("/news/2?utm_source=x", "/news/3")))
    assert articles_of(frontier) == ["/news/3"]
    answer(state, "/news/1", "/news/2", "/news/3")
    read(frontier, found(links("/news/1", "/news/2", "/news/3")))
    assert articles_of(frontier) == []
    assert state.count_waiting() == 0


def test_an_article_that_no_run_can_have_is_asked_for_once_a_run(
    frontier_of: Callable[..., Frontier], state: State
) -> None:
    first = frontier_of()
    for _ in range(2):
        read(first, found(links("/news/1")))
        asked = articles_of(first)
        first.refused(Errand(article=f"{HOST}/news/1"))
    assert asked == []
    assert articles_of(first) == []
    assert state.count_waiting() == 0
    second = frontier_of()  # after a kill: the first one was not closed
    begin(second)
    read(second, found(links("/news/1")))
    assert articles_of(second) == ["/news/1"]


def test_the_newest_articles_come_first_and_those_without_a_date_in_the_lists_order(
    frontier_of: Callable[..., Frontier],
) -> None:
    frontier = frontier_of()
    older, newer = (links(f"/news/{day}", day=date(2026, 11, day)) for day in (1, 2))
    read(frontier, found((*links("/news/9", "/news/8"), *older, *newer)))
    assert articles_of(frontier) == ["/news/2", "/news/1", "/news/9", "/news/8"]


def test_an_article_of_a_feed_without_a_date_is_new(frontier_of: Callable[..., Frontier]) -> None:
    frontier = frontier_of()
    read(frontier, found(links("/news/1", day=date(2026, 11, 1))))
    read(frontier, Discovered(kind="feed", articles=links("/news/2"), lists=()))
    assert articles_of(frontier) == ["/news/2", "/news/1"]


@pytest.mark.parametrize("limit", [2, 3])
def test_what_the_limit_leaves_waits_for_the_next_run_and_its_list_counts_as_read(
    limit: int, frontier_of: Callable[..., Frontier], state: State
) -> None:
    paths = [f"/news/{number}" for number in range(1, 6)]
    first = frontier_of(Bounds(limit=limit))
    read(first, found(links(*paths)))
    assert articles_of(first) == paths[:limit]
    answer(state, *paths[:limit])
    first.close()
    assert state.date_of_read_list(FEED.address) == CAPTURED
    assert state.count_waiting() == 5 - limit
    assert articles_of(frontier_of()) == paths[limit:]


def test_articles_and_lists_outside_the_wanted_days_leave_their_list_unread(
    frontier_of: Callable[..., Frontier], state: State
) -> None:
    frontier = frontier_of(Bounds(since=date(2026, 11, 20)))
    inside, outside = (links("/news/1", day=date(2026, 11, day)) for day in (20, 19))
    read(frontier, found(inside + links("/news/2", day=date(2026, 11, 19))))
    read(frontier, found(lists=outside), ListErrand(address=f"{HOST}/index.xml"))
    assert articles_of(frontier) == ["/news/1"]
    assert state.date_of_read_list(FEED.address) == ""
    assert state.date_of_read_list(f"{HOST}/index.xml") == ""


def test_a_run_takes_what_lies_within_its_own_days_and_leaves_the_rest(
    frontier_of: Callable[..., Frontier], state: State
) -> None:
    first = frontier_of(Bounds(limit=1))
    days = [date(2026, 11, day) for day in (22, 20, 19)]
    articles = [links(f"/news/{day.day}", day=day) for day in days]
    lists = [links(f"/map-{day.day}.xml", day=day) for day in days]
    read(first, found(sum(articles, ()), sum(lists, ())))
    first.close()
    second = frontier_of(Bounds(since=date(2026, 11, 20), until=date(2026, 11, 21)))
    taken, asked = take(second)
    assert asked == ["/news/20"]
    answer(state, *asked)
    read(second, found(), ListErrand(address=HOST + taken[0]))
    assert taken + lists_of(second) == ["/map-22.xml", "/map-20.xml"]
    assert state.count_waiting() == 3


def test_no_list_is_taken_once_the_limit_of_articles_is_reached(frontier_of: Callable[..., Frontier]) -> None:
    frontier = frontier_of(Bounds(limit=1))
    read(frontier, found(links("/news/1"), links("/map.xml")))
    assert take(frontier) == ([], ["/news/1"])
    assert take(frontier) == ([], [])


@pytest.mark.parametrize(("count", "lists"), [(PIECE, []), (PIECE - 1, ["/map.xml"])])
def test_lists_are_taken_while_few_articles_wait(
    count: int, lists: list[str], frontier_of: Callable[..., Frontier]
) -> None:
    frontier = frontier_of()
    read(frontier, found(numbered(range(count)), links("/map.xml")))
    assert take(frontier) == (lists, [f"/news/{number}" for number in range(ARTICLES)])


@pytest.mark.parametrize(("count", "lists"), [(PIECE, LISTS), (PIECE + 1, 1)])
def test_after_a_long_list_one_list_is_under_way_at_a_time(
    count: int, lists: int, frontier_of: Callable[..., Frontier], state: State
) -> None:
    frontier = frontier_of()
    read(frontier, found(numbered(range(count)), links(*(f"/map-{number}.xml" for number in range(9)))))
    answer(state, *(f"/news/{number}" for number in range(count)))
    frontier.add([])
    frontier._grow()  # noqa: SLF001 - as after another list
    assert len(take(frontier)[0]) == lists
    assert take(frontier)[0] == []


def test_start_points_come_before_all_else_though_enough_articles_wait(
    frontier_of: Callable[..., Frontier], state: State
) -> None:
    earlier = frontier_of()
    read(earlier, found(numbered(range(2 * PIECE)), links("/map.xml")))
    frontier = frontier_of()
    starts = [f"/feed-{number}" for number in range(3)]
    asyncio.run(frontier.begin([HOST + path for path in starts], NOON.date()))
    assert take(frontier)[0] == ["/feed-0"]
    assert take(frontier)[0] == []
    read(frontier, found(), ListErrand(address=f"{HOST}/feed-0"))
    assert take(frontier)[0] == ["/feed-1"]
    read(frontier, found(links("/news/0")), ListErrand(address=f"{HOST}/feed-1"))
    assert take(frontier)[0] == ["/feed-2"]
    assert state.count_waiting() == 2 * PIECE + 1


def test_a_list_is_asked_for_once_and_the_newest_first(frontier_of: Callable[..., Frontier]) -> None:
    frontier = frontier_of()
    begin(frontier, FEED.address)
    older, newer = (links(f"/map-{day}.xml", day=date(2026, 11, day)) for day in (1, 2))
    read(frontier, found((), (*links("/feed"), *older, *newer, *older)))
    assert lists_of(frontier) == ["/map-2.xml", "/map-1.xml"]


@pytest.mark.parametrize(("level", "children"), [(MAX_DEPTH - 1, ["/map.xml"]), (MAX_DEPTH, [])])
def test_lists_lead_to_one_another_so_often_and_no_more(
    level: int, children: list[str], frontier_of: Callable[..., Frontier]
) -> None:
    frontier = frontier_of()
    read(frontier, found((), links("/map.xml")), ListErrand(address=f"{HOST}/index.xml", level=level))
    assert lists_of(frontier) == children


def test_a_run_reads_no_more_lists_than_it_may_and_the_rest_waits(
    frontier_of: Callable[..., Frontier], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frontier, "MAX_LISTS", 3)
    reading = frontier_of()
    begin(reading, FEED.address)
    reading.add(f"{HOST}/map-{number}.xml" for number in range(4))
    assert lists_of(reading) == ["/map-0.xml", "/map-1.xml"]
    reading.close()
    assert lists_of(frontier_of()) == ["/map-2.xml", "/map-3.xml"]


@pytest.mark.parametrize(
    ("bounds", "lists"), [(Bounds(), ["/map.xml"]), (Bounds(since=date(2026, 11, 1)), ["/feed?paged=2", "/map.xml"])]
)
def test_a_first_run_reads_one_page_of_a_list_and_a_span_of_days_leads_on_before_all_else(
    bounds: Bounds, lists: list[str], frontier_of: Callable[..., Frontier]
) -> None:
    frontier = frontier_of(bounds)
    begin(frontier, FEED.address)
    frontier.add([f"{HOST}/map.xml"])
    read(frontier, found(links("/news/1", day=date(2026, 11, 20)), onward="/feed?paged=2"))
    assert lists_of(frontier) == lists


def test_the_way_to_a_page_outlives_the_run(frontier_of: Callable[..., Frontier]) -> None:
    first = frontier_of(Bounds(since=date(2026, 11, 1)))
    begin(first, FEED.address)
    read(first, found(links("/news/1", "/news/2", day=date(2026, 11, 20)), onward="/feed?paged=2"))
    first.close()
    (page,) = (one for one in asyncio.run(frontier_of().take()) if isinstance(one, ListErrand))
    assert page.trail is not None
    assert page.trail.number == 2
    assert page.trail.first == page.trail.before == {f"{HOST}/news/1", f"{HOST}/news/2"}


@pytest.mark.parametrize(("tried", "hours"), [(True, (0, 1, 2, 4)), (False, (0, 0, 0, 0))])
def test_what_failed_waits_for_the_next_run_and_then_twice_as_long_each_time(
    frontier_of: Callable[..., Frontier], monkeypatch: pytest.MonkeyPatch, hours: tuple[int, ...], *, tried: bool
) -> None:
    def is_asked(begin: datetime) -> bool:
        """Return whether a run requests the article; the request fails at the run's beginning."""
        monkeypatch.setattr(frontier, "datetime", SimpleNamespace(now=lambda _: begin))
        run = frontier_of(now=begin)
        asked = articles_of(run)
        if asked:
            run.failed(Errand(article=f"{HOST}/news/1"), tried=tried)
        assert articles_of(run) == []
        run.close()
        return asked == ["/news/1"]

    read(frontier_of(), found(links("/news/1")))
    now = NOON
    assert is_asked(now)
    for wait in hours:
        now += timedelta(hours=wait)
        assert not is_asked(now)
        now += timedelta(microseconds=1)
        assert is_asked(now)


@pytest.mark.parametrize("known", [True, False])
def test_an_article_whose_page_cannot_be_decoded_waits_on(
    frontier_of: Callable[..., Frontier], state: State, *, known: bool
) -> None:
    frontier = frontier_of()
    read(frontier, found(links("/news/1")))
    assert articles_of(frontier) == ["/news/1"]
    state.add_captures([capture("/news/1")], answers=[Answer(f"{HOST}/news/1", known=known)])
    frontier.failed(Errand(article=f"{HOST}/news/1", capture=capture("/news/1")), tried=True)
    assert articles_of(frontier) == []
    frontier.close()
    assert articles_of(frontier_of(now=datetime.now(UTC))) == ["/news/1"]


@pytest.mark.parametrize("whole", [True, False])
def test_only_a_whole_list_counts_as_read(frontier_of: Callable[..., Frontier], state: State, *, whole: bool) -> None:
    frontier = frontier_of()
    read(frontier, replace(found(links("/news/1")), whole=whole), ListErrand(address=f"{HOST}/day.xml"))
    assert articles_of(frontier) == ["/news/1"]
    assert state.date_of_read_list(f"{HOST}/day.xml") == (CAPTURED if whole else "")


def test_a_host_that_is_closed_gets_no_further_request(frontier_of: Callable[..., Frontier], state: State) -> None:
    frontier = frontier_of()
    other = (Link(url="https://www.akhbar.example/story/1", date=None),)
    read(frontier, found(links("/news/1", "/news/2") + other, links("/map.xml")))
    frontier.close_host(f"{HOST}/news/0")
    (taken,) = asyncio.run(frontier.take())
    assert not isinstance(taken, ListErrand)
    assert taken.link == other[0]
    assert state.count_waiting() == 4


def test_what_a_redirect_led_to_in_the_meantime_is_not_asked_for(
    frontier_of: Callable[..., Frontier], state: State
) -> None:
    frontier = frontier_of()
    read(frontier, found(numbered(range(ARTICLES + 2))))
    take(frontier)  # the last two are ready
    answer(state, f"/news/{ARTICLES}")
    assert articles_of(frontier) == [f"/news/{ARTICLES + 1}"]


def test_a_long_list_enters_in_pieces_and_counts_as_read_with_the_last(
    frontier_of: Callable[..., Frontier], state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    monkeypatch.setattr(frontier, "WRITTEN", 10)
    frontier_ = frontier_of()
    write = Frontier._write  # noqa: SLF001 - every transaction passes it

    async def watched(self: Frontier, *arguments: object) -> None:
        await write(self, *arguments)  # type: ignore[arg-type]  # the arguments of any transaction
        seen.append((state.count_waiting(), bool(state.date_of_read_list(FEED.address))))

    monkeypatch.setattr(Frontier, "_write", watched)
    read(frontier_, found(numbered(range(25))))
    assert seen == [(10, False), (20, False), (25, True)]


def test_an_address_named_while_articles_are_taken_is_taken_too(frontier_of: Callable[..., Frontier]) -> None:
    frontier = frontier_of()

    async def both() -> int:
        taking = asyncio.ensure_future(frontier.take())
        await frontier.listed(found(links("/news/1")), FEED, CAPTURED)
        return len(await taking) + len(await frontier.take())

    assert asyncio.run(both()) == 1


def test_young_articles_wait_though_no_list_names_them(frontier_of: Callable[..., Frontier], state: State) -> None:
    state.add_captures([capture("/news/1", "2026-11-22T09:00:00Z")])
    frontier = frontier_of()
    begin(frontier)
    assert articles_of(frontier) == ["/news/1"]
    state.add_captures([], answers=[Answer(f"{HOST}/news/1", known=False)])
    assert state.count_waiting() == 0
    for bounds in (Bounds(until=date(2026, 11, 22)), Bounds(since=date(2026, 11, 23))):
        bounded = frontier_of(bounds)
        begin(bounded)
        assert articles_of(bounded) == []
    assert state.count_waiting() == 0
