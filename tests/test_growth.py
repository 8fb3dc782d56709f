"""A corpus that grows: what the second run asks for, and what becomes of articles that change, vanish and move."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.newsroom import HOUR, Newsroom
from tests.project import FAST, ROOT, scrapy, texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def crawl(room: Newsroom, output: Path, *arguments: str) -> list[str]:
    """Crawl at the newsroom's time; return what was asked for, robots.txt aside."""
    room.asked.clear()
    run = subprocess.run(
        [
            *(sys.executable, "-m", "tests.clocked", room.now.isoformat(), "crawl", "site"),
            *("-a", f"url={room.url}/sitemap.xml", "-s", f"OUTPUT={output}", "-s", "WORKERS=1", *FAST, *arguments),
        ],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return [path for path in room.asked if path != "/robots.txt"]


def rows(output: Path, table: str) -> list[dict[str, Any]]:
    return [json.loads(line) for path in output.glob(f"text/*/{table}") for line in path.read_text().splitlines()]


def versions(output: Path) -> dict[str, list[str]]:
    """Return the texts of each article, its first version first."""
    found: dict[str, list[str]] = {}
    for row in rows(output, "manifest.jsonl"):
        found.setdefault(row["canonical_url"], []).append((output / "text" / row["outlet"] / row["name"]).read_text())
    return found


@pytest.fixture
def room() -> Iterator[Newsroom]:
    with Newsroom(NOON) as room:
        for days in range(3):
            for hours in range(2):
                room.publish(NOON - timedelta(days=10 + days, hours=hours))
        yield room


def test_a_second_run_asks_for_nothing_that_it_has(room: Newsroom, tmp_path: Path) -> None:
    assert len(crawl(room, tmp_path)) == 1 + 3 + 6
    before = texts(tmp_path)
    room.now += HOUR
    assert crawl(room, tmp_path) == ["/sitemap.xml"]
    assert texts(tmp_path) == before


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


def test_a_young_article_is_asked_for_again_after_half_of_its_age(room: Newsroom, tmp_path: Path) -> None:
    story = room.publish(NOON - HOUR)
    crawl(room, tmp_path)
    asked = []
    for hours in (0.75, 3, 3, 10, 40):
        room.now += hours * HOUR
        asked.append(story.path in crawl(room, tmp_path))
    assert asked == [False, True, False, True, False]


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
    for gone, hours in ((True, 8), (True, 8), (False, 16)):
        room.now += hours * HOUR
        story.gone = gone
        crawl(room, tmp_path)
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


def test_a_list_that_is_as_it_was_is_read_from_the_archive_when_a_run_did_not_get_through_it(
    room: Newsroom, tmp_path: Path
) -> None:
    crawl(room, tmp_path, "-a", "limit=2")
    room.now += HOUR
    asked = crawl(room, tmp_path)
    assert sum(path.startswith("/news") for path in asked) == 4
    assert len(rows(tmp_path, "manifest.jsonl")) == 6


def test_replaying_all_archives_gives_the_same_corpus(room: Newsroom, tmp_path: Path) -> None:
    story = room.publish()
    crawl(room, tmp_path)
    for hours in (3, 9):
        room.now += hours * HOUR
        room.change(room.stories[hours % 5])
        story.gone = not story.gone
        room.publish()
        crawl(room, tmp_path)
    before = texts(tmp_path)
    assert len(rows(tmp_path, "history.jsonl")) >= 2
    assert [row["version"] for row in rows(tmp_path, "manifest.jsonl")] == [1] * 8 + [2] + [1] + [2]
    run = scrapy("replay", "-s", f"OUTPUT={tmp_path}")
    assert run.returncode == 0, run.stderr
    assert texts(tmp_path) == before
    assert scrapy("verify", "-s", f"OUTPUT={tmp_path}").returncode == 0
