"""Extract: from a page's bytes to an article (trafilatura)."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Any, Self

import trafilatura
from w3lib.encoding import html_to_unicode

from crawler.items import Article, Page
from crawler.signals import deadline
from pipelines.rejected import Rejected
from pipelines.structured import nodes_of
from pipelines.title import title_of
from pipelines.workers import Workers

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

EXTRACTOR = f"trafilatura/{trafilatura.__version__}"
"""What the manifest names as extractor."""
RULES = "1"
"""Version of the rules from extraction to storing: raised when they may give another text for the same page."""
MAX_BODY = 10_000_000
"""Bytes of HTML that are looked at; articles have tens of thousands."""
MAX_ELEMENTS = 100_000
"""Elements of a page that are looked at; trafilatura's time grows with their square."""
MAX_TEXT = 1_000_000
"""Characters of text that the steps after this one are given."""
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def extract(page: Page) -> Article:
    """Return the article that a page holds.

    Raises:
        Rejected: `too-large`, `undecodable`, `not-html`, `no-text`, `too-long`, or the fault that the page came with.
    """
    if page.fault:
        raise Rejected(page.fault, "its body could not be had from the archived exchange")
    if len(page.body) > MAX_BODY:
        raise Rejected("too-large", f"{len(page.body)} bytes")
    tree = trafilatura.load_html(decode(page.body, page.content_type))
    if tree is None:
        raise Rejected("not-html", "no element could be parsed")
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        raise Rejected("too-large", f"more than {MAX_ELEMENTS} elements")
    title = title_of(tree, nodes_of(tree))
    for selector in page.outlet.prune:
        for element in tree.cssselect(selector):
            element.drop_tree()
    found: Any = trafilatura.bare_extraction(
        _content(tree, page.outlet.content), url=page.capture.url, fast=True, include_comments=False, with_metadata=True
    )
    if found is None or not found.text:
        raise Rejected("no-text", "trafilatura found no body")
    if len(found.text) > MAX_TEXT:
        raise Rejected("too-long", f"{len(found.text)} characters")
    return Article(
        url=page.capture.url,
        canonical_url=page.capture.canonical_url,
        title=title,
        text=found.text,
        capture=page.capture,
        authors=[name.strip() for name in (found.author or "").split(";") if name.strip()],
        published=found.date,
        section=(found.categories or [None])[0],
        tags=list(found.tags or []),
    )


def decode(body: bytes, content_type: str) -> str:
    """Decode HTML as a browser does: byte order mark, Content-Type header, `meta`, then what the bytes look like.

    Raises:
        Rejected: `undecodable`: it does not decode without replacement characters.
    """
    try:
        _, text = html_to_unicode(content_type or None, body, auto_detect_fun=_detect)
    except (LookupError, UnicodeError):  # "charset=hex" names a codec of Python's that is none of text
        text = codecs.decode(body, _detect(body), "replace")
    replaced = text.count(_REPLACEMENT) - body.count(_REPLACEMENT.encode())
    if replaced > 0:
        raise Rejected("undecodable", f"{replaced} replacement characters")
    return text


def _detect(body: bytes) -> str:
    """Return the encoding of a page that does not name one: UTF-8 when it is that, else Windows Arabic."""
    try:
        codecs.decode(body, "utf-8")
    except UnicodeDecodeError:
        return "cp1256"
    return "utf-8"


def _content(tree: Any, selectors: tuple[str, ...]) -> Any:
    """Return the element that the outlet's facts name, or the whole page."""
    for selector in selectors:
        if found := tree.cssselect(selector):
            return found[0]
    return tree


class ExtractPipeline:
    """Turns pages into articles, in worker processes; other items pass."""

    def __init__(self, count: int, timeout: float) -> None:
        self._count = count
        self._timeout = timeout

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read `WORKERS` and `WORKER_TIMEOUT`."""
        pipeline = cls(crawler.settings.getint("WORKERS"), crawler.settings.getfloat("WORKER_TIMEOUT"))
        crawler.signals.connect(pipeline.close_spider, deadline)
        return pipeline

    def open_spider(self) -> None:
        """Start the workers."""
        self._workers = Workers(self._count, self._timeout)

    async def process_item(self, item: Any) -> Any:
        """Extract a page."""
        if not isinstance(item, Page):
            return item
        return await self._workers.run(extract, item)

    def close_spider(self) -> None:
        """End the workers."""
        self._workers.close()
