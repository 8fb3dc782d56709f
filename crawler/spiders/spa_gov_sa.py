"""SPA, the Saudi press agency."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class Spa(OutletSpider):
    """Crawls spa.gov.sa in Arabic."""

    outlet = Outlet(
        name="spa.gov.sa",
        title="وكالة الأنباء السعودية (واس)",
        country="SA",
        timezone="Asia/Riyadh",
        domains=("www.spa.gov.sa", "spa.gov.sa"),
        exact_hosts=True,
        sitemaps=("https://www.spa.gov.sa/sitemap.xml",),
        feeds=("https://www.spa.gov.sa/rss.xml",),
        sections=("https://www.spa.gov.sa/", "https://www.spa.gov.sa/news/latest-news?page=1"),
        pages=("https://www.spa.gov.sa/news/latest-news?page={page}",),
        article=r"^/[Nn]?\d{5,}/?$",
        identity=(),
        evidence="/N<id>, /<id> (with ?lang=ar&newsid= that say no more) and /news/latest-news: links and public "
        "scrapers, 2024 to 2026; feed: public feed readers, as of 2026; sitemap and the mirror's markup (text in "
        "the page's embedded data): assumed",
    )
