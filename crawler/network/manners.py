"""Manners: obeys Retry-After and Crawl-delay; slows down for a host that refuses, and gives up one that goes on so.

A host that answers nothing is given up as well. A host counts with its port: another port is another server.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from scrapy import signals
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached
from twisted.python.failure import Failure

from crawler.errand import errand_of
from crawler.errors import GivenUpError
from crawler.outlet import outlet_of_spider
from crawler.run.failure import note
from crawler.run.signals import deadline
from crawler.urls import netloc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scrapy import Request
    from scrapy.core.downloader import Slot
    from scrapy.crawler import Crawler
    from scrapy.http import Headers, Response
    from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)

MAX_PAUSE = 600.0
"""Seconds of a pause, at most; a host whose Retry-After is longer gets no more requests in this run."""
MAX_CRAWL_DELAY = 60.0
"""Seconds of a Crawl-delay that is obeyed, at most: the same as AutoThrottle's bound."""
SILENT_FIRST = 2
"""Requests in a row without an answer after which a host that served nothing is given up; one that served something is
given up after BLOCKED_LIMIT of them."""
REFUSED = (403, 429)
UNAVAILABLE = 503
ACHIEVED = ("item_scraped_count", "item_dropped_count", "warraq/not-modified", "warraq/known", "warraq/lists-known")
"""A run has results when one of these stats is positive."""
_LEAST_DELAY = 0.01
"""Seconds of a slot's delay, at least: the downloader heeds a slot's pause only if the slot has a delay."""
_SECONDS = re.compile(rb"\d{1,9}")


class Mark(NamedTuple):
    """The mark of a response in which a service that guards an outlet challenges or refuses."""

    service: str
    header: bytes
    """A header's name, in the spelling of Scrapy's `Headers`."""
    value: bytes
    """A part of the header's value, lower case."""
    statuses: tuple[int, ...] = ()
    """Statuses with which the mark counts; empty for any status."""


MARKS = (
    Mark("Cloudflare", b"Cf-Mitigated", b"challenge"),
    Mark("Cloudflare", b"Server", b"cloudflare", (403, 429, 503)),
    Mark("Akamai", b"Server", b"akamaighost", (403, 429, 503)),
    Mark("DataDome", b"X-Datadome", b"", (401, 403, 405, 429)),
    Mark("DataDome", b"Server", b"datadome", (401, 403, 405, 429)),
    Mark("AWS WAF", b"X-Amzn-Waf-Action", b""),
    Mark("Vercel", b"X-Vercel-Mitigated", b""),
    Mark("Sucuri", b"X-Sucuri-Block", b""),
    Mark("Imperva", b"X-Iinfo", b"", (403, 429, 503)),
)
"""Marks of the services that guard news sites, by their manuals."""
_MARKED = frozenset(mark.header for mark in MARKS)


def blocked_by(status: int, headers: Headers) -> str:
    """Return the service that refuses a request, by name, or "HTTP status …"; empty when the response is no refusal.

    Args:
        status: HTTP status code.
        headers: The response's headers.
    """
    values = {name: headers.get(name) for name in _MARKED.intersection(headers)}
    for mark in MARKS:
        value = values.get(mark.header)
        if value is not None and mark.value in value.lower() and (not mark.statuses or status in mark.statuses):
            return mark.service
    late = status == UNAVAILABLE and b"Retry-After" in headers
    return f"HTTP status {status}" if status in REFUSED or late else ""


