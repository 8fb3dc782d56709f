"""Assabah."""

from __future__ import annotations

from crawler.outlet import Outlet
from crawler.spider import OutletSpider


class Assabah(OutletSpider):
    """Crawls assabah.com.tn."""

    outlet = Outlet(
        name="assabah.com.tn",
        title="الصباح نيوز",
        country="TN",
        timezone="Africa/Tunis",
        domains=("assabah.com.tn",),
        sitemaps=("https://www.assabah.com.tn/sitemap.xml",),
        feeds=("https://www.assabah.com.tn/rss.xml",),
        sections=("https://www.assabah.com.tn/",),
        article=r"^/(?:article|node)/\d+(?:/[^/]*)?/?$",
        evidence="host, front page as list and Drupal's markup (h1#page-title, div.field-item.even, h2.node-title): a "
        "public scraper, undated; rss.xml: public feed readers, as of 2026; article URL shape (Drupal's "
        "node/<id> and an alias article/<id>) and sitemap: assumed",
    )
