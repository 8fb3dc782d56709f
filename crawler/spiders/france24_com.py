"""France 24 in Arabic."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class France24(OutletSpider):
    """Crawls france24.com under /ar/."""

    outlet = Outlet(
        name="france24.com",
        title="فرانس 24",
        country="FR",
        timezone="Europe/Paris",
        domains=("www.france24.com", "france24.com"),
        exact_hosts=True,  # s., observers. and others are no part of it
        sitemaps=("https://www.france24.com/sitemaps/ar/news.xml",),
        feeds=("https://www.france24.com/ar/rss",),
        sections=("https://www.france24.com/ar/أوروبا/", "https://www.france24.com/ar/الشرق-الأوسط/"),
        article=r"^/ar/[^/]+/20\d{6}-[^/]+/?$",
        reject=(r"^/ar/(?:فيديو|%D9%81%D9%8A%D8%AF%D9%8A%D9%88)/",),  # a video with two lines of caption
        evidence="article URL shape (and that of videos): links in public repositories, as of 2026; feed: many public "
        "scrapers, as of 2026 (403 for some); sitemap: from the English and French ones in public feed checks, "
        "2026-09; classes of title, lead, body, author and advertisement: a public scraper, undated; names of "
        "sections, and the rest of the mirror's layout: assumed",
    )
