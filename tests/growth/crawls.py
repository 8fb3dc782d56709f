"""Shared by the tests of growth: a crawl at the newsroom's time, and its results."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.support.project import FAST
from tests.support.starter import starter

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.support.newsroom import Newsroom

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def clocked(now: datetime, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command at the time `now`."""
    return starter().run("tests.support.clocked", now.isoformat(), *command, environment={})


def crawled_at(now: datetime, url: str, output: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Crawl a site at the time `now`."""
    options = ("-s", f"OUTPUT={output}", "-s", "WORKERS=1", *FAST, *arguments)
    return clocked(now, "crawl", "site", "-a", f"url={url}", *options)


def crawled(room: Newsroom, output: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Crawl at the newsroom's time."""
    return crawled_at(room.now, f"{room.url}/sitemap.xml", output, *arguments)


def crawl(room: Newsroom, output: Path, *arguments: str) -> list[str]:
    """Crawl at the newsroom's time; return the requested paths without robots.txt."""
    room.asked.clear()
    run = crawled(room, output, *arguments)
    assert run.returncode == 0, run.stderr
    return [path for path in room.asked if path != "/robots.txt"]


def rows(output: Path, table: str) -> list[dict[str, Any]]:
    return [json.loads(line) for path in output.glob(f"text/*/{table}") for line in path.read_text().splitlines()]


def versions(output: Path) -> dict[str, list[str]]:
    """Return the texts of each article, oldest version first."""
    found: dict[str, list[str]] = {}
    for row in rows(output, "manifest.jsonl"):
        found.setdefault(row["canonical_url"], []).append((output / "text" / row["outlet"] / row["name"]).read_text())
    return found
