"""Al-Mustaqilla, Iraq."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class Mustaqila(OutletSpider):
    """Crawls mustaqila.com."""

    outlet = Outlet(
        name="mustaqila.com",
        title="وكالة الصحافة المستقلة",
        country="IQ",
        timezone="Asia/Baghdad",
        domains=("mustaqila.com",),
        sitemaps=("https://mustaqila.com/wp-sitemap.xml", "https://mustaqila.com/sitemap_index.xml"),
        feeds=("https://mustaqila.com/feed/",),
        sections=("https://mustaqila.com/",),
        article=r"^/[^/]*(?:-[^/-]+){2,}/?$|^/20\d\d/\d{1,2}/(?:\d{1,2}/)?[^/]+/?$|^/(?:archives/)?\d+/?$",
        reject=(r"^/(?:about|contact|privacy)[^/]*/?$",),
        evidence="host: the appendix of the reference document 002; all else assumed (WordPress's usual "
        "addresses), 2026-11",
    )
