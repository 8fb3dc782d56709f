"""Al-Shorouk, Egypt."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class Shorouk(OutletSpider):
    """Crawls shorouknews.com."""

    outlet = Outlet(
        name="shorouknews.com",
        title="بوابة الشروق",
        country="EG",
        timezone="Africa/Cairo",
        domains=("shorouknews.com",),
        feeds=("https://www.shorouknews.com/rss",),
        sections=("https://www.shorouknews.com/", "https://www.shorouknews.com/Egypt"),
        article=r"^/(?:news|columns|sports/news)/view\.aspx$",
        identity=("id",),  # the path is the same for all; cdate repeats the day
        evidence="/news/view.aspx?cdate=<ddmmyyyy>&id=<GUID>: links in public repositories, 2013 to 2025; feed: public "
        "feed readers, as of 2026, unchecked; /columns/ and /sports/news/, sections, and the mirror's layout: assumed",
    )
