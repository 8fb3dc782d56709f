"""Requests the style sheets and images of stored articles, so that the archive shows pages as they looked.

They are archived as every exchange is, and are no pages: nothing of them enters extraction, or the state's articles.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from scrapy import Request
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.archive.read.pages import content_type_of
from crawler.discovery.requisites import imported, requisites
from crawler.errand import Errand, RequisiteErrand, errand_of
from crawler.network.manners import blocked_by
from crawler.network.unanswered import reason_of, request_of
from crawler.urls import brought

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from crawler.archive.read.redirects import Answers
    from crawler.outlet import Outlet
    from crawler.state import State

logger = logging.getLogger(__name__)

AGAIN = 64
"""The outlet's newest documents whose requisites a run looks for at its beginning: an earlier one may have been stopped
before it requested them. As many pages are under way in a crawl, at most."""
UNDER_WAY = 4
"""Requisites under way at once, at most."""
REFUSED = 5
"""Refusals in a row after which a run requests no more requisites: fewer than those that close the host to articles."""
IMPORTS = 8
"""Style sheets that one imports, at most."""
_REMEMBERED = 10_000
"""Most addresses without an answer that are not requested again in a run."""
_LONG_PAGE = 200_000
"""Bytes from which a page is read in another thread than the event loop's."""


class _Wanted(NamedTuple):
    """A style sheet or image that waits."""

    url: str
    page: str
    """The address of the page that needs it."""
    imported: bool
    """Whether a style sheet imports it."""


class Requisites:
    """The style sheets and images of an outlet's stored articles that a run requests, each address once for all runs.

    What waits is in memory: a crawl takes no more articles while a requisite waits, so that it is little.

    Args:
        crawler: The crawl; of its settings REQUISITES is the most addresses of a page, REQUISITE_MAXSIZE their bytes.
        outlet: The outlet: what is at other hosts is left out, and what has the address of an article.
        state: The outlet's state, which has the captures.
        answers: Reads archived pages.
    """

    def __init__(self, crawler: Crawler, outlet: Outlet, state: State, answers: Answers) -> None:
        self._crawler = crawler
        self._outlet = outlet
        self._state = state
        self._answers = answers
        self._most = crawler.settings.getint("REQUISITES")
        self._max_size = crawler.settings.getint("REQUISITE_MAXSIZE")
        self._waiting: deque[_Wanted] = deque()
        self._asked: set[str] = set()
        """Addresses that wait, are under way, or had no answer in this run."""
        self._under_way = 0
        self._unanswered = 0
        self._refused = 0

    @property
    def are_waiting(self) -> bool:
        """Whether a requisite waits that is not under way."""
        return bool(self._waiting)

    async def resume(self) -> None:
        """Add the requisites of the newest documents that were never answered.

        Raises:
            sqlite3.Error: The state cannot be read.
        """
        if self._most:
            first = max(0, self._state.count_documents() - AGAIN)
            for row in self._state.manifest_rows_from(first, AGAIN):
                await self.add(row["url"])

    async def add(self, url: str) -> None:
        """Add the requisites of a stored document.

        Args:
            url: The address of its page.

        Raises:
            sqlite3.Error: The state cannot be read.
        """
        if not self._most or self._refused == REFUSED or brought(url):
            return
        page = self._answers.page(url, self._outlet)
        if page is None or page.fault is not None:
            return
        arguments = page.body, page.content_type, url
        long = len(page.body) > _LONG_PAGE
        found = await asyncio.to_thread(requisites, *arguments) if long else requisites(*arguments)
        self._add(found, self._most, page=url)

    def _add(self, found: Iterable[str], most: int, *, page: str, by_sheet: bool = False) -> None:
        """Add the first addresses of those that the outlet may be asked for, unless they were requested before."""
        own = [url for url in found if self._outlet.may_be_asked(url) and not self._outlet.is_article(url)]
        for url in own[:most]:
            url = Request(url).url  # noqa: PLW2901 - in the spelling of its capture
            if self._refused < REFUSED and url not in self._asked and self._state.last_lasting_capture(url) is None:
                self._asked.add(url)
                self._waiting.append(_Wanted(url, page, by_sheet))

    def take(self) -> Iterator[Request]:
        """Yield the requests for the next requisites; none when none waits."""
        while self._waiting and self._under_way < UNDER_WAY:
            url, page, by_sheet = self._waiting.popleft()
            self._under_way += 1
            errand = Errand(requisite=RequisiteErrand(address=url, page=page, imported=by_sheet))
            limits = {"download_maxsize": self._max_size, "download_warnsize": 0}
            headers = {"Accept": "text/css,image/*,*/*;q=0.1", "Referer": page}
            yield Request(
                url,
                self.answered,
                errback=self.failed,
                headers=headers,
                meta=errand.meta() | limits,
                dont_filter=True,
            )

    def answered(self, response: Response) -> None:
        """Count a requisite, and add what it imports, if it is the style sheet of a page."""
        self._crawler.stats.inc_value("warraq/requisites")
        self._under_way -= 1
        self._refused = self._refused if self._refused == REFUSED else 0
        errand = errand_of(response).requisite
        if errand is None:
            return
        self._asked.discard(errand.address)
        kind = content_type_of(response)
        if kind.lower().startswith("text/css") and not errand.imported:
            found = imported(response.body, kind, response.url)
            self._add(found, min(IMPORTS, self._most), page=errand.page, by_sheet=True)

    def failed(self, failure: Failure) -> None:
        """Count a requisite that was not to be had; this run does not request it again."""
        request = request_of(failure)
        self._crawler.stats.inc_value("warraq/requisites-missed")
        logger.debug("%s: not fetched: %s", request.url, reason_of(failure))
        self._under_way -= 1
        self._unanswered += 1
        errand = errand_of(request).requisite
        if self._unanswered > _REMEMBERED and errand is not None:
            self._asked.discard(errand.address)
        self._heed(failure)

    def _heed(self, failure: Failure) -> None:
        """Request no more requisites after too many refusals in a row, which would close the host to articles as well.

        Args:
            failure: A requisite's.
        """
        error = failure.value
        if not isinstance(error, HttpError) or self._refused == REFUSED:
            return
        self._refused = self._refused + 1 if blocked_by(error.response.status, error.response.headers) else 0
        if self._refused == REFUSED:
            self._waiting.clear()
            sentence = "%s refused %d style sheets or images in a row; this run requests no more of them."
            logger.warning(sentence, self._outlet.name, REFUSED)
