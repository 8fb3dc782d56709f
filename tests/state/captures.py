"""Captures for the tests of the state."""

from __future__ import annotations

from crawler.items import Capture

OUTLET = "alroya.om"


def capture(
    offset: int, outlet: str = OUTLET, *, url: str = "", status: int = 200, page: bool = True, mime: str = ""
) -> Capture:
    """Return a capture at a place in the outlet's archive; without `url`, of an address of its own."""
    url = url or f"https://{outlet}/post/{offset}"
    return Capture(
        outlet=outlet,
        url=url,
        canonical_url=url,
        date="2026-11-22T10:00:00.000000Z",
        status=status,
        page=page,
        warc=f"{outlet}-20261122100000000-00000.warc.gz",
        offset=offset,
        length=100,
        record_id="urn:uuid:1",
        payload_digest="sha1:A",
        mime=mime,
    )
