"""What a request for results asks for: queries, the same choices for all of them, order and page."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from corpus.browse.parameters import Choice, Day, Number, Texts
from corpus.search.counts import Change, Facet
from corpus.search.find import MOST_SHOWN, Order
from corpus.search.query import LONGEST
from crawler.errors import BrowseError

if TYPE_CHECKING:
    from starlette.requests import Request

    from corpus.browse.parameters import Parameter

ON_PAGE = 20
"""Results of a page."""
MOST_QUERIES = 5
"""Queries that are compared, at most."""
EVERYTHING = "version:1.."
"""The query that finds all documents."""
SINGLE = frozenset((Facet.SECTION, Facet.CREDIT, Facet.CHANGE, Facet.MONTH))
"""Facets of which one value can be chosen; of the others several, any of which a document has."""
_MOST_VALUES = 20
_LENGTHS = {Facet.OUTLET: 100, Facet.SECTION: 200, Facet.CREDIT: 200}
_LENGTH = 20


class Measure(StrEnum):
    """What a chart shows."""

    COUNT = "count"
    """Numbers of documents."""
    SHARE = "share"
    """Their share of all documents with the same choices, so that a corpus that grew is not taken for news."""


_QUERY = Texts("q", "A query (docs/search.md); several are compared.", MOST_QUERIES, LONGEST)
CHOICES = {
    facet: Texts(
        facet,
        f"Only documents with this {facet}, as /api/facets names it.",
        1 if facet in SINGLE else _MOST_VALUES,
        _LENGTHS.get(facet, _LENGTH),
    )
    for facet in Facet
}
"""The parameter of each facet."""
_FIRST = Day("from", "Only what was published on this day or later.")
_LAST = Day("to", "Only what was published on this day or earlier.")
_ORDER = Choice("order", "The order of results.", Order.RELEVANCE)
_PAGE = Number("page", f"The page of {ON_PAGE} results.", 1, MOST_SHOWN // ON_PAGE, 1)
_MEASURE = Choice("measure", "What a chart shows.", Measure.COUNT)
COUNTED: tuple[Parameter, ...] = (_QUERY, *CHOICES.values(), _FIRST, _LAST)
"""The parameters of a request for counts."""
LISTED: tuple[Parameter, ...] = (*COUNTED, _ORDER, _PAGE)
"""The parameters of a request for results."""
_CHANGES = {Change.NEW: "version:1", Change.EDITED: "version:2.."}


class Asked(NamedTuple):
    """What a request asks for."""

    queries: tuple[str, ...]
    """As users wrote them; none for all documents."""
    choices: tuple[tuple[Facet, tuple[str, ...]], ...]
    """The facets of which values are chosen."""
    first: str
    """ISO day; empty without one."""
    last: str
    """The same."""
    order: Order
    page: int
    measure: Measure

    def chosen(self, facet: Facet) -> tuple[str, ...]:
        """Return the chosen values of a facet."""
        return dict(self.choices).get(facet, ())

    def all_written(self) -> tuple[str, ...]:
        """Return each query with the choices; without a query, that for all documents that are chosen."""
        parts = [_part(facet, values) for facet, values in self.choices]
        if self.first or self.last:
            parts.append(f"published:{self.first}..{self.last}")
        choice = " ".join(parts)
        return tuple(f"{query} {choice}".strip() or EVERYTHING for query in self.queries or ("",))

    @property
    def written(self) -> str:
        """The first query with the choices."""
        return self.all_written()[0]


def asked(request: Request) -> Asked:
    """Return what a request asks for.

    Raises:
        BrowseError: A parameter cannot be used.
    """
    chosen = {facet: tuple(parameter.of(request)) for facet, parameter in CHOICES.items()}
    if unknown := [change for change in chosen[Facet.CHANGE] if change not in set(Change)]:
        raise BrowseError(f"change={unknown[0]}: is none of {', '.join(Change)}.")
    return Asked(
        tuple(query.strip() for query in _QUERY.of(request) if query.strip()),
        tuple((facet, values) for facet, values in chosen.items() if values),
        _FIRST.of(request),
        _LAST.of(request),
        _ORDER.of(request),
        _PAGE.of(request),
        _MEASURE.of(request),
    )


def _part(facet: Facet, values: tuple[str, ...]) -> str:
    """Return a choice in the query language. No quotation mark of a value ends its phrase."""
    if facet is Facet.CHANGE:
        return _CHANGES[Change(values[0])]
    field = "published" if facet is Facet.MONTH else facet
    return f'{field}:"{",".join(values).translate(_UNQUOTED)}"'


_UNQUOTED = str.maketrans(dict.fromkeys('"«»“”„‟', " "))
