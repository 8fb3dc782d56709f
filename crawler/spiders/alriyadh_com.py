"""Al Riyadh."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class AlRiyadh(OutletSpider):
    """Crawls alriyadh.com."""

    outlet = Outlet(
        name="alriyadh.com",
        title="جريدة الرياض",
        country="SA",
        timezone="Asia/Riyadh",
        domains=("www.alriyadh.com", "alriyadh.com"),
        exact_hosts=True,  # en. is an outlet of its own
        feeds=("https://www.alriyadh.com/rss.xml", "https://www.alriyadh.com/section.economy.xml"),
        sections=tuple(
            f"https://www.alriyadh.com/{section}"
            for section in ("news.local", "regions", "news.econ", "news.inter", "news.sport", "culture")
        ),
        article=r"^/\d{4,}/?$",
        evidence="section paths, article URL shape, div.article-title h2 and div.article-text: an extractor of an "
        "Arabic corpus on GitHub, of unknown year; feeds: lists of sources in public code, read 2026-11, none "
        "said to be checked",
    )
