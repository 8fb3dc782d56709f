"""A run's outcome and figures as typed values, from its summary in the state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from crawler.items import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

NOT_THERE = "not_there"
"""The count of addresses that never held an article."""
SETTLED = (Reason.UNCHANGED, Reason.DUPLICATE, Reason.GONE, NOT_THERE)
"""Counts that a summary does not show as rejects: the article is unchanged, stored already, gone, or never existed."""
_GONE = "gone or not there"
"""The words for `gone` where it is not known whether the address once held an article."""
FEWEST_REFUSED = 3
"""Refusals from which an outlet may count as blocked; fewer may be an accident."""
FEWEST_MISSED = 5
"""Missed requests from which a run may count as one that did not get its articles; fewer may be an accident."""
MISSED = 0.2
"""Share of a run's requests for which the same holds. Servers fail now and then; one in five is no accident."""
_NOT_REJECTS = frozenset((Reason.DUPLICATE, Reason.UNCHANGED, Reason.UNSETTLED, Reason.GONE))
"""Reasons that health does not count against an outlet."""
_LIMIT = "closespider_"
"""Prefix of the reasons that Scrapy gives when one of its own limits (CLOSESPIDER_…) ended a run."""
_LONG_AGO = datetime(1000, 1, 1, tzinfo=UTC)
"""The date in place of one that cannot be read."""


class Outcome(StrEnum):
    """How a run ended."""

    FINISHED = "finished"
    """No request was left."""
    LIMIT = "limit"
    """One of Scrapy's own limits ended it."""
    SHUTDOWN = "shutdown"
    """A signal ended it."""
    LOCKED = "locked"
    """It never began, because another run held the outlet's lock; such a run stores no summary."""
    FAILED = "failed"
    """An error ended it, or it had no result."""

    @classmethod
    def of(cls, reason: str) -> Outcome:
        """Return the outcome for a reason that Scrapy or a component gave for a run's end; `FAILED` if unknown."""
        if reason.startswith(_LIMIT):
            return cls.LIMIT
        try:
            return cls(reason)
        except ValueError:
            return cls.FAILED


@dataclass(frozen=True, kw_only=True)
class Run:
    """The figures of one run, or of several together."""

    began: datetime
    """When it began, in UTC; of several runs, the first one's time."""
    reason: str
    """Why it ended: `failed`, or Scrapy's word (`finished`, `shutdown`, `closespider_timeout`, …); of several runs, the
    last one's reason."""
    failure: str = ""
    """The cause of its failure, in a sentence without outlet and full stop; empty without failure or known cause."""
    counts: Mapping[str, int]
    """Counts of URLs, pages and documents, by their names in a run's summary."""
    rejected: Mapping[str, int]
    """Pages that became no document, by reason slug, without the reasons that health does not count."""
    dead: tuple[str, ...]
    """Addresses of start points that could not be used."""

    @classmethod
    def of(cls, summary: Mapping[str, Any]) -> Self:
        """Return the run that a summary describes."""
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
        """Its outcome, by its reason."""
        return Outcome.of(self.reason)

    @property
    def failed(self) -> bool:
        """Whether it failed."""
        return self.outcome is Outcome.FAILED

    @property
    def pages(self) -> int:
        """The number of pages that it got from the outlet, with rejected ones."""
        return self.count("new", "changed", "unchanged", "duplicate") + sum(self.rejected.values())

    @property
    def is_empty(self) -> bool:
        """Whether it found no article and no unchanged page."""
        return not self.count("discovered", "not_modified", "new", "changed", "unchanged")

    @property
    def is_challenged(self) -> bool:
        """Whether more than half of its pages were challenges in place of articles."""
        challenges = self.count("challenges")
        return challenges > self.pages / 2 and (challenges >= FEWEST_REFUSED or self.is_empty)

    @property
    def challenged_sentence(self) -> str:
        """The sentence on a run, or a day of runs, that got challenges."""
        return f"the site sends challenges ({self.count('challenges')} of {self.pages} pages)"

    @property
    def is_missing(self) -> bool:
        """Whether it did not get a part of its articles, or lists, that is worth a person's look."""
        return self._missed >= max(FEWEST_MISSED, MISSED * self._asked)

    @property
    def missing_sentence(self) -> str:
        """The sentence on a run, or a day of runs, that did not get its articles."""
        return f"{self._missed} of {self._asked} pages were not to be had"

    @property
    def is_led_away(self) -> bool:
        """Whether more than half of its requests were redirected to where no run may go."""
        led_away = self.count("led_away")
        return led_away >= FEWEST_MISSED and led_away > self._asked

    @property
    def led_away_sentence(self) -> str:
        """The sentence on a run, or a day of runs, whose requests were redirected elsewhere."""
        led_away = self.count("led_away")
        return f"{led_away} of {led_away + self._asked} pages redirect to hosts or paths that no run may request"

    @property
    def _missed(self) -> int:
        """The number of pages that it requested and did not get, or cannot decode."""
        return self.count("missed") + self.rejected.get(Reason.UNDECODABLE, 0)

    @property
    def _asked(self) -> int:
        """The number of pages that it got or missed."""
        return self.count("missed", "gone", "not_there", "not_modified") + self.pages


def figures_of(summary: Mapping[str, Any]) -> str:
    """Return the line of `figures` for a summary in the state, with the reason of the run's end."""
    kept_out = {**summary["rejected"], **{str(name): summary[name] for name in SETTLED}}
    kept_out[Reason.GONE] += kept_out.pop(NOT_THERE)  # the pages that were rejected as gone
    counted = {slug: count for slug, count in sorted(kept_out.items()) if count}
    return f"{figures(summary['responses'], summary['new'] + summary['changed'], counted)} ({summary['reason']})"


def figures(responses: int, stored: int, kept_out: Mapping[str, int]) -> str:
    """Return the line that people read during a run and at its end.

    Args:
        responses: The number of responses.
        stored: The number of pages that became a document.
        kept_out: The numbers of pages that did not, by reason slug. Those of `SETTLED` are no rejects, as in the
            summary; `gone` among them is every page that is not at its address, whether or not it once was there.
    """
    rejected = {slug: count for slug, count in kept_out.items() if slug not in SETTLED}
    slugs = ", ".join(f"{count} {slug}" for slug, count in rejected.items())
    settled = (
        f", {count} {_GONE if slug == Reason.GONE else slug}" for slug, count in kept_out.items() if slug in SETTLED
    )
    counted = f"{sum(rejected.values())} rejected{f' ({slugs})' if slugs else ''}"
    return f"{responses} responses, {stored} stored, {counted}{''.join(settled)}"


def moment(text: str) -> datetime:
    """Return a date from the state, in UTC if it has no zone; the year 1000 when it cannot be read.

    Archives of other programs may hold such dates.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return _LONG_AGO
    return found if found.tzinfo else found.replace(tzinfo=UTC)
