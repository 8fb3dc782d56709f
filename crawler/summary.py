"""What a run did: a few lines for people when it ends, and the same in the state, so that growth can be charted."""

from __future__ import annotations

import logging
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals

from crawler.failure import FAILURE
from crawler.state import STATE, State, StateError

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

COUNTS = {
    "discovered": "warraq/discovered",
    "known": "warraq/known",
    "requests": "downloader/request_count",
    "fetched": "warraq/fetched",
    "not_modified": "warraq/not-modified",
    "not_fetched": "warraq/not-fetched",
    "new": "warraq/new",
    "changed": "warraq/changed",
    "blocked": "warraq/blocked",
    "given_up": "warraq/given-up",
    "asked_to_wait": "warraq/asked-to-wait",
    "bytes": "downloader/response_bytes",
}
"""What a summary counts, and the stat that has it. `known`: articles that lists named and that were not asked for;
`fetched`: responses but refusals; `blocked`: refusals, each try; `given_up`: hosts that were not asked any more;
`asked_to_wait`: seconds for which one of those asked."""
SETTLED = ("unchanged", "duplicate", "gone")
"""Reasons that are no reject to people: the article is as it was, is elsewhere, or is not there any more."""
_REJECTED = "warraq/rejected/"


def summary_of(stats: dict[str, Any], outlet: str, reason: str, dead: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return what a run did, for the state and for people.

    Args:
        stats: Scrapy's, at the run's end.
        outlet: The outlet's name.
        reason: Why it ended: `finished`, `shutdown`, …
        dead: Start points that could not be used.

    Returns:
        As JSON has it. `outcome` is `failed` when `failure` says why, and else the reason: Scrapy finishes a run that
        came to nothing as well.
    """
    failure = stats.get(FAILURE, "")
    began = stats.get("start_time") or datetime.now(UTC)
    by_reason = {key.removeprefix(_REJECTED): int(count) for key, count in stats.items() if key.startswith(_REJECTED)}
    return {
        "outlet": outlet,
        "began": began.isoformat(),
        "ended": datetime.now(UTC).isoformat(),
        "reason": reason,
        "outcome": "failed" if failure else reason,
        "failure": failure,
        **{name: int(stats.get(stat, 0)) for name, stat in COUNTS.items()},
        **{name: by_reason.pop(name, 0) for name in SETTLED},
        "rejected": dict(sorted(by_reason.items())),
        "dead_start_points": list(dead),
    }


def lines_of(summary: dict[str, Any]) -> list[str]:
    """Return a summary as sentences."""
    took = datetime.fromisoformat(summary["ended"]) - datetime.fromisoformat(summary["began"])
    rejected = ", ".join(f"{count} {reason}" for reason, count in summary["rejected"].items())
    name = summary["outlet"]
    stored = [f"{summary[count]} {count}" for count in ("new", "changed", *SETTLED)]
    asked = [f"{summary[count]} {count.replace('_', ' ')}" for count in ("fetched", "not_modified", "not_fetched")]
    refused = f"; refused {summary['blocked']} times" if summary["blocked"] else ""
    lines = [
        f"{name}: {', '.join(stored)}; rejected: {rejected or 'none'}",
        f"{name}: {summary['discovered']} discovered ({summary['known']} known), {', '.join(asked)}{refused}",
        f"{name}: {summary['requests']} requests, {summary['bytes'] / 1e6:.1f} MB, {took.total_seconds():.0f} s",
    ]
    lines += [f"{name}: start point {dead} cannot be used" for dead in summary["dead_start_points"]]
    return lines


class SummaryExtension:
    """Says at the end of a crawl what it did, and keeps that in the state."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the crawl's end."""
        extension = cls(crawler)
        crawler.signals.connect(extension.close, signals.spider_closed)
        return extension

    def close(self, spider: Spider, reason: str) -> None:
        """Sum up the crawl of a spider that has an outlet."""
        outlet = getattr(spider, "outlet", None)
        if outlet is None or reason == "locked":
            return
        summary = summary_of(self._crawler.stats.get_stats(), outlet.name, reason, tuple(getattr(spider, "dead", ())))
        for line in lines_of(summary):
            logger.info(line)
        try:
            with State(Path(self._crawler.settings["OUTPUT"]) / STATE) as state:
                state.run(outlet.name, summary["began"], summary)
        except (StateError, sqlite3.Error) as error:
            logger.warning("%s: the summary could not be kept: %s", outlet.name, error)
