"""CNN Arabic."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class CnnArabic(OutletSpider):
    """Crawls arabic.cnn.com."""

    outlet = Outlet(
        name="arabic.cnn.com",
        title="CNN بالعربية",
        country="US",
        timezone="Asia/Dubai",
        domains=("arabic.cnn.com",),
        sitemaps=("https://arabic.cnn.com/sitemap.xml",),
        feeds=("https://arabic.cnn.com/api/v1/rss/rss.xml",),
        sections=tuple(
            f"https://arabic.cnn.com/{section}"
            for section in (
                "world",
                "middle-east",
                "business",
                "sport",
                "science-and-health",
                "style",
                "travel",
            )
        ),
        article=r"^/[^/]+/article/20\d\d/\d{1,2}/\d{1,2}/[^/]+/?$",
        earlier=(r"^/20\d\d/[a-z_]+/\d{1,2}/\d{1,2}/[^/]+(?:/index\.html)?/?$", r"^/[a-z-]+/20\d\d/\d\d/\d\d/[^/]+/?$"),
        evidence="article URL shape, feed and sitemap: public scrapers, looked up 2026-11; "
        "its shapes of 2013 (/2013/<section>/8/3/<slug>/index.html) and 2014 (/<section>/2014/01/26/<slug>): links in "
        "public code; "
        "sections and time zone (the desk in Dubai): assumed",
    )
