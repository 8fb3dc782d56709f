"""Al-Masry Al-Youm."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class AlMasryAlYoum(OutletSpider):
    """Crawls almasryalyoum.com."""

    outlet = Outlet(
        name="almasryalyoum.com",
        title="المصري اليوم",
        country="EG",
        timezone="Africa/Cairo",
        domains=("www.almasryalyoum.com", "almasryalyoum.com"),
        exact_hosts=True,  # today. and lite. hold the same articles, mediaaws. holds pictures
        feeds=("https://www.almasryalyoum.com/rss/rssfeed",),
        sections=tuple(f"https://www.almasryalyoum.com/section/index/{section}" for section in (2, 3, 4, 6, 7, 8, 9)),
        article=r"^/news/details/\d+/?$",
        reject=(r"^/(?:editor|caricature|video|album|multimedia)/",),
        evidence="feed, section pages and article URL shape: public scrapers, read 2026-11; #NewsStory and "
        "div.articleimg: public scrapers; reject patterns: assumed; one scraper met a Cloudflare challenge",
    )
