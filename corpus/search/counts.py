"""Counts what a query finds: by outlet, country, month and the like, and over time beside all documents."""

from __future__ import annotations

from collections import Counter
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus.search.find import in_time
from corpus.search.matching import all_of, between
from corpus.search.query import land_of, parsed
from corpus.search.store import MATCHED, as_number, opened_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from corpus.search.query import Query
    from corpus.search.store import Store

MOST_VALUES = 20
"""Values of a facet, at most; of months the last `MOST_BARS`."""
MOST_BARS = 120
"""Bars of a histogram, at most: ten years of months, or four months of days."""
_STRAY = 0.005
"""Share of the documents that a histogram may leave out at each end: a few wrong years would hide all months."""
_MOST_OUTLETS = 10_000
_MOST_MONTHS = 20_000
_MONTHS = 12
_MONTHS_OF_DAYS = 3
"""Months whose days are bars, at most."""


class Facet(StrEnum):
    """What documents are counted by."""

    OUTLET = "outlet"
    LAND = "land"
    """The outlet's country, ISO 3166-1 alpha-2; "ZZ" if unknown."""
    MONTH = "month"
    """The month of publication."""
    SECTION = "section"
    CREDIT = "credit"
    LANGUAGE = "language"
    CHANGE = "change"
    """Whether a document is the first version of its article or a later one (`Change`)."""


class Change(StrEnum):
    """A kind of change."""

    NEW = "new"
    """The first version of an article."""
    EDITED = "edited"
    """A later version."""


