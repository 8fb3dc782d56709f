"""The requests of a later run."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from tests.growth.crawls import NOON, clocked, crawl, crawled, crawled_at, rows, versions
from tests.support.newsroom import HOUR
from tests.support.project import archives, scrapy, texts

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.newsroom import Newsroom


def test_a_second_run_asks_for_nothing_that_it_has(room: Newsroom, tmp_path: Path) -> None:
    assert len(crawl(room, tmp_path)) == 1 + 3 + 6
    before = texts(tmp_path)
    room.now += HOUR
    assert crawl(room, tmp_path) == ["/sitemap.xml"]
    assert texts(tmp_path) == before


def test_a_young_article_is_asked_for_again_after_half_of_its_age(room: Newsroom, tmp_path: Path) -> None:
    story = room.publish(NOON - HOUR)
    crawl(room, tmp_path)
    asked = []
    for hours in (0.75, 3, 3, 10, 40):
        room.now += hours * HOUR
        asked.append(story.path in crawl(room, tmp_path))
    assert asked == [False, True, False, True, False]


def test_a_list_that_is_as_it_was_is_read_from_the_archive_when_a_run_did_not_get_through_it(
    room: Newsroom, tmp_path: Path
) -> None:
    crawl(room, tmp_path, "-a", "limit=2")
    room.now += HOUR
    asked = crawl(room, tmp_path)
    assert sum(path.startswith("/news") for path in asked) == 4
    assert len(rows(tmp_path, "manifest.jsonl")) == 6


def test_a_run_whose_clock_is_a_little_behind_goes_on_after_the_run_before(room: Newsroom, tmp_path: Path) -> None:
    output = tmp_path / "output"
    crawl(room, output)
    before = [row["captured"] for row in rows(output, "manifest.jsonl")]
    story = room.stories[0]
    first = story.document
    room.now += HOUR / 2
    room.change(story)
    run = crawled_at(room.now - HOUR * 5 / 6, f"{room.url}/sitemap.xml", output)
    assert run.returncode == 0, run.stderr
    assert versions(output)[f"https{room.url[4:]}{story.path}"] == [first, story.document]
    assert max(before) < min(row["captured"] for row in rows(output, "manifest.jsonl")[len(before) :])
    one, two = archives(output)
    apart = [tmp_path / "x" / two.name, tmp_path / "y" / one.name]
    for warc in apart:
        warc.parent.mkdir()
        shutil.copy(one.parent / warc.name, warc)
    replayed = tmp_path / "replayed"
    run = scrapy("replay", *map(str, apart), "-s", f"OUTPUT={replayed}", "-s", "WORKERS=1")
    assert run.returncode == 0, run.stderr
    assert texts(replayed) == texts(output)


def test_a_clock_that_was_set_back_is_told_in_a_sentence(room: Newsroom, tmp_path: Path) -> None:
    crawl(room, tmp_path, "-a", "limit=1")
    room.now -= 48 * HOUR
    run = crawled(room, tmp_path)
    assert run.returncode == 1
    assert "its last capture, of 2026-03-01 12:0" in run.stderr
    assert "set the clock" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_clock_that_once_was_ahead_stops_an_outlet_only_until_somebody_says_so(
    room: Newsroom, tmp_path: Path
) -> None:
    crawl(room, tmp_path, "-a", "limit=2")
    kept = texts(tmp_path)
    room.now -= 48 * HOUR
    story = room.publish(room.now - HOUR)
    assert "scrapy verify --repair lets the outlet go on, and keeps its captures" in crawled(room, tmp_path).stderr
    repair = clocked(room.now, "verify", "--repair", "-s", f"OUTPUT={tmp_path}")
    assert repair.returncode == 0, repair.stdout
    assert "its captures up to 2026-03-01 12:0" in repair.stdout
    assert story.path in crawl(room, tmp_path)
    assert {name for name in kept if name.endswith(".txt")} < set(texts(tmp_path))
    assert clocked(room.now, "replay", "-s", f"OUTPUT={tmp_path}").returncode == 0
    crawl(room, tmp_path)
    room.now -= 48 * HOUR
    assert "set the clock" in crawled(room, tmp_path).stderr
