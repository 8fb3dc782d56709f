"""Pages that no archive holds: of a file or URL that `extract` reads, of a golden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.items import Capture, Page
from crawler.urls import canonical

if TYPE_CHECKING:
    from crawler.outlet import Outlet


def unarchived_page(url: str, body: bytes, outlet: Outlet, content_type: str = "", captured: str = "") -> Page:
    """Return a page as a crawl would hand it to extraction.

    Args:
        url: The page's URL.
        body: The entity body after content-decoding.
        outlet: The outlet of the page.
        content_type: The response's Content-Type header; empty when the response has no such header.
        captured: The time of the capture, RFC 3339 in UTC; empty when it is unknown.
    """
    capture = Capture(
        outlet=outlet.name,
        url=url,
        canonical_url=canonical(url, outlet.identity),
        date=captured,
        status=200,
        page=True,
        warc="",
        offset=0,
        length=0,
        record_id="",
        payload_digest="",
    )
    return Page(capture=capture, outlet=outlet, body=body, content_type=content_type)
