"""Akhbar El-Yom."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class AkhbarElYom(OutletSpider):
    """Crawls akhbarelyom.com."""

    outlet = Outlet(
        name="akhbarelyom.com",
        title="بوابة أخبار اليوم",
        country="EG",
        timezone="Africa/Cairo",
        domains=("akhbarelyom.com", "www.akhbarelyom.com"),
        exact_hosts=True,  # m. holds the same articles, images. no pages
        sitemaps=("https://akhbarelyom.com/sitemap.xml",),
        feeds=tuple(f"https://akhbarelyom.com/RSS/GetSectionNewsRSS/1?SectionID={section}" for section in (1, 160)),
        sections=("https://akhbarelyom.com/news/newssection/36/1/أخبار-الفن",),
        article=r"^/news/[Nn]ew[Dd]etails/\d+/\d+/[^/]+/?$",
        evidence="article URL shape, section page and the page's markup: a public capture, 2020-10, and links, as of "
        "2026-03 (where the path says NewDetails); feeds: a public feed reader, undated; sitemap: assumed",
    )
