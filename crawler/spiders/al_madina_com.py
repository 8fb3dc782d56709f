"""Al-Madina, Saudi Arabia."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class AlMadina(OutletSpider):
    """Crawls al-madina.com."""

    outlet = Outlet(
        name="al-madina.com",
        title="جريدة المدينة",
        country="SA",
        timezone="Asia/Riyadh",
        domains=("al-madina.com",),
        feeds=("https://www.al-madina.com/rssFeed/193",),
        sections=("https://www.al-madina.com/", "https://www.al-madina.com/locals"),
        article=r"^/article/\d+(?:/[^?#]*)?$",
        evidence="/article/<id>: links in public repositories, 2026; feed: answered in a public feed check, 2026-03; "
        "div.article-body, article:section: a public scraper, undated; what may follow the id, section pages and the "
        "rest of the mirror's layout: assumed",
    )
