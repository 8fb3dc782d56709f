"""The frontier: a run requests nothing twice and nothing beyond its bounds; the rest waits for another run."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from scrapy.utils.test import get_crawler

from crawler.discovery import Discovered, Link, frontier
from crawler.discovery.due import Due
from crawler.discovery.frontier import MAX_DEPTH, Frontier
from crawler.errand import ListErrand
from crawler.run.arguments import Bounds
from crawler.state import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from crawler.outlet import Outlet

HOST = "https://akhbar.example"
FEED = ListErrand(address=f"{HOST}/feed", start=True)
CAPTURED = "2026-11-22T10:00:00Z"
NO_BOUNDS = Bounds()


@pytest.fixture
def frontier_of(tmp_path: Path, outlet: Outlet) -> Iterator[Callable[..., Frontier]]:
    with State(tmp_path, outlet.name) as state:

        def make(bounds: Bounds = NO_BOUNDS) -> Frontier:
            due = Due(state, outlet, datetime(2026, 11, 22, 12, tzinfo=UTC), timedelta(hours=48))
            return Frontier(outlet, due, bounds, get_crawler().stats)

        yield make


def links(*paths: str, day: date | None = None) -> tuple[Link, ...]:
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None
    return tuple(Link(url=HOST + path, date=moment) for path in paths)


def found(articles: tuple[Link, ...] = (), lists: tuple[Link, ...] = (), onward: str = "") -> Discovered:
    return Discovered(kind="feed", articles=articles, lists=lists, next=links(onward)[0] if onward else None)


def asked_for(frontier: Frontier, found: Discovered, listing: ListErrand = FEED) -> list[str]:
    """Return the paths of the articles that are requested after a list was read."""

    async def asked() -> list[str]:
        return [article.link.url.removeprefix(HOST) async for article in frontier.listed(found, listing, CAPTURED)]

    return asyncio.run(asked())


def lists_of(frontier: Frontier) -> list[str]:
    """Return the paths of all waiting lists, in order."""
    return [listing.address.removeprefix(HOST) for listing in iter(frontier.next_list, None)]


def test_an_article_is_asked_for_once_whichever_lists_name_it(frontier_of: Callable[..., Frontier]) -> None:
    frontier = frontier_of()
    assert asked_for(frontier, found(links("/news/1", "/news/2"))) == ["/news/1", "/news/2"]
    assert asked_for(frontier, found(links("/news/2?utm_source=x", "/news/3"))) == ["/news/3"]


@pytest.mark.parametrize(("limit", "read"), [(2, {}), (3, {FEED.address: CAPTURED})])
def test_a_list_counts_as_read_unless_the_limit_left_some_of_its_articles(
    limit: int, read: dict[str, str], frontier_of: Callable[..., Frontier]
) -> None:
    frontier = frontier_of(Bounds(limit=limit))
    paths = ["/news/1", "/news/2", "/news/3"]
    assert asked_for(frontier, found(links(*paths))) == paths[:limit]
    for path in paths[:limit]:
        frontier.answered(HOST + path)
    assert frontier.lists_read() == read


def test_articles_outside_the_wanted_days_leave_their_list_unread(frontier_of: Callable[..., Frontier]) -> None:
    frontier = frontier_of(Bounds(since=date(2026, 11, 20)))
    articles = links("/news/1", day=date(2026, 11, 20)) + links("/news/2", day=date(2026, 11, 19))
    assert asked_for(frontier, found(articles)) == ["/news/1"]
    frontier.answered(f"{HOST}/news/1")
    assert frontier.lists_read() == {}


def test_no_list_waits_once_the_limit_of_articles_is_reached(frontier_of: Callable[..., Frontier]) -> None:
    frontier = frontier_of(Bounds(limit=1))
    asked_for(frontier, found(links("/news/1"), links("/map.xml")))
    assert lists_of(frontier) == []


def test_a_list_is_asked_for_once_and_the_newest_first(frontier_of: Callable[..., Frontier]) -> None:
    frontier = frontier_of()
    assert [listing.address for listing in frontier.start_points([FEED.address])] == [FEED.address]
    older, newer = (links(f"/map-{day}.xml", day=date(2026, 11, day)) for day in (1, 2))
    asked_for(frontier, found((), (*links("/feed"), *older, *newer, *older)))
    assert lists_of(frontier) == ["/map-2.xml", "/map-1.xml"]


@pytest.mark.parametrize(("level", "children"), [(MAX_DEPTH - 1, ["/map.xml"]), (MAX_DEPTH, [])])
def test_lists_lead_to_one_another_so_often_and_no_more(
    level: int, children: list[str], frontier_of: Callable[..., Frontier]
) -> None:
    frontier = frontier_of()
    asked_for(frontier, found((), links("/map.xml")), ListErrand(address=f"{HOST}/index.xml", level=level))
    assert lists_of(frontier) == children


def test_a_run_reads_no_more_lists_than_it_may(
    frontier_of: Callable[..., Frontier], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frontier, "MAX_LISTS", 3)
    reading = frontier_of()
    list(reading.start_points([FEED.address]))
    reading.add(f"{HOST}/map-{number}.xml" for number in range(9))
    assert lists_of(reading) == ["/map-0.xml", "/map-1.xml"]


@pytest.mark.parametrize(
    ("bounds", "lists"), [(Bounds(), ["/map.xml"]), (Bounds(since=date(2026, 11, 1)), ["/feed?paged=2", "/map.xml"])]
)
def test_a_first_run_reads_one_page_of_a_list_and_a_span_of_days_leads_on_before_all_else(
    bounds: Bounds, lists: list[str], frontier_of: Callable[..., Frontier]
) -> None:
    frontier = frontier_of(bounds)
    list(frontier.start_points([FEED.address]))
    frontier.add([f"{HOST}/map.xml"])
    asked_for(frontier, found(links("/news/1", day=date(2026, 11, 20)), onward="/feed?paged=2"))
    assert lists_of(frontier) == lists
