"""Conditional requests: each address has conditions of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.errand import errand_of

if TYPE_CHECKING:
    from scrapy import Request

VALIDATORS = ("If-None-Match", "If-Modified-Since")
"""Headers that request a resource only if it has changed (RFC 9110, section 13.1)."""


class ConditionsMiddleware:
    """Sets a request's conditions to those of its address.

    Scrapy keeps the old address's conditions when it follows a redirect. The new address could then answer 304 for a
    body that was never fetched from it.
    """

    def process_request(self, request: Request) -> None:
        """Remove the request's conditions, and add those of its address, if any."""
        conditions = errand_of(request).conditions
        if conditions is not None:
            for name in VALIDATORS:
                request.headers.pop(name, None)
            request.headers.update(conditions.get(request.url, {}))
