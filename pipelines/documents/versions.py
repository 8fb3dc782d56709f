"""Decides whether an article is new, another version, unchanged or a duplicate, and which articles vanished."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crawler.items import Article, Document, Reason
from crawler.state import Event, RejectedCapture, State, StoredCapture, Version
from crawler.state.records import document_name
from crawler.urls import numbered_stem
from pipelines.extract import EXTRACTOR, RULES
from pipelines.rejected import Rejected

if TYPE_CHECKING:
    from crawler.items import Capture

_GONE = "gone"
"""The event of a vanished article in `history.jsonl` and in the state."""
_RENAMED = "renamed"
"""The event of an address at which an article continues whose slug changed."""


_MOST_UNDER = 3
"""Articles under one number that are looked up, at most: two are too many."""


def manifest_row(article: Article, number: int, text: bytes, previous: Version | None = None) -> dict[str, Any]:
    """Return a document's manifest row. The row does not depend on the time or the machine of the extraction.

    Args:
        article: The article of the document.
        number: The document's number within its outlet.
        text: The bytes of the document's file.
        previous: The article's version before this one; None for the first version.
    """
    sha256 = hashlib.sha256(text).hexdigest()
    capture = article.capture
    return {
        "name": document_name(number, sha256),
        "outlet": capture.outlet,
        "version": previous.version + 1 if previous else 1,
        "previous": previous.name if previous else None,
        "url": capture.url,
        "canonical_url": article.canonical_url,
        "declared_url": article.declared_url,
        "next_page": article.next_page,
        "captured": capture.date,
        "warc": capture.warc,
        "offset": capture.offset,
        "record_id": capture.record_id,
        "payload_digest": capture.payload_digest,
        "extractor": EXTRACTOR,
        "rules": RULES,
        "profile": article.profile,
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
        "page_characters": article.page_characters,
        "sha256": sha256,
    }


class Judgement:
    """The decisions about captures that one transaction stores; each counts for the captures after it.

    Args:
        state: The outlet's state.
        number: The number of the next document.
    """

    def __init__(self, state: State, number: int) -> None:
        self._state = state
        self.number = number
        """The number of the next document, after those that were made here."""
        self.fates: list[StoredCapture | RejectedCapture] = []
        """The decisions to store in the state, in the order in which they were made."""
        self._newest: dict[str, Version] = {}
        self._bodies: dict[str, Version] = {}
        self._articles: dict[int, str] = {}
        self._events: dict[str, tuple[str, int]] = {}
        self._published: dict[str, str | None] = {}

    def article(self, article: Article) -> Document | Rejected:
        """Return the document of an article, or the rejection of a text that the outlet has: unchanged or duplicate."""
        capture = article.capture
        key = self._article(capture)
        document = Document(
            outlet=self._state.outlet, name="", url=article.url, title=article.title, text=article.text, row={}
        )
        content = document.content()
        body = hashlib.sha256(article.text.encode()).hexdigest()
        before = self._newest_of(key)
        if before is not None and before.sha256 == hashlib.sha256(content).hexdigest():
            return self._drop(capture, Rejected(Reason.UNCHANGED, before.name), self._back(capture, before))
        other = self._state.first_document_with_body(body) or self._bodies.get(body)
        if other is not None and before is None:
            return self._drop(capture, Rejected(Reason.DUPLICATE, other.name), self._alias(capture, other))
        old = self._before_its_slug_changed(article) if before is None else ""
        if old:
            key, before = old, self._newest_of(old)
        row = manifest_row(article, self.number, content, before)
        stored = Version(number=self.number, version=row["version"], sha256=row["sha256"], name=row["name"])
        self._newest[key] = stored
        self._articles[self.number] = key
        self._bodies.setdefault(body, stored)
        self._published[key] = article.published
        event = self._event(capture, _RENAMED, stored) if old else self._back(capture, stored)
        self.fates.append(
            StoredCapture(
                seq=capture.seq,
                number=self.number,
                sha256=row["sha256"],
                article=key,
                version=row["version"],
                published=article.published,
                day=(article.published or capture.date)[:10],
                body=body,
                row=row,
                event=event,
            )
        )
        self.number += 1
        return replace(document, name=row["name"], row=row)

    def rejected(self, capture: Capture, rejected: Rejected) -> Rejected:
        """Record a rejected page. A page that is gone adds the event of its vanished article."""
        event = None
        if rejected.reason is Reason.GONE:
            before = self._newest_of(self._article(capture))
            last = self._last_event(capture.canonical_url)
            if before is not None and (last is None or last[0] != _GONE):
                event = self._event(capture, _GONE, before)
        return self._drop(capture, rejected, event)

    def _article(self, capture: Capture) -> str:
        """Return the key of a capture's article; an article that moved continues at the address of its alias."""
        key = capture.canonical_url
        last = self._last_event(key)
        if last is None or self._newest_of(key) is not None:
            return key
        article = self._articles.get(last[1]) or self._state.article_of_document(last[1])
        return article if last[0] == _RENAMED or self._state.had_moved(article, capture.seq) else key

    def _before_its_slug_changed(self, article: Article) -> str:
        """Return the key under which an article is stored whose slug has changed since; empty for any other article.

        Its address has the same number before the slug, and its page states the same moment of publication. Where
        several articles share the number, it is a section's.
        """
        key, published = article.capture.canonical_url, article.published or ""
        stem = numbered_stem(key) if "T" in published else ""
        if not stem:
            return ""
        here = (known for known in self._published if known.startswith(stem))
        others = {*here, *self._state.articles_under(stem, _MOST_UNDER)} - {key}
        if len(others) != 1:
            return ""
        (old,) = others
        before = self._published[old] if old in self._published else self._state.published_of(old)
        return old if before == published else ""

    def _newest_of(self, key: str) -> Version | None:
        """Return an article's newest version, made here or in the state."""
        return self._newest.get(key) or self._state.newest_version(key)

    def _back(self, capture: Capture, document: Version) -> Event | None:
        """Return the event of an article that is back at an address where it was gone; None otherwise."""
        last = self._last_event(capture.canonical_url)
        return self._event(capture, "back", document) if last is not None and last[0] == _GONE else None

    def _alias(self, capture: Capture, document: Version) -> Event | None:
        """Return the event of an address that shows another article's document; None when it has this event already."""
        known = self._last_event(capture.canonical_url) == ("alias", document.number)
        return None if known else self._event(capture, "alias", document)

    def _last_event(self, key: str) -> tuple[str, int] | None:
        """Return the kind of an address's newest event and its document's number, made here or in the state."""
        return self._events.get(key) or self._state.last_event(key)

    def _event(self, capture: Capture, kind: str, document: Version) -> Event:
        """Return an event at a capture's address, and remember it for the captures after it."""
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
        """Add a rejection to the decisions, and return it."""
        self.fates.append(
            RejectedCapture(
                seq=capture.seq,
                reason=rejected.reason,
                detail=rejected.detail,
                event=event,
            )
        )
        return rejected
