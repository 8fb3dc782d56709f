"""The records that the state takes and returns, besides `crawler.items.Capture`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from crawler.items import Reason

NOT_SHOWN = (Reason.CHALLENGE, Reason.CRASHED, Reason.UNDECODABLE)
"""Reasons of pages that do not show the article that may exist."""


@dataclass(frozen=True, kw_only=True)
class StoredCapture:
    """The result of a capture that became a document."""

    seq: int
    """The capture's place in the order of captures."""
    number: int
    """The document's number within the outlet, from 0."""
    sha256: str
    """SHA-256 of the document's file, in hexadecimal."""
    article: str
    """The canonical URL of the document's article."""
    version: int
    """The document's version of its article, from 1."""
    published: str | None
    """Date or time of publication, ISO 8601; None when the page names none."""
    day: str
    """Day of publication, ISO 8601; of the capture when the page names none."""
    body: str
    """SHA-256 of the text without its title, in hexadecimal."""
    row: dict[str, Any]
    """The manifest row."""
    event: Event | None = None
    """The event of the same capture; None for most captures."""


@dataclass(frozen=True, kw_only=True)
class RejectedCapture:
    """The result of a capture that was rejected."""

    seq: int
    """The capture's place in the order of captures."""
    reason: Reason
    """The reason for which it became no document."""
    detail: str
    """The measured evidence, for people."""
    event: Event | None = None
    """The event of the same capture; None for most captures."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """A change of a document that a capture shows without being a version of it."""

    kind: str
    """`alias`: another address has the document's text; `gone`: its article is not there any more; `back`: it is;
    `renamed`: it continues at an address with another slug."""
    article: str
    """The capture's canonical URL."""
    number: int
    """The document's number within the outlet, from 0."""
    row: dict[str, Any]
    """The row of the outlet's history."""


@dataclass(frozen=True, kw_only=True)
class Version:
    """A document, as one version of its article."""

    number: int
    """The document's number within the outlet, from 0."""
    version: int
    """The version's number, from 1."""
    sha256: str
    """SHA-256 of the document's file, in hexadecimal."""
    name: str
    """The file's name."""


@dataclass(frozen=True, kw_only=True)
class AskedArticle:
    """An article that an earlier run requested."""

    url: str
    """The address of the last request."""
    status: int
    """The status of the last response."""
    first: str
    """WARC-Date of the article's first capture."""
    last: str
    """WARC-Date of the article's last capture."""
    seq: int
    """The place of the article's last capture in the order of captures."""
    challenged: bool
    """Whether the last capture does not show the article though it may exist: a challenge was in its place, its body
    cannot be decoded, or the workers died that read it, perhaps because somebody killed them."""


class Kind(StrEnum):
    """What an address of the frontier leads to."""

    LIST = "list"
    """A sitemap, a feed or a section page."""
    ARTICLE = "article"
    """An article."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """An address of the frontier, with what is needed to request it."""

    kind: Kind
    """List or article."""
    key: str
    """The canonical address of an article; the address of a list. No two addresses of a kind have the same key."""
    url: str
    """The address to request."""
    named_by: str = ""
    """The address of the list that named it; empty for those that no list named."""
    rank: int = 0
    """Addresses of a lower rank are requested first."""
    date: str = ""
    """Its date by its list, ISO 8601 in UTC; among addresses of one rank, the newest is requested first. Empty without
    a date."""
    level: int = 0
    """Number of lists on the way from a start point to a list; 0 for an article."""
    trail: str = ""
    """The way from a list's first page to this page, as JSON; empty for a first page and for an article."""
    tries: int = 0
    """Number of runs in which it was requested without getting an answer."""
    id: int = 0
    """Its place in the order in which addresses entered the frontier; 0 before it entered."""


class Answer(NamedTuple):
    """The end of the wait for an article."""

    key: str
    """The article's canonical address."""
    known: bool
    """Whether its capture makes it known (`FrontierQueries.asked_article`), so that no list can bring it back."""


class Delay(NamedTuple):
    """An address that was requested without getting an answer, and waits for a later run."""

    kind: Kind
    """List or article."""
    key: str
    """The address's key."""
    tries: int
    """Number of runs in which it was requested so far."""
    next: str
    """The moment from which a run may request it again, ISO 8601 in UTC with microseconds."""


class StoredDocument(NamedTuple):
    """A document with the place of its capture; the last four fields are None when the state lacks the capture."""

    number: int
    """The document's number within the outlet, from 0."""
    sha256: str
    """SHA-256 of the document's file, in hexadecimal."""
    row: str
    """The manifest row, as JSON."""
    warc: str | None
    """File name of the capture's WARC."""
    offset: int | None
    """The beginning of the capture's record in the WARC, in bytes."""
    record_id: str | None
    """The record's WARC-Record-ID."""
    url: str | None
    """The capture's URL."""

    @property
    def name(self) -> str:
        """The name that the document's file must have."""
        return document_name(self.number, self.sha256)


class DatedDocument(NamedTuple):
    """A document with the times of its publication and its capture."""

    number: int
    """Its number within the outlet."""
    sha256: str
    """SHA-256 of its text, hexadecimal."""
    version: int
    """The version of its article, counted from 1."""
    published: str | None
    """ISO 8601 as the document has it; None without a date."""
    captured: str
    """WARC-Date."""


def document_name(number: int, sha256: str) -> str:
    """Return the name of a document's file, by its number within the outlet and the SHA-256 of its bytes."""
    return f"{number:03}_{sha256[:16]}.txt"
