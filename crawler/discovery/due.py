"""What is due: by what earlier runs know, which articles are asked for again, and which lists need not be."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from crawler.discovery import days_named
from crawler.outlet import GONE
from crawler.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crawler.discovery import Link
    from crawler.outlet import Outlet
    from crawler.state import AskedArticle, State

SOONEST = timedelta(hours=1)
"""An article is not asked for again before."""
BELIEVED = 0.5
"""Share of a list's known articles that may have changed since they were captured; beyond it the list's times are the
moments of its making."""
FEWEST_DOUBTED = 20
"""Changed articles in a list from which that share is looked at."""
_UNDATED = datetime.min.replace(tzinfo=UTC)


class Listed(NamedTuple):
    """An article that a list names."""

    link: Link
    key: str
    """Its canonical address."""
    known: AskedArticle | None
    """When it was asked for in earlier runs."""


class Due:
    """Tells what a run has reason to ask for.

    Args:
        state: What earlier runs know.
        outlet: Whose articles and lists.
        now: When the run began.
        recheck: How long an article is young enough to change.
    """

    def __init__(self, state: State, outlet: Outlet, now: datetime, recheck: timedelta) -> None:
        self._state = state
        self._outlet = outlet
        self._now = now
        self._recheck = recheck

    def listed(self, link: Link) -> Listed:
        """Look an article up."""
        key = canonical(link.url, self._outlet.identity)
        return Listed(link, key, self._state.asked_article(self._outlet.name, key))

    @staticmethod
    def changed(articles: Iterable[Listed]) -> set[str] | None:
        """Return the keys of those that their list says have changed since they were captured; None when it errs."""
        known, changed = 0, set()
        for link, key, article in articles:
            if article is not None and link.changed is not None:
                known += 1
                if link.changed + _rest_of_day(link.changed) > stored_moment(article.last):
                    changed.add(key)
        return None if len(changed) > FEWEST_DOUBTED and len(changed) > BELIEVED * known else changed

    def young(self) -> Iterator[tuple[str, AskedArticle]]:
        """Yield addresses of articles that are young enough to change, each after half of its age, and what is known.

        What is no document counts from when it was asked for first: a notice, a stub or a challenge may have been there
        in place of the article, or have led away from it.
        """
        since = (self._now - self._recheck).isoformat()
        dated = (
            (key, published, True) for key, published in self._state.articles_published_since(self._outlet.name, since)
        )
        others = ((key, None, False) for key in self._state.urls_without_document_since(self._outlet.name, since))
        for key, published, stored in chain(dated, others):
            known = self._state.asked_article(self._outlet.name, key)
            if known is None or not self._is_young(known, published):
                continue
            if stored or (known.status not in GONE and self._outlet.is_article(known.url)):
                yield key, known

    def may_be_back(self, key: str, known: AskedArticle) -> bool:
        """Tell whether what was gone, or stood behind a challenge, is asked for, since a list names it.

        Soon if it was ever there; a challenge says nothing of that.
        """
        if known.challenged:
            return self._now - stored_moment(known.last) >= SOONEST
        if known.status not in GONE:
            return False
        if self._state.newest_version(self._outlet.name, key) is None:
            return self._is_young(known, None)
        return self._now - stored_moment(known.last) >= SOONEST

    def _is_young(self, known: AskedArticle, published: str | None) -> bool:
        """Tell whether it is time to ask for an article again."""
        born = stored_moment(published or known.first)
        if born.tzinfo is None:
            born = born.replace(tzinfo=ZoneInfo(self._outlet.timezone))
        age = self._now - born
        return age <= self._recheck and self._now - stored_moment(known.last) >= max(SOONEST, age / 2)

    def is_read(self, link: Link) -> bool:
        """Tell whether a list can name nothing new: all that it named was asked for, and it is not newer than that."""
        read = self._state.date_of_read_list(self._outlet.name, link.url)
        if not read:
            return False
        if link.changed is not None:
            return link.changed + _rest_of_day(link.changed) <= stored_moment(read)
        named = days_named(link.url)
        return named is not None and named[1] + timedelta(days=1) < stored_moment(read).date()

    def has_documents(self) -> bool:
        """Tell whether an earlier run stored any."""
        return self._state.count_documents(self._outlet.name) > 0

    @cached_property
    def last_day(self) -> date | None:
        """The day of the run before this one; None when there was none."""
        runs = self._state.last_runs(self._outlet.name, 1)
        return stored_moment(runs[0]["began"]).date() if runs else None


def _rest_of_day(changed: datetime) -> timedelta:
    """Return how much later a change may have been: a list that tells no time means any of the day."""
    return timedelta(days=changed.time() == time())


def stored_moment(text: str) -> datetime:
    """Read a date that the state keeps; other people's archives may have odd ones, which are long ago."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return _UNDATED
