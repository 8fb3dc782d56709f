"""Beirut Observer."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class BeirutObserver(OutletSpider):
    """Crawls beirutobserver.com."""

    outlet = Outlet(
        name="beirutobserver.com",
        title="بيروت أوبزرفر",
        country="LB",
        timezone="Asia/Beirut",
        domains=("beirutobserver.com",),
        sitemaps=("https://www.beirutobserver.com/wp-sitemap.xml",),
        feeds=("https://www.beirutobserver.com/feed/",),
        sections=("https://www.beirutobserver.com/",),
        article=r"^/20\d\d/\d\d/[^/]+/?$",
        evidence="article URL shape and the page's markup (the Sahifa theme): a public capture, 2020-11; "
        "feed and sitemap: assumed (WordPress's usual addresses)",
    )
