"""Extract: turn a page's bytes into an article, with trafilatura."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

import trafilatura
from trafilatura.settings import Extractor

from crawler.items import Article, Extracted, Page, Reason
from crawler.rights import rights_of
from crawler.run.signals import deadline
from pipelines.body.blocks import FEWEST_PROSE
from pipelines.body.choice import body_of
from pipelines.clean import cleaned
from pipelines.judge import judged
from pipelines.kind import judge_page, judge_text
from pipelines.kind.marks import marks_of
from pipelines.metadata import metadata_of
from pipelines.normalize import normalize, normalize_line
from pipelines.page.charset import check_text, decode
from pipelines.page.parsing import document_of, parsed
from pipelines.page.structured import nodes_of
from pipelines.page.title import title_of
from pipelines.profile.blocks import drop_blocks, likelier_body, usual_selector
from pipelines.profile.file import profiles_folder, read_profile
from pipelines.profile.use import furniture_of
from pipelines.rejected import Rejected
from pipelines.rights import rights_statements
from pipelines.strip import credit_of, strip_appendix
from pipelines.words.folding import is_same_headline
from pipelines.workers import COUNT, Workers

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.html import HtmlElement
    from scrapy.crawler import Crawler

    from pipelines.body.paragraphs import Body
    from pipelines.profile.model import Profile
    from pipelines.strip import Stripped

EXTRACTOR = f"trafilatura/{trafilatura.__version__}"
"""The manifest's field `extractor`."""
RULES = "7"
"""Version of the rules from extraction to storing. Raise it with each change that may alter the text of a page."""
TEXT = "text/plain"
"""Media type of a page that is a text without markup: only a user's file has it."""
MAX_BODY = 10_000_000
"""Most bytes of HTML in a page; articles have tens of thousands."""
MAX_ELEMENTS = 100_000
"""Most elements in a page."""
MAX_UNDECIDED = 20_000
"""Most elements in a page that trafilatura reads as a whole; its time grows with the square of their number."""
MAX_LINES = 5_000
"""Most lines in a body, for the same reason; the longest article seen has 300."""
MAX_TEXT = 1_000_000
"""Most characters of text that the following steps receive."""
FEWEST_CERTAIN = 300
"""Characters of a small document from which trafilatura reads it once; it tries more with less than 250."""
_DROPPABLE = re.compile("[A-Za-zÀ-ɏ\N{KELVIN SIGN}&]")
"""A letter of such a name, in any case, or the beginning of a reference."""
_OPTIONS = Extractor(output_format="python", fast=True, comments=False)
"""trafilatura's options, made once: it reads them from its configuration file's text."""


def extract(page: Page, profile: Profile | None = None) -> Article:
    """Return the article of a page; see `extract_with_parts`."""
    return extract_with_parts(page, profile)[0]


def extract_with_parts(page: Page, profile: Profile | None = None) -> tuple[Article, Stripped]:
    """Return the article of a page, and how its body was divided. Its text is stripped, but not yet judged.

    Args:
        page: The page.
        profile: The profile of its outlet; None for an outlet of which none was learned.

    Raises:
        Rejected: `too-large`, `undecodable`, `not-html`, `not-an-article`, `challenge`, `no-text`, `too-long`, or
            `page.fault`.
    """
    if page.content_type.startswith(TEXT):
        return _article_of_text(page, profile)
    tree, characters = tree_of(page)
    _held = list(tree.iter())  # else lxml makes the Python object of each element anew for every walk
    nodes = nodes_of(tree)
    marks = marks_of(tree)
    judge_page(tree, nodes, page.capture.url, live=page.outlet.live_blogs, marks=marks)
    title = title_of(tree, nodes)
    moment = _moment(page.capture.date)
    told = metadata_of(tree, nodes, page.outlet, page.capture.url, moment, headline=title)
    rights = rights_of(page.headers, rights_statements(tree), page.signals)
    for selector in page.outlet.prune:
        for element in tree.cssselect(selector):
            element.drop_tree()
    if profile is not None:
        drop_blocks(tree, profile)
    body = body_of(tree, nodes, title, told, page.outlet.content)
    if profile is not None and not page.outlet.content and (usual := usual_selector(tree, profile, body)):
        body = likelier_body(body, body_of(tree, nodes, title, told, (usual,)))
    read, stripped = _read_page(tree, title, profile) if body is None else _read_body(body, title, profile)
    check_text(f"{title}\n{read}")
    whole = profile is None and not page.outlet.prune  # what was taken out may have had marks
    dated = told.published is not None
    judge_text(tree, nodes, title, read, url=page.capture.url, dated=dated, marks=marks if whole else None)
    article = Article(
        url=page.capture.url,
        canonical_url=page.capture.canonical_url,
        title=title,
        text=stripped.text,
        capture=page.capture,
        declared_url=told.declared_url,
        next_page=told.next_page,
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
        page_characters=characters,
        profile=profile.digest if profile is not None else None,
    )
    return article, stripped


