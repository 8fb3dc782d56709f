"""The views of results, and their JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from corpus.browse.endpoints import Endpoint
from corpus.browse.page import rendered
from corpus.browse.place import place_of
from corpus.browse.results.asked import PARAMETERS, asked
from corpus.browse.results.found import CrawledOutlet, Results, outlets_of, results_of
from corpus.browse.results.wording import WORDS
from crawler.errors import SearchError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def page(request: Request) -> Response:
    """Show the search form and what a request finds."""
    place, wanted = place_of(request), asked(request)
    if not place.outlets():
        return rendered(request, "empty.html", WORDS, output=str(place.output))
    try:
        found, refusal = results_of(place, wanted), ""
    except SearchError as error:
        found, refusal = None, str(error)
    status = 400 if refusal else 200
    return rendered(
        request, "results.html", WORDS, status=status, asked=wanted, found=found, refusal=refusal, title_of=place.title
    )


def outlets_page(request: Request) -> Response:
    """Show the outlets of the corpus."""
    place = place_of(request)
    return rendered(request, "outlets.html", WORDS, outlets=outlets_of(place))


def results_json(request: Request) -> Results:
    """Return what a request finds."""
    return results_of(place_of(request), asked(request))


def outlets_json(request: Request) -> list[CrawledOutlet]:
    """Return the outlets of the corpus."""
    return outlets_of(place_of(request))


routes = [Route("/", page), Route("/outlets", outlets_page)]
endpoints = [
    Endpoint("/api/search", results_json, Results, "A page of what a query finds.", PARAMETERS),
    Endpoint("/api/outlets", outlets_json, list[CrawledOutlet], "The outlets of the corpus."),
]
