"""Petra, the Jordan news agency."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class Petra(OutletSpider):
    """Crawls petra.gov.jo in Arabic."""

    outlet = Outlet(
        name="petra.gov.jo",
        title="وكالة الأنباء الأردنية (بترا)",
        country="JO",
        timezone="Asia/Amman",
        domains=("petra.gov.jo", "www.petra.gov.jo"),
        exact_hosts=True,
        feeds=("https://petra.gov.jo/Include/Rss.aspx?Lang=ar-JO",),
        sections=("https://petra.gov.jo/", "https://petra.gov.jo/Include/Main.jsp?lang=ar"),
        article=r"^/Include/InnerPage\.jsp$",
        identity=("ID", "lang"),
        evidence="/Include/InnerPage.jsp?ID=<id>&lang=ar&name=news, and div.TittleArtical and div#BodyArtical on "
        "the page: a public scraper, undated (about 2021), and links, 2025; feed: public feed readers, as of "
        "2026; Main.jsp and the rest of the mirror's markup: assumed; English articles have the same path "
        "with lang=en",
    )
