"""The views of what was archived."""

from __future__ import annotations

import re
from itertools import chain, dropwhile, islice
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from corpus.browse.archived.address import Form, memento_path, url_behind, wanted
from corpus.browse.archived.answers import answer
from corpus.browse.archived.cdx import Output, found, line, query_of
from corpus.browse.archived.memento import accepted_moment, links, time_map
from corpus.browse.place import place_of
from crawler.archive.index.nearest import distance
from crawler.archive.index.surt import surt
from crawler.archive.read.pages import Served
from crawler.archive.read.records import record_at
from crawler.errors import AbsentError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.requests import Request

    from corpus.browse.archived.address import Wanted
    from corpus.browse.endpoints import Endpoint
    from crawler.archive.read.addresses import Addresses, Held

_TRIES = 5
"""Most captures that are read, the nearest first, to find one that can be shown."""
_PIECE = 1 << 16
_GATE = re.compile(r"/(?:timegate|archived)/", re.ASCII)
_MAP = re.compile(r"(?:/archived)?/timemap/link/(?:(\d{14})/)?", re.ASCII)
_LINES = 500
"""Lines that are sent at once."""


def _origin(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def archived(request: Request) -> Response:
    """Show the capture of a URL that is nearest to a moment; a page and a raw body under their own moment.

    Without a moment the address is a TimeGate, as pywb has it.
    """
    asked = wanted(request)
    if asked is None:
        return time_gate(request)
    place, origin = place_of(request), _origin(request)
    addresses, is_part = place.addresses, asked.form in (Form.IMAGE, Form.STYLES)
    if asked.key and not (is_part and asked.key == place.key):
        raise AbsentError("This address ended with the page that it belonged to; load that page again.")
    for held, served in _nearest(asked, addresses):
        if is_part:
            return answer(asked.form, held, served, origin, asked.key)
        if not _is_exact(held, asked):
            return RedirectResponse(memento_path(held.entry.timestamp, held.entry.url, asked.form), 302)
        response = answer(asked.form, held, served, origin, place.key)
        response.headers["link"] = links(origin, held.entry.url, held, addresses)
        return response
    raise AbsentError(f"{asked.url}: the archive has no capture of it that can be read.")


def _nearest(asked: Wanted, addresses: Addresses) -> Iterator[tuple[Held, Served]]:
    """Yield the captures nearest to a moment that can be read; of those equally near, the same spelling first.

    A redirect to the same URL in another spelling (`http:` to `https:`) is left out, since the archive holds both under
    one key, and a browser would be led in a circle. A raw body is shown all the same, under its own address.
    """

    def far(held: Held) -> tuple[float, bool]:
        return distance(held.entry.timestamp, asked.timestamp), held.entry.url != asked.url

    for held in sorted(islice(addresses.nearest(asked.url, asked.timestamp), _TRIES), key=far):
        served = addresses.served(held)
        if not isinstance(served, Served):
            continue
        is_circle = bool(served.location) and surt(served.location) == held.entry.key
        if not is_circle or (asked.form is Form.RAW and _is_exact(held, asked)):
            yield held, served


def _is_exact(held: Held, asked: Wanted) -> bool:
    return (held.entry.timestamp, held.entry.url) == (asked.timestamp, asked.url)


def time_gate(request: Request) -> Response:
    """Redirect to the memento of a URL that is nearest to `Accept-Datetime` (RFC 7089, section 4.1)."""
    _, url = url_behind(request, _GATE)
    moment = accepted_moment(request)
    addresses = place_of(request).addresses
    held = next(addresses.nearest(url, moment), None)
    if held is None:
        raise AbsentError(f"{url}: the archive has no capture of it.")
    origin = _origin(request)
    response = RedirectResponse(f"{origin}{memento_path(held.entry.timestamp, held.entry.url)}", 302)
    response.headers["vary"] = "accept-datetime"
    response.headers["link"] = links(origin, url, held, addresses)
    return response


def time_map_of(request: Request) -> Response:
    """List the mementos of a URL (RFC 7089, section 5)."""
    first, url = url_behind(request, _MAP)
    captures = dropwhile(lambda held: held.entry.timestamp < first, place_of(request).addresses.times(url))
    held = next(captures, None)
    if held is None:
        raise AbsentError(f"{url}: the archive has no capture of it.")
    lines = time_map(_origin(request), url, chain((held,), captures))
    return StreamingResponse(_joined(lines), media_type="application/link-format")


def captures_of(request: Request) -> Response:
    """Answer a query of a CDX server."""
    query = query_of(request)
    lines = (line(held.entry, query) for held in found(query, place_of(request).addresses))
    first = list(islice(lines, _LINES))  # what cannot be read is told before the answer begins
    kind = "application/x-ndjson" if query.output is Output.JSON else "text/x-cdxj"
    return StreamingResponse(_joined(chain(first, lines)), media_type=f"{kind}; charset=utf-8")


def _joined(lines: Iterator[str]) -> Iterator[str]:
    """Yield lines, many at once."""
    while piece := "".join(islice(lines, _LINES)):
        yield piece


def record(request: Request) -> Response:
    """Return a record of an archive, the gzip member as it stands there."""
    outlet, name, offset = (request.path_params[key] for key in ("outlet", "file", "offset"))
    addresses = place_of(request).addresses
    for path in addresses.paths(outlet, name) if addresses.has(outlet, name) else ():
        record = record_at(path, offset) if offset < path.stat().st_size else None
        if record is not None and record.seekable:
            headers = {
                "content-disposition": f'attachment; filename="{offset}-{name}"',
                "content-length": str(record.length),
            }
            return StreamingResponse(
                _pieces(path, offset, record.length), media_type="application/gzip", headers=headers
            )
    raise AbsentError(f"No record begins at byte {offset} of an archive {name[:80]!r} of {outlet[:80]!r}.")


def _pieces(path: Path, offset: int, length: int) -> Iterator[bytes]:
    """Yield a part of a file."""
    with path.open("rb") as file:
        file.seek(offset)
        while length and (piece := file.read(min(length, _PIECE))):
            length -= len(piece)
            yield piece


routes = [
    Route("/archived/timemap/link/{rest:path}", time_map_of),
    Route("/archived/{rest:path}", archived),
    Route("/timegate/{rest:path}", time_gate),
    Route("/timemap/link/{rest:path}", time_map_of),
    Route("/cdx", captures_of),
    Route("/record/{outlet}/{file}/{offset:int}", record),
]
endpoints: list[Endpoint] = []
