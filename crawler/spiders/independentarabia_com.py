"""Independent Arabia."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class IndependentArabia(OutletSpider):
    """Crawls independentarabia.com."""

    outlet = Outlet(
        name="independentarabia.com",
        title="اندبندنت عربية",
        country="GB",
        timezone="Asia/Riyadh",
        domains=("www.independentarabia.com", "independentarabia.com"),
        exact_hosts=True,
        sitemaps=("https://www.independentarabia.com/sitemap.xml",),
        feeds=("https://www.independentarabia.com/rss", "https://www.independentarabia.com/rss.xml"),
        sections=("https://www.independentarabia.com/",),
        article=r"^/node/\d+(?:/.*)?$",
        reject=(r"^/node/\d+/(?:edit|delete|revisions)(?:/|$)",),
        evidence="both feeds: public feed readers, as of 2026; Drupal (images under /sites/default/files/styles/): "
        "links, 2022 and 2023; article URL shape (/node/<id>/<section>/<slug>), sitemap, time zone, "
        "reject patterns and the mirror's markup: assumed",
    )
