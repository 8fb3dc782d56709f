"""What a replay found of each outlet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.archive.replay.spider import takes_items

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.archive.replay.spider import ReplaySpider

HEADINGS = ("outlet", "captures", "stored", "not stored", "first day", "last day")
"""The headings of the rows."""
FIGURES = HEADINGS[1:4]
"""Those of figures. `not stored` counts lists, rejected pages, duplicates and what was stored before."""


def findings(spiders: Iterable[ReplaySpider]) -> list[tuple[str, ...]]:
    """Return a row for each outlet of the archives, by name.

    Args:
        spiders: Those of one command; each settled other outlets. Where a user's own steps take the items, no row
            tells how many were stored.
    """
    rows = []
    for spider in spiders:
        own_steps = takes_items(spider.settings)
        for one in spider.found:
            captures = one.counts["warraq/captures"]
            stored = one.counts["warraq/new"] + one.counts["warraq/changed"]
            told = ("-", "-") if own_steps else (str(stored), str(captures - stored))
            rows.append((one.outlet, str(captures), *told, *one.days))
    return sorted(rows)
