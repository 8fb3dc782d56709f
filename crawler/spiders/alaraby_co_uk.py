"""Al-Araby Al-Jadeed."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class AlArabyAlJadeed(OutletSpider):
    """Crawls alaraby.co.uk."""

    outlet = Outlet(
        name="alaraby.co.uk",
        title="العربي الجديد",
        country="GB",
        timezone="Asia/Qatar",
        domains=("www.alaraby.co.uk", "alaraby.co.uk"),
        exact_hosts=True,  # english. is an outlet of its own
        sitemaps=("https://www.alaraby.co.uk/sitemap.xml",),
        feeds=("https://www.alaraby.co.uk/rss.xml",),
        sections=("https://www.alaraby.co.uk/news", "https://www.alaraby.co.uk/politics"),
        article=(
            r"^/(?:politics|economy|society|sport|culture|entertainment_media|opinion|investigations|cultural_supplement|"
            r"blogs|misc|news|health|technology|cars|supplements)/[^/]{8,}/?$"
        ),
        reject=(r"^/(?:english|video|photos?|podcasts?|files)/",),
        evidence="feed, /politics and /news: public feed readers and links, as of 2026; Drupal (images under "
        "/sites/default/files/): links, undated; article URL shape (/<section>/<slug>), the other sections, "
        "sitemap, time zone, reject patterns and the mirror's markup: assumed",
    )
