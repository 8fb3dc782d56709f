"""The views of results, and their JSON."""

from __future__ import annotations

import shutil
from enum import StrEnum
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from starlette.background import BackgroundTask
from starlette.responses import FileResponse, StreamingResponse
from starlette.routing import Route

from corpus.browse.endpoints import Endpoint
from corpus.browse.page import address, language_of, rendered
from corpus.browse.parameters import Choice
from corpus.browse.place import place_of
from corpus.browse.results.asked import COUNTED, LISTED, MOST_QUERIES, ON_PAGE, SINGLE, Measure, asked
from corpus.browse.results.counted import Facets, QueryHistogram, chart, counts_of, facets_of, histograms_of
from corpus.browse.results.downloads import all_results, csv_lines, json_lines, write_parquet
from corpus.browse.results.found import CrawledOutlet, Results, outlets_of, results_of
from corpus.browse.results.package import MOST, write_package
from corpus.browse.results.wording import CHANGES, LANGUAGES, WORDS
from corpus.search.counts import Facet
from corpus.search.find import MOST_SHOWN
from corpus.statistics.labels import LANDS, named
from crawler.errors import SearchError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from corpus.browse.chart import Column
    from corpus.browse.place import Place
    from corpus.statistics.labels import Language, Text


class Form(StrEnum):
    """The forms of a file with results."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"
    WACZ = "wacz"


_NAMES: dict[Facet, Mapping[str, Text]] = {Facet.LAND: LANDS, Facet.LANGUAGE: LANGUAGES, Facet.CHANGE: CHANGES}
_FORM = Choice("form", "The form of the file.", Form.CSV)
_TYPES = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.JSONL: "application/x-ndjson",
    Form.PARQUET: "application/vnd.apache.parquet",
    Form.WACZ: "application/wacz",
}


def page(request: Request) -> Response:
    """Show the search form and what a request finds."""
    place, wanted = place_of(request), asked(request)
    if not place.outlets():
        return rendered(request, "empty.html", WORDS, output=str(place.output))
    shown = partial(
        rendered,
        *(request, "results.html", WORDS),
        asked=wanted,
        label=_labels(place, language_of(request)),
        single=SINGLE,
        most_queries=MOST_QUERIES,
        on_page=ON_PAGE,
        most_shown=MOST_SHOWN,
    )
    try:
        found, counts = results_of(place, wanted), counts_of(place, wanted)
    except SearchError as error:
        return shown(status=400, refusal=str(error))
    histograms = histograms_of(wanted, counts)
    drawn = chart(histograms, wanted.measure)
    return shown(
        refusal="",
        found=found,
        facets=facets_of(wanted.written, counts[0]).facets,
        histograms=histograms,
        chart=drawn,
        spans=[_span_address(request, one.first, one.last) for one in drawn.columns] if drawn else [],
        forms=list(Form),
        files={form: f"/results.{form}?{request.url.query}" for form in Form},
        titles=[_column_title(one, wanted.measure) for one in drawn.columns] if drawn else [],
        keeper=place.keeper,
        sentences=[*place.keeper.unread, *found.unread],
        title_of=place.title,
    )


def _column_title(column: Column, measure: Measure) -> str:
    """Return the span of a column with its values."""
    shown = (f"{value:.2%}" if measure is Measure.SHARE else f"{value:,.0f}" for value in column.values)
    return f"{column.span}: {' / '.join(shown)}"


def _labels(place: Place, language: Language) -> Callable[[Facet, str], str]:
    """Return a function that names the value of a facet for people."""

    def label(facet: Facet, value: str) -> str:
        if facet is Facet.OUTLET:
            return place.title(value)
        return named(_NAMES[facet], value, language) if facet in _NAMES else value

    return label


def _span_address(request: Request, first: str, last: str) -> str:
    """Return the address of the same results, of a span of time."""
    return address(request, **{"from": first, "to": last, "month": None, "page": None})


def file(request: Request) -> Response:
    """Answer with all that a request's first query finds, as a file."""
    place, wanted, form = place_of(request), asked(request), _FORM.of(request)
    headers = {"content-disposition": f'attachment; filename="results.{form}"'}
    if form in (Form.CSV, Form.JSONL):
        results = all_results(place, wanted)
        lines = csv_lines(results) if form is Form.CSV else json_lines(place, results)
        return StreamingResponse(lines, headers=headers, media_type=_TYPES[form])
    folder = Path(mkdtemp(prefix="warraq-"))
    target = folder / f"results.{form}"
    try:
        if form is Form.PARQUET:
            write_parquet(place, all_results(place, wanted), target)
        else:
            write_package(place, list(all_results(place, wanted, MOST)), target)
    except BaseException:
        shutil.rmtree(folder)
        raise
    return FileResponse(
        target, headers=headers, media_type=_TYPES[form], background=BackgroundTask(shutil.rmtree, folder)
    )


def outlets_page(request: Request) -> Response:
    """Show the outlets of the corpus."""
    place = place_of(request)
    return rendered(request, "outlets.html", WORDS, outlets=outlets_of(place))


def results_json(request: Request) -> Results:
    """Return what a request finds."""
    return results_of(place_of(request), asked(request))


def facets_json(request: Request) -> Facets:
    """Return what the documents are counted by that a request's first query finds."""
    wanted = asked(request)
    only_first = wanted._replace(queries=wanted.queries[:1])
    return facets_of(wanted.written, counts_of(place_of(request), only_first)[0])


def histogram_json(request: Request) -> list[QueryHistogram]:
    """Return the histograms of a request's queries."""
    wanted = asked(request)
    return histograms_of(wanted, counts_of(place_of(request), wanted))


def outlets_json(request: Request) -> list[CrawledOutlet]:
    """Return the outlets of the corpus."""
    return outlets_of(place_of(request))


routes = [Route("/", page), Route("/results.{form}", file), Route("/outlets", outlets_page)]
endpoints = [
    Endpoint("/api/search", results_json, Results, "A page of what the first query finds.", LISTED),
    Endpoint("/api/facets", facets_json, Facets, "The facets of what the first query finds.", COUNTED),
    Endpoint("/api/histogram", histogram_json, list[QueryHistogram], "What each query finds, over time.", COUNTED),
    Endpoint("/api/outlets", outlets_json, list[CrawledOutlet], "The outlets of the corpus."),
]
