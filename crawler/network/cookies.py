"""Cookies without a download: the public suffix list comes with tldextract."""

from __future__ import annotations

from scrapy.downloadermiddlewares import cookies
from tldextract import TLDExtract

# Scrapy's extractor downloads the list at the first cookie, and blocks meanwhile; tldextract's snapshot is enough.
cookies._split_domain = TLDExtract(suffix_list_urls=(), include_psl_private_domains=True)  # noqa: SLF001 - no setting for it


class OfflineCookiesMiddleware(cookies.CookiesMiddleware):
    """Scrapy's cookies middleware, with the snapshot of the public suffix list."""
