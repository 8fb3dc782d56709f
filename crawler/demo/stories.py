"""The content of the demo's site: five stories in five layouts, and the lists that link to them.

The site has used five content management systems, and each story keeps the layout of its time.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import quote

import brotli

SEEDS = Path(__file__).parents[2] / "seeds"
SITE = "نشرة الورّاق"
SECTIONS = {"/section/politics/": "سياسة", "/section/world/": "العالم"}
DRAFT = "/admin/2024/08/24/tomorrows-first-page/"
"""Path of a page that looks like an article and has an article's address: only robots.txt keeps a crawl from it."""

APPENDIX = "إقرأ أيضاً:"
"""The line that opens the appendix of 002 and 004."""
HEADINGS = frozenset(
    {
        "بايدن يوجه رسالة لنتنياهو",
        "دعوات للانتقام",
        "كواليس لقاء بايدن ونتنياهو",
        APPENDIX,
        "مقالات مشابهة",
    }
)
"""Lines of the seeds that a page marks up as headings."""

_TEMPLATES = Path(__file__).parent / "templates"
_LABEL_WORDS = 9
_HTML = "text/html; charset=utf-8"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The site's response at one path."""

    status: int = 200
    """HTTP status code."""
    headers: tuple[tuple[str, str], ...] = ()
    """Header lines, except those of the server itself and of the body's coding and framing."""
    body: bytes = b""
    """The entity body before content-coding."""
    coding: str = ""
    """Content-coding (`gzip` or `br`) for clients that accept it; empty without one."""
    chunked: bool = False
    """Whether the body is sent in chunks, without a Content-Length."""

    def encoded(self) -> bytes:
        """Return the entity body in its content-coding, with the same bytes at each call."""
        if self.coding == "br":
            compressed: bytes = brotli.compress(self.body)
            return compressed
        return gzip.compress(self.body, mtime=0) if self.coding == "gzip" else self.body


@dataclass(frozen=True, kw_only=True)
class Story:
    """One article of the site: its seed, and the form in which it is served."""

    seed: str
    """Name of its file in seeds/."""
    path: str
    """Its address, not percent-encoded."""
    layout: str
    """Name of its template."""
    titled: bool = False
    """Whether the seed's first line is a headline; else the page has no headline."""
    day: str
    """Date of publication, ISO 8601."""
    listed: frozenset[str]
    """Lists that name its address: "front", "feed", and the paths of sections and sitemaps."""
    charset: str = "utf-8"
    """Charset of the page."""
    coding: str = ""
    """Content-coding of the page; empty without one."""
    chunked: bool = False
    """Whether the page is sent in chunks."""
    cookies: tuple[str, ...] = ()
    """Values of its Set-Cookie lines."""
    moved_from: str = ""
    """Former address, which redirects to `path` and which the lists still name; empty when the story never moved."""

    @property
    def lines(self) -> list[str]:
        """The seed's lines without the blank ones."""
        return [line.strip() for line in (SEEDS / self.seed).read_text("utf-8").splitlines() if line.strip()]

    @property
    def label(self) -> str:
        """The text of a link to it."""
        if self.titled:
            return self.lines[0]
        return " ".join(max(self.lines[:2], key=len).split()[:_LABEL_WORDS]) + "…"


STORIES = (
    Story(
        seed="000_c035b44066984417.txt",
        path="/digest/2024/07/26/white-house-talks",
        layout="microdata",
        day="2024-07-26",
        listed=frozenset({"/sitemap-2024.xml.gz"}),
        coding="gzip",
    ),
    Story(
        seed="001_cb8f680a1eebb6cc.txt",
        path="/2024/08/02/بايدن-لنتنياهو-ملتزمون-بأمن-إسرائيل/",
        layout="wordpress",
        titled=True,
        day="2024-08-02",
        listed=frozenset({"front", "feed", "/sitemap-2024.xml.gz", *SECTIONS}),
        coding="br",
        cookies=("visit=1; Path=/", "lang=ar; Path=/; Max-Age=86400", "ab=b; Path=/; HttpOnly; SameSite=Lax"),
    ),
    Story(
        seed="002_cf30f1c3d7062c2e.txt",
        path="/a/1043221",
        layout="aggregator",
        titled=True,
        day="2024-08-23",
        listed=frozenset({"front", "/section/politics/"}),
        moved_from="/node/1043221",
    ),
    Story(
        seed="003_a2a2f58ac3b3bf25.txt",
        path="/News/4417120.aspx",
        layout="aspnet",
        day="2024-02-11",
        listed=frozenset({"feed"}),
        charset="windows-1256",
    ),
    Story(
        seed="004_937f253f68176201.txt",
        path="/news/2025-01-12/truce-talks.html",
        layout="html5",
        day="2025-01-12",
        listed=frozenset({"/sitemap-2025.xml"}),
        chunked=True,
    ),
)
"""Front page, feed and each sitemap name a story that the others do not; 001 is in all lists but the 2025 sitemap."""


def expected() -> dict[str, bytes]:
    """Return the text that a run must store of each story, by its percent-encoded path.

    The rule is the simplest that is right for the five seeds, and shares no code with the steps that it checks.
    """
    texts = {}
    for story in STORIES:
        lines = story.lines
        kept = lines[: lines.index(APPENDIX)] if APPENDIX in lines else lines
        texts[quote(story.path)] = "\n".join(kept).encode()
    return texts


