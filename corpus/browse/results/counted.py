"""Counts what a request finds, over facets and over time, with typed records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.browse.chart import chart_of, spans_between
from corpus.browse.results.asked import Measure
from corpus.search.counts import MOST_BARS, Bar, Facet, Step, counted

if TYPE_CHECKING:
    from corpus.browse.chart import Chart
    from corpus.browse.place import Place
    from corpus.browse.results.asked import Asked
    from corpus.search.counts import Counts, Histogram

_STEPS = (Step.DAY, Step.MONTH, Step.YEAR)


@dataclass(frozen=True)
class FacetValue:
    """A value of a facet."""

    value: str
    matched: int
    """Documents with the value that the query finds."""


@dataclass(frozen=True)
class FacetCounts:
    """The values of a facet, the most frequent first; months in the order of time."""

    facet: Facet
    values: list[FacetValue]


@dataclass(frozen=True)
class Facets:
    """What the documents that a query finds are counted by."""

    query: str
    """The query with all choices."""
    matched: int
    """Documents that it finds."""
    facets: list[FacetCounts]


@dataclass(frozen=True)
class HistogramBar:
    """A span of time."""

    span: str
    """A year, month or day, as 2026, 2026-08 or 2026-08-05."""
    matched: int
    """Documents of the span that the query finds."""
    all: int
    """Documents of the span that it would find if it asked for no words: of the same outlets, countries, days and
    the like."""
    share: float | None
    """`matched` of `all`, 0 to 1; null where there are none."""


@dataclass(frozen=True)
class QueryHistogram:
    """What a query finds, over the time of publication."""

    query: str
    """The query with all choices."""
    matched: int
    """Documents that it finds."""
    all: int
    """Documents that it would find if it asked for no words."""
    step: Step
    """The length of time of a span, the same for all queries of a request."""
    bars: list[HistogramBar]
    """In the order of time, without gaps; the same spans for all queries of a request."""
    undated: int
    """Documents that it finds and whose pages state no date."""
    outside: int
    """Documents that it finds before the first span or after the last one."""


def facets_of(written: str, counts: Counts) -> Facets:
    """Return the facets of a query."""
    facets = [
        FacetCounts(facet, [FacetValue(one.value, one.matched) for one in values])
        for facet, values in counts.facets.items()
    ]
    return Facets(written, counts.matched, facets)


def counts_of(place: Place, asked: Asked) -> list[Counts]:
    """Return the counts of each query of a request, their histograms in the same step.

    Raises:
        DerivedError: The index cannot be read.
        SearchError: A query cannot be used, or took too long.
    """
    lands = place.lands()
    found = {written: counted(place.output, written, lands) for written in asked.all_written()}
    step = _step([counts.histogram for counts in found.values() if counts.histogram.bars])
    return [
        counts if counts.histogram.step is step else counted(place.output, written, lands, step=step)
        for written, counts in found.items()
    ]


def _step(histograms: list[Histogram]) -> Step:
    """Return the shortest step in which histograms have `MOST_BARS` spans together, or years."""
    step = max((one.step for one in histograms), key=_STEPS.index, default=Step.MONTH)
    ends = [span for one in histograms for span in (one.bars[0].span, one.bars[-1].span)]
    while ends and step is not Step.YEAR and len(spans_between(min(ends), max(ends), step)) > MOST_BARS:
        step = _STEPS[_STEPS.index(step) + 1]
    return step


def histograms_of(asked: Asked, counts: list[Counts]) -> list[QueryHistogram]:
    """Return the histograms of queries, over the spans of all of them.

    Args:
        asked: The request.
        counts: What `counts_of` counted.
    """
    found = [one.histogram for one in counts]
    ends = [span for one in found if one.bars for span in (one.bars[0].span, one.bars[-1].span)]
    spans = spans_between(min(ends), max(ends), found[0].step) if ends else []
    return [
        QueryHistogram(
            query=written,
            matched=one.matched,
            all=one.whole,
            step=one.histogram.step,
            bars=_bars(one.histogram, spans),
            undated=one.histogram.undated,
            outside=one.histogram.outside,
        )
        for written, one in zip(asked.all_written(), counts, strict=True)
    ]


def _bars(histogram: Histogram, spans: list[str]) -> list[HistogramBar]:
    known = {bar.span: bar for bar in histogram.bars}
    found = (known.get(span, Bar(span, 0, 0)) for span in spans)
    return [
        HistogramBar(bar.span, bar.matched, bar.whole, bar.matched / bar.whole if bar.whole else None) for bar in found
    ]


def chart(histograms: list[QueryHistogram], measure: Measure) -> Chart | None:
    """Return the chart of histograms; None when nothing has a date."""
    if not histograms[0].bars:
        return None
    is_share = measure is Measure.SHARE
    series = [[bar.share or 0.0 if is_share else float(bar.matched) for bar in one.bars] for one in histograms]
    return chart_of([bar.span for bar in histograms[0].bars], series, is_share=is_share)
