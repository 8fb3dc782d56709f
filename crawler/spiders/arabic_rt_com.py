"""RT Arabic."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class RtArabic(OutletSpider):
    """Crawls arabic.rt.com."""

    outlet = Outlet(
        name="arabic.rt.com",
        title="RT Arabic",
        country="RU",
        timezone="Europe/Moscow",
        domains=("arabic.rt.com",),
        exact_hosts=True,  # rt.com's other languages are outlets of their own
        sitemaps=("https://arabic.rt.com/sitemap.xml",),
        feeds=("https://arabic.rt.com/rss/", "https://arabic.rt.com/rss/sport/"),
        sections=tuple(
            f"https://arabic.rt.com/{section}/" for section in ("middle_east", "world", "business", "sport", "space")
        ),
        article=r"^/[a-zA-Z_-]+/\d{4,}-[^/]+/?$",
        reject=(r"^/(?:videoclub|prg|live|media|infographics|listing|trends?)/",),
        evidence="feeds, section paths and article URL shape: public code, 2026-03; div.article, h1.heading, "
        "div.info-panel: an extractor of an Arabic corpus on GitHub; address of the sitemap and reject patterns: "
        "assumed",
    )
