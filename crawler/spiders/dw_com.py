"""Deutsche Welle in Arabic."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class DeutscheWelle(OutletSpider):
    """Crawls dw.com under /ar/."""

    outlet = Outlet(
        name="dw.com",
        title="DW عربية",
        country="DE",
        timezone="Europe/Berlin",
        domains=("www.dw.com", "dw.com", "rss.dw.com"),
        exact_hosts=True,  # learngerman., corporate., static. and others are no part of it
        sitemaps=("https://www.dw.com/ar/news-sitemap.xml",),
        feeds=("https://rss.dw.com/rdf/rss-ar-all",),
        sections=("https://www.dw.com/ar/",),
        article=r"^/ar/[^/]+/a-\d+/?$",
        identity=(),  # the feed's links carry `maca`, which shows where a reader came from
        evidence="/ar/<slug>/a-<id>, av- for videos: links in public repositories, 2017 on; feed (RDF): many public "
        "feed readers, as of 2026; sitemap: from the English one in public feed checks, 2026; maca in links: "
        "captures, 2016; other letters before the id and the mirror's layout: assumed",
    )
