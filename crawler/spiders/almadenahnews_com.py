"""Al-Madenah News, Jordan."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class AlMadenahNews(OutletSpider):
    """Crawls almadenahnews.com."""

    outlet = Outlet(
        name="almadenahnews.com",
        title="المدينة نيوز",
        country="JO",
        timezone="Asia/Amman",
        domains=("almadenahnews.com",),
        sitemaps=("https://www.almadenahnews.com/sitemap.xml",),
        sections=("https://www.almadenahnews.com/", "https://www.almadenahnews.com/section/1"),
        article=r"^/article/\d+(?:-[^/]*)?/?$",
        evidence="host: public lists of outlets, as of 2026; all else assumed",
    )
