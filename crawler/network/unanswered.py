"""Why a request has no response that its spider reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.errors import ArchiveError, ForbiddenError, GivenUpError, RobotsForbidError, RobotsUnavailableError
from crawler.outlet import GONE

if TYPE_CHECKING:
    from scrapy import Request
    from twisted.python.failure import Failure

_NOT_MODIFIED = 304


def request_of(failure: Failure) -> Request:
    """Return the failed request, which Scrapy stores with the failure."""
    request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy's addition
    return request


def is_final(failure: Failure) -> bool:
    """Return whether no later run needs to ask again: nothing is at the address (404, 410), or it is not the outlet's.

    A redirect to an address that no run may request is not final: an outlet under repair sends its readers elsewhere.
    Nor is a robots.txt that forbids the address: an outlet under repair forbids all, and what waits must outlast it.
    Every other status may be an accident of the day. A server that answers 400 to each request, since a filter before
    it takes offence at something, answers 200 when its operators have seen it.
    """
    if is_led_away(failure) or isinstance(failure.value, RobotsForbidError):
        return False
    return is_gone(failure) or isinstance(failure.value, ForbiddenError)


def is_led_away(failure: Failure) -> bool:
    """Return whether a redirect led to an address that no run may request."""
    request: Request | None = getattr(failure, "request", None)
    return isinstance(failure.value, ForbiddenError) and request is not None and "redirect_urls" in request.meta


def is_answer(status: int) -> bool:
    """Return whether a response with a status answers its request, so that no run needs to repeat it.

    A redirect does not: its target may fail.
    """
    return 200 <= status < 300 or status in (_NOT_MODIFIED, *GONE)  # noqa: PLR2004 - successful (RFC 9110, section 15.3)


def is_try(failure: Failure) -> bool:
    """Return whether a request counts as a try, so that its address waits longer each time.

    One that may have reached its host does, and one that robots.txt forbids.
    """
    return (
        is_led_away(failure)
        or isinstance(failure.value, RobotsForbidError)
        or not isinstance(failure.value, ForbiddenError | RobotsUnavailableError | GivenUpError | ArchiveError)
    )


def is_missed(failure: Failure) -> bool:
    """Return whether a page was not to be had that a run may request."""
    return not is_gone(failure) and not isinstance(failure.value, ForbiddenError)


def is_gone(failure: Failure) -> bool:
    """Return whether the server answered that nothing is at the address (404, 410)."""
    return isinstance(failure.value, HttpError) and failure.value.response.status in GONE


def reason_of(failure: Failure) -> str:
    """Return in a few words why there is no response."""
    error = failure.value
    if isinstance(error, HttpError):
        return f"HTTP status {error.response.status}"
    if isinstance(error, IgnoreRequest):
        return " ".join(str(error).split())[:200] or "forbidden"
    return " ".join(f"{type(error).__name__}: {error}".split())[:200].rstrip(".")
