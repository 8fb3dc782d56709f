"""Articles that change, vanish and move, over several runs."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.growth.crawls import crawl, crawled, rows, versions
from tests.support.newsroom import HOUR

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.newsroom import Newsroom


def test_new_and_changed_articles_are_found_and_nothing_else(room: Newsroom, tmp_path: Path) -> None:
    crawl(room, tmp_path)
    room.now += timedelta(days=1)
    story = room.stories[0]
    first = story.document
    room.change(story)
    fresh = room.publish()
    asked = crawl(room, tmp_path)
    assert set(asked) == {
        "/sitemap.xml",
        f"/sitemap-{story.published.date()}.xml",
        f"/sitemap-{fresh.published.date()}.xml",
        story.path,
        fresh.path,
    }
    assert len(asked) == 5
    found = versions(tmp_path)
    assert len(found) == 7
    assert found[f"https{room.url[4:]}{story.path}"] == [first, story.document]
    assert found[f"https{room.url[4:]}{fresh.path}"] == [fresh.document]
    newest = rows(tmp_path, "manifest.jsonl")[6:]
    assert {(row["version"], row["previous"] is None) for row in newest} == {(1, True), (2, False)}


def test_a_clock_or_a_related_block_makes_no_version(room: Newsroom, tmp_path: Path) -> None:
    room.conditional = False
    story = room.publish()
    crawl(room, tmp_path)
    room.now += 2 * HOUR
    room.publish()
    assert story.path in crawl(room, tmp_path)
    assert len(rows(tmp_path, "manifest.jsonl")) == 8


def test_what_vanishes_is_marked_and_may_come_back(room: Newsroom, tmp_path: Path) -> None:
    story = room.publish()
    crawl(room, tmp_path)
    counted = []
    for gone, hours in ((True, 8), (True, 8), (False, 16)):
        room.now += hours * HOUR
        story.gone = gone
        counted.append(re.findall(r"\d+ (?:gone|not there)\b", crawled(room, tmp_path).stderr))
    assert counted == [["1 gone"], [], []]
    found = rows(tmp_path, "history.jsonl")
    assert [(row["event"], row["status"]) for row in found] == [("gone", 410), ("back", 200)]
    assert {row["name"] for row in found} == {
        row["name"] for row in rows(tmp_path, "manifest.jsonl") if row["url"].endswith(story.path)
    }


def test_an_article_that_moves_keeps_its_document(room: Newsroom, tmp_path: Path) -> None:
    crawl(room, tmp_path)
    room.now += timedelta(days=1)
    story = room.stories[0]
    story.moved, story.changed = True, room.now
    crawl(room, tmp_path)
    (row,) = rows(tmp_path, "history.jsonl")
    assert (row["event"], row["url"]) == ("alias", room.url + story.path)
    assert len(rows(tmp_path, "manifest.jsonl")) == 6
