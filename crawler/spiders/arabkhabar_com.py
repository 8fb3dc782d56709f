"""Arab Khabar, an aggregator."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class ArabKhabar(OutletSpider):
    """Crawls arabkhabar.com."""

    outlet = Outlet(
        name="arabkhabar.com",
        title="عرب خبر",
        country="ZZ",
        timezone="UTC",
        domains=("arabkhabar.com",),
        sitemaps=("https://www.arabkhabar.com/sitemap.xml",),
        sections=("https://www.arabkhabar.com/",),
        article=r"^/a/\d+(?:/[^/]*)?/?$",
        evidence="/a/<id> and the page's template: public captures, undated (the reference documents 002 "
        "and 004 have it, and print their dates in GMT); sitemap and front page: assumed; country "
        "unknown",
    )
