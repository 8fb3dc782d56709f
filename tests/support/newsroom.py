"""A newsroom on loopback whose articles appear, change, vanish, return and move."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from types import TracebackType

PLACES = ("نابلس", "طرابلس", "أسوان", "البصرة", "صفاقس", "وجدة", "صلالة", "حلب", "عدن", "نواكشوط")
IN_FEED = 50
"""Number of stories in the feed."""
THINGS = ("المكتبة", "المتحف", "الميناء", "السوق", "الجسر", "المستشفى", "الملعب", "المدرسة", "المحطة", "الحديقة")


@dataclass
class Story:
    """An article in its present state."""

    number: int
    published: datetime
    version: int = 1
    changed: datetime | None = None
    """Time of its last change, which the sitemap states."""
    touched: datetime | None = None
    """Time of its last change that only the validator shows, not the sitemap."""
    republished: datetime | None = None
    """Time at which it was published again under its old address."""
    gone: bool = False
    vanished_as: int = 410
    """Status of the answer when it is gone."""
    moved: bool = False
    """Whether it has a new address, to which the old one redirects."""
    subject: int | None = None
    """Number of the story whose text it repeats; None for a text of its own."""

    @property
    def old_path(self) -> str:
        """Its first path."""
        return f"/news/{self.published:%Y/%m/%d}/{self.number + 10_000}"

    @property
    def path(self) -> str:
        """Its present path."""
        return f"/news/{self.published:%Y/%m/%d}/{self.number + 10_000}-moved" if self.moved else self.old_path

    @property
    def shown(self) -> datetime:
        """The time of publication on its page."""
        return self.republished or self.published

    @property
    def told(self) -> datetime:
        """The `lastmod` of the sitemap: the time of its last change or publication."""
        return max(filter(None, (self.published, self.changed, self.republished)))

    @property
    def validator(self) -> str:
        """A string that differs between two states of its page; the address does not count."""
        return f"{self.number} {self.version} {self.told} {self.touched}"

    @property
    def _about(self) -> int:
        """The number that decides its text and headline."""
        return self.number if self.subject is None else self.subject

    @property
    def title(self) -> str:
        """Its headline."""
        return f"افتتاح {THINGS[self._about % 10]} رقم {self._about} في {PLACES[self._about // 10 % 10]}"

    @property
    def paragraphs(self) -> list[str]:
        """Its present text."""
        number = self._about
        place, thing = PLACES[number // 10 % 10], THINGS[number % 10]
        return [
            f"افتُتح اليوم مبنى {thing} رقم {number} في {place} بعد أعمال استمرت أشهراً.",
            f"وقال المشرف إن الزيارات تبدأ الأسبوع المقبل، وإن عدد الزوار المتوقع {number * 13 + 100}.",
            f"ويضم المبنى {self.version + 1} قاعات، بحسب النسخة {self.version} من بيان البلدية عن المشروع {number}.",
        ]

    @property
    def document(self) -> str:
        """The file that the corpus must hold for its present state."""
        return "\n".join((self.title, *self.paragraphs))


@dataclass
class Answer:
    """An answer that the newsroom is about to send."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Pass over a client that went away, as killed runs do."""


