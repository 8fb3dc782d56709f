"""How a run ended: one typed value, read from the row that the run leaves in the state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from crawler.items import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

NOT_THERE = "not_there"
SETTLED = (Reason.UNCHANGED, Reason.DUPLICATE, Reason.GONE, NOT_THERE)
"""What is no reject to people: the article is as it was, is elsewhere, is not there any more, or never was."""
FEWEST_REFUSED = 3
"""Refusals that are no accident."""
_NOT_REJECTS = frozenset((Reason.DUPLICATE, Reason.UNCHANGED, Reason.UNSETTLED, Reason.GONE))
"""Reasons that are no fault of a page."""
_LIMIT = "closespider_"
"""How the reasons begin that Scrapy gives when one of its own limits (CLOSESPIDER_…) ended a run."""
_LONG_AGO = datetime(1000, 1, 1, tzinfo=UTC)


class Outcome(StrEnum):
    """How a run ended."""

    FINISHED = "finished"
    """Nothing was left to ask for."""
    LIMIT = "limit"
    """One of Scrapy's own limits ended it."""
    SHUTDOWN = "shutdown"
    """A signal ended it."""
    LOCKED = "locked"
    """It never began, because another run has the outlet; such a run leaves no row."""
    FAILED = "failed"
    """It could not go on, or an error ended it."""

    @classmethod
    def of(cls, reason: str) -> Outcome:
        """Return the outcome for the reason that Scrapy or a component gave for a run's end."""
        if reason.startswith(_LIMIT):
            return cls.LIMIT
        try:
            return cls(reason)
        except ValueError:
            return cls.FAILED


@dataclass(frozen=True, kw_only=True)
class Run:
    """What one run did, or several together."""

    began: datetime
    """In UTC; of several the first."""
    reason: str
    """Why it ended: `failed`, or Scrapy's word (`finished`, `shutdown`, `closespider_timeout`, …); of several the
    last."""
    failure: str = ""
    """Why it failed, in a sentence without outlet and full stop; empty when it did not, or nobody knows."""
    counts: Mapping[str, int]
    """Of URLs, pages and documents, by their names in a run's summary."""
    rejected: Mapping[str, int]
    """Pages that became no document, by reason slug."""
    dead: tuple[str, ...]
    """Start points that could not be used."""

    @classmethod
    def of(cls, summary: Mapping[str, Any]) -> Self:
        """Return the run that a summary is of."""
        return cls(
            began=moment(str(summary.get("began"))).astimezone(UTC),
            reason=str(summary.get("outcome", summary.get("reason", Outcome.FINISHED))),
            failure=str(summary.get("failure", "")).removeprefix(f"{summary.get('outlet')}: ").rstrip("."),
            counts={name: count for name, count in summary.items() if isinstance(count, int)},
            rejected={slug: n for slug, n in summary.get("rejected", {}).items() if slug not in _NOT_REJECTS},
            dead=tuple(str(point).split(" ", 1)[0] for point in summary.get("dead_start_points", ())),
        )

    def count(self, *names: str) -> int:
        """Return the sum of the counts of these names."""
        return sum(self.counts.get(name, 0) for name in names)

    @property
    def outcome(self) -> Outcome:
        """How it ended."""
        return Outcome.of(self.reason)

    @property
    def failed(self) -> bool:
        """Whether it failed."""
        return self.outcome is Outcome.FAILED

    @property
    def pages(self) -> int:
        """How many pages it took from the outlet, rejected ones included."""
        return self.count("new", "changed", "unchanged", "duplicate") + sum(self.rejected.values())

    @property
    def is_empty(self) -> bool:
        """Whether it found no article, and no page unchanged."""
        return not self.count("discovered", "not_modified", "new", "changed", "unchanged")

    @property
    def is_challenged(self) -> bool:
        """Whether most of its pages were challenges in an article's place."""
        challenges = self.count("challenges")
        return challenges > self.pages / 2 and (challenges >= FEWEST_REFUSED or self.is_empty)

    @property
    def challenged_sentence(self) -> str:
        """The sentence for a run, or a day of runs, that is challenged."""
        return f"the site challenges it ({self.count('challenges')} of its {self.pages} pages were challenges)"


def figures_of(summary: Mapping[str, Any]) -> str:
    """Return a run's figures in one line: those of `figures`, from the row that the run left."""
    rejected = {**summary["rejected"], **{str(name): summary[name] for name in SETTLED}}
    rejected[Reason.GONE] += rejected.pop(NOT_THERE)  # the pages that were rejected as gone
    counted = {slug: count for slug, count in sorted(rejected.items()) if count}
    return f"{figures(summary['responses'], summary['new'] + summary['changed'], counted)} ({summary['reason']})"


def figures(responses: int, stored: int, rejected: Mapping[str, int]) -> str:
    """Return what people see of a run while it goes on and when it has ended.

    Args:
        responses: How many came.
        stored: Pages that became a document.
        rejected: Pages that did not, by reason slug.
    """
    slugs = ", ".join(f"{count} {slug}" for slug, count in rejected.items())
    return f"{responses} responses, {stored} stored, {sum(rejected.values())} rejected{f' ({slugs})' if slugs else ''}"


def moment(text: str) -> datetime:
    """Return a date that the state keeps; long ago where it is odd, as in other people's archives."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return _LONG_AGO
    return found if found.tzinfo else found.replace(tzinfo=UTC)
