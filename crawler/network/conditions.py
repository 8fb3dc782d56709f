"""Conditional requests: what makes one conditional belongs to one address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.errand import errand_of

if TYPE_CHECKING:
    from scrapy import Request

VALIDATORS = ("If-None-Match", "If-Modified-Since")
"""Headers that ask for what is not as it was (RFC 9110, section 13.1)."""


class ConditionsMiddleware:
    """Gives a request the conditions of the address that it goes to.

    Scrapy's redirect keeps those of the old one, and the new address answers "as it was" to what was never had from it.
    """

    def process_request(self, request: Request) -> None:
        """Ask under an address's own conditions, or none."""
        conditions = errand_of(request).conditions
        if conditions is not None:
            for name in VALIDATORS:
                request.headers.pop(name, None)
            request.headers.update(conditions.get(request.url, {}))
