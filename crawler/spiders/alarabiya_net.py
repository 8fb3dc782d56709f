"""Al Arabiya."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class AlArabiya(OutletSpider):
    """Crawls alarabiya.net."""

    outlet = Outlet(
        name="alarabiya.net",
        title="العربية",
        country="SA",
        timezone="Asia/Riyadh",
        domains=("www.alarabiya.net", "alarabiya.net"),
        exact_hosts=True,  # english., farsi., urdu. and vid. are other outlets or hold no pages
        sitemaps=("https://www.alarabiya.net/sitemap.xml",),
        feeds=("https://www.alarabiya.net/.mrss/ar.xml", "https://www.alarabiya.net/.mrss/ar/business.xml"),
        sections=(
            "https://www.alarabiya.net/latest-news",
            "https://www.alarabiya.net/aswaq",
            "https://www.alarabiya.net/sport",
        ),
        article=r"^/[a-z-]+/(?:[a-z-]+/)*20\d\d/\d{2}/\d{2}/[^/]+/?$",
        reject=(r"^/(?:amp|videos?|programs?|podcasts?|live)/",),
        evidence="sitemap and feeds: lists of sources in public code, read 2026-11; /latest-news, #body-text, "
        "headingInfo_title, timeDate_element: public scrapers, read 2026-11; the other sections and reject "
        "patterns: assumed; it answers 403 or a cookie challenge to data centres",
    )
