"""Al Ittihad."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class AlIttihad(OutletSpider):
    """Crawls aletihad.ae."""

    outlet = Outlet(
        name="aletihad.ae",
        title="صحيفة الاتحاد",
        country="AE",
        timezone="Asia/Dubai",
        domains=("www.aletihad.ae", "aletihad.ae", "www.alittihad.ae", "alittihad.ae"),
        exact_hosts=True,  # en. is an outlet of its own
        feeds=("https://www.aletihad.ae/rss",),
        sections=(
            "https://www.aletihad.ae/",
            "https://www.aletihad.ae/news/الإمارات",
            "https://www.aletihad.ae/news/اقتصاد",
        ),
        article=r"^/(?:news/[^/]+|opinion)/\d{5,}(?:/|$)|^/article/\d+/20\d\d(?:/|$)",
        reject=(r"^/(?:coverage|videos?|podcasts?|multimedia)/",),
        evidence="article URL shapes (/news/<section>/<id>/<slug>, /opinion/, the older /article/<id>/<year>/): links "
        "in public code, 2015 to 2026; feed: lists of sources in public code, read 2026-11, one of which found no "
        "XML there; front page, sections and reject patterns: assumed; its older domain alittihad.ae: public scrapers",
    )
