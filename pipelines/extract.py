"""Extract: from a page's bytes to an article (trafilatura)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

import trafilatura
from lxml.html import builder as E  # noqa: N812 - the name that lxml's documentation gives it

from crawler.items import Article, Page, Reason
from crawler.rights import rights_of
from crawler.run.signals import deadline
from pipelines.body.blocks import FEWEST_PROSE
from pipelines.body.choice import body_of
from pipelines.clean import cleaned
from pipelines.judge import judged
from pipelines.kind import judge_page, judge_text
from pipelines.metadata import metadata_of
from pipelines.normalize import normalize, normalize_line
from pipelines.page.charset import check_text, decode
from pipelines.page.structured import nodes_of
from pipelines.page.title import title_of
from pipelines.rejected import Rejected
from pipelines.rights import rights_statements
from pipelines.strip import credit_of, strip_appendix
from pipelines.words.folding import is_same_headline
from pipelines.workers import Workers

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from scrapy.crawler import Crawler

    from pipelines.body.choice import Body
    from pipelines.strip import Stripped

EXTRACTOR = f"trafilatura/{trafilatura.__version__}"
"""What the manifest names as extractor."""
RULES = "2"
"""Version of the rules from extraction to storing: raised when they may give another text for the same page."""
MAX_BODY = 10_000_000
"""Bytes of HTML that are looked at; articles have tens of thousands."""
MAX_ELEMENTS = 100_000
"""Elements of a page that are looked at."""
MAX_UNDECIDED = 20_000
"""Elements of a page that trafilatura is given whole; its time grows with their square."""
MAX_LINES = 5_000
"""Lines of a body, for the same reason; the longest article seen has 300."""
MAX_TEXT = 1_000_000
"""Characters of text that the steps after this one are given."""


def extract(page: Page) -> Article:
    """Return the article that a page holds: its text is normalized and stripped, and not judged yet.

    Raises:
        Rejected: `too-large`, `undecodable`, `not-html`, `not-an-article`, `no-text`, `too-long`, or the fault that the
            page came with.
    """
    tree = _tree_of(page)
    nodes = nodes_of(tree)
    judge_page(tree, nodes, page.capture.url, live=page.outlet.live_blogs)
    title = title_of(tree, nodes)
    moment = _moment(page.capture.date)
    told = metadata_of(tree, nodes, page.outlet, page.capture.url, moment, headline=title)
    rights = rights_of(page.headers, rights_statements(tree), page.signals)
    for selector in page.outlet.prune:
        for element in tree.cssselect(selector):
            element.drop_tree()
    body = body_of(tree, nodes, title, told, page.outlet.content)
    read, stripped = _read_page(tree, title) if body is None else _read_body(body, title)
    check_text(f"{title}\n{read}")
    judge_text(tree, nodes, title, read)
    return Article(
        url=page.capture.url,
        canonical_url=page.capture.canonical_url,
        title=title,
        text=stripped.text,
        capture=page.capture,
        declared_url=told.declared_url,
        authors=told.authors,
        published=told.published,
        modified=told.modified,
        section=told.section,
        tags=told.tags,
        image=told.image,
        description=told.description,
        rights=rights,
        credit=credit_of(stripped.text),
        cut=list(stripped.cut),
    )


def _tree_of(page: Page) -> HtmlElement:
    """Return a page's elements, no more of them than can be looked at.

    Raises:
        Rejected: `too-large`, `undecodable`, `not-html`, or the fault that the page came with.
    """
    if page.fault:
        raise Rejected(page.fault, "its body could not be had from the archived exchange")
    if len(page.body) > MAX_BODY:
        raise Rejected(Reason.TOO_LARGE, f"{len(page.body)} bytes")
    tree = trafilatura.load_html(decode(page.body, page.content_type))
    if tree is None:
        raise Rejected(Reason.NOT_HTML, "no element could be parsed")
    if tree.xpath("count(//*)") > MAX_ELEMENTS:
        raise Rejected(Reason.TOO_LARGE, f"more than {MAX_ELEMENTS} elements")
    return tree


def _read(tree: HtmlElement) -> str:
    """Return what trafilatura finds in a tree."""
    found: Any = trafilatura.bare_extraction(tree, fast=True, include_comments=False, with_metadata=False)
    return found.text if found is not None else ""


def _read_page(tree: HtmlElement, title: str) -> tuple[str, Stripped]:
    """Let trafilatura find the body of a page that does not mark it.

    Returns:
        The text by which the page's kind is judged: all that was found, since the links that strip cuts show that a
        page is no article. Then its paragraphs, divided.

    Raises:
        Rejected: `too-large`, `no-text` or `too-long`.
    """
    if tree.xpath("count(//*)") > MAX_UNDECIDED:
        raise Rejected(Reason.TOO_LARGE, f"more than {MAX_UNDECIDED} elements, and none of them is the body")
    text = _read(tree)
    if not text:
        raise Rejected(Reason.NO_TEXT, "no body was found")
    if len(text) > MAX_TEXT:
        raise Rejected(Reason.TOO_LONG, f"{len(text)} characters")
    return text, cleaned(text, title)


def _read_body(body: Body, title: str) -> tuple[str, Stripped]:
    """Return a body's text, by which the page's kind is judged, and its paragraphs, divided.

    trafilatura reads the paragraphs as a small document; it may drop labels and leftovers, but no paragraph of prose.
    It reads them normalized. Of each it is known whether it is a link or belongs to a card: strip uses that.

    Raises:
        Rejected: `too-long` or `no-text`.
    """
    if len(body.paragraphs) > MAX_LINES or sum(map(len, body.paragraphs)) > MAX_TEXT:
        raise Rejected(Reason.TOO_LONG, f"{len(body.paragraphs)} lines, {sum(map(len, body.paragraphs))} characters")
    lines = [(normalize_line(line), at) for at, line in enumerate(body.paragraphs)]
    lines = [(line, at) for line, at in lines if line]
    if lines and is_same_headline(lines[0][0], title):
        del lines[0]
    small = E.HTML(E.BODY(E.ARTICLE(*(E.P(line) for line, at in lines if at not in body.cards))))
    # It gives nothing at all of a text that it finds too short.
    read = set(normalize(_read(small) or "\n".join(line for line, _ in lines)).split("\n"))
    lines = [(line, at) for line, at in lines if at in body.cards or line in read or len(line) >= FEWEST_PROSE]
    stripped = strip_appendix(
        "\n".join(line for line, _ in lines),
        links=[place for place, (_, at) in enumerate(lines) if at in body.links],
        cards=[place for place, (_, at) in enumerate(lines) if at in body.cards],
    )
    if not stripped.text:
        raise Rejected(Reason.NO_TEXT, "nothing but what surrounds an article")
    return stripped.text, stripped


def _moment(date: str) -> datetime | None:
    """Return a WARC-Date as a moment; None when a page comes from no archive, or its archive has no such date."""
    try:
        return datetime.fromisoformat(date).astimezone(UTC)
    except ValueError:
        return None


def _accepted(page: Page, *, honoured: bool) -> Article:
    """Return the article of a page, as the corpus takes it.

    Raises:
        Rejected: What `extract` and `judged` raise.
    """
    return judged(extract(page), honoured=honoured)


class ExtractPipeline:
    """Turns pages into articles that the corpus takes, in worker processes; other items pass.

    Args:
        count: Processes.
        timeout: Seconds for a page: extraction, the text steps, and the judges.
        honoured: Whether pages are dropped that reserve archiving or mining.
    """

    def __init__(self, count: int, timeout: float, *, honoured: bool = False) -> None:
        self._count = count
        self._timeout = timeout
        self._honoured = honoured

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read `WORKERS`, `WORKER_TIMEOUT` and `RIGHTS_HONOURED`."""
        settings = crawler.settings
        pipeline = cls(
            settings.getint("WORKERS"),
            settings.getfloat("WORKER_TIMEOUT"),
            honoured=settings.getbool("RIGHTS_HONOURED"),
        )
        crawler.signals.connect(pipeline.close_spider, deadline)
        return pipeline

    def open_spider(self) -> None:
        """Start the workers."""
        self._workers = Workers(self._count, self._timeout)

    async def process_item(self, item: Any) -> Any:
        """Return the article of a page.

        Raises:
            Rejected: What `extract` and `judged` raise, or what happened to the worker.
        """
        if not isinstance(item, Page):
            return item
        return await self._workers.run(_accepted, item, honoured=self._honoured)

    def close_spider(self) -> None:
        """End the workers."""
        self._workers.close()
