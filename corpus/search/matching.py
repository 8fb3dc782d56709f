"""The pieces of a query over the index. Every word is folded, and none is read by Tantivy's own language of queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tantivy import FieldType, Occur, Query

from corpus.search.store import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_AS_WRITTEN, _IN_TITLE = 10.0, 4.0
"""Weights of a word as it is written, beside another form of it, and of one in the title, beside one in the text."""


def form(columns: Iterable[str], word: str, weight: float = 1.0) -> Query:
    """Return the query for a folded word, or a form of one, in one of several columns."""
    return any_of(
        Query.boost_query(Query.term_query(SCHEMA, column, word), weight * (_IN_TITLE if column == "title" else 1.0))
        for column in columns
    )


def word(columns: Sequence[str], forms: Sequence[str]) -> Query:
    """Return the query for a word.

    Args:
        columns: Where it may stand.
        forms: Its forms, the folded word itself first.
    """
    own, *others = forms
    return any_of([form(columns, own, _AS_WRITTEN), *(form(columns, other) for other in others)])


def phrase(columns: Iterable[str], words: Sequence[str]) -> Query:
    """Return the query for folded words that follow each other in one of several columns."""
    if len(words) == 1:
        return form(columns, words[0], _AS_WRITTEN)
    return any_of(Query.phrase_query(SCHEMA, column, list(words)) for column in columns)


def begun(columns: Iterable[str], letters: str) -> Query:
    """Return the query for a folded word that begins with letters."""
    return any_of(Query.regex_query(SCHEMA, column, f"{letters}.*") for column in columns)


def named(column: str, names: Iterable[str]) -> Query:
    """Return the query for documents with one of several names in a column. It adds nothing to their score."""
    return Query.const_score_query(any_of(Query.term_query(SCHEMA, column, name) for name in names), 0.0)


def between(column: str, first: int, last: int) -> Query:
    """Return the query for documents whose number in a column lies in a span, both ends included; as `named`."""
    return Query.const_score_query(Query.range_query(SCHEMA, column, FieldType.Integer, first, last), 0.0)


def any_of(queries: Iterable[Query]) -> Query:
    """Return the query for documents that one of several queries finds."""
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def all_of(wanted: Sequence[Query], unwanted: Sequence[Query] = ()) -> Query:
    """Return the query for documents that all of several queries find, and none of some others."""
    if len(wanted) == 1 and not unwanted:
        return wanted[0]
    parts = [(Occur.Must, query) for query in wanted or [Query.all_query()]]
    return Query.boolean_query([*parts, *((Occur.MustNot, query) for query in unwanted)])
