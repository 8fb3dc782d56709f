"""Okaz."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class Okaz(OutletSpider):
    """Crawls okaz.com.sa."""

    outlet = Outlet(
        name="okaz.com.sa",
        title="عكاظ",
        country="SA",
        timezone="Asia/Riyadh",
        domains=("www.okaz.com.sa", "okaz.com.sa"),
        exact_hosts=True,
        feeds=("https://www.okaz.com.sa/rssFeed/0", "https://www.okaz.com.sa/rssFeed/190"),
        sections=("https://www.okaz.com.sa/", "https://www.okaz.com.sa/news/local", "https://www.okaz.com.sa/economy"),
        article=r"^/(?:[a-z_-]+/){1,3}\d{5,}/?$",
        reject=(r"^/(?:author|writers?|video|videos|photos|infographics?|rssFeed|uploads)/",),
        evidence="feeds: public code, read 2026-11 (one of its lists calls 190 verified); article URL shapes: links "
        "in public code, /news/local/ of 2022 to 2025, /local/na/ of 2026; bodyText, autoHeight, "
        "media_article_publish_time: public scrapers; front page, sections and reject patterns: assumed",
    )
