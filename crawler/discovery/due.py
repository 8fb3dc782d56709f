"""Due: which known articles are requested again, and which lists need no request, by the results of earlier runs."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from crawler.discovery.links import Link
from crawler.discovery.list_dates import days_named
from crawler.outlet import GONE
from crawler.run.outcome import Outcome
from crawler.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crawler.outlet import Outlet
    from crawler.state import AskedArticle, State, Waiting

SOONEST = timedelta(hours=1)
"""Least time between two requests for an article."""
BELIEVED = 0.5
"""Share of a list's known articles that may have changed since their capture. If more have, the list's times are not
believed: they are probably the time at which the list was made."""
FEWEST_DOUBTED = 20
"""Changed articles in a list, at most, for which the share does not matter."""
RESUMED = timedelta(hours=12)
"""Time for which a list counts as read that an interrupted run read, and whose changes nobody states."""
BELIEVED_AHEAD = timedelta(days=1)
"""Time by which a list's date of a change may be ahead of the clock: a date without its zone is ahead by hours. A later
one shows no change, and would cause a request in every run until that date."""
LONGEST_DELAY = timedelta(days=32)
"""Most time between two requests for an address that gives no answer."""
_UNDATED = datetime.min.replace(tzinfo=UTC)


class Listed(NamedTuple):
    """An article that a list names, or named in an earlier run."""

    link: Link
    key: str
    """Its canonical address."""
    known: AskedArticle | None
    """Its earlier requests; None when it never had an answer."""
    named_by: str = ""
    """The address of the list; empty for an article that no list named."""


class Due:
    """Decides which articles and lists of an outlet a run requests again.

    Args:
        state: The outlet's state, with the results of earlier runs.
        outlet: The outlet.
        now: When the run began.
        recheck: Age up to which an article may still change.
    """

    def __init__(self, state: State, outlet: Outlet, now: datetime, recheck: timedelta) -> None:
        self._state = state
        self._outlet = outlet
        self._now = now
        self._recheck = recheck
        self._before = state.last_seq()

    @property
    def began(self) -> datetime:
        """When the run began."""
        return self._now

    def listed(self, link: Link) -> Listed:
        """Return the article of a link, with its earlier requests."""
        key = canonical(link.url, self._outlet.identity)
        return Listed(link, key, self._state.asked_article(key))

    def waited(self, waiting: Waiting) -> Listed:
        """Return an article of the frontier, with its earlier requests."""
        link = Link(url=waiting.url, date=None)
        return Listed(link, waiting.key, self._state.asked_article(waiting.key), waiting.named_by)

    def has_captured(self, known: AskedArticle) -> bool:
        """Return whether this run captured an article, by the order of captures: its clock may be behind the last."""
        return known.seq > self._before

    def changed(self, articles: Iterable[Listed]) -> set[str] | None:
        """Return the keys of articles that changed since their capture, by their list; None if its times seem wrong."""
        known, changed = 0, set()
        latest = self._now + BELIEVED_AHEAD
        for link, key, article, _ in articles:
            if article is not None and link.changed is not None and link.changed <= latest:
                known += 1
                if link.changed + _rest_of_day(link.changed) > self._captured(article):
                    changed.add(key)
        return None if len(changed) > FEWEST_DOUBTED and len(changed) > BELIEVED * known else changed

    def young(self) -> Iterator[tuple[str, AskedArticle]]:
        """Yield the keys of articles young enough to change, with their requests; each when half of its age has passed.

        Without a document, an address's age counts from its first request: a notice, a stub or a challenge may have
        been in the article's place, or have redirected away from it.
        """
        since = (self._now - self._recheck).isoformat()
        dated = ((key, published, True) for key, published in self._state.articles_published_since(since))
        others = ((key, None, False) for key in self._state.urls_without_document_since(since))
        for key, published, stored in chain(dated, others):
            known = self._state.asked_article(key)
            if known is None or not self._is_young(known, published):
                continue
            if stored or (known.status not in GONE and self._outlet.is_article(known.url)):
                yield key, known

    def may_be_back(self, key: str, known: AskedArticle) -> bool:
        """Return whether to request an address again that a list names, and that was gone or behind a challenge.

        After `SOONEST` if it once held a document, or met a challenge, which does not show whether the article exists;
        else as a young article.
        """
        if known.challenged:
            return self._now - self._captured(known) >= SOONEST
        if known.status not in GONE:
            return False
        if self._state.newest_version(key) is None:
            return self._is_young(known, None)
        return self._now - self._captured(known) >= SOONEST

    def _captured(self, known: AskedArticle) -> datetime:
        """Return when an article was captured last; long ago if a clock that was ahead dated the capture."""
        last = stored_moment(known.last)
        return last if last <= self._now + BELIEVED_AHEAD else _UNDATED

    def _is_young(self, known: AskedArticle, published: str | None) -> bool:
        """Return whether an article may still change, and its last request is long enough ago."""
        born = stored_moment(published or known.first)
        if born.tzinfo is None:
            born = born.replace(tzinfo=ZoneInfo(self._outlet.timezone))
        age = self._now - min(born, stored_moment(known.first))  # a page may state a day that has not come
        return age <= self._recheck and self._now - self._captured(known) >= max(SOONEST, age / 2)

    def is_read(self, link: Link) -> bool:
        """Return whether a list can name nothing new: it was read to its end, and has not changed since.

        A list that an interrupted run read a short while ago counts as unchanged unless its change is known to be
        later, so that the run's end costs no list a second request.
        """
        date = self._state.date_of_read_list(link.url)
        if not date:
            return False
        read = stored_moment(date)
        if read > max(self._end_of_runs, self._now - RESUMED) and (link.changed is None or link.changed <= read):
            return True
        if link.changed is not None:
            return link.changed + _rest_of_day(link.changed) <= read
        named = days_named(link.url)
        return named is not None and named[1] + timedelta(days=1) < read.date()

    @cached_property
    def _end_of_runs(self) -> datetime:
        """The moment after which interrupted runs alone have read lists: a killed one stores no summary."""
        last = next(iter(self._state.last_runs(1)), None)
        if last is None:
            return _UNDATED
        finished = last.get("reason") == Outcome.FINISHED
        return stored_moment(last["ended" if finished else "began"])

    def has_documents(self) -> bool:
        """Return whether an earlier run stored a document of the outlet."""
        return self._state.count_documents() > 0

    @cached_property
    def last_day(self) -> date | None:
        """The day of the previous run; None for a first run."""
        runs = self._state.last_runs(1)
        return stored_moment(runs[0]["began"]).date() if runs else None


def next_try(failed: datetime, tries: int) -> datetime:
    """Return the moment from which an address without an answer may be requested again.

    The next run may do so after the first try; later ones wait for `SOONEST`, and twice as long after each try.

    Args:
        failed: When its last request failed.
        tries: The number of runs that requested it, from 1.
    """
    if tries <= 1:
        return failed
    return failed + min(LONGEST_DELAY, SOONEST * (1 << min(tries - 2, 20)))


def _rest_of_day(changed: datetime) -> timedelta:
    """Return how much later the change may have been: a date without a time means any time of that day."""
    return timedelta(days=changed.time() == time())


def stored_moment(text: str) -> datetime:
    """Parse a stored date; an invalid one, as in some archives of others, counts as long ago."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return _UNDATED
