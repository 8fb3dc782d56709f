"""An article's versions on a line, what happened to it between them, and what changed between two of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crawler.errors import BrowseError
from pipelines.documents.differences import ADDED, REMOVED, SAME, changed_words, changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from corpus.browse.place import Document, Place
    from crawler.state import ReadOnlyState
    from pipelines.documents.differences import Change

MOST_VERSIONS = 25
"""Versions that are shown at a time, at most."""
MOST_EVENTS = 100
"""Events of an address that are shown, at most: the last ones."""


@dataclass(frozen=True)
class Version:
    """A version of an article."""

    number: int
    """The document's number within the outlet."""
    version: int
    title: str
    captured: str
    """WARC-Date."""
    published: str | None
    """ISO 8601; null without a date."""
    modified: str | None
    """The same."""

    @classmethod
    def of(cls, number: int, row: Mapping[str, Any]) -> Version:
        """Return the version of a manifest row."""
        same = ("version", "title", "captured", "published", "modified")
        return cls(number, **{name: row[name] for name in same})


@dataclass(frozen=True)
class Happening:
    """What a capture showed of an article without being a version of it."""

    event: str
    """`gone`: the address answered 404 or 410; `back`: it answers again; `alias`: another address has the text;
    `renamed`: the article continues at this address."""
    captured: str
    """WARC-Date."""
    url: str
    status: int
    """HTTP status code."""


@dataclass(frozen=True)
class Words:
    """Words that are the same in two texts, or stand in one of them."""

    kind: str
    """`same`, `removed` or `added`."""
    text: str


@dataclass(frozen=True)
class ChangedParagraph:
    """A paragraph with its change."""

    kind: str
    """`same`, `removed`, `added` or `changed`."""
    is_moved: bool
    """Whether a removed or added paragraph stands at another place of the other text."""
    words: list[Words]
    """Its pieces; one unless it was changed."""


@dataclass(frozen=True)
class Comparison:
    """What changed between two versions of an article."""

    outlet: str
    before: Version
    after: Version
    title: list[Words]
    """The headline's words."""
    paragraphs: list[ChangedParagraph]
    words_removed: int
    words_added: int

    @property
    def is_title_changed(self) -> bool:
        """Whether the headline changed."""
        return self.before.title != self.after.title

    @property
    def is_text_changed(self) -> bool:
        """Whether a paragraph changed."""
        return any(paragraph.kind != SAME for paragraph in self.paragraphs)


def versions_of(state: ReadOnlyState, number: int, first: int) -> list[Version]:
    """Return the versions beside a document from a version on, at most `MOST_VERSIONS`."""
    return [Version.of(*found) for found in state.versions_from(number, first, MOST_VERSIONS)]


def happenings_of(state: ReadOnlyState, number: int, addresses: Iterable[str]) -> list[Happening]:
    """Return the events of a document and of its article's addresses, in the order of their captures.

    Args:
        state: The outlet's state.
        number: The document's number, by which its other addresses are found.
        addresses: The canonical URLs of its article's versions.
    """
    rows = [*state.events_at(addresses, MOST_EVENTS), *state.events_of(number, "alias", MOST_EVENTS)]
    unique = {(row["captured"], row["canonical_url"], row["event"]): row for row in rows}
    return [
        Happening(row["event"], row["captured"], row["url"], row["status"])
        for _, row in sorted(unique.items(), key=lambda item: item[0])
    ]


def compared(place: Place, before: Document, after: Document) -> Comparison:
    """Return what changed between two versions of an article.

    Raises:
        BrowseError: They are versions of different articles.
        CorpusError: A text cannot be read.
        StateError: The state cannot be read.
    """
    with place.state(before.outlet) as state:
        articles = {state.article_of_document(one.number) for one in (before, after)}
    if len(articles) != 1:
        raise BrowseError(
            f"{before.outlet}/{before.number} and {after.outlet}/{after.number} are versions of different articles."
        )
    found = changes(*(lines_of(one, place.text(one)) for one in (before, after)))
    title = changed_words(before.row["title"], after.row["title"])
    return Comparison(
        before.outlet,
        Version.of(before.number, before.row),
        Version.of(after.number, after.row),
        title=[Words(*piece) for piece in title],
        paragraphs=list(map(_paragraph, found)),
        words_removed=_counted(found, title, REMOVED),
        words_added=_counted(found, title, ADDED),
    )


def lines_of(document: Document, text: str) -> list[str]:
    """Return the paragraphs of a document's file, without the title."""
    lines = text.split("\n")
    return lines[1:] if document.row["title"] else lines


def _paragraph(change: Change) -> ChangedParagraph:
    return ChangedParagraph(change.kind, change.moved, [Words(*piece) for piece in change.words])


def _counted(found: list[Change], title: list[tuple[str, str]], wanted: str) -> int:
    """Return how many words have a kind; those of moved paragraphs do not count."""
    pieces = [*title, *(piece for change in found if not change.moved for piece in change.words)]
    return sum(len(text.split()) for kind, text in pieces if kind == wanted)
