"""Anadolu Agency, in Arabic."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class Anadolu(OutletSpider):
    """Crawls aa.com.tr under /ar/."""

    outlet = Outlet(
        name="aa.com.tr",
        title="وكالة الأناضول",
        country="TR",
        timezone="Europe/Istanbul",
        domains=("www.aa.com.tr", "aa.com.tr"),
        exact_hosts=True,
        feeds=(
            "https://www.aa.com.tr/ar/rss/default?cat=guncel",
            "https://www.aa.com.tr/ar/rss/default?cat=live",
        ),
        sections=("https://www.aa.com.tr/ar", "https://www.aa.com.tr/ar/اقتصاد"),
        article=r"^/ar/[^/]+/[^/]+/\d+/?$",
        reject=(r"^/ar/(?:vg|pg|info|rss|p|video-haber|live)/",),
        evidence="article URL shape (/ar/<section>/<slug>/<id>): links, 2026; feeds: public feed readers, as of "
        "2026; sections, reject patterns and the mirror's markup: assumed",
    )
