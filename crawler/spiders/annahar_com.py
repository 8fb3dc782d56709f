"""An-Nahar, Lebanon."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class AnNahar(OutletSpider):
    """Crawls annahar.com."""

    outlet = Outlet(
        name="annahar.com",
        title="النهار",
        country="LB",
        timezone="Asia/Beirut",
        domains=("annahar.com",),
        feeds=("https://www.annahar.com/arabic/rss-feed", "https://www.annahar.com/rss"),
        sections=("https://www.annahar.com/lebanon",),
        article=r"^/(?:[A-Za-z-]+/){1,2}\d{5,}(?:/[^/]*)?/?$|^/arabic/section/\d+-[^/]+/\d+(?:/[^/]*)?/?$",
        reject=(r"^/(?:english|videos?|podcasts?|programs?|authors?|tags)/",),
        evidence="both shapes of article URLs, /arabic/article/<id> and the sections' address: links in public "
        "repositories and a public scraper, as of 2026; feeds: public feed readers, as of 2026 (the first has been "
        "served as UTF-16); listing classes: the same scraper; #readspeaker_maincontent and div.article_intro: an "
        "older public scraper, undated; reject patterns, and the rest of the mirror's layout: assumed",
    )
