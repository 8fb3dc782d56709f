"""Goud, Morocco."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class Goud(OutletSpider):
    """Crawls goud.ma."""

    outlet = Outlet(
        name="goud.ma",
        title="كود",
        country="MA",
        timezone="Africa/Casablanca",
        domains=("goud.ma",),
        sitemaps=("https://www.goud.ma/sitemap_index.xml",),
        feeds=("https://www.goud.ma/feed",),
        sections=("https://www.goud.ma/topics/الرئيسية/",),
        article=r"^/[^/]+-\d{4,}/?$",
        reject=(r"^/topics/",),
        evidence="feed: public feed readers, as of 2026; section pages, h1.entry-title and div.post-content: a public "
        "notebook (hackai-challenges), undated; that it writes Darija: the Goud-sum data set, 2022; article URL shape, "
        "sitemap (Yoast's usual address) and the rest of the mirror's layout: assumed",
    )
