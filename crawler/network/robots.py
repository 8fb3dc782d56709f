"""Obeys robots.txt: a host gets no other request before its rules are known, and none while they are unavailable."""

from __future__ import annotations

import asyncio
import logging
import sys
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import urljoin, urlsplit

from scrapy import Request, signals
from scrapy.exceptions import NotConfigured
from scrapy.http.request import NO_CALLBACK
from w3lib.url import safe_url_string

from crawler.errand import Errand, errand_of
from crawler.errors import AddressError, RobotsForbidError, RobotsUnavailableError
from crawler.network.robotstxt import ABSENT, MAX_REDIRECTS, SUCCESSFUL, RobotsTxt
from crawler.outlet import MOVED

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

MAX_AGE = 86_400.0
"""Seconds for which an answer holds (RFC 9309, section 2.4)."""
TRY_AGAIN = 3_600.0
"""Seconds for which an older answer still holds when a newer one is unavailable (section 2.4)."""
TOO_MANY = 429
"""The status that means "later", and not "there is no robots.txt", although it is a 4xx status."""
_FIRST = 1_000
"""Priority of a request for robots.txt, as in Scrapy's own middleware."""


class _Answer(NamedTuple):
    """The result of a request for a host's robots.txt."""

    rules: RobotsTxt | None
    """The host's rules; None when they are unavailable: the host then gets no other request (section 2.3.1.4)."""
    why: str
    """The reason when they are unavailable; empty otherwise."""
    until: float
    """The time of the next request for them, by the monotonic clock."""


class RobotsMiddleware:
    """Passes requests that robots.txt allows, and holds all requests to a host until its robots.txt has arrived.

    Scrapy's own middleware lets requests pass in that time, treats a host that fails as a host without rules, and
    parses error pages.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler = crawler
        self._agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"]
        self._answers: dict[str, asyncio.Task[_Answer]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it from the crawler's settings; `ROBOTSTXT_OBEY` turns it off."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Pass a request that its host's rules allow.

        Raises:
            RobotsForbidError: The rules forbid it.
            RobotsUnavailableError: The rules are not available.
        """
        if errand_of(request).for_robots_txt or request.meta.get("dont_obey_robotstxt"):
            return
        parts = urlsplit(request.url)
        url = f"{parts.scheme}://{parts.netloc}/robots.txt"
        answer = await self._answer(url, request)
        if answer.rules is None:
            self._crawler.stats.inc_value("robotstxt/forbidden")
            sentence = f"{url} is not available: {answer.why}; its host gets no other request before it is"
            raise RobotsUnavailableError(sentence)
        if not answer.rules.allowed(request.url, self._agent):
            self._crawler.stats.inc_value("robotstxt/forbidden")
            raise RobotsForbidError(f"{url} forbids it")

    async def _answer(self, url: str, request: Request) -> _Answer:
        """Return the host's answer that holds now; all requests that come before it arrives wait for the same one."""
        asked = self._answers.get(url)
        old = asked.result() if asked is not None and asked.done() else None
        if asked is None or (old is not None and old.until <= monotonic()):
            asked = asyncio.ensure_future(self._renewed(url, old, request))
            self._answers[url] = asked
        elif old is not None:
            return old
        return await asyncio.shield(asked)

    async def _renewed(self, url: str, old: _Answer | None, request: Request) -> _Answer:
        """Return a new answer, and send `robots_parsed`; without new rules the old ones hold for `TRY_AGAIN` more."""
        answer = await self._ask(url)
        if answer.rules is None and old is not None and old.rules is not None:
            return old._replace(until=monotonic() + TRY_AGAIN)
        if answer.rules is not None:
            await self._crawler.signals.send_catch_log_async(
                signals.robots_parsed, robotparser=answer.rules, request=request
            )
        return answer

    async def _ask(self, url: str) -> _Answer:
        """Request a robots.txt, follow its redirects, and return the answer; a bad redirect means "no rules"."""
        until = monotonic() + MAX_AGE
        for hop in range(1 + MAX_REDIRECTS):
            self._crawler.stats.inc_value("robotstxt/request_count")
            meta = Errand(for_robots_txt=True).meta() | {"dont_redirect": True, "give_up_log_level": "DEBUG"}
            meta |= {"download_maxsize": sys.maxsize, "download_warnsize": 0}  # of a longer one the start is read
            request = Request(url, priority=_FIRST, meta=meta, callback=NO_CALLBACK)
            try:
                response = await self._crawler.engine.download_async(request)
            except AddressError as error:
                if not hop:
                    return _Answer(None, str(error), until)
                logger.warning("%s is no target for the redirect of a robots.txt, which is passed over: %s", url, error)
                break
            except Exception as error:  # noqa: BLE001 - whatever the reason, there are no rules
                return _Answer(None, " ".join(f"{type(error).__name__}: {error}".split())[:200].rstrip("."), until)
            self._crawler.stats.inc_value(f"robotstxt/response_status_count/{response.status}")
            if response.status not in MOVED:
                return _judged(response, until)
            url = _target(response)
            if not url:
                break
        return _Answer(RobotsTxt(b""), "", until)


def _judged(response: Response, until: float) -> _Answer:
    """Return the answer of a response that is no redirect."""
    if response.status in SUCCESSFUL:
        return _Answer(RobotsTxt(response.body), "", until)
    if response.status in ABSENT and response.status != TOO_MANY:
        return _Answer(RobotsTxt(b""), "", until)
    return _Answer(None, f"HTTP status {response.status}", until)


def _target(response: Response) -> str:
    """Return the target of a redirect; empty when it is no http(s) URL."""
    location = (response.headers.get(b"Location") or b"").decode("utf-8", "replace")
    try:
        url = safe_url_string(urljoin(response.url, location)) if location else ""
    except ValueError:
        return ""
    return url if url.startswith(("http://", "https://")) else ""
