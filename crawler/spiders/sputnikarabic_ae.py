"""Sputnik Arabic."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class SputnikArabic(OutletSpider):
    """Crawls sputnikarabic.ae, which has also been arabic.sputniknews.com and sarabic.ae."""

    outlet = Outlet(
        name="sputnikarabic.ae",
        title="سبوتنيك عربي",
        country="RU",
        timezone="Europe/Moscow",
        domains=("sputnikarabic.ae", "sarabic.ae", "arabic.sputniknews.com"),
        sitemaps=("https://sputnikarabic.ae/sitemap_news_index.xml",),
        feeds=(
            "https://sputnikarabic.ae/export/rss2/archive/index.xml",
            "https://sarabic.ae/export/rss2/archive/index.xml",
        ),
        sections=("https://sputnikarabic.ae/world/", "https://sputnikarabic.ae/business/"),
        article=r"^/20\d{6}/[^/]+-\d{6,}\.html$",
        earlier=(r"^/[a-z_]+/20\d{6}\d{6,}(?:-[^/]*)?/?$",),
        reject=(r"^/(?:docs|services|export)/",),
        evidence="feeds and article URL shape (/<yyyymmdd>/<slug>-<id>.html): public feed readers and links, "
        "2023 to 2026; classes article__title, article__announce-text and article__text: public scrapers of "
        "Sputnik's English site; sitemap, sections, time zone, "
        "its earlier shape (/<section>/<yyyymmdd><id>-<slug>/), reject patterns and the rest of the mirror's "
        "markup: assumed",
    )
