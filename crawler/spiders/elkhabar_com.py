"""El Khabar, Algeria."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class ElKhabar(OutletSpider):
    """Crawls elkhabar.com."""

    outlet = Outlet(
        name="elkhabar.com",
        title="الخبر",
        country="DZ",
        timezone="Africa/Algiers",
        domains=("elkhabar.com",),
        feeds=("https://www.elkhabar.com/feed",),
        sections=("https://www.elkhabar.com/", "https://www.elkhabar.com/press/category/28/الوطن/"),
        article=r"^/press/article/\d+(?:/[^/]*)?/?$",
        evidence="article URL shape: links in public repositories and a public crawler, undated; h2#article_title, "
        "div.subinfo and #article_body_content: a public scraper (YaleBigData), about 2019; feed: public feed readers, "
        "as of 2026; section pages and the rest of the mirror's layout: assumed",
    )
