"""Al Khaleej."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class AlKhaleej(OutletSpider):
    """Crawls alkhaleej.ae."""

    outlet = Outlet(
        name="alkhaleej.ae",
        title="صحيفة الخليج",
        country="AE",
        timezone="Asia/Dubai",
        domains=("www.alkhaleej.ae", "alkhaleej.ae"),
        exact_hosts=True,
        sitemaps=("https://www.alkhaleej.ae/sitemap.xml?page=1", "https://www.alkhaleej.ae/sitemap.xml"),
        feeds=("https://www.alkhaleej.ae/section/1110/rss.xml",),
        pages=("https://www.alkhaleej.ae/sitemap.xml?page={page}",),
        sections=("https://www.alkhaleej.ae/", "https://www.alkhaleej.ae/اقتصاد"),
        article=r"^/20\d\d-\d{2}-\d{2}/[^/]",
        reject=(
            r"/(?:فيديو|%d9%81%d9%8a%d8%af%d9%8a%d9%88|كاريكاتير|%d9%83%d8%a7%d8%b1%d9%8a%d9%83%d8%a7%d8%aa%d9%8a%d8%b1)/",
        ),
        evidence="sitemap and feed: public code, read 2026-11; article URL shape: links of 2022 to 2026-05 in "
        "public code, the newer ones with section and subsection; section page, layout (Drupal) and reject "
        "patterns: assumed",
    )
