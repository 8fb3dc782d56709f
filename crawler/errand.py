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
"""The one meta key of ours. Scrapy copies `meta` to the request that a redirect or a retry makes of a request."""


@dataclass(frozen=True, kw_only=True)
class ListErrand:
    """Which list is asked for, and how the run came to it."""

    address: str
    """The address that it is asked for under; a redirect may lead to another."""
    level: int = 0
    """Lists that led to it, one to the next: 0 for a start point."""
    trail: Trail | None = None
    """How it was reached from the list's first page; None for a first page."""
    start: bool = False
    """Whether it is a start point."""


@dataclass(frozen=True, kw_only=True)
class Errand:
    """The purpose of a request, and where its exchange is archived. Frozen, since copies of a request share it."""

    listing: ListErrand | None = None
    """The list that is asked for; None for a request for anything else."""
    article: str = ""
    """The canonical address of the article that is asked for; empty for a request for anything else."""
    conditions: Mapping[str, Mapping[str, str]] | None = None
    """Headers that make the request conditional (RFC 9110, section 13.1), by the address that they belong to: a
    redirect leads to another. None for a request that is sent as it is."""
    for_robots_txt: bool = False
    """Whether it asks for robots.txt, which may lie at another host (RFC 9309, section 2.3.1.2)."""
    capture: Capture | None = None
    """Where the request's last exchange is archived; None before that, and when there was no response."""

    def meta(self) -> dict[str, Any]:
        """Return the `meta` of a request with this errand."""
        return {_KEY: self}


_NONE = Errand()


def errand_of(sent: Request | Response) -> Errand:
    """Return the errand of a request, or of a response's request; an empty one when another component made it."""
    errand: Errand = sent.meta.get(_KEY, _NONE)
    return errand


def listing_of(response: Response) -> ListErrand:
    """Return which list a response was asked for as.

    Raises:
        LookupError: It was asked for as something else.
    """
    listing = errand_of(response).listing
    if listing is None:
        raise LookupError(f"{response.url} was not asked for as a list.")
    return listing


def capture_of(response: Response) -> Capture:
    """Return where a response is archived.

    Raises:
        LookupError: It is not archived: its spider crawls no outlet.
    """
    capture = errand_of(response).capture
    if capture is None:
        raise LookupError(f"{response.url} is not archived.")
    return capture


def set_capture(request: Request, capture: Capture | None) -> None:
    """Set where a request's exchange is archived, in place of the capture of an earlier try, or of a redirect to it."""
    request.meta[_KEY] = replace(errand_of(request), capture=capture)
