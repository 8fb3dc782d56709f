"""Akhbarona."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider

_SECTIONS = ("national", "economy", "world", "sport")


class Akhbarona(OutletSpider):
    """Crawls akhbarona.com."""

    outlet = Outlet(
        name="akhbarona.com",
        title="أخبارنا المغربية",
        country="MA",
        timezone="Africa/Casablanca",
        domains=("www.akhbarona.com", "akhbarona.com"),
        exact_hosts=True,
        sitemaps=("https://www.akhbarona.com/sitemap.xml",),
        sections=(
            "https://www.akhbarona.com/",
            *(f"https://www.akhbarona.com/{section}/index.1.html" for section in _SECTIONS),
        ),
        pages=tuple(f"https://www.akhbarona.com/{section}/index.{{page}}.html" for section in _SECTIONS),
        article=r"^/[a-z_-]+/\d{3,}\.html$",
        reject=(r"^/(?:videos?|tv|polls?)/",),
        evidence="paged sections, article URL shape, div.bodystr, artical-content-heads, story_date: two public "
        "scrapers, 2025 and later (economy and world; the other sections: assumed); sitemap and reject patterns: "
        "assumed",
    )
