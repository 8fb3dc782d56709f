"""The records that travel: from an exchange's capture to a page, an article, and the document that is stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from crawler.outlet import Outlet


class Reason(StrEnum):
    """The reason for which a page becomes no document. Stats, state, summaries and JSON hold the slug."""

    NOT_AN_ARTICLE = "not-an-article"
    """A section, a search, a shop, an error, a player, … (`pipelines.kind`); the detail begins with the kind."""
    CHALLENGE = "challenge"
    """The server sent a bot challenge, or a refusal, in the article's place."""
    NOT_ARABIC = "not-arabic"
    """The text is in another language, or too much of it is."""
    TOO_SHORT = "too-short"
    """The text has fewer letters than an article."""
    TOO_LONG = "too-long"
    """The text has more letters or lines than any article."""
    NO_TEXT = "no-text"
    """The page has no body, or the body holds nothing but what surrounds an article."""
    NOT_HTML = "not-html"
    """No element could be parsed."""
    TOO_LARGE = "too-large"
    """The body has too many bytes or elements."""
    UNDECODABLE = "undecodable"
    """The content-encoding or the charset of the body is broken."""
    TRUNCATED = "truncated"
    """The archive holds only the beginning of the response; a crawl counts such an address as not fetched."""
    GONE = "gone"
    """The server answered 404 or 410."""
    UNCHANGED = "unchanged"
    """The article's text equals that of its newest version."""
    DUPLICATE = "duplicate"
    """Another article of the outlet has the same text."""
    RESERVED = "reserved"
    """The page reserves its rights, and `RIGHTS_HONOURED` is on."""
    UNRESOLVED = "unresolved"
    """The capture is a revisit, and no archive holds its original."""
    UNREADABLE = "unreadable"
    """The archive has no record at the place that the state names, or the record is damaged."""
    TIMED_OUT = "timed-out"
    """Extraction took longer than the time limit."""
    CRASHED = "crashed"
    """Two worker processes ended while they extracted the page."""
    FAILED = "failed"
    """Extraction raised an exception that no step expects."""
    DROPPED = "dropped"
    """A pipeline that is not Warraq's raised DropItem."""
    UNSETTLED = "unsettled"
    """The run stopped before it decided about the page; the next run decides."""


@dataclass(frozen=True, kw_only=True)
class Capture:
    """A response (or revisit) record in an archive, and its place there."""

    outlet: str
    """Name of the capture's outlet."""
    url: str
    """WARC-Target-URI: the requested URL, in its requested spelling."""
    canonical_url: str
    """The one form under which all spellings of that URL are equal (see `crawler.urls.canonical`)."""
    date: str
    """WARC-Date: the time at which the exchange began, RFC 3339 in UTC, as exact as the archive has it."""
    status: int
    """HTTP status code."""
    page: bool
    """Whether it may hold an article, or show that an article is gone (see `Outlet.concerns_article`)."""
    warc: str
    """File name of the WARC, without folder."""
    offset: int
    """The beginning of the record's gzip member (or of the record, when plain) in the file, in bytes."""
    length: int
    """Bytes from `offset` to the record's end in the file."""
    record_id: str
    """WARC-Record-ID without its angle brackets; empty when the record has no identifier."""
    payload_digest: str
    """WARC-Payload-Digest of the entity body (content-encoded, without transfer-coding)."""
    kind: str = "response"
    """WARC-Type: `response` or `revisit`."""
    mime: str = ""
    """Media type of the body by its head, lower case, without parameters; empty when the head declares no type."""
    seq: int = 0
    """Place in the state's order of captures; 0 before the state has the capture."""


@dataclass
class Page:
    """An archived HTML body that enters extraction."""

    capture: Capture
    outlet: Outlet
    """The facts that extraction may use (selectors, time zone)."""
    body: bytes = field(repr=False)
    """The entity body after content-decoding."""
    content_type: str
    """The response's Content-Type header; empty when the response has no such header."""
    headers: tuple[tuple[bytes, bytes], ...] = ()
    """The response's header lines that `crawler.rights` reads."""
    signals: tuple[tuple[str, str], ...] = ()
    """Content signals of the host's robots.txt at the time of the capture: name, and `yes` or `no`."""
    fault: Reason | None = None
    """The reason for which an archived exchange gives no body; the page is then rejected. None for a page with one."""


@dataclass
class Article:
    """The extracted text with its metadata. Each step returns a new one."""

    url: str
    """The requested URL."""
    title: str
    """The page's headline; empty for a page without one."""
    text: str
    """The body: one paragraph a line, the title not repeated."""
    capture: Capture
    """The capture that holds the page."""
    canonical_url: str = ""
    """The one form under which all spellings of `url` are equal."""
    declared_url: str | None = None
    """The address that the page itself declares (`link rel=canonical`, og:url); None when it declares none."""
    next_page: str | None = None
    """The address of the article's next page; None when `text` is the whole article."""
    authors: list[str] = field(default_factory=list)
    """The authors' names, as the page spells them."""
    published: str | None = None
    """Date or time of publication, ISO 8601; None when the page does not state it."""
    modified: str | None = None
    """Date or time of the last change, ISO 8601; None when the page states no change after its publication."""
    section: str | None = None
    """The outlet's name for the article's section."""
    tags: list[str] = field(default_factory=list)
    """Keywords, as the page spells them."""
    image: str | None = None
    """Absolute URL of the picture that the page declares for the article."""
    description: str | None = None
    """The page's own summary, one line."""
    rights: dict[str, Any] = field(default_factory=dict)
    """The outlet's statements about archiving and mining the page (see `crawler.rights.rights_of`); may be empty."""
    credit: str | None = None
    """The source that a credit line («المصدر: …») names; the line itself stays in the text."""
    language: str = ""
    """ISO 639-1 code."""
    language_score: float = 0.0
    """The detector's confidence, 0 to 1."""
    cut: list[str] = field(default_factory=list)
    """Paragraphs that the steps removed from the text, in their order."""
    page_characters: int | None = None
    """Characters of the decoded page, markup included; None for a text without a page."""
    profile: str | None = None
    """Digest of the outlet's profile by which the text was extracted; None when the outlet had none."""


@dataclass
class Extracted:
    """The result of a page, as far as its bytes decide it, without its place in the order of captures."""

    capture: Capture
    """The capture that holds the page."""
    article: Article | None = None
    """The judged article; as extracted when a judge rejected it; None when extraction rejected the page."""
    rejected: tuple[Reason, str] | None = None
    """Reason and detail for which it becomes no document; None for an article that passed all judges."""


@dataclass
class Document:
    """One stored text with its manifest row; `-o articles.jl` receives these."""

    outlet: str
    """Name of the outlet."""
    name: str
    """File name under output/text/<outlet>/."""
    url: str
    """The requested URL."""
    title: str
    """The page's headline; empty for a page without one."""
    text: str
    """The body: one paragraph a line, the title not repeated."""
    row: dict[str, Any]
    """The manifest row."""

    def content(self) -> bytes:
        """Return the file's bytes: the title as first line unless it is empty, then the paragraphs."""
        return (f"{self.title}\n{self.text}" if self.title else self.text).encode()


class FileFacts(NamedTuple):
    """What a store tells of a file."""

    size: int
    """Its bytes; -1 where a web server does not tell them."""
    stamp: str
    """A mark that changes with its bytes, such as an ETag; empty where the store has none."""
    ranged: bool = True
    """Whether ranges of it can be read."""
