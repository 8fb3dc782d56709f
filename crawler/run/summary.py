"""The summary of a run: logged for people at its end, and stored in the state, so that growth can be charted."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self, runtime_checkable

from scrapy import signals

from crawler.errors import StateError
from crawler.items import Reason
from crawler.outlet import outlet_of_spider
from crawler.run.closing import close
from crawler.run.failure import FAILURE
from crawler.run.outcome import NOT_THERE, SETTLED, Outcome, Run
from crawler.run.signals import outlet_locked
from crawler.state import LAST, State, read_state

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy import Spider
    from scrapy.crawler import Crawler

    from crawler.outlet import Outlet
    from crawler.state import ReadOnlyState

logger = logging.getLogger(__name__)

COUNTS = {
    "discovered": "warraq/discovered",
    "known": "warraq/known",
    "requests": "downloader/request_count",
    "responses": "response_received_count",
    "fetched": "warraq/fetched",
    "not_modified": "warraq/not-modified",
    "not_fetched": "warraq/not-fetched",
    "missed": "warraq/missed",
    "led_away": "warraq/led-away",
    "new": "warraq/new",
    "changed": "warraq/changed",
    "blocked": "warraq/blocked",
    "given_up": "warraq/given-up",
    "asked_to_wait": "warraq/asked-to-wait",
    "requisites": "warraq/requisites",
    "requisites_missed": "warraq/requisites-missed",
    "bytes": "downloader/response_bytes",
}
"""The counts of a summary, and their stats. `known`: articles that lists named and that were not requested;
`responses`: all, with those of robots.txt; `fetched`: responses without refusals; `missed`: those of `not_fetched` that
a later run may get; `led_away`: those that redirected to where no run may go; `blocked`: refusals, each try counts;
`given_up`: hosts that got no more requests; `asked_to_wait`: the longest Retry-After of such a host, in seconds;
`requisites`: style sheets and images that came; `requisites_missed`: those that did not."""
_REJECTED = "warraq/rejected/"


def summary_of(
    stats: dict[str, Any],
    outlet: str,
    reason: str,
    dead: tuple[str, ...] = (),
    *,
    gone: int = 0,
) -> dict[str, Any]:
    """Return a run's summary, for the state and for people.

    Args:
        stats: Scrapy's stats at the run's end.
        outlet: The outlet's name.
        reason: Why it ended: `finished`, `shutdown`, …
        dead: Start points that could not be used.
        gone: Articles of the corpus that the run marked as gone.

    Returns:
        A JSON object. Its `outcome` is `failed` when `failure` holds a cause, and the reason otherwise, since Scrapy's
        reason is `finished` for a run without results as well.
    """
    failure = stats.get(FAILURE, "")
    began = stats.get("start_time") or datetime.now(UTC)
    by_reason = {key.removeprefix(_REJECTED): int(count) for key, count in stats.items() if key.startswith(_REJECTED)}
    by_reason[NOT_THERE] = max(0, by_reason.get(Reason.GONE, 0) - gone)
    by_reason[Reason.GONE] = gone
    return {
        "outlet": outlet,
        "began": began.isoformat(),
        "ended": datetime.now(UTC).isoformat(),
        "reason": reason,
        "outcome": Outcome.FAILED.value if failure else reason,
        "failure": failure,
        **{name: int(stats.get(stat, 0)) for name, stat in COUNTS.items()},
        **{str(name): by_reason.pop(name, 0) for name in SETTLED},
        "rejected": dict(sorted(by_reason.items())),
        "challenges": by_reason.get(Reason.CHALLENGE, 0),
        "dead_start_points": list(dead),
    }


def lines_of(summary: dict[str, Any], output: Path, named: str = "") -> list[str]:
    """Return the lines that close a run: what became of its pages, its requests, the places of its results, what next.

    Args:
        summary: The run's summary.
        output: The output folder.
        named: OUTPUT as its user wrote it, when it is a URL.
    """
    took = datetime.fromisoformat(summary["ended"]) - datetime.fromisoformat(summary["began"])
    name = summary["outlet"]
    stored = [f"{summary['new']} new, {summary['changed']} changed", *_counted(summary, *SETTLED)]
    if summary["rejected"]:
        slugs = ", ".join(f"{count} {reason}" for reason, count in summary["rejected"].items())
        stored.append(f"{sum(summary['rejected'].values())} rejected ({slugs})")
    asked = [f"{summary['fetched']} fetched", *_counted(summary, "not_modified", "not_fetched")]
    if summary["missed"]:
        asked[-1] += f" ({summary['missed']} missed, to be asked for again)"
    asked += _counted(summary, "requisites", "requisites_missed")
    refused = f"; refusals: {summary['blocked']}" if summary["blocked"] else ""
    wire = f"{summary['requests']} requests, {summary['bytes'] / 1e6:.1f} MB, {took.total_seconds():.0f} s"
    texts = output / "text" / name
    places = [f"texts in {named or output}/text/{name}"] if texts.exists() else []
    places.append(f"archive in {named or output}/archive/{name}")
    ended = Outcome.of(summary["outcome"])
    again = "later gets what is new" if ended is Outcome.FINISHED else "goes on from here"
    exported = ["scrapy export DIR makes a data set of all texts"] if texts.exists() else []
    return [
        f"{name}: {', '.join(stored)} ({summary['outcome']})",
        f"{summary['discovered']} discovered ({summary['known']} known), {', '.join(asked)}{refused}; {wire}",
        f"{', '.join(places)}. Next: {'; '.join([f'the same command {again}', *exported])}.",
    ]


def _counted(summary: dict[str, Any], *counts: str) -> list[str]:
    """Return the counts of a summary that are not zero, each with its word."""
    return [f"{summary[count]} {count.replace('_', ' ')}" for count in counts if summary[count]]


@runtime_checkable
class Discovering(Protocol):
    """A spider that begins with an outlet's start points."""

    dead: list[str]
    """Start points that cannot be used, each with the cause."""


