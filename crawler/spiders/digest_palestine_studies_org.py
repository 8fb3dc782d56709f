"""The daily digest of the Institute for Palestine Studies."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class PalestineStudiesDigest(OutletSpider):
    """Crawls digest.palestine-studies.org."""

    outlet = Outlet(
        name="digest.palestine-studies.org",
        title="مؤسسة الدراسات الفلسطينية: مختارات من الصحف العبرية",
        country="LB",
        timezone="Asia/Beirut",
        domains=("digest.palestine-studies.org",),
        sitemaps=("https://digest.palestine-studies.org/sitemap.xml",),
        feeds=("https://digest.palestine-studies.org/rss.xml",),
        sections=("https://digest.palestine-studies.org/ar",),
        article=r"^/(?:ar/)?(?:node|blog|article)/[^/]+/?$",
        evidence="host: the reference document 000; all else assumed (a Drupal site's usual addresses), 2026-11",
    )
