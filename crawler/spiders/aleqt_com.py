"""Al-Eqtisadiah."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class AlEqtisadiah(OutletSpider):
    """Crawls aleqt.com."""

    outlet = Outlet(
        name="aleqt.com",
        title="صحيفة الاقتصادية",
        country="SA",
        timezone="Asia/Riyadh",
        domains=("aleqt.com",),
        feeds=("https://www.aleqt.com/feed", "https://www.aleqt.com/feed/rss_section/frontpage"),
        sections=("https://www.aleqt.com/",),
        article=r"^/20\d\d/\d{1,2}/\d{1,2}/article_\d+\.html$",
        evidence="article URL shape: links in public repositories, 2009 to 2026; /feed: public scrapers, undated; "
        "the section feed: a public feed reader, as of 2026; span.title-inner and div.entry-content: a public scraper, "
        "undated; the rest of the mirror's layout: assumed",
    )
