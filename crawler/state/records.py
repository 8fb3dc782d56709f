"""The records that the state takes and returns, beside `crawler.items.Capture`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from crawler.items import Reason


@dataclass(frozen=True, kw_only=True)
class StoredCapture:
    """A capture became a document."""

    seq: int
    """Its place in the order of captures."""
    outlet: str
    """The outlet's name."""
    number: int
    """The document's place in the outlet."""
    sha256: str
    """Of the document's file, in hexadecimal."""
    article: str
    """The canonical URL of the article that it is a version of."""
    version: int
    """Counted from 1."""
    published: str | None
    """Date or time of publication, ISO 8601; None when the page names none."""
    body: str
    """SHA-256 of the text without its title, in hexadecimal."""
    row: dict[str, Any]
    """The manifest row."""
    event: Event | None = None
    """What the capture shows of a document beside that; None when nothing."""


@dataclass(frozen=True, kw_only=True)
class RejectedCapture:
    """A capture was rejected."""

    seq: int
    """Its place in the order of captures."""
    outlet: str
    """The outlet's name."""
    reason: Reason
    """Why it became no document."""
    detail: str
    """What was measured, for people."""
    event: Event | None = None
    """What the capture shows of a document; None when nothing."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """What a capture shows of a document that it is not a version of."""

    kind: str
    """`alias`: another address has the document's text; `gone`: its article is not there any more; `back`: it is."""
    article: str
    """The canonical URL that the capture is of."""
    number: int
    """The document's."""
    row: dict[str, Any]
    """The row of the outlet's history."""


@dataclass(frozen=True, kw_only=True)
class Version:
    """A document, as one version of its article."""

    number: int
    """Its place in the outlet."""
    version: int
    """Counted from 1."""
    sha256: str
    """Of its file, in hexadecimal."""
    name: str
    """The file's name."""


@dataclass(frozen=True, kw_only=True)
class AskedArticle:
    """An article that was asked for."""

    url: str
    """The address that was asked for last."""
    status: int
    """The status of the last response."""
    first: str
    """WARC-Date of its first capture."""
    last: str
    """WARC-Date of its last."""
    challenged: bool
    """Whether the last capture was a challenge in the article's place."""


class StoredDocument(NamedTuple):
    """A document beside the capture that it was made of; the last five are None when the state has no such capture."""

    number: int
    """Its place in the outlet."""
    sha256: str
    """Of its file, in hexadecimal."""
    row: str
    """The manifest row, as JSON."""
    outlet: str | None
    """The capture's outlet."""
    warc: str | None
    """File name of the capture's WARC."""
    offset: int | None
    """Where the capture's record begins in it, in bytes."""
    record_id: str | None
    """The record's WARC-Record-ID."""
    url: str | None
    """The capture's URL."""

    @property
    def name(self) -> str:
        """The name that its file must have."""
        return f"{self.number:03}_{self.sha256[:16]}.txt"
