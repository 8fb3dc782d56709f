"""What became of an address and of a capture: a document, or the reason for which there is none."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from crawler.archive.exchange import NOT_MODIFIED
from crawler.archive.index.cdxj import timestamp_of
from crawler.archive.index.nearest import distance
from crawler.archive.read.pages import Served
from crawler.items import Reason
from crawler.network.robotstxt import RobotsTxt
from crawler.outlet import GONE, MOVED, OK
from crawler.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.items import Capture
    from crawler.outlet import Outlet
    from crawler.state import ReadOnlyState


class Became(StrEnum):
    """What became of an address or a capture."""

    DOCUMENT = "document"
    """It is the page of a document."""
    UNCHANGED = "unchanged"
    """Its text is that of the article's newest version."""
    DUPLICATE = "duplicate"
    """Its text is that of another article's document."""
    GONE = "gone"
    """The server answered that there is nothing, or nothing any more."""
    REJECTED = "rejected"
    """The page was rejected, with a reason."""
    MOVED = "moved"
    """The server named another address."""
    CONFIRMED = "confirmed"
    """The server answered that an earlier page has not changed."""
    FAILED = "failed"
    """The server answered with another status than success."""
    UNSETTLED = "unsettled"
    """A later run decides about the page."""
    NO_PAGE = "no-page"
    """It is no article's page: by its address, its media type, or because it broke off."""
    WAITING = "waiting"
    """A list named the address, and it waits for a later run."""
    REFUSED = "refused"
    """It was never requested, and the host's robots.txt forbids it."""
    NEVER = "never"
    """It was never requested."""


class Fate(NamedTuple):
    """What became of an address, or of one of its captures."""

    became: Became
    capture: Capture | None = None
    """The capture that decides; None for an address without one."""
    document: int | None = None
    """The document that the capture is, confirms or equals, by its number within the outlet; None without one."""
    reason: str = ""
    """The slug of the reason for which the page was rejected; else empty."""
    detail: str = ""
    """The measured evidence of a rejection, for people; else empty."""


def fate_of_url(
    state: ReadOnlyState,
    outlet: Outlet,
    url: str,
    served: Callable[[Capture], Served | Reason],
    agent: str,
    moment: str = "",
) -> Fate:
    """Return what became of an address in all its spellings.

    Args:
        state: The state of the address's outlet.
        outlet: That outlet.
        url: The address.
        served: Reads the archived robots.txt of its host.
        agent: The user agent for which robots.txt is read.
        moment: Decides by the capture nearest to this moment, UTC, 14 digits. When it is empty, the last capture that
            became a document decides, else the last one that holds a page, else the last one.

    Raises:
        sqlite3.Error: The state cannot be read.
    """
    key = canonical(url, outlet.identity)
    captures = state.captures_of(key)
    if not captures:
        if state.is_in_frontier(key):
            return Fate(Became.WAITING)
        return Fate(Became.REFUSED if _is_forbidden(state, url, served, agent) else Became.NEVER)
    if moment:
        return fate_of_capture(state, min(captures, key=lambda one: distance(timestamp_of(one.date), moment)))
    documents = (one for one in reversed(captures) if state.document_of_capture(one.seq) is not None)
    pages = (one for one in reversed(captures) if one.page)
    return fate_of_capture(state, next(documents, None) or next(pages, captures[-1]))


def fate_of_capture(state: ReadOnlyState, capture: Capture) -> Fate:
    """Return what became of a capture.

    Raises:
        sqlite3.Error: The state cannot be read.
    """
    number = state.document_of_capture(capture.seq)
    if number is not None:
        return Fate(Became.DOCUMENT, capture, number)
    rejection = state.rejection(capture.seq)
    if rejection is not None:
        reason, detail = rejection
        if reason in (Reason.UNCHANGED, Reason.DUPLICATE):
            return Fate(Became(reason), capture, int(detail.partition("_")[0]), reason, detail)
        return Fate(Became.GONE if reason == Reason.GONE else Became.REJECTED, capture, None, reason, detail)
    return Fate(_by_answer(capture), capture)


def _by_answer(capture: Capture) -> Became:
    """Return what became of a capture that nobody judged, by its answer."""
    if capture.page:
        return Became.UNSETTLED
    if capture.status in MOVED:
        return Became.MOVED
    if capture.status == NOT_MODIFIED:
        return Became.CONFIRMED
    if capture.status in GONE:
        return Became.GONE
    return Became.NO_PAGE if capture.status == OK else Became.FAILED


def _is_forbidden(state: ReadOnlyState, url: str, served: Callable[[Capture], Served | Reason], agent: str) -> bool:
    """Return whether the last archived robots.txt of a host forbids one of its addresses."""
    parts = urlsplit(url)
    capture = state.last_ok_capture(f"{parts.scheme}://{parts.netloc}/robots.txt")
    robots = None if capture is None else served(capture)
    return isinstance(robots, Served) and not RobotsTxt(robots.body).allowed(url, agent)
