"""Al Jazeera."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class AlJazeera(OutletSpider):
    """Crawls aljazeera.net."""

    outlet = Outlet(
        name="aljazeera.net",
        title="الجزيرة نت",
        country="QA",
        timezone="Asia/Qatar",
        domains=("www.aljazeera.net", "aljazeera.net"),
        exact_hosts=True,  # chinese., sport., doc. and others are outlets of their own
        sitemaps=("https://www.aljazeera.net/sitemap.xml",),
        feeds=(
            (
                "https://www.aljazeera.net/aljazeerarss/a7c186be-1baa-4bd4-9d80-a84db769f779/"
                "73d0e1b4-532f-45ef-b135-bfdff8b8cab9"
            ),
        ),
        sections=("https://www.aljazeera.net/news/", "https://www.aljazeera.net/politics/"),
        article=r"^/[a-z-]+/(?:[a-z-]+/)?20\d\d/\d{1,2}/\d{1,2}/[^/]+/?$",
        reject=(r"^/(?:liveblog|videos?|program|programs|podcasts?|gallery|where)/",),
        evidence="sitemap, feed and article URL shape: public scrapers and captures, 2026-07; sections: "
        "from the articles' own paths; reject patterns beside /liveblog/: assumed",
    )
