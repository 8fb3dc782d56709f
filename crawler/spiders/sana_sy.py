"""SANA, the Syrian Arab News Agency."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class Sana(OutletSpider):
    """Crawls sana.sy."""

    outlet = Outlet(
        name="sana.sy",
        title="الوكالة العربية السورية للأنباء",
        country="SY",
        timezone="Asia/Damascus",
        domains=("sana.sy",),
        sitemaps=("https://sana.sy/sitemap_index.xml",),
        feeds=("https://sana.sy/feed/",),
        sections=("https://sana.sy/local/",),
        article=r"^/[a-z-]+/(?:[a-z-]+/)?\d{5,}/?$",
        reject=(r"^/(?:en|fr|tr|es|ru|fa|ku|he|de)/",),
        evidence="/<section>/<id>/, /en/ and post-sitemap<n>.xml: links in public repositories and a public crawler, "
        "2026; feed: public feed readers, 2026; h1.entry-title, div.entry, span.tie-date: public scrapers, 2023; "
        "address of the index, other languages, section page, and whether that layout still holds: assumed",
    )