def _article_of_text(page: Page, profile: Profile | None) -> tuple[Article, Stripped]:
    """Return the article of a text that a user added to an outlet's corpus: the same steps, without a page to read.

    Raises:
        Rejected: `too-large`, `undecodable`, `too-long`, `no-text` or `page.fault`.
    """
    if page.fault:
        raise Rejected(page.fault, "the archived record holds no readable body")
    check_size(page)
    text = decode(page.body, page.content_type)
    check_text(text)
    if len(text) > MAX_TEXT:
        raise Rejected(Reason.TOO_LONG, f"{len(text)} characters")
    stripped = cleaned(text, profile=profile)
    if not stripped.text:
        raise Rejected(Reason.NO_TEXT, "the file has only lines that are not an article's")
    article = Article(
        url=page.capture.url,
        canonical_url=page.capture.canonical_url,
        title="",
        text=stripped.text,
        capture=page.capture,
        rights=rights_of(page.headers, [], page.signals),
        credit=credit_of(stripped.text),
        cut=list(stripped.cut),
        profile=profile.digest if profile is not None else None,
    )
    return article, stripped


def check_size(page: Page) -> None:
    """Pass a page whose body keeps to `MAX_BODY`.

    Raises:
        Rejected: `too-large`.
    """
    if len(page.body) > MAX_BODY:
        raise Rejected(Reason.TOO_LARGE, f"{len(page.body)} bytes")


def tree_of(page: Page) -> tuple[HtmlElement, int]:
    """Return the element tree, and the decoded characters, of a page that keeps to `MAX_BODY` and `MAX_ELEMENTS`.

    Raises:
        Rejected: `too-large`, `undecodable`, `not-html`, or `page.fault`.
    """
    if page.fault:
        raise Rejected(page.fault, "the archived exchange holds no readable body")
    check_size(page)
    text = decode(page.body, page.content_type)
    tree = parsed(text)
    if tree is None:
        raise Rejected(Reason.NOT_HTML, "no element could be parsed")
    # The parser adds a paragraph for a text at most, and the document's own elements.
    most = 2 * text.count("<") + 10
    if most > MAX_ELEMENTS and tree.xpath("count(//*)") > MAX_ELEMENTS:
        raise Rejected(Reason.TOO_LARGE, f"more than {MAX_ELEMENTS} elements")
    return tree, len(text)


def _read(tree: HtmlElement) -> str:
    """Return the text that trafilatura finds in a tree; empty when it finds none."""
    found: Any = trafilatura.bare_extraction(tree, options=_OPTIONS)
    return found.text if found is not None else ""


def _read_page(tree: HtmlElement, title: str, profile: Profile | None) -> tuple[str, Stripped]:
    """Find with trafilatura the text of a page in which `body_of` found no body.

    Returns:
        The whole text that trafilatura found, and its paragraphs divided. The page's kind is judged by the whole text,
        since links that strip cuts can show that the page is not an article.

    Raises:
        Rejected: `too-large`, `no-text` or `too-long`.
    """
    if tree.xpath("count(//*)") > MAX_UNDECIDED:
        raise Rejected(Reason.TOO_LARGE, f"more than {MAX_UNDECIDED} elements, and no body among them")
    text = _read(tree)
    if not text:
        raise Rejected(Reason.NO_TEXT, "no body was found")
    if len(text) > MAX_TEXT:
        raise Rejected(Reason.TOO_LONG, f"{len(text)} characters")
    return text, cleaned(text, title, profile)


