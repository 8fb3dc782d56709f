"""Arabi21."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class Arabi21(OutletSpider):
    """Crawls arabi21.com."""

    outlet = Outlet(
        name="arabi21.com",
        title="عربي21",
        country="GB",
        timezone="UTC",
        domains=("arabi21.com",),
        feeds=(
            "https://arabi21.com/rss",
            "https://arabi21.com/Rss/SectionNewsRss?id=316",
            "https://arabi21.com/Rss/SectionNewsRss?id=410",
        ),
        sections=("https://arabi21.com/",),
        article=r"^/story/\d+(?:/[^/]*)?/?$",
        evidence="/story/<id>/<slug>: links in public repositories, as of 2026; feeds, by section too: public feed "
        "readers and a scraper's settings, as of 2026; front page, that times are Greenwich's, and the mirror's "
        "layout: assumed",
    )