def answers(url: str) -> dict[str, Answer]:
    """Return every response of the site, by path (not percent-encoded).

    Args:
        url: The front page's address, with its slash.
    """
    root = url.rstrip("/")
    pages = {
        "/": _page("front", links=_links("front"), draft=DRAFT),
        DRAFT: _page("draft"),
        "/robots.txt": _text(f"User-agent: *\nDisallow: /admin/\n\nSitemap: {root}/sitemap.xml\n"),
        "/feed": _xml(_feed(root), "application/rss+xml; charset=UTF-8"),
        "/sitemap.xml": _xml(_sitemap_index(root)),
        "/sitemap-2024.xml.gz": Answer(
            headers=(("Content-Type", "application/x-gzip"),),
            body=gzip.compress(_sitemap(root, "/sitemap-2024.xml.gz").encode(), mtime=0),
        ),
        "/sitemap-2025.xml": _xml(_sitemap(root, "/sitemap-2025.xml")),
    }
    pages |= {path: _page("section", name=name, links=_links(path)) for path, name in SECTIONS.items()}
    for story in STORIES:
        pages[story.path] = _article(story, root)
        if story.moved_from:
            pages[story.moved_from] = Answer(status=301, headers=(("Location", quote(story.path)),))
    return pages


def _page(template: str, **fields: str) -> Answer:
    """Return an ordinary page of the site."""
    return Answer(headers=(("Content-Type", _HTML),), body=_filled(template, **fields).encode())


def _text(body: str) -> Answer:
    return Answer(headers=(("Content-Type", "text/plain; charset=utf-8"),), body=body.encode())


def _xml(body: str, content_type: str = "application/xml; charset=utf-8") -> Answer:
    return Answer(headers=(("Content-Type", content_type),), body=body.encode())


def _article(story: Story, root: str) -> Answer:
    """Return a story's page in its layout, charset, coding and framing."""
    lines = story.lines
    title = lines.pop(0) if story.titled else ""
    body = _breaks(lines) if story.layout == "aspnet" else _paragraphs(lines)
    others = [other for other in STORIES if other is not story][:3]
    url = root + quote(story.path)
    page = _filled(
        story.layout,
        title=escape(title),
        body=body,
        day=story.day,
        url=url,
        related="\n".join(_link(other) for other in others),
        ld=_json_ld(title, story.day, url),
    )
    return Answer(
        headers=(
            ("Content-Type", f"text/html; charset={story.charset}"),
            *(("Set-Cookie", cookie) for cookie in story.cookies),
        ),
        body=page.encode(story.charset),
        coding=story.coding,
        chunked=story.chunked,
    )


def _filled(template: str, **fields: str) -> str:
    text = (_TEMPLATES / f"{template}.html").read_text("utf-8")
    return Template(text).substitute(fields, site=SITE)


def _paragraphs(lines: list[str]) -> str:
    """Return the lines as paragraphs, headings and one bullet list."""
    bullets = [line.removeprefix("•").strip() for line in lines if line.startswith("•")]
    html = [
        f"<h3>{escape(line)}</h3>" if line in HEADINGS else f"<p>{escape(line, quote=False)}</p>"
        for line in lines
        if not line.startswith("•")
    ]
    if bullets:  # only one seed has bullets, at its end
        html += ["<ul>", *(f"<li>{escape(bullet, quote=False)}</li>" for bullet in bullets), "</ul>"]
    return "\n".join(html)


def _breaks(lines: list[str]) -> str:
    """Return the lines as bare text between breaks."""
    return "<br /><br />\n".join(escape(line, quote=False) for line in lines)


def _address(story: Story) -> str:
    """Return the path under which the lists name a story: the former one if it moved."""
    return story.moved_from or story.path


def _link(story: Story) -> str:
    """Return a list item that links to the story; the address is not percent-encoded, as on many sites."""
    return f'<li><a href="{escape(_address(story))}">{escape(story.label, quote=False)}</a></li>'


def _links(place: str) -> str:
    return "\n".join(_link(story) for story in STORIES if place in story.listed)


def _json_ld(title: str, day: str, url: str) -> str:
    return json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": title,
            "datePublished": f"{day}T09:30:00+03:00",
            "mainEntityOfPage": url,
            "articleSection": "العالم",
            "author": {"@type": "Organization", "name": "قسم الأخبار"},
            "publisher": {"@type": "Organization", "name": SITE},
        },
        ensure_ascii=False,
    )


def _feed(root: str) -> str:
    """Return the RSS feed; its links have a tracking parameter, as in many feeds."""
    items = "\n".join(
        f"<item><title><![CDATA[{story.label}]]></title>"
        f"<link>{root}{quote(_address(story))}?utm_source=rss</link>"
        f'<guid isPermaLink="false">{story.seed[:3]}</guid>'
        f"<pubDate>{format_datetime(datetime.fromisoformat(story.day).replace(tzinfo=UTC))}</pubDate></item>"
        for story in STORIES
        if "feed" in story.listed
    )
    return (
        f'{_XML}<rss version="2.0"><channel>\n<title>{SITE}</title><link>{root}/</link>'
        f"<description>آخر الأخبار</description><language>ar</language>\n{items}\n</channel></rss>\n"
    )


def _sitemap_index(root: str) -> str:
    children = sorted({place for story in STORIES for place in story.listed if place.startswith("/sitemap")})
    entries = "\n".join(f"<sitemap><loc>{root}{child}</loc></sitemap>" for child in children)
    return f'{_XML}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}\n</sitemapindex>\n'


def _sitemap(root: str, place: str) -> str:
    entries = "\n".join(
        f"<url><loc>{root}{quote(_address(story))}</loc><lastmod>{story.day}</lastmod></url>"
        for story in STORIES
        if place in story.listed
    )
    return f'{_XML}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}\n</urlset>\n'
