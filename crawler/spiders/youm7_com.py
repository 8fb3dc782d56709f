"""Youm7 (Al-Youm Al-Sabea)."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider

_SECTIONS = ("أخبار-عاجلة/65", "سياسة/319", "أخبار-عربية/88", "أخبار-عالمية/286", "اقتصاد-وبورصة/297")


class Youm7(OutletSpider):
    """Crawls youm7.com."""

    outlet = Outlet(
        name="youm7.com",
        title="اليوم السابع",
        country="EG",
        timezone="Africa/Cairo",
        domains=("www.youm7.com", "youm7.com"),
        exact_hosts=True,  # m. holds the same articles, plus. and thecairopost. are outlets of their own
        feeds=tuple(
            f"https://www.youm7.com/rss/SectionRss?SectionID={section}"
            for section in (65, 319, 203, 88, 286, 296, 297, 298)
        ),
        sections=tuple(f"https://www.youm7.com/Section/{section}/1" for section in _SECTIONS),
        pages=tuple(f"https://www.youm7.com/Section/{section}/{{page}}" for section in _SECTIONS),
        article=r"^/story/20\d\d/\d{1,2}/\d{1,2}/[^/]+/\d+/?$",
        evidence="article URL shape, section pages and their numbers: a public capture, 2020-08; feeds: "
        "public scrapers, 2026-11 (65, 203, 296 and 297; the other numbers from the section "
        "pages)",
    )
