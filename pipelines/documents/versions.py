"""Versions: whether an article is new, another version of one that there is, or the same again; and what vanished."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crawler.items import Article, Document, Reason
from crawler.state import Event, RejectedCapture, State, StoredCapture, Version
from pipelines.extract import EXTRACTOR, RULES
from pipelines.rejected import Rejected

if TYPE_CHECKING:
    from crawler.items import Capture

_GONE = "gone"
"""The event of an article that vanished, as `history.jsonl` and the state have it."""


def manifest_row(article: Article, number: int, text: bytes, previous: Version | None = None) -> dict[str, Any]:
    """Return a document's manifest row: nothing in it depends on when or where it was extracted.

    Args:
        article: What it is made of.
        number: The document's place in the outlet.
        text: The file's bytes.
        previous: The article's version before this one; None when it is the first.
    """
    sha256 = hashlib.sha256(text).hexdigest()
    capture = article.capture
    return {
        "name": f"{number:03}_{sha256[:16]}.txt",
        "outlet": capture.outlet,
        "version": previous.version + 1 if previous else 1,
        "previous": previous.name if previous else None,
        "url": capture.url,
        "canonical_url": article.canonical_url,
        "declared_url": article.declared_url,
        "captured": capture.date,
        "warc": capture.warc,
        "offset": capture.offset,
        "record_id": capture.record_id,
        "payload_digest": capture.payload_digest,
        "extractor": EXTRACTOR,
        "rules": RULES,
        "title": article.title,
        "authors": article.authors,
        "published": article.published,
        "modified": article.modified,
        "section": article.section,
        "tags": article.tags,
        "image": article.image,
        "description": article.description,
        "language": article.language,
        "language_score": article.language_score,
        "credit": article.credit,
        "rights": article.rights,
        "cut": article.cut,
        "sha256": sha256,
    }


class Judgement:
    """What becomes of captures that are settled together: each sees those before it as if they were in the state.

    Args:
        state: The state.
        outlet: The outlet's name.
        number: The next document's.
    """

    def __init__(self, state: State, outlet: str, number: int) -> None:
        self._state = state
        self._outlet = outlet
        self.number = number
        """The next document's, after those that were made here."""
        self.fates: list[StoredCapture | RejectedCapture] = []
        """What the state is to be told, in the order of what was judged."""
        self._newest: dict[str, Version] = {}
        self._bodies: dict[str, Version] = {}
        self._articles: dict[int, str] = {}
        self._events: dict[str, tuple[str, int]] = {}

    def article(self, article: Article) -> Document | Rejected:
        """Make a document of an article, unless the outlet has its text."""
        capture = article.capture
        key = self._article(capture)
        document = Document(
            outlet=self._outlet, name="", url=article.url, title=article.title, text=article.text, row={}
        )
        content = document.content()
        body = hashlib.sha256(article.text.encode()).hexdigest()
        before = self._newest_of(key)
        if before is not None and before.sha256 == hashlib.sha256(content).hexdigest():
            return self._drop(capture, Rejected(Reason.UNCHANGED, before.name), self._back(capture, before))
        other = self._state.first_document_with_body(self._outlet, body) or self._bodies.get(body)
        if other is not None and before is None:
            return self._drop(capture, Rejected(Reason.DUPLICATE, other.name), self._alias(capture, other))
        row = manifest_row(article, self.number, content, before)
        stored = Version(number=self.number, version=row["version"], sha256=row["sha256"], name=row["name"])
        self._newest[key] = stored
        self._articles[self.number] = key
        self._bodies.setdefault(body, stored)
        event = self._back(capture, stored)
        self.fates.append(
            StoredCapture(
                seq=capture.seq,
                outlet=self._outlet,
                number=self.number,
                sha256=row["sha256"],
                article=key,
                version=row["version"],
                published=article.published,
                body=body,
                row=row,
                event=event,
            )
        )
        self.number += 1
        return replace(document, name=row["name"], row=row)

    def rejected(self, capture: Capture, rejected: Rejected) -> Rejected:
        """Keep account of a page that is no article; one that is gone takes its document along."""
        event = None
        if rejected.reason is Reason.GONE:
            before = self._newest_of(self._article(capture))
            last = self._last_event(capture.canonical_url)
            if before is not None and (last is None or last[0] != _GONE):
                event = self._event(capture, _GONE, before)
        return self._drop(capture, rejected, event)

    def _article(self, capture: Capture) -> str:
        """Return the article that a capture is of: one that has moved goes on at the address of its alias."""
        key = capture.canonical_url
        last = self._last_event(key)
        if last is None or self._newest_of(key) is not None:
            return key
        article = self._articles.get(last[1]) or self._state.article_of_document(self._outlet, last[1])
        return article if self._state.had_moved(self._outlet, article, capture.seq) else key

    def _newest_of(self, key: str) -> Version | None:
        return self._newest.get(key) or self._state.newest_version(self._outlet, key)

    def _back(self, capture: Capture, document: Version) -> Event | None:
        last = self._last_event(capture.canonical_url)
        return self._event(capture, "back", document) if last is not None and last[0] == _GONE else None

    def _alias(self, capture: Capture, document: Version) -> Event | None:
        known = self._last_event(capture.canonical_url) == ("alias", document.number)
        return None if known else self._event(capture, "alias", document)

    def _last_event(self, key: str) -> tuple[str, int] | None:
        return self._events.get(key) or self._state.last_event(self._outlet, key)

    def _event(self, capture: Capture, kind: str, document: Version) -> Event:
        self._events[capture.canonical_url] = (kind, document.number)
        row = {
            "event": kind,
            "name": document.name,
            "url": capture.url,
            "canonical_url": capture.canonical_url,
            "captured": capture.date,
            "status": capture.status,
            "warc": capture.warc,
            "offset": capture.offset,
            "record_id": capture.record_id,
        }
        return Event(kind=kind, article=capture.canonical_url, number=document.number, row=row)

    def _drop(self, capture: Capture, rejected: Rejected, event: Event | None) -> Rejected:
        self.fates.append(
            RejectedCapture(
                seq=capture.seq,
                outlet=self._outlet,
                reason=rejected.reason,
                detail=rejected.detail,
                event=event,
            )
        )
        return rejected
