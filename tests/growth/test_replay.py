"""The corpus of several runs equals the one that a replay makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.growth.crawls import crawl, rows
from tests.support.newsroom import HOUR
from tests.support.project import scrapy, texts

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.newsroom import Newsroom


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
