"""Al-Quds Al-Arabi."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class AlQudsAlArabi(OutletSpider):
    """Crawls alquds.co.uk."""

    outlet = Outlet(
        name="alquds.co.uk",
        title="القدس العربي",
        country="GB",
        timezone="Europe/London",
        domains=("www.alquds.co.uk", "alquds.co.uk"),
        exact_hosts=True,  # pdf. holds the printed pages
        sitemaps=("https://www.alquds.co.uk/sitemap_index.xml",),
        feeds=("https://www.alquds.co.uk/feed/",),
        sections=("https://www.alquds.co.uk/", "https://www.alquds.co.uk/category/news/"),
        article=r"^/[^/]*(?:-[^/-]+){2,}/?$",
        reject=(r"^/(?:about|contact|privacy|advertise|terms)[^/]*/?$",),
        evidence="feed: public feed readers, as of 2026; WordPress (images under /wp-content/uploads/): links, "
        "2024; article URL shape (a slug at the root), sitemap, sections, reject patterns and the mirror's "
        "markup (tagDiv's theme): assumed",
    )
