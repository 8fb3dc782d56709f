"""What a request for results asks for: queries, the same choices for all of them, order and page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from corpus.browse.parameters import Choice, Day, Number, Texts
from corpus.search.find import MOST_SHOWN, Order
from corpus.search.query import LONGEST

if TYPE_CHECKING:
    from starlette.requests import Request

ON_PAGE = 20
"""Results of a page."""
MOST_QUERIES = 5
"""Queries that are compared, at most."""
_MOST_VALUES = 10
_QUERY = Texts("q", "A query (docs/search.md); several are compared.", MOST_QUERIES, LONGEST)
CHOICES = (
    Texts("outlet", "Only these outlets.", _MOST_VALUES, 100),
    Texts("land", "Only outlets of these countries, ISO 3166-1 alpha-2.", _MOST_VALUES, 2),
    Texts("section", "Only this section.", 1, 100),
    Texts("credit", "Only this credit.", 1, 100),
    Texts("language", "Only these languages.", _MOST_VALUES, 10),
)
"""Choices by fields of the query language."""
_FIRST = Day("from", "Only what was published on this day or later.")
_LAST = Day("to", "Only what was published on this day or earlier.")
_ORDER = Choice("order", "The order of results.", Order.RELEVANCE)
_PAGE = Number("page", f"The page of {ON_PAGE} results.", 1, MOST_SHOWN // ON_PAGE, 1)
PARAMETERS = (_QUERY, *CHOICES, _FIRST, _LAST, _ORDER, _PAGE)
"""All parameters of a request for results."""
EVERYTHING = "version:1.."
"""The query that finds all documents."""


class Asked(NamedTuple):
    """What a request asks for."""

    queries: tuple[str, ...]
    """As users wrote them; none for all documents."""
    choices: tuple[tuple[str, tuple[str, ...]], ...]
    """Fields of the query language, each with its values."""
    first: str
    """ISO day; empty without one."""
    last: str
    """The same."""
    order: Order
    page: int

    @property
    def choice(self) -> str:
        """All choices in the query language; empty without any."""
        parts = [_part(field, values) for field, values in self.choices]
        if self.first or self.last:
            parts.append(f"published:{self.first}..{self.last}")
        return " ".join(parts)

    def written(self, query: str = "") -> str:
        """Return a query with the choices; without a query, that for all documents that are chosen."""
        return f"{query} {self.choice}".strip() or EVERYTHING


def asked(request: Request) -> Asked:
    """Return what a request asks for.

    Raises:
        BrowseError: A parameter cannot be used.
    """
    chosen = ((choice.name, tuple(choice.of(request))) for choice in CHOICES)
    return Asked(
        tuple(query.strip() for query in _QUERY.of(request) if query.strip()),
        tuple((name, values) for name, values in chosen if values),
        _FIRST.of(request),
        _LAST.of(request),
        _ORDER.of(request),
        _PAGE.of(request),
    )


def _part(field: str, values: tuple[str, ...]) -> str:
    """Return a part of a query. No quotation mark of a value ends its phrase."""
    return f'{field}:"{",".join(value.replace(chr(34), " ") for value in values)}"'
