"""WAM, the Emirates news agency."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class Wam(OutletSpider):
    """Crawls wam.ae in Arabic."""

    outlet = Outlet(
        name="wam.ae",
        title="وكالة أنباء الإمارات (وام)",
        country="AE",
        timezone="Asia/Dubai",
        domains=("www.wam.ae", "wam.ae"),
        exact_hosts=True,
        sitemaps=("https://www.wam.ae/sitemap.xml",),
        feeds=("https://wam.ae/ar/rss",),
        sections=("https://www.wam.ae/ar/home/main",),
        article=r"^/ar/article/[a-z0-9]{6,}(?:-[^/]+)?/?$",
        evidence="article URL shape (/ar/article/<code>-<slug>, also without the slug): links and a public "
        "scraper, 2023 to 2026; /home/main: a public scraper's test of the English site, as of 2026; feed: public "
        "feed readers, as of 2026; sitemap and the mirror's markup: assumed",
    )
