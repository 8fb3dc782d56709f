"""Al Mayadeen."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class AlMayadeen(OutletSpider):
    """Crawls almayadeen.net."""

    outlet = Outlet(
        name="almayadeen.net",
        title="الميادين",
        country="LB",
        timezone="Asia/Beirut",
        domains=("almayadeen.net", "www.almayadeen.net"),
        exact_hosts=True,  # english. and espanol. are outlets of their own
        sitemaps=("https://www.almayadeen.net/sitemaps/all.xml", "https://www.almayadeen.net/sitemaps/news.xml"),
        sections=("https://www.almayadeen.net/news/politics",),
        article=r"^/news/[a-z-]+/[^/]+/?$|^/(?:articles|analysis|investigation|arts-culture|research-papers)/[^/]+/?$",
        evidence="monthly sitemaps, /news/<section>/<slug>, the headline as h2, meta and text/tawsiyat: a dozen public "
        "scrapers, 2024 (DgPad bootcamp); news sitemap: a public crawler, undated; the other kinds of articles and the "
        "rest of the mirror's layout: assumed",
    )
