"""WAFA, the Palestinian news agency."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class Wafa(OutletSpider):
    """Crawls wafa.ps in Arabic."""

    outlet = Outlet(
        name="wafa.ps",
        title="وكالة الأنباء والمعلومات الفلسطينية (وفا)",
        country="PS",
        timezone="Asia/Hebron",
        domains=("www.wafa.ps", "wafa.ps"),
        exact_hosts=True,  # english., hebrew. and french. are other languages, info. is a reference work
        feeds=("https://www.wafa.ps/rss",),
        sections=("https://www.wafa.ps/", "https://www.wafa.ps/Regions/Details/2"),
        article=r"^/[Pp]ages/[Dd]etails/\d+/?$",
        evidence="article URL shape: links in public repositories, 2025 and 2026; front page: public lists of "
        "agencies, as of 2026; feed: a public feed reader, as of 2026; /Regions/Details/<n> as list: a public "
        "scraper of the English site, 2021, so assumed here; the mirror's markup: assumed",
    )
