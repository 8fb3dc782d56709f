"""Memento (RFC 7089): dates in headers, the links between a URL, its TimeGate, its TimeMap and its mementos."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from itertools import islice
from typing import TYPE_CHECKING

from corpus.browse.archived.address import escaped, memento_path
from crawler.archive.index.nearest import FIRST, LAST
from crawler.errors import BrowseError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from starlette.requests import Request

    from crawler.archive.read.addresses import Addresses, Held

MOST = 10_000
"""Mementos of a TimeMap, at most; it then links to a further one."""
_FORMAT = 'type="application/link-format"'


def http_date(timestamp: str) -> str:
    """Return a timestamp of 14 digits as a date in HTTP (RFC 9110, section 5.6.7)."""
    return format_datetime(datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC), usegmt=True)


def accepted_moment(request: Request) -> str:
    """Return the moment that a request negotiates, 14 digits; the last one without `Accept-Datetime`.

    Raises:
        BrowseError: The header holds no date (RFC 7089, section 4.5.3).
    """
    written = request.headers.get("accept-datetime", "")
    if not written:
        return LAST
    try:
        return parsedate_to_datetime(written).astimezone(UTC).strftime("%Y%m%d%H%M%S").rjust(14, "0")
    except (ValueError, TypeError, OverflowError):
        raise BrowseError(
            f"Accept-Datetime: {written[:80]}: is no date; write it like {http_date('20260801103000')}."
        ) from None


def links(origin: str, url: str, chosen: Held, addresses: Addresses) -> str:
    """Return the `Link` header of a TimeGate or a memento (RFC 7089, section 2.2).

    Args:
        origin: Scheme and host of this server.
        url: The original's URL.
        chosen: The capture that is shown or redirected to.
        addresses: Finds the first and the last capture.
    """
    first, last = (next(addresses.nearest(url, moment), chosen) for moment in (FIRST, LAST))
    named: dict[str, list[str]] = {}
    for name, held in (("first", first), ("last", last), ("", chosen)):
        named.setdefault(held.entry.timestamp, []).extend(filter(None, [name]))
    found = (memento(origin, url, timestamp, names) for timestamp, names in sorted(named.items()))
    return ", ".join((*_others(origin, url, "timemap"), *found))


def memento(origin: str, url: str, timestamp: str, names: Iterable[str] = ()) -> str:
    """Return the link to a memento; `names` are further relations (`first`, `last`)."""
    relation = " ".join((*names, "memento"))
    return f'<{origin}{memento_path(timestamp, url)}>; rel="{relation}"; datetime="{http_date(timestamp)}"'


def _others(origin: str, url: str, itself: str) -> list[str]:
    """Return the links to the original, the TimeMap and the TimeGate."""
    return [
        f'<{escaped(url)}>; rel="original"',
        f'<{origin}/timemap/link/{escaped(url)}>; rel="{itself}"; {_FORMAT}',
        f'<{origin}/timegate/{escaped(url)}>; rel="timegate"',
    ]


def time_map(origin: str, url: str, captures: Iterator[Held]) -> Iterator[str]:
    """Yield the lines of a TimeMap (RFC 7089, section 5) with `MOST` mementos, and a link to a map of further ones.

    Args:
        origin: Scheme and host of this server.
        url: The original's URL.
        captures: Its captures, by their moments; those of one second are one memento.
    """
    yield ",\n".join(_others(origin, url, "self"))
    moments = _moments(captures)
    for timestamp in islice(moments, MOST):
        yield f",\n{memento(origin, url, timestamp)}"
    if further := next(moments, None):
        address = f"{origin}/timemap/link/{further}/{escaped(url)}"
        yield f',\n<{address}>; rel="timemap"; {_FORMAT}; from="{http_date(further)}"'
    yield "\n"


def _moments(captures: Iterator[Held]) -> Iterator[str]:
    before = ""
    for held in captures:
        if held.entry.timestamp != before:
            before = held.entry.timestamp
            yield before
