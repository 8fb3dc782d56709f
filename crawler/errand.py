"""The record that travels with a request, through its redirects and retries, to its response."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy import Request
    from scrapy.http import Response

    from crawler.discovery import Trail
    from crawler.items import Capture

_KEY = "errand"
"""Warraq's only meta key. Scrapy copies `meta` from a request to its redirects and retries."""


@dataclass(frozen=True, kw_only=True)
class ListErrand:
    """The list that a request asks for, and the run's way to it."""

    address: str
    """The requested address; a redirect may lead to another."""
    level: int = 0
    """Number of lists on the way from a start point to this one; 0 for a start point."""
    trail: Trail | None = None
    """The way from the list's first page to this page; None for a first page."""
    start: bool = False
    """Whether it is a start point."""


@dataclass(frozen=True, kw_only=True)
class RequisiteErrand:
    """The style sheet or image that a request asks for."""

    address: str
    """The requested address; a redirect may lead to another."""
    page: str
    """The address of the page that needs it."""
    imported: bool = False
    """Whether a style sheet imports it."""


@dataclass(frozen=True, kw_only=True)
class Errand:
    """The purpose of a request, and the capture of its exchange. Frozen, since copies of a request share it."""

    listing: ListErrand | None = None
    """The requested list; None for a request for anything else."""
    article: str = ""
    """The canonical address of the requested article; empty for a request for anything else."""
    conditions: Mapping[str, Mapping[str, str]] | None = None
    """Headers that make the request conditional (RFC 9110, section 13.1), by address, since a redirect leads to
    another address. None for an unconditional request."""
    requisite: RequisiteErrand | None = None
    """The requested style sheet or image; None for a request for anything else."""
    for_robots_txt: bool = False
    """Whether it asks for robots.txt, which another host may serve after a redirect (RFC 9309, section 2.3.1.2)."""
    capture: Capture | None = None
    """The capture of the request's last exchange; None before its first, and after an exchange without a response."""

    def meta(self) -> dict[str, Any]:
        """Return the `meta` of a request with this errand."""
        return {_KEY: self}


_NONE = Errand()


def errand_of(sent: Request | Response) -> Errand:
    """Return the errand of a request, or of a response's request; an empty one for another component's request."""
    errand: Errand = sent.meta.get(_KEY, _NONE)
    return errand


def listing_of(response: Response) -> ListErrand:
    """Return the list that a response's request asked for.

    Raises:
        LookupError: The request asked for something else.
    """
    listing = errand_of(response).listing
    if listing is None:
        raise LookupError(f"{response.url} was not requested as a list.")
    return listing


def capture_of(response: Response) -> Capture:
    """Return the capture that archives a response.

    Raises:
        LookupError: The response is not archived, because its spider crawls no outlet.
    """
    capture = errand_of(response).capture
    if capture is None:
        raise LookupError(f"{response.url} is not archived.")
    return capture


def set_capture(request: Request, capture: Capture | None) -> None:
    """Store the capture of a request's exchange, in place of that of an earlier try or of a redirect to it."""
    request.meta[_KEY] = replace(errand_of(request), capture=capture)
