"""Requests that were redirected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.dupefilters import RFPDupeFilter

if TYPE_CHECKING:
    from scrapy import Request


class RedirectsDupeFilter(RFPDupeFilter):
    """Scrapy's own filter, which lets a request pass that was led back to an address on its way.

    Many a site sets a cookie first and leads to the same address again; REDIRECT_MAX_TIMES ends a loop.
    """

    def request_seen(self, request: Request) -> bool:
        """Tell whether it was asked for before, by another request."""
        return super().request_seen(request) and request.url not in request.meta.get("redirect_urls", ())
