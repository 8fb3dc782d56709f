"""Al-Watan, Saudi Arabia."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class AlWatanSaudi(OutletSpider):
    """Crawls alwatan.com.sa."""

    outlet = Outlet(
        name="alwatan.com.sa",
        title="صحيفة الوطن",
        country="SA",
        timezone="Asia/Riyadh",
        domains=("alwatan.com.sa",),
        feeds=tuple(f"https://www.alwatan.com.sa/rssFeed/{section}" for section in (1, 3, 4)),
        sections=("https://www.alwatan.com.sa/",),
        article=r"^/article/\d+(?:/[^?#]*)?$",
        evidence="/article/<id>: links in public repositories, as of 2026; feeds 1, 3 and 4: public feed readers, as "
        "of 2026; div.articleBody and article:section: a public scraper, undated; what may follow the id and the rest "
        "of the mirror's layout: assumed",
    )
