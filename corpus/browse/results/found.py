"""Answers what a request for results asks for, with typed records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.browse.results.asked import ON_PAGE
from corpus.search.find import MOST_SHOWN, search
from crawler.errors import AbsentError, StateError

if TYPE_CHECKING:
    from corpus.browse.place import Place
    from corpus.browse.results.asked import Asked
    from corpus.search.find import Result

_TITLE = 12
"""Words that stand in place of a title, at most."""


@dataclass(frozen=True)
class FoundDocument:
    """A document that a query found."""

    outlet: str
    number: int
    """Its number within the outlet."""
    title: str
    url: str
    published: str | None
    """ISO 8601; null without a date."""
    captured: str
    """WARC-Date."""
    version: int
    section: str | None
    authors: list[str]
    tags: list[str]
    credit: str | None
    language: str
    snippet: str
    """A part of the text that shows why it was found."""
    marks: list[tuple[int, int]]
    """Begin and end of each found word in the snippet, in characters."""

    def untitled(self) -> str:
        """Return what stands in place of a title: the words of the snippet."""
        return " ".join(self.snippet.removeprefix("… ").split()[:_TITLE])

    def pieces(self) -> list[tuple[str, bool]]:
        """Return the snippet in pieces, each with whether it was found."""
        pieces, end = [], 0
        for begin, behind in self.marks:
            pieces += [(self.snippet[end:begin], False), (self.snippet[begin:behind], True)]
            end = behind
        return [*pieces, (self.snippet[end:], False)]


@dataclass(frozen=True)
class Results:
    """A page of what a query found."""

    query: str
    """The query with all choices."""
    matched: int
    """Documents that match."""
    page: int
    pages: int
    """Pages that can be asked for."""
    results: list[FoundDocument]
    unread: list[str]
    """Why a document could not be read, a sentence each."""


def results_of(place: Place, asked: Asked) -> Results:
    """Return the results of a request's first query.

    Raises:
        AbsentError: The corpus has no outlet.
        DerivedError: The index cannot be read.
        SearchError: The query cannot be used, or took too long.
    """
    if not place.outlets():
        raise AbsentError(f"{place.output}: holds no crawl.")
    written = asked.written
    skip = (asked.page - 1) * ON_PAGE
    found = search(place.output, written, place.lands(), order=asked.order, limit=ON_PAGE, skip=skip)
    shown = min(found.matched, MOST_SHOWN)
    return Results(
        query=written,
        matched=found.matched,
        page=asked.page,
        pages=-(-shown // ON_PAGE),
        results=list(map(_document, found.results)),
        unread=found.unread,
    )


def _document(result: Result) -> FoundDocument:
    row, snippet = result.row, result.snippet
    same = ("outlet", "title", "url", "published", "captured", "version", "section", "credit", "language")
    return FoundDocument(
        **{name: row[name] for name in same},
        number=result.number,
        authors=list(row["authors"]),
        tags=list(row["tags"]),
        snippet=snippet.text,
        marks=list(snippet.marks),
    )


@dataclass(frozen=True)
class CrawledOutlet:
    """An outlet of the corpus."""

    name: str
    title: str
    """The publication's name, in its own spelling."""
    land: str | None
    """ISO 3166-1 alpha-2; null if unknown."""
    documents: int
    last_capture: str
    """WARC-Date of the newest capture; empty without one."""
    unread: str
    """Why its state cannot be read, a sentence; else empty."""


def outlets_of(place: Place) -> list[CrawledOutlet]:
    """Return the outlets of a place."""
    return [_outlet(place, name) for name in place.outlets()]


def _outlet(place: Place, name: str) -> CrawledOutlet:
    land = place.lands().get(name, "ZZ")
    stated = (name, place.title(name), None if land == "ZZ" else land)
    try:
        with place.state(name) as state:
            return CrawledOutlet(*stated, state.count_documents(), state.newest_capture_date(), "")
    except (AbsentError, StateError) as error:
        return CrawledOutlet(*stated, 0, "", str(error))
