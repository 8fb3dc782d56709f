"""Requests articles of an outlet again that earlier runs requested, and tells what became of each."""

from __future__ import annotations

import sqlite3
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from crawler.discovery.due import Listed
from crawler.discovery.links import Link
from crawler.errand import errand_of
from crawler.errors import StateError
from crawler.items import Reason
from crawler.network.unanswered import reason_of, request_of
from crawler.outlet import GONE, MOVED
from crawler.run.failure import note
from crawler.run.outcome import Outcome
from crawler.spider import OutletSpider
from crawler.urls import canonical

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence
    from datetime import datetime

    from twisted.python.failure import Failure

    from crawler.items import Page
    from crawler.outlet import Outlet
    from crawler.state import AskedArticle, ReadOnlyState, State, Version

MOST = 1_000
"""Articles of one run, at most."""
_SAME = (Reason.UNCHANGED, Reason.DUPLICATE)
"""Reasons of a page whose text the outlet has already."""


class Result(StrEnum):
    """What became of an article."""

    UNCHANGED = "unchanged"
    """Its server or its text shows no change."""
    CHANGED = "changed"
    """Its text has a new version."""
    BACK = "back"
    """It was gone, and is there again with its text."""
    GONE = "gone"
    """The server answered 404 or 410."""
    REDIRECTED = "redirected"
    """It leads to another address."""
    REJECTED = "rejected"
    """The page became no document."""
    UNANSWERED = "unanswered"
    """The request brought no usable response."""
    BUSY = "busy"
    """Another run has the outlet locked, so nothing was requested."""
    UNKNOWN = "unknown"
    """No run requested it before, so nothing was requested."""


UNASKED = (Result.UNANSWERED, Result.BUSY, Result.UNKNOWN)
"""The results that show nothing about the article."""


class Asked(NamedTuple):
    """An article that is requested again, with what the state has of it."""

    url: str
    """Its address, as the user wrote it."""
    key: str
    """Its canonical address."""
    known: AskedArticle
    """Its earlier requests."""
    newest: Version | None
    """Its newest version; None without a document."""

    @classmethod
    def of(cls, url: str, outlet: Outlet, state: State | ReadOnlyState) -> Asked | None:
        """Return the article of an address; None when no run requested it."""
        key = canonical(url, outlet.identity)
        known = state.asked_article(key)
        return None if known is None else cls(url, key, known, state.newest_version(key))


class Rechecked(NamedTuple):
    """What became of an article: the row of `scrapy recheck --json`."""

    url: str
    """Its address, as the user wrote it."""
    outlet: str
    """The name of its outlet."""
    result: Result
    document: str | None = None
    """Its newest version as `OUTLET/NUMBER`; None without a document."""
    version: int | None = None
    """The number of that version, from 1; None without a document."""
    title: str | None = None
    """That version's title."""
    edited: bool = False
    """Whether the answer shows an edit since the last request: it changed, is back, or is gone or redirected now."""
    detail: str = ""
    """The target of a redirect, the reason of a reject or of a missing answer; empty for the others."""


class RecheckSpider(OutletSpider):
    """Requests articles again, under the conditions of a crawl, and nothing else.

    Args:
        outlet: Their outlet.
        articles: The articles, at most `MOST`.
    """

    name = "recheck"
    is_judged = False

    def __init__(self, outlet: Outlet, articles: Sequence[Asked]) -> None:
        self.outlet = outlet  # type: ignore[misc]  # this run's outlet is not its class's
        super().__init__()
        self._alive = 1  # it has no start point that could be dead
        self._articles = articles
        self._why: dict[str, str] = {}
        self.results: list[Rechecked] = []
        """What became of the articles, in their order, when the run has ended."""

    async def _work(self, now: datetime) -> AsyncIterator[Any]:  # noqa: ARG002 - a crawl's begin has a day
        """Yield a request for each article."""
        for article in self._articles:
            yield self._article_request(Listed(Link(url=article.known.url, date=None), article.key, article.known))

    def failed(self, failure: Failure) -> Iterator[Page]:
        """Note why a request has no response, and do as a crawl does."""
        self._why[errand_of(request_of(failure)).article] = reason_of(failure)
        yield from super().failed(failure)

    def closed(self, reason: str) -> None:
        """Set the results, and close the state."""
        if reason == Outcome.LOCKED:
            self.results = [Rechecked(one.url, self.outlet.name, Result.BUSY) for one in self._articles]
            return
        try:
            with self._state:
                self.results = [self._rechecked(one) for one in self._articles]
                super().closed(reason)
        except (StateError, sqlite3.Error) as error:
            note(self.crawler, self._cannot_store(error))

    def _rechecked(self, article: Asked) -> Rechecked:
        """Return what became of an article."""
        newest = self._state.newest_version(article.key)
        now = self._state.asked_article(article.key)
        if now is None or now.seq <= article.known.seq:
            result, detail = Result.UNANSWERED, self._why.get(article.key, "the run ended before")
        else:
            result, detail = self._answered(article, now, newest)
        rechecked = Rechecked(article.url, self.outlet.name, result, detail=detail)
        if newest is not None:
            (row,) = self._state.manifest_rows_from(newest.number, 1)
            document = f"{self.outlet.name}/{newest.number:03}"
            rechecked = rechecked._replace(document=document, version=newest.version, title=row["title"])
        return rechecked._replace(edited=_is_edit(result, article.known.status))

    def _answered(self, article: Asked, now: AskedArticle, newest: Version | None) -> tuple[Result, str]:
        """Return the result with its detail, by the article's capture of this run."""
        if newest != article.newest:
            return Result.CHANGED, ""
        if now.status in GONE:
            return Result.GONE, ""
        if now.status in MOVED:
            return Result.REDIRECTED, self._answers.to(now.url, self.outlet)[0]
        if article.known.status in GONE:
            return Result.BACK, ""
        rejected = self._state.reject_of(now.seq)
        if rejected is not None and rejected[0] not in _SAME:
            return Result.REJECTED, ": ".join(filter(None, rejected))
        return Result.UNCHANGED, ""


def _is_edit(result: Result, before: int) -> bool:
    """Return whether a result shows an edit, by the status of the article's last answer before."""
    if result is Result.GONE:
        return before not in GONE
    if result is Result.REDIRECTED:
        return before not in MOVED
    return result in (Result.CHANGED, Result.BACK)
