"""Al-Qabas, Kuwait."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class AlQabas(OutletSpider):
    """Crawls alqabas.com."""

    outlet = Outlet(
        name="alqabas.com",
        title="القبس",
        country="KW",
        timezone="Asia/Kuwait",
        domains=("alqabas.com",),
        sitemaps=("https://www.alqabas.com/sitemap.xml",),
        feeds=("https://www.alqabas.com/rss",),
        sections=("https://www.alqabas.com/", "https://www.alqabas.com/category/22"),
        article=r"^/article/\d+(?:-[^/]*)?/?$",
        evidence="article URL shape, with and without slug: links in public repositories, as of 2026; numbers of "
        "sections: a public scraper (arabic_scrapper) of the site's API, undated; feed: named by public feed "
        "readers, unchecked; sitemap, section addresses and the mirror's layout: assumed",
    )