@dataclass
class Newsroom:
    """Serves its stories, a sitemap of the days on which they were published, a feed and a front page, with validators.

    Args:
        now: The newsroom's time.
    """

    now: datetime
    stories: list[Story] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    """The requested paths, in their order."""
    answered: list[tuple[str, int]] = field(default_factory=list)
    """The requested paths and the statuses of their answers, in their order."""
    conditional: bool = True
    """Whether it answers a conditional request for an unchanged page with 304."""
    meddler: Callable[[BaseHTTPRequestHandler, Answer], Answer | None] | None = None
    """Changes an answer before it is sent; returns None when it has dealt with the request itself."""

    def publish(self, at: datetime | None = None) -> Story:
        """Add a story that is published now, or at an earlier moment."""
        story = Story(number=len(self.stories), published=at or self.now)
        self.stories.append(story)
        return story

    def change(self, story: Story) -> None:
        """Change a story's text, and its `lastmod` in the sitemap."""
        story.version += 1
        story.changed = self.now

    def answer(self, path: str, condition: str | None) -> Answer:
        """Return the answer to a request with an If-None-Match."""
        status, kind, body, changed = self._resource(path)
        tag = f'"{hashlib.sha256(body if not changed else changed.encode()).hexdigest()[:16]}"'
        if self.conditional and status == 200 and condition == tag:
            status, body = 304, b""
        return Answer(status, [("ETag", tag), ("Location" if status == 301 else "Content-Type", kind)], body)

    def _resource(self, path: str) -> tuple[int, str, bytes, str]:
        """Return status, content type (for a redirect its target), body, and the string of its validator."""
        lists = {
            "/robots.txt": ("text/plain", self._robots),
            "/": ("text/html; charset=utf-8", self._front),
            "/feed.xml": ("application/rss+xml", self._feed),
            "/sitemap.xml": ("application/xml", self._index),
        }
        if path in lists:
            kind, make = lists[path]
            return 200, kind, make().encode(), ""
        if path.startswith("/sitemap-"):
            return 200, "application/xml", self._day(path).encode(), ""
        for story in self.stories:
            if path == story.path and not story.gone:
                return 200, "text/html; charset=utf-8", self._page(story), story.validator
            if path == story.path:
                return story.vanished_as, "text/html", b"", ""
            if path == story.old_path:
                return 301, self.url + story.path, b"", ""
        return 404, "text/plain", b"", ""

    def _robots(self) -> str:
        return f"User-agent: *\nDisallow:\nSitemap: {self.url}/sitemap.xml\n"

    def _index(self) -> str:
        told: dict[date, datetime] = {}
        for story in self.stories:
            day = story.shown.date()
            told[day] = max(told.get(day, story.told), story.told)
        entries = "".join(
            f"<sitemap><loc>{self.url}/sitemap-{day}.xml</loc><lastmod>{last.isoformat()}</lastmod></sitemap>"
            for day, last in sorted(told.items(), reverse=True)
        )
        return f"<sitemapindex>{entries}</sitemapindex>"

    def _day(self, path: str) -> str:
        entries = "".join(
            f"<url><loc>{self.url}{story.path}</loc><lastmod>{story.told.isoformat()}</lastmod></url>"
            for story in self.stories
            if path == f"/sitemap-{story.shown.date()}.xml" and not story.gone
        )
        return f"<urlset>{entries}</urlset>"

    def newest(self, count: int) -> list[Story]:
        """Return the stories that were published last and are not gone, the newest first."""
        return sorted((s for s in self.stories if not s.gone), key=lambda s: (s.shown, s.number), reverse=True)[:count]

    def _front(self) -> str:
        links = "".join(f'<li><a href="{story.path}">{story.title}</a></li>' for story in self.newest(20))
        return (
            '<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>أخبار البلدية</title>'
            '<link rel="alternate" type="application/rss+xml" href="/feed.xml"></head>'
            f"<body><ul>{links}</ul></body></html>"
        )

    def _feed(self) -> str:
        items = "".join(
            f"<item><title>{story.title}</title><link>{self.url}{story.path}</link>"
            f"<pubDate>{format_datetime(story.shown)}</pubDate></item>"
            for story in self.newest(IN_FEED)
        )
        return f'<rss version="2.0"><channel><title>أخبار البلدية</title>{items}</channel></rss>'

    def _page(self, story: Story) -> bytes:
        body = "".join(f"<p>{line}</p>" for line in story.paragraphs)
        others = "".join(f'<li><a href="{s.path}">{s.title}</a></li>' for s in self.stories[-5:] if s is not story)
        return (
            f'<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{story.title}</title>'
            f'<meta property="article:published_time" content="{story.shown.isoformat()}"></head><body>'
            f"<nav>{self.now:%Y/%m/%d %H:%M}</nav>"
            f'<article><h1>{story.title}</h1><div class="entry-content">{body}</div></article>'
            f'<aside class="related"><h3>اقرأ أيضا</h3><ul>{others}</ul></aside></body></html>'
        ).encode()

    def __enter__(self) -> Self:
        room = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                room.asked.append(self.path)
                honest = room.answer(self.path, self.headers["If-None-Match"])
                answer = honest if room.meddler is None else room.meddler(self, honest)
                if answer is None:
                    return
                room.answered.append((self.path, answer.status))
                self.send_response(answer.status)
                for name, value in answer.headers:
                    self.send_header(name, value)
                if answer.status != 304:
                    self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = _Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


HOUR = timedelta(hours=1)