def _is_judged(spider: Spider | None) -> bool:
    """Return whether a run counts in its outlet's history, and made requests that its last lines name."""
    return bool(getattr(spider, "is_judged", True))


class SummaryExtension:
    """Logs the summary of a crawl as its last lines, and stores it in the state."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._output = Path(crawler.settings["OUTPUT"])
        self._before = LAST

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the crawl's beginning, once it holds its outlet's lock, and to its end."""
        extension = cls(crawler)
        crawler.signals.connect(extension.begin, outlet_locked)
        crawler.signals.connect(extension.close, signals.spider_closed)
        return extension

    def begin(self, outlet: Outlet) -> None:
        """Store in the state that the run began, and here the `seq` of the last settled capture before it."""
        self._before = self._ask(outlet.name, lambda state: state.last_settled_seq())
        if not _is_judged(self._crawler.spider):
            return
        began = self._crawler.stats.get_value("start_time") or datetime.now(UTC)
        with suppress(StateError, sqlite3.Error), State(self._output, outlet.name) as state:
            state.begin_run(began.isoformat())  # a failure shows when the summary is stored

    def _ask(self, outlet: str, question: Callable[[ReadOnlyState], int]) -> int:
        """Return a number from the state; 0 when it cannot be read, which is reported when the summary is stored."""
        with suppress(StateError), read_state(self._output, outlet) as state:
            if state is not None:
                return question(state)
        return 0

    def close(self, spider: Spider, reason: str) -> None:
        """Log and store the summary of a spider that has an outlet."""
        outlet = outlet_of_spider(spider)
        if outlet is None or reason == Outcome.LOCKED:
            return
        summary = summary_of(
            self._crawler.stats.get_stats(),
            outlet.name,
            reason,
            tuple(spider.dead) if isinstance(spider, Discovering) else (),
            gone=self._ask(outlet.name, lambda state: state.count_gone_after(self._before)),
        )
        if (run := Run.of(summary)).is_challenged:
            logger.warning("%s: %s; ask the outlet to let Warraq in.", outlet.name, run.challenged_sentence)
        elif run.is_missing:
            logger.warning("%s: %s; later runs ask for them again.", outlet.name, run.missing_sentence)
        elif run.is_empty and run.outcome is Outcome.FINISHED:
            logger.warning(
                "%s: it read lists, and no link in them has the shape of an article's address; scrapy outlets --probe "
                "prints the shapes that links have.",
                outlet.name,
            )
        if summary["fetched"] or not summary["failure"]:  # else the sentence on its failure says it all
            lines = lines_of(summary, self._output, self._crawler.settings.get("OUTPUT_URL", ""))
            close(self._crawler, "\n".join(lines if _is_judged(spider) else [lines[0], lines[-1]]))
        if not _is_judged(spider):
            return
        try:
            with State(self._output, outlet.name) as state:
                state.add_run(summary["began"], summary)
        except (StateError, sqlite3.Error) as error:
            failure = f"; {summary['failure']}" if summary["failure"] else ""  # else it would be lost
            logger.warning("%s: the summary cannot be stored: %s%s", outlet.name, error, failure)
