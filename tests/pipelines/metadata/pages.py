"""Pages like those of outlets, and the metadata read from them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import lxml.html
from lxml import etree

from crawler.outlet import Outlet
from pipelines.metadata import Metadata, metadata_of
from pipelines.page.structured import nodes_of

OUTLET = Outlet(
    name="almadina.example",
    title="صحيفة المدينة",
    country="EG",
    timezone="Africa/Cairo",
    domains=("almadina.example",),
    evidence="made up",
)
URL = "https://almadina.example/news/4711-افتتاح-جسر-الجامعة"
HEADLINE = "افتتاح جسر الجامعة أمام السيارات"
OTHER = "أسعار الخضار تتراجع في الأسواق"
CAPTURED = datetime(2024, 8, 25, 9, 0, tzinfo=UTC)
BODY = "<p>افتتح المحافظ الجسر في 1 مايو 2023 أمام السيارات بعد أعمال صيانة دامت عاما كاملا.</p>"


def read(
    head: str = "", body: str = f"<h1>{HEADLINE}</h1>", url: str = URL, headline: str = "", *, dated: bool = True
) -> Metadata:
    title = f'<meta property="og:title" content="{HEADLINE}"><meta property="og:site_name" content="المدينة">'
    tree = lxml.html.document_fromstring(f"<html><head>{title}{head}</head><body>{body}</body></html>")
    before = etree.tostring(tree)
    found = metadata_of(tree, nodes_of(tree), OUTLET, url, CAPTURED if dated else None, headline)
    assert etree.tostring(tree) == before
    return found


def ld(**fields: Any) -> str:
    node = {"@type": "NewsArticle", "headline": HEADLINE, **fields}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def beside(shown: str, before: str = "") -> str:
    """Return a page with elements beside its headline, a header with a clock, and a list of other articles."""
    return f"""
        <header><div class="clock">الأحد 25 أغسطس 2024</div></header>
        <main><div>{before}<h1>{HEADLINE}</h1>{shown}</div>{BODY}
        <div class="related-posts"><h3>{OTHER}</h3><time datetime="2024-08-02T10:00:00Z">2 أغسطس 2024</time>
        <span class="author">هالة يوسف</span><a rel="tag" href="/t">أسواق</a></div></main>
        <footer>جميع الحقوق محفوظة 1 يناير 2024</footer>"""
