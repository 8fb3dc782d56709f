"""Algeria Press Service."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class Aps(OutletSpider):
    """Crawls aps.dz in Arabic."""

    outlet = Outlet(
        name="aps.dz",
        title="وكالة الأنباء الجزائرية",
        country="DZ",
        timezone="Africa/Algiers",
        domains=("www.aps.dz", "aps.dz"),
        exact_hosts=True,
        sitemaps=("https://www.aps.dz/sitemap.xml",),
        feeds=("https://www.aps.dz/ar/feed",),
        sections=(
            "https://www.aps.dz/ar/algerie",
            "https://www.aps.dz/ar/economie",
            "https://www.aps.dz/ar/sport",
            "https://www.aps.dz/economie/banque-et-finances",
        ),
        article=r"^/(?:algerie|culture|economie|monde|regions|societe|sport)/[a-z-]+/[^/]{8,}/?$",
        earlier=(r"^/ar/(?:[a-z-]+/){1,2}\d{4,}-[^/]+/?$", r"^/ar/(?:[a-z-]+/){1,2}[a-z0-9]{8}-[^/]+/?$"),
        reject=(r"^/ar/(?:videos?|photos?|infographies?|component|itemlist)/",),
        evidence="/ar/feed: public feed readers, as of 2026; K2 (its images under /ar/media/k2/): pages that "
        "public repositories link to, undated; /<section>/<subsection> as lists, and "
        "/economie/<section>/<slug> without /ar/ as the address of Arabic articles: public scrapers, as of 2026; "
        "earlier shapes (K2's <id>-<alias>, and <code>-<slug> of the site since), sitemap, reject "
        "patterns, and the mirror's markup (K2's own template): assumed",
    )
