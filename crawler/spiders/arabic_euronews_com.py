"""Euronews Arabic."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class EuronewsArabic(OutletSpider):
    """Crawls arabic.euronews.com."""

    outlet = Outlet(
        name="arabic.euronews.com",
        title="يورونيوز",
        country="FR",
        timezone="Europe/Paris",
        domains=("arabic.euronews.com",),
        exact_hosts=True,
        sitemaps=("https://arabic.euronews.com/sitemaps/ar/latest-news.xml",),
        feeds=("https://arabic.euronews.com/rss", "https://arabic.euronews.com/rss?level=vertical&name=news"),
        sections=("https://arabic.euronews.com/", "https://arabic.euronews.com/just-in"),
        article=r"^/(?:[a-z-]+/)?20\d\d/\d{2}/\d{2}/[^/]+/?$",
        reject=(r"^/(?:video|videos|live|programs?|special|tag|embed)/",),
        evidence="feeds: public code, read 2026-11; article URL shape: links of 2014 to 2021 in public code (a "
        "vertical before the date: assumed); c-article-content, widget--type-related: public scrapers of several "
        "of its languages; sitemap, sections and reject patterns: assumed",
    )
