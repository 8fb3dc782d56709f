"""Sky News Arabia."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class SkyNewsArabia(OutletSpider):
    """Crawls skynewsarabia.com."""

    outlet = Outlet(
        name="skynewsarabia.com",
        title="سكاي نيوز عربية",
        country="AE",
        timezone="Asia/Dubai",
        domains=("www.skynewsarabia.com", "skynewsarabia.com"),
        exact_hosts=True,  # api., images. and careers. hold no pages
        sitemaps=("https://www.skynewsarabia.com/sitemap.xml",),
        feeds=("https://www.skynewsarabia.com/rss.xml",),
        sections=tuple(
            f"https://www.skynewsarabia.com/{section}"
            for section in (
                "latest-news",
                "middle-east",
                "world",
                "business",
                "sport",
                "technology",
                "varieties",
            )
        ),
        article=r"^/[a-z0-9_-]+/\d+-[^/]+/?$",
        reject=(
            r"^/(?:amp|program|podcast|video|staticpage|image_gallery|infographic|livestream|live-story|topic|radio)/",
        ),
        evidence="article URL shape, sections (but for business) and reject patterns: a public capture, "
        "2026-07; feed and address of the sitemap: public scrapers, 2026-11",
    )
