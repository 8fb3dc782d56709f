"""Sudan Tribune, in Arabic."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class SudanTribune(OutletSpider):
    """Crawls sudantribune.net."""

    outlet = Outlet(
        name="sudantribune.net",
        title="سودان تربيون",
        country="FR",
        timezone="Africa/Khartoum",
        domains=("sudantribune.net",),
        sitemaps=("https://sudantribune.net/wp-sitemap.xml",),
        feeds=("https://sudantribune.net/feed/",),
        sections=("https://sudantribune.net/",),
        article=r"^/article/?\d+/?$",
        evidence="feed: public feed readers, as of 2026 (one list, as of 2026, calls the host dead); article "
        "URL shape (/article<id>, /article/<id>), sitemap, country and the mirror's markup: assumed",
    )
