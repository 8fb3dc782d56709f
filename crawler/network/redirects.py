"""The filter of duplicate requests, which knows redirects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.dupefilters import RFPDupeFilter

if TYPE_CHECKING:
    from scrapy import Request


class RedirectsDupeFilter(RFPDupeFilter):
    """Scrapy's own filter, except that it passes a request which was redirected to an address on its own way.

    Some sites set a cookie first and redirect to the same address; REDIRECT_MAX_TIMES ends a loop.
    """

    def request_seen(self, request: Request) -> bool:
        """Return whether an earlier request had the same address, unless this request was redirected from there."""
        return super().request_seen(request) and request.url not in request.meta.get("redirect_urls", ())