def seconds_asked(value: bytes, now: datetime) -> float | None:
    """Return the seconds of a Retry-After (RFC 9110, section 10.2.3); None when it is invalid.

    Args:
        value: The header's value: seconds or an HTTP-date.
        now: Time of the response, with a zone.
    """
    value = value.strip()
    if _SECONDS.fullmatch(value):
        return float(value)
    try:
        moment = parsedate_to_datetime(value[:64].decode("ascii"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


@dataclass
class _Host:
    """A host's limits, its pause, its refusals and its silence in this run."""

    floor: float = 0.0
    """Seconds between requests, at least, by its robots.txt."""
    until: float = 0.0
    """End of its pause, by the monotonic clock."""
    pause: float = 0.0
    """Seconds of the last pause that was not set by a Retry-After."""
    refused: int = 0
    """Refusals in a row."""
    answered: bool = False
    """Whether it has begun to answer a request."""
    served: bool = False
    """Whether it has answered a request for anything but robots.txt."""
    silent: int = 0
    """Requests in a row that it did not answer in time."""
    closed: str = ""
    """Why it gets no more requests; empty while it gets them."""
    unasked: int = 0
    """Requests that were not sent for that reason."""

    def spare(self) -> GivenUpError:
        """Count a request that is not sent, and return its error."""
        self.unasked += 1
        return GivenUpError(self.closed)


class MannersMiddleware:
    """Obeys a host's Retry-After and Crawl-delay; gives up a host that keeps refusing, and one that keeps silent.

    A pause is set on the downloader's slot, so that it also holds for requests that wait there, retries among them.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"]
        self._limit = crawler.settings.getint("BLOCKED_LIMIT")
        self._first_pause = crawler.settings.getfloat("BLOCKED_PAUSE")
        self._timeout = crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        self._first_timeout = min(crawler.settings.getfloat("FIRST_TIMEOUT"), self._timeout)
        self._hosts: dict[str, _Host] = {}
        self._by: dict[str, int] = {}
        connect = crawler.signals.connect
        connect(self._learn, signals.robots_parsed)
        connect(self._hold, signals.request_reached_downloader)
        connect(self._hear, signals.headers_received)
        # AutoThrottle, an extension, connected earlier: it has set the slot's delay before `_judge` is called.
        connect(self._judge, signals.response_downloaded)
        connect(self._count, signals.response_received)
        connect(self._give_up, deadline)
        connect(self._idle, signals.spider_idle)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it from the crawler's settings: the same limits for all outlets."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Pass a request, unless its host was given up; set its slot, and the seconds that its answer may take.

        Raises:
            GivenUpError: The host was given up.
        """
        host = self._host(request)
        if host.closed:
            raise host.spare()
        # Scrapy's slot is the host's without its port; a redirect or a retry brings the values of its request.
        request.meta["download_slot"] = netloc(request.url)
        request.meta["download_timeout"] = self._timeout if host.answered else self._first_timeout

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count a request without an answer; give up the host at a limit, and prevent retries then."""
        host = self._host(request)
        if isinstance(exception, DownloadTimeoutError):
            host.silent += 1
            limit = self._limit if host.served else SILENT_FIRST
            if not host.closed and host.silent >= limit:
                seconds = request.meta.get("download_timeout", self._timeout)
                name = urlparse_cached(request).hostname
                host.closed = f"{name} did not answer {host.silent} requests in a row within {seconds:.3g} s"
                self._crawler.stats.inc_value("warraq/given-up")
                if (slot := self._downloader.slots.get(request.meta.get("download_slot"))) is not None:
                    self._drop(slot, host)
        if host.closed:
            request.meta["dont_retry"] = True

    def process_response(self, request: Request, response: Response) -> Response:
        """Prevent retries at a host that was given up."""
        if self._host(request).closed:
            request.meta["dont_retry"] = True
        return response

    @property
    def _downloader(self) -> Any:
        return self._crawler.engine.downloader

    def _host(self, request: Request) -> _Host:
        """Return the record of a request's host; a new host gets a new one."""
        parts = urlparse_cached(request)
        return self._hosts.setdefault(f"{parts.scheme}://{netloc(request.url)}", _Host())

    def _learn(self, robotparser: RobotParser, request: Request) -> None:
        """Store the Crawl-delay of a robots.txt, and say once when it is longer than `MAX_CRAWL_DELAY`."""
        delay = robotparser.crawl_delay(self._agent)
        if delay:
            host = self._host(request)
            if delay > MAX_CRAWL_DELAY > host.floor:
                sentence = "%s asks for %.0f s between requests (Crawl-delay); Warraq waits %.0f s."
                logger.warning(sentence, netloc(request.url), delay, MAX_CRAWL_DELAY)
            host.floor = max(host.floor, min(delay, MAX_CRAWL_DELAY))

    def _hear(self, request: Request) -> None:
        """Record that a host has begun to answer: it then has DOWNLOAD_TIMEOUT for each answer."""
        self._host(request).answered = True

    def _hold(self, request: Request) -> None:
        """Apply the host's delay and pause to a slot, which may be new."""
        self._lay(self._downloader.slots[request.meta["download_slot"]], self._host(request))

    @staticmethod
    def _lay(slot: Slot, host: _Host) -> None:
        """Set a slot's delay and pause to those of its host, if these are longer."""
        if host.floor:
            slot.delay, slot.jitter = max(slot.delay, host.floor), 0.0
        if host.until > monotonic():
            slot.delay = max(slot.delay, _LEAST_DELAY)
            slot.lastseen = max(slot.lastseen, host.until)

    def _judge(self, response: Response, request: Request) -> None:
        """Count a refusal, and pause or give up its host."""
        host, slot = self._host(request), self._downloader.slots.get(request.meta["download_slot"])
        by = blocked_by(response.status, response.headers)
        host.silent = 0
        host.served = host.served or not errand_of(request).for_robots_txt
        if by and not errand_of(request).for_robots_txt:
            self._crawler.stats.inc_value("warraq/blocked")
            self._by[by] = self._by.get(by, 0) + 1
            host.refused += 1
        elif not by:
            host.refused, host.pause = 0, 0.0
        if by:
            self._back_off(urlparse_cached(request).hostname or "", host, response.headers.get(b"Retry-After"))
        if slot is not None:
            self._lay(slot, host)
            if host.closed:
                self._drop(slot, host)

    def _count(self, response: Response) -> None:
        """Count a response that is not retried, unless it is a refusal."""
        if not blocked_by(response.status, response.headers):
            self._crawler.stats.inc_value("warraq/fetched")

    def _back_off(self, name: str, host: _Host, retry_after: bytes | None) -> None:
        """Pause a host for its Retry-After, and at least twice as long as the last time; give it up at a limit."""
        now = monotonic()
        if host.until <= now:  # refusals of requests sent before the pause do not lengthen it
            host.pause = min(2 * host.pause or self._first_pause, MAX_PAUSE)
            host.until = now + host.pause
        asked = None if retry_after is None else seconds_asked(retry_after, datetime.now(UTC))
        if asked is not None:
            host.until = max(host.until, now + min(asked, MAX_PAUSE))
        if host.closed:  # refusals of requests sent before are counted, and change nothing
            return
        if asked is not None and asked > MAX_PAUSE:
            host.closed = f"{name} sent Retry-After: {asked:.0f} s"
            self._crawler.stats.max_value("warraq/asked-to-wait", int(asked))
        elif host.refused >= self._limit:
            host.closed = f"{name} refused {host.refused} requests in a row"
        if host.closed:
            self._crawler.stats.inc_value("warraq/given-up")

    def _drop(self, slot: Slot, host: _Host) -> None:
        """Drop the requests to a host that was given up; another port of the same name may share its slot."""
        others = [waiting for waiting in slot.queue if self._host(waiting[0]) is not host]
        given_up = [waiting for waiting in slot.queue if self._host(waiting[0]) is host]
        slot.queue.clear()
        slot.queue.extend(others)
        _refuse(given_up, host.spare)

    def _give_up(self) -> None:
        """Drop all waiting requests: a pause may be longer than the time that a run has to stop."""
        for slot in self._downloader.slots.values():
            waiting = list(slot.queue)
            slot.queue.clear()
            _refuse(waiting, lambda: IgnoreRequest("the run was stopped"))

    def _idle(self) -> None:
        """Log how many requests were refused; without any result the run has failed."""
        count = sum(self._by.values())
        closed = "; ".join(
            f"{host.closed}{f' ({host.unasked} more were not sent)' if host.unasked else ''}"
            for host in self._hosts.values()
            if host.closed
        )
        if not count and not closed:
            return
        crawled = outlet_of_spider(self._crawler.spider) or self._crawler.spider
        name = crawled.name if crawled else ""
        by = ", ".join(f"{number} by {who}" for who, number in sorted(self._by.items()))
        refused = f"requests refused: {count} ({by})" if count else ""
        causes = "; ".join(filter(None, (refused, closed)))
        sentence = f"{name}: {causes}; run again later; if that does not help, ask the outlet to let Warraq in."
        if any(self._crawler.stats.get_value(stat) for stat in ACHIEVED):
            logger.warning(sentence)
        else:
            note(self._crawler, sentence)


def _refuse(dropped: Iterable[tuple[Request, Any]], why: Callable[[], IgnoreRequest]) -> None:
    """Answer requests that were taken out of a slot, each with an error of its own."""
    for _, waiting in dropped:
        waiting.errback(Failure(why()))  # type: ignore[no-untyped-call]  # Twisted's is untyped
