"""Echorouk Online."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class Echorouk(OutletSpider):
    """Crawls echoroukonline.com."""

    outlet = Outlet(
        name="echoroukonline.com",
        title="الشروق أونلاين",
        country="DZ",
        timezone="Africa/Algiers",
        domains=("www.echoroukonline.com", "echoroukonline.com"),
        exact_hosts=True,  # jawahir. and tv. are outlets of their own
        sitemaps=("https://www.echoroukonline.com/sitemap_index.xml",),
        feeds=("https://www.echoroukonline.com/feed",),
        sections=tuple(
            f"https://www.echoroukonline.com/{section}"
            for section in ("algeria", "world", "economy", "sport", "miscellaneous")
        ),
        article=r"^/[^/-]+(?:-[^/-]+){3,}/?$",
        reject=(r"^/(?:live|videos?|opinion/author)(?:/|$)",),
        evidence="feed (newest entry 1.6 hours old) and sections (200): public code, 2026; ech-sgmn__title, "
        "ech-artx, ech-bkbt, ech-card__mtil: several public scrapers; article URL shape (a slug of words at the "
        "root), sitemap and reject patterns: assumed",
    )
