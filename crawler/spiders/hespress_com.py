"""Hespress."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class Hespress(OutletSpider):
    """Crawls hespress.com."""

    outlet = Outlet(
        name="hespress.com",
        title="هسبريس",
        country="MA",
        timezone="Africa/Casablanca",
        domains=("www.hespress.com", "hespress.com"),
        exact_hosts=True,  # fr. and en. are outlets of their own
        sitemaps=("https://www.hespress.com/sitemap_index.xml",),
        feeds=("https://www.hespress.com/feed",),
        sections=tuple(
            f"https://www.hespress.com/{section}"
            for section in ("politique", "societe", "economie", "regions", "international", "art-et-culture")
        ),
        article=r"^/[^/]+-\d{4,}\.html$",
        reject=(r"^/(?:videos?|podcasts?|hespress-tv|le-plus-lus?)/",),
        evidence="feed, sections and article URL shape: public scrapers, read 2026-11, and one scraper's list of "
        "2026-06; post-title, date-post, article-content, breadcrumb: public scrapers; the sitemap, as its "
        "WordPress plugins name it, and reject patterns: assumed",
    )
