"""Alhurra."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class Alhurra(OutletSpider):
    """Crawls alhurra.com."""

    outlet = Outlet(
        name="alhurra.com",
        title="الحرة",
        country="US",
        timezone="America/New_York",
        domains=("alhurra.com",),
        sitemaps=("https://www.alhurra.com/sitemap.xml",),
        feeds=("https://www.alhurra.com/rss",),
        sections=("https://www.alhurra.com/", "https://www.alhurra.com/latest"),
        article=r"^/a/[^/]+/\d+\.html$|^/[^/]+/20\d\d/\d{1,2}/\d{1,2}/[^/]+/?$|^/\d{4,}/?$",
        reject=(r"^/en/", r"^/(?:z|p|search)/"),
        evidence="host: credited by the reference document 002; /a/<slug>/<id>.html and /<id> (English: "
        "/en/<id>): links in public repositories, 2026-11; /<section>/<date>/<slug>, sitemap and "
        "time zone: assumed; feed: named by public feed readers, unchecked; /latest, and the template with "
        "page-header__title: a public scraper, looked up 2026-11",
    )
