"""The Al-Ahram Gate."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class AhramGate(OutletSpider):
    """Crawls gate.ahram.org.eg."""

    outlet = Outlet(
        name="gate.ahram.org.eg",
        title="بوابة الأهرام",
        country="EG",
        timezone="Africa/Cairo",
        domains=("gate.ahram.org.eg",),
        feeds=("https://gate.ahram.org.eg/rss", "https://gate.ahram.org.eg/Rss/50/LatestNews.aspx"),
        sections=(
            "https://gate.ahram.org.eg/Portal/13/أخبار.aspx",
            "https://gate.ahram.org.eg/Portal/44/رياضة.aspx",
            "https://gate.ahram.org.eg/Portal/25/ثقافة-وفنون.aspx",
        ),
        article=r"^/News/\d+\.aspx$|^/daily/News/\d+/\d+/\d+/[^/]+\.aspx$",
        evidence="/News/<id>.aspx: links in public repositories, as of 2026; section pages and the ids around a body: "
        "a public scraper (nhahub/NHA-015), undated; feeds: named by public feed readers, as of 2026, unchecked; "
        "/daily/News/ (the printed paper) and the rest of the mirror's layout: assumed",
    )
