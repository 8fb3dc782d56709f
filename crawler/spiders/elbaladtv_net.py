"""Sada El-Balad TV."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class ElBaladTv(OutletSpider):
    """Crawls elbaladtv.net."""

    outlet = Outlet(
        name="elbaladtv.net",
        title="قناة صدى البلد",
        country="EG",
        timezone="Africa/Cairo",
        domains=("elbaladtv.net", "www.elbaladtv.net"),
        exact_hosts=True,  # cdn. holds no pages
        sitemaps=("https://elbaladtv.net/sitemap_index.xml",),
        feeds=("https://elbaladtv.net/feed/",),
        sections=("https://elbaladtv.net/", "https://elbaladtv.net/category/featured/"),
        article=r"^/[^/]*(?:-[^/-]+){3,}/?$",
        reject=(r"^/(?:about|contact|privacy|live)[^/]*/?$",),
        evidence="article URL shape (a WordPress slug at the root), the category featured and the page's "
        "markup (JNews): a public capture, 2020-12; sitemap and feed: assumed (where WordPress with Rank "
        "Math has them)",
    )
