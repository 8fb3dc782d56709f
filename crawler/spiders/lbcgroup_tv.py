"""LBCI."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class Lbci(OutletSpider):
    """Crawls lbcgroup.tv."""

    outlet = Outlet(
        name="lbcgroup.tv",
        title="LBCI",
        country="LB",
        timezone="Asia/Beirut",
        domains=("lbcgroup.tv",),
        sitemaps=("https://www.lbcgroup.tv/newssitemap.xml", "https://www.lbcgroup.tv/sitemap.xml"),
        feeds=("https://www.lbcgroup.tv/Rss/latest-news/ar",),
        sections=(
            "https://www.lbcgroup.tv/latest-news/ar",
            "https://www.lbcgroup.tv/news/category/1/أخبار-لبنان/ar",
            "https://www.lbcgroup.tv/news/category/6/أخبار-دولية/ar",
        ),
        article=r"^/news/[a-z0-9-]+/\d+/[^/]+/ar/?$",
        evidence="article URL shape and section pages: a public capture, 2026-01; sitemaps: "
        "flairNLP/fundus, 2026-11; feed: a public feed reader, looked up 2026-11",
    )
