"""Al Roya, Oman."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class AlRoya(OutletSpider):
    """Crawls alroya.om."""

    outlet = Outlet(
        name="alroya.om",
        title="جريدة الرؤية العمانية",
        country="OM",
        timezone="Asia/Muscat",
        domains=("alroya.om",),
        sitemaps=("https://alroya.om/sitemap.xml",),
        feeds=("https://alroya.om/rss",),
        sections=("https://alroya.om/", "https://alroya.om/category/2"),
        article=r"^/(?:post|p)/\d+(?:/[^/]*)?/?$",
        evidence="/post/<id>, and that category 2 exists: links in public repositories, 2026-11; host: the "
        "reference document 004; feed: a public list of feeds that answered, looked up 2026-11; /p/<id> and "
        "sitemap: assumed",
    )
