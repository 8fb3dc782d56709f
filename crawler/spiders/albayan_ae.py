"""Al Bayan."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class AlBayan(OutletSpider):
    """Crawls albayan.ae."""

    outlet = Outlet(
        name="albayan.ae",
        title="البيان",
        country="AE",
        timezone="Asia/Dubai",
        domains=("www.albayan.ae", "albayan.ae"),
        exact_hosts=True,  # media. and images. hold no pages
        sitemaps=("https://www.albayan.ae/sitemap.xml",),
        feeds=("https://www.albayan.ae/rss",),
        sections=("https://www.albayan.ae/uae/news", "https://www.albayan.ae/economy/arab"),
        article=r"^/(?:[a-z-]+/){1,3}(?:20\d\d-\d\d-\d\d-1\.\d+|\d{6,})/?$",
        reject=(r"^/(?:videos?|photos?|polopoly_fs|podcasts?|infographics?)/",),
        evidence="/<section>/<date>-1.<id> and the page's markup: a public capture, 2020-06; "
        "/<section>/<subsection>/<id>: a public scraper's fixture of the sitemap, as of 2026; /uae/news and "
        "/economy/arab: links and a public scraper, 2022 and undated; feed: public feed readers, as of "
        "2026; address of the sitemap and reject patterns: assumed",
    )
