"""Asharq Al-Awsat."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class AsharqAlAwsat(OutletSpider):
    """Crawls aawsat.com."""

    outlet = Outlet(
        name="aawsat.com",
        title="الشرق الأوسط",
        country="GB",
        timezone="Asia/Riyadh",
        domains=("aawsat.com", "www.aawsat.com"),
        exact_hosts=True,  # english. and others are outlets of their own
        sitemaps=("https://aawsat.com/sitemap.xml",),
        feeds=("https://aawsat.com/feed",),
        sections=(
            "https://aawsat.com/الاقتصاد",
            "https://aawsat.com/ثقافة-وفنون",
            "https://aawsat.com/الرياضة",
            "https://aawsat.com/العالم",
        ),
        article=r"^/(?:[^/]+/){1,3}\d{6,}(?:-[^/]+)?/?$|^/home/article/\d+/",
        reject=(r"^/(?:node|files|sites|podcasts?|videos?)/",),
        evidence="feed (fetched and found fresh, by its author, in 2026-08), sections and article URL shape: public "
        "code, 2026; /home/article/: older scrapers; zone, sitemap and reject patterns: assumed",
    )