def _read_body(body: Body, title: str, profile: Profile | None) -> tuple[str, Stripped]:
    """Return a body's text, by which the page's kind is judged, and its paragraphs divided.

    If lines are too short for prose, trafilatura reads the normalized paragraphs as a small document, unless it keeps
    all of them for certain. It may drop labels and leftovers; a paragraph of prose that it drops is put back. Strip
    learns which paragraphs are links and which belong to cards; what the outlet's profile knows as furniture goes like
    a card.

    Raises:
        Rejected: `too-long` or `no-text`.
    """
    if len(body.paragraphs) > MAX_LINES or sum(map(len, body.paragraphs)) > MAX_TEXT:
        raise Rejected(Reason.TOO_LONG, f"{len(body.paragraphs)} lines, {sum(map(len, body.paragraphs))} characters")
    lines = [(normalize_line(line), at) for at, line in enumerate(body.paragraphs)]
    lines = [(line, at) for line, at in lines if line]
    if lines and is_same_headline(lines[0][0], title):
        del lines[0]
    own = [line for line, at in lines if at not in body.cards]
    if may_drop(own):
        # trafilatura returns nothing for a text that it finds too short.
        read = set(normalize(_read(document_of(own)) or "\n".join(line for line, _ in lines)).split("\n"))
        lines = [(line, at) for line, at in lines if at in body.cards or line in read or len(line) >= FEWEST_PROSE]
    links = [place for place, (_, at) in enumerate(lines) if at in body.links]
    cards = {place for place, (_, at) in enumerate(lines) if at in body.cards}
    furniture = furniture_of([line for line, _ in lines], profile, links)
    stripped = strip_appendix("\n".join(line for line, _ in lines), links=links, cards=sorted(cards | furniture))
    if not stripped.text:
        raise Rejected(Reason.NO_TEXT, "the body has only lines that are not the article's")
    return stripped.text, stripped


def may_drop(lines: list[str]) -> bool:
    """Return whether trafilatura may drop a short line of a document that has only these paragraphs.

    It keeps paragraphs without markup, but for names of networks, which have Latin letters; it decodes character
    references; and it has other rules for documents with less than `FEWEST_CERTAIN` characters.
    """
    short = [line for line in lines if len(line) < FEWEST_PROSE]
    return bool(short) and (
        len(lines) == 1 or sum(map(len, lines)) < FEWEST_CERTAIN or any(map(_DROPPABLE.search, short))
    )


def _moment(date: str) -> datetime | None:
    """Return a WARC-Date in UTC; None when the page does not come from an archive, or the date cannot be parsed."""
    try:
        return datetime.fromisoformat(date).astimezone(UTC)
    except ValueError:
        return None


def _accepted(page: Page, profile: Profile | None, *, honoured: bool) -> Article:
    """Extract a page's article, and judge it.

    Raises:
        Rejected: By `extract` or `judged`.
    """
    return judged(extract(page, profile), honoured=honoured)


class ExtractPipeline:
    """Turns pages into judged articles, in worker processes; other items pass unchanged.

    Args:
        count: Number of processes.
        timeout: Seconds that a page may take for extraction, text steps and judges together.
        profiles: The folder of profiles; None to use none.
        honoured: Whether to drop pages that reserve archiving or mining.
    """

    def __init__(self, count: int, timeout: float, profiles: Path | None = None, *, honoured: bool = False) -> None:
        self._count = count
        self._timeout = timeout
        self._honoured = honoured
        self._folder = profiles
        self._profiles: dict[str, Profile | None] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read `WORKERS`, `WORKER_TIMEOUT`, `PROFILES` and `RIGHTS_HONOURED`."""
        settings = crawler.settings
        pipeline = cls(
            settings.getint("WORKERS", COUNT),
            settings.getfloat("WORKER_TIMEOUT"),
            profiles_folder(settings),
            honoured=settings.getbool("RIGHTS_HONOURED"),
        )
        crawler.signals.connect(pipeline.close_spider, deadline)
        return pipeline

    def open_spider(self) -> None:
        """Start the workers."""
        self._workers = Workers(self._count, self._timeout)

    async def process_item(self, item: Any) -> Any:
        """Return the judged article of a page, or of a result that a replay has; return any other item unchanged.

        Raises:
            Rejected: By `extract`, `judged` or `Workers.run`, or as the result states.
        """
        if isinstance(item, Extracted):
            if item.article is None or item.rejected is not None:
                raise Rejected(*(item.rejected or (Reason.FAILED,)))
            return item.article
        if not isinstance(item, Page):
            return item
        check_size(item)  # here, since a worker would get a copy first
        profile = self._profile_of(item.outlet.name)
        return await self._workers.run(_accepted, item, profile, honoured=self._honoured)

    def _profile_of(self, outlet: str) -> Profile | None:
        """Return an outlet's profile as the run found it first, so that all pages of the run share one.

        Raises:
            ProfileError: The file cannot be read; the commands look at it before they start.
        """
        if self._folder is None:
            return None
        if outlet not in self._profiles:
            self._profiles[outlet] = read_profile(self._folder, outlet)
        return self._profiles[outlet]

    def close_spider(self) -> None:
        """End the workers."""
        self._workers.close()
