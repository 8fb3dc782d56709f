"""Masrawy."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider

_MORE = "https://www.masrawy.com/listing/SectionMore"
_CATEGORIES = (204, 205, 206)


class Masrawy(OutletSpider):
    """Crawls masrawy.com."""

    outlet = Outlet(
        name="masrawy.com",
        title="مصراوي",
        country="EG",
        timezone="Africa/Cairo",
        domains=("www.masrawy.com", "masrawy.com"),
        exact_hosts=True,  # m. holds the same articles
        feeds=(
            "https://www.masrawy.com/rss/feed/204/محافظات",
            "https://www.masrawy.com/rss/feed/206/إقتصاد",
        ),
        sections=(
            "https://www.masrawy.com/news/news_economy/section/206/اقتصاد",
            "https://www.masrawy.com/news/news_regions",
            *(f"{_MORE}?categoryId={category}&pageIndex=1&hashTag=SectionMore" for category in _CATEGORIES),
        ),
        pages=tuple(
            f"{_MORE}?categoryId={category}&pageIndex={{page}}&hashTag=SectionMore" for category in _CATEGORIES
        ),
        article=r"^/[A-Za-z_-]+/(?:[A-Za-z_-]+/){0,2}details/20\d\d/\d{1,2}/\d{1,2}/\d+(?:/|$)",
        reject=(r"^/(?:photos|videos|infographics?)/",),
        evidence="feeds, section page 206 and article URL shape: public code, 2026-07 (feed 206 was said to have "
        "been fetched then); SectionMore and its numbers, ArticleDetails, keywordsDiv: older public scrapers; "
        "reject patterns: assumed",
    )
