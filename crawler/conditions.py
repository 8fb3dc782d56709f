"""Conditional requests: what makes one conditional belongs to one address."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy import Request

VALIDATORS = ("If-None-Match", "If-Modified-Since")
"""Headers that ask for what is not as it was (RFC 9110, section 13.1)."""


class ConditionsMiddleware:
    """Takes the conditions off a request that was redirected.

    Scrapy's redirect keeps them, and the new address answers "as it was" to what was never had from it.
    """

    def process_request(self, request: Request) -> None:
        """Ask a new address without conditions."""
        if request.meta.get("redirect_urls"):
            for name in VALIDATORS:
                request.headers.pop(name, None)
