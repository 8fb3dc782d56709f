"""Al Yaum."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class AlYaum(OutletSpider):
    """Crawls alyaum.com."""

    outlet = Outlet(
        name="alyaum.com",
        title="صحيفة اليوم",
        country="SA",
        timezone="Asia/Riyadh",
        domains=("www.alyaum.com", "alyaum.com"),
        exact_hosts=True,
        feeds=("https://www.alyaum.com/rssFeed/1005", "https://www.alyaum.com/rssFeed/1"),
        sections=("https://www.alyaum.com/",),
        article=r"^/articles/\d+/[^/]",  # without the section it is a page that only redirects, by script
        evidence="feeds: public code, 1005 of 2026-09; article URL shape, main-article-title, aksa-date, "
        "aksa-articleBody: public scrapers, before 2025; front page: assumed",
    )
