"""Sabq."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class Sabq(OutletSpider):
    """Crawls sabq.org."""

    outlet = Outlet(
        name="sabq.org",
        title="صحيفة سبق الإلكترونية",
        country="SA",
        timezone="Asia/Riyadh",
        domains=("sabq.org", "www.sabq.org"),
        exact_hosts=True,  # api., media. and next. hold no pages of their own
        sitemaps=("https://sabq.org/sitemap-news.xml", "https://sabq.org/sitemap.xml"),
        sections=("https://sabq.org/",),
        article=r"^/article/[^/]+/?$"
        r"|^/(?:saudia|world|sports|mylife|business|technology|stations)"
        r"/(?=[a-z]*\d|[^aeiou/]+/?$)[a-z0-9]{6,12}/?$",  # an id, which words like «economy» are not
        evidence="/article/<slug> (2026) and /saudia/<id> (since 2018): links in public repositories; sitemaps, "
        "robots.txt, "
        "#main-content and JSON-LD: the newspaper's public code and its readers, as of 2026; the other sections of the "
        "older addresses, and the mirror's classes (Quintype's usual ones for the older page): assumed",
    )
