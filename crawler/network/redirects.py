"""The filter of duplicate requests, which knows redirects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.dupefilters import RFPDupeFilter

if TYPE_CHECKING:
    from scrapy import Request


class RedirectsDupeFilter(RFPDupeFilter):
    """Scrapy's own filter, except that it passes a request which was redirected to an address on its own way.

    Some sites set a cookie first and redirect to the same address. Others redirect to their own spelling of it: the
    query in another order, `%d8` for `%D8`, `~` for `%7E`, `?a` for `?a=`. The filter takes spellings for one address,
    so addresses on the way are compared in the same way. REDIRECT_MAX_TIMES ends a loop.
    """

    def request_seen(self, request: Request) -> bool:
        """Return whether an earlier request had the same address, unless this request was redirected from there."""
        return super().request_seen(request) and not self._was_on_its_way(request)

    def _was_on_its_way(self, request: Request) -> bool:
        """Return whether a request was redirected from an address that the filter takes for its own."""
        own = self.request_fingerprint(request)
        passed: list[str] = request.meta.get("redirect_urls", [])
        return any(self.request_fingerprint(request.replace(url=url)) == own for url in passed)
