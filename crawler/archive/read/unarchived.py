"""Pages that no archive holds: a file's, an address's that is only looked at, a golden's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.items import Capture, Page
from crawler.urls import canonical

if TYPE_CHECKING:
    from crawler.outlet import Outlet


def unarchived_page(url: str, body: bytes, outlet: Outlet, content_type: str = "", captured: str = "") -> Page:
    """Return a page as a crawl would hand it to extraction.

    Args:
        url: The URL that it was asked for under.
        body: The entity body after content-decoding.
        outlet: Whose page it is.
        content_type: The response's Content-Type header; empty when there was none.
        captured: When, RFC 3339 in UTC; empty when that is not known.
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