class Step(StrEnum):
    """The length of time that a bar of a histogram stands for."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Value(NamedTuple):
    """A value of a facet."""

    value: str
    matched: int
    """Documents with the value that the query finds."""
    part: str
    """What added to the query finds only these documents. A section or credit is asked for by its words, which others
    may have beside more words."""


class Bar(NamedTuple):
    """A bar of a histogram."""

    span: str
    """A year, month or day, as 2026, 2026-08 or 2026-08-05."""
    matched: int
    """Documents of that span that the query finds."""
    whole: int
    """The same without what the query asks of their words (`Counts.whole`)."""


class Histogram(NamedTuple):
    """Documents over the time of their publication."""

    step: Step
    bars: list[Bar]
    """In the order of time, without gaps, at most `MOST_BARS`."""
    undated: int
    """Documents that the query finds and whose pages state no date."""
    outside: int
    """Documents that the query finds and that were published before the first bar or after the last one."""


class Counts(NamedTuple):
    """What is counted over a query."""

    matched: int
    """Number of documents that the query finds."""
    whole: int
    """Number of documents that it would find without what it asks of their words: those of the same outlets, countries,
    languages, days and versions. `matched` is a share of it."""
    facets: dict[Facet, list[Value]]
    """The most frequent values first, at most `MOST_VALUES`; months in the order of time, the last `MOST_BARS`."""
    histogram: Histogram


def counted(output: Path, written: str, lands: Mapping[str, str | None], *, step: Step | None = None) -> Counts:
    """Return what is counted over the documents that a query finds.

    Args:
        output: The output folder.
        written: The query.
        lands: The countries of outlets, ISO 3166-1 alpha-2.
        step: The step of the histogram, the fitting one or a longer one; None for the fitting one.

    Raises:
        DerivedError: The index cannot be read, or does not exist.
        SearchError: The query cannot be used, or took too long.
    """
    with opened_store(output) as store:
        query = parsed(written, store.outlets(), lands)
        return in_time(lambda: counts_of(store, query, lands, step))


def counts_of(store: Store, query: Query, lands: Mapping[str, str | None], step: Step | None = None) -> Counts:
    """Return what is counted over a query; else as `counted`.

    Raises:
        DerivedError: The index cannot be read.
    """
    found = store.counts(query.match, _ASKED)
    whole = store.counts(query.whole, _ASKED_OF_WHOLE)
    matched = int(found["matched"]["value"])
    outlets = Counter(_buckets(found, "outlet"))
    countries: Counter[str] = Counter()
    for outlet, count in outlets.items():
        countries[land_of(outlet, lands)] += count
    new = _buckets(found, "version").get(1, 0)
    months = _buckets(found, "month")
    quoted = {name: _buckets(found, f"{name}_name") for name in ("section", "credit")}
    facets = {
        Facet.OUTLET: _values(outlets, "outlet:{}"),
        Facet.LAND: _values(countries, "land:{}"),
        Facet.MONTH: [
            Value(_span(month), months[month], f"published:{_span(month)}") for month in sorted(months)[-MOST_BARS:]
        ],
        Facet.SECTION: _values(quoted["section"], 'section:"{}"'),
        Facet.CREDIT: _values(quoted["credit"], 'credit:"{}"'),
        Facet.LANGUAGE: _values(_buckets(found, "language"), "language:{}"),
        Facet.CHANGE: [
            Value(change, count, part)
            for change, count, part in (
                (Change.NEW, new, "version:1"),
                (Change.EDITED, matched - new, "version:2.."),
            )
            if count
        ],
    }
    histogram = _histogram(store, query, matched, months, _buckets(whole, "month"), step)
    return Counts(matched, int(whole["matched"]["value"]), facets, histogram)


def _terms(column: str, most: int) -> dict[str, Any]:
    return {"terms": {"field": column, "size": most}}


_ASKED_OF_WHOLE = {**MATCHED, "month": _terms("month", _MOST_MONTHS)}
_ASKED = {
    **_ASKED_OF_WHOLE,
    "outlet": _terms("outlet", _MOST_OUTLETS),
    "version": {"terms": {"field": "version", "size": 2, "order": {"_key": "asc"}}},
    **{column: _terms(column, MOST_VALUES) for column in ("section_name", "credit_name", "language")},
}


def _buckets(counted: Mapping[str, Any], name: str) -> dict[Any, int]:
    """Return the number of documents of each value."""
    return {bucket["key"]: bucket["doc_count"] for bucket in counted[name]["buckets"]}


def _values(counts: Mapping[str, int], part: str) -> list[Value]:
    """Return the most frequent values; of those that are equally frequent, in the order of their letters."""
    first = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:MOST_VALUES]
    return [Value(value, count, part.format(value.translate(_UNQUOTED))) for value, count in first]


_UNQUOTED = str.maketrans(dict.fromkeys('"«»“”„‟', " "))


def _histogram(
    store: Store, query: Query, matched: int, months: dict[int, int], whole: dict[int, int], step: Step | None
) -> Histogram:
    """Return the histogram of a query.

    Args:
        store: The index.
        query: The query.
        matched: Documents that it finds.
        months: The number of them in each month.
        whole: The number in each month of the documents of which they are a share.
        step: The step; None for the one that fits.
    """
    dated = sum(months.values())
    if not dated:
        return Histogram(Step.MONTH, [], matched, 0)
    stays = _without_strays(months, dated)
    first, last = stays[0], stays[-1]
    step = step or _step(first, last)
    if step is Step.DAY:
        days = between("published", 100 * first, 100 * last + 99)
        months, whole = (
            _buckets(store.counts(all_of([asked, days]), {"day": _terms("published", MOST_BARS)}), "day")
            for asked in (query.match, query.whole)
        )
        first, last = min(months), max(months)
    elif step is Step.YEAR:
        months, whole, first, last = _yearly(months), _yearly(whole), first // 100, last // 100
    bars = [Bar(_span(at), months.get(at, 0), whole.get(at, 0)) for at in _places(step, first, last)]
    return Histogram(step, bars, matched - dated, dated - sum(bar.matched for bar in bars))


def _without_strays(months: dict[int, int], dated: int) -> list[int]:
    """Return the months in the order of time, without the first and last ones that few documents have."""
    stays = sorted(months)
    for end in (0, -1):
        spared = int(dated * _STRAY)
        while (spared := spared - months[stays[end]]) >= 0:
            del stays[end]
    return stays


def _step(first: int, last: int) -> Step:
    """Return the step of a histogram from one month to another: at most `MOST_BARS` bars, but of years."""
    length = _MONTHS * (last // 100 - first // 100) + last % 100 - first % 100 + 1
    if length <= _MONTHS_OF_DAYS:
        return Step.DAY
    return Step.MONTH if length <= MOST_BARS else Step.YEAR


def _yearly(months: dict[int, int]) -> dict[int, int]:
    years: Counter[int] = Counter()
    for month, count in months.items():
        years[month // 100] += count
    return years


def _places(step: Step, first: int, last: int) -> Iterable[int]:
    """Return all days, months or years from one to another, as numbers; of more than `MOST_BARS` the last ones."""
    if step is Step.DAY:
        begin, end = (date.fromisoformat(_span(day)).toordinal() for day in (first, last))
        return [as_number(date.fromordinal(day).isoformat()) for day in range(begin, end + 1)]
    if step is Step.MONTH:
        begin, end = (_MONTHS * (month // 100) + month % 100 - 1 for month in (first, last))
        return [100 * (place // _MONTHS) + place % _MONTHS + 1 for place in range(begin, end + 1)]
    return range(max(first, last - MOST_BARS + 1), last + 1)


def _span(number: int) -> str:
    """Return a year, month or day as people write it."""
    digits = str(number).rjust(4 if number < 10**4 else 6 if number < 10**6 else 8, "0")
    return "-".join(filter(None, (digits[:4], digits[4:6], digits[6:])))
