"""Cookies without a request of our own: the public suffix list comes with the package."""

from __future__ import annotations

from scrapy.downloadermiddlewares import cookies
from tldextract import TLDExtract

# Scrapy's extractor downloads the list, blocking, when it first sees a cookie; the snapshot in the package will do.
cookies._split_domain = TLDExtract(suffix_list_urls=(), include_psl_private_domains=True)  # noqa: SLF001 - no setting for it


class OfflineCookiesMiddleware(cookies.CookiesMiddleware):
    """Scrapy's, with the snapshot of the public suffix list."""
