"""Monte Carlo Doualiya."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class MonteCarloDoualiya(OutletSpider):
    """Crawls mc-doualiya.com."""

    outlet = Outlet(
        name="mc-doualiya.com",
        title="مونت كارلو الدولية",
        country="FR",
        timezone="Europe/Paris",
        domains=("www.mc-doualiya.com", "mc-doualiya.com"),
        exact_hosts=True,  # s. holds the images
        sitemaps=("https://www.mc-doualiya.com/sitemap.xml",),
        feeds=("https://www.mc-doualiya.com/rss", "https://www.mc-doualiya.com/rss.xml"),
        sections=("https://www.mc-doualiya.com/",),
        article=r"^/(?:[^/]+/){1,3}20\d{6}-[^/]+/?$",
        reject=(r"^/(?:podcasts?|programs?|emissions?)/",),
        evidence="both feeds: public feed readers, as of 2026; article URL shape (/<section>/<date>-<slug>) and the "
        "mirror's markup (t-content, as on the sister site France 24), sitemap and reject patterns: assumed",
    )
