"""BBC News Arabic."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class BbcArabic(OutletSpider):
    """Crawls the Arabic service of bbc.com."""

    outlet = Outlet(
        name="bbc.com",
        title="BBC News عربي",
        country="GB",
        timezone="Europe/London",
        domains=("www.bbc.com", "bbc.com", "feeds.bbci.co.uk"),
        exact_hosts=True,  # the feed lies on a host of its own
        feeds=("https://feeds.bbci.co.uk/arabic/rss.xml", "https://www.bbc.com/arabic/index.xml"),
        sections=(
            "https://www.bbc.com/arabic",
            "https://www.bbc.com/arabic/topics/c2dwqd1zr92t",
            "https://www.bbc.com/arabic/topics/cq8nqywy37yt",
        ),
        article=r"^/arabic/(?:articles/[a-z0-9]{8,}|[a-z-]+-\d{6,})/?$",
        reject=(r"^/arabic/(?:live|media|tv|bbc_arabic_radio|podcasts?|topics|institutional)[/-]",),
        identity=(),  # the feed's links carry at_medium and at_campaign
        evidence="feeds, topic pages and /arabic/articles/<id>: public code, read 2026-11; the older "
        "/arabic/<section>-<number>: public scrapers; the feed's link parameters and reject patterns: assumed",
    )
