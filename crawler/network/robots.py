"""Obeys robots.txt: nothing is asked of a host before its rules are known, and nothing while they are unavailable."""

from __future__ import annotations

import asyncio
from ipaddress import ip_address
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import urljoin, urlsplit

from scrapy import Request, signals
from scrapy.exceptions import NotConfigured
from scrapy.http.request import NO_CALLBACK
from w3lib.url import safe_url_string

from crawler.errand import Errand, errand_of
from crawler.errors import RobotsForbidError, RobotsUnavailableError
from crawler.network.robotstxt import ABSENT, MAX_REDIRECTS, SUCCESSFUL, RobotsTxt
from crawler.outlet import MOVED

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

MAX_AGE = 86_400.0
"""Seconds for which an answer holds (section 2.4)."""
TRY_AGAIN = 3_600.0
"""Seconds for which an older answer holds on when a newer one cannot be had (section 2.4)."""
TOO_MANY = 429
"""That says nothing of robots.txt, only that we are to ask later."""
_FIRST = 1_000
"""Priority of a request for robots.txt, as in Scrapy's own middleware."""


class _Answer(NamedTuple):
    """What a host said of its rules."""

    rules: RobotsTxt | None
    """None when they cannot be had: then nothing may be asked of it (section 2.3.1.4)."""
    why: str
    """Why they cannot."""
    until: float
    """When to ask again, by the monotonic clock."""


class RobotsMiddleware:
    """Passes what robots.txt allows, and lets everything wait while it is on its way.

    Scrapy's own lets requests pass in that time, takes a host that fails for one without rules, and parses error pages.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler = crawler
        self._agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"]
        self._answers: dict[str, asyncio.Task[_Answer]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Obey unless `ROBOTSTXT_OBEY` is off."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Pass a request that its host's rules allow.

        Raises:
            RobotsForbidError: They forbid it.
            RobotsUnavailableError: They are not available.
        """
        if errand_of(request).for_robots_txt or request.meta.get("dont_obey_robotstxt"):
            return
        parts = urlsplit(request.url)
        url = f"{parts.scheme}://{parts.netloc}/robots.txt"
        answer = await self._answer(url, request)
        if answer.rules is None:
            self._crawler.stats.inc_value("robotstxt/forbidden")
            sentence = f"{url} cannot be had: {answer.why}; nothing is asked of its host before it can"
            raise RobotsUnavailableError(sentence)
        if not answer.rules.allowed(request.url, self._agent):
            self._crawler.stats.inc_value("robotstxt/forbidden")
            raise RobotsForbidError(f"{url} forbids it")

    async def _answer(self, url: str, request: Request) -> _Answer:
        """Return what a host said, at most a day ago; all who come while it is asked wait for the same answer."""
        asked = self._answers.get(url)
        old = asked.result() if asked is not None and asked.done() else None
        if asked is None or (old is not None and old.until <= monotonic()):
            asked = asyncio.ensure_future(self._renewed(url, old, request))
            self._answers[url] = asked
        return await asyncio.shield(asked)

    async def _renewed(self, url: str, old: _Answer | None, request: Request) -> _Answer:
        answer = await self._ask(url)
        if answer.rules is None and old is not None and old.rules is not None:
            return old._replace(until=monotonic() + TRY_AGAIN)
        if answer.rules is not None:
            await self._crawler.signals.send_catch_log_async(
                signals.robots_parsed, robotparser=answer.rules, request=request
            )
        return answer

    async def _ask(self, url: str) -> _Answer:
        """Ask a host for its rules."""
        until = monotonic() + MAX_AGE
        host = urlsplit(url).hostname
        for _ in range(1 + MAX_REDIRECTS):
            self._crawler.stats.inc_value("robotstxt/request_count")
            meta = Errand(for_robots_txt=True).meta() | {"dont_redirect": True, "give_up_log_level": "DEBUG"}
            request = Request(url, priority=_FIRST, meta=meta, callback=NO_CALLBACK)
            try:
                response = await self._crawler.engine.download_async(request)
            except Exception as error:  # noqa: BLE001 - whatever the reason, there are no rules
                return _Answer(None, " ".join(f"{type(error).__name__}: {error}".split())[:200].rstrip("."), until)
            self._crawler.stats.inc_value(f"robotstxt/response_status_count/{response.status}")
            if response.status not in MOVED:
                return _judged(response, until)
            url = _target(response)
            if not url or (urlsplit(url).hostname != host and _is_inside(urlsplit(url).hostname or "")):
                break
        return _Answer(RobotsTxt(b""), "", until)


def _judged(response: Response, until: float) -> _Answer:
    """Take the rules out of the answer that redirects led to."""
    if response.status in SUCCESSFUL:
        return _Answer(RobotsTxt(response.body), "", until)
    if response.status in ABSENT and response.status != TOO_MANY:
        return _Answer(RobotsTxt(b""), "", until)
    return _Answer(None, f"HTTP status {response.status}", until)


def _target(response: Response) -> str:
    """Return where a redirect leads; empty when that is no http(s) URL."""
    location = (response.headers.get(b"Location") or b"").decode("utf-8", "replace")
    try:
        url = safe_url_string(urljoin(response.url, location)) if location else ""
    except ValueError:
        return ""
    return url if url.startswith(("http://", "https://")) else ""


def _is_inside(host: str) -> bool:
    """Tell whether a host is this machine's or its network's by its name alone: a redirect may not lead there."""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".localhost", ".local", ".internal"))
