"""The views of an outlet, and their JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from corpus.browse.article.cuts import cut_runs
from corpus.browse.chart import chart_of
from corpus.browse.endpoints import Endpoint
from corpus.browse.outlet.fronts import FrontDay, FrontPage, front_day, front_pages
from corpus.browse.outlet.rejected import RejectedPages, RejectedShown, rejected_pages, rejected_shown
from corpus.browse.outlet.shown import MOST_DAYS, ShownOutlet, outlet_in, shown
from corpus.browse.outlet.wording import WORDS, names_in
from corpus.browse.page import language_of, rendered
from corpus.browse.parameters import Day, Number, Text
from corpus.browse.place import place_of
from crawler.errors import BrowseError
from crawler.items import Reason
from crawler.state import LAST

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_OUTLET = Text("outlet", "Name of the outlet.", 100)
_TO = Day("to", "The last day that is counted; without it, the newest one.")
_DAYS = Number("days", "Number of days that are counted.", 7, MOST_DAYS, 60)
_REASON = Text("reason", "Only pages of this reason (docs/reasons.md).", 40)
_BEFORE = Number("before", "Only pages before this place in the order of captures.", 0, 10**18 - 1, 0)
_PLACE = Number("place", "The page's place in the order of captures.", 0, 10**18 - 1, 0)
_URL = Text("url", "Address of the front page; without it, the one with the most captures.", 2_000)
_DAY = Day("day", "The day, in the outlet's time zone; without it, the last one with a capture.")
_AFTER = Text("after", "Only captures after this WARC-Date.", 40)


def page(request: Request) -> Response:
    """Show an outlet."""
    found = _shown(request)
    days = found.days
    chart = chart_of([day.day for day in days], [[day.articles for day in days], [day.edits for day in days]])
    return _rendered(request, "outlet.html", outlet=found, chart=chart)


def rejected_page(request: Request) -> Response:
    """Show an outlet's rejected pages."""
    place, found = place_of(request), _rejected(request)
    with place.state(found.outlet) as state:
        counts = state.rejected_by_reason()
    return _rendered(request, "rejected.html", found=found, counts=counts, publication=place.title(found.outlet))


def rejected_one_page(request: Request) -> Response:
    """Show a rejected page with what extraction sees in it."""
    found = _rejected_one(request)
    runs = cut_runs(found.seen.paragraphs) if found.seen else []
    return _rendered(request, "rejected-page.html", found=found, runs=runs)


def fronts_page(request: Request) -> Response:
    """Show an outlet's front page on a day."""
    place, found = place_of(request), _front(request)
    name, pages = _OUTLET.of(request), _pages(request)
    return _rendered(request, "fronts.html", found=found, pages=pages, name=name, publication=place.title(name))


def outlet_json(request: Request) -> ShownOutlet:
    """Return an outlet."""
    return _shown(request)


def rejected_json(request: Request) -> RejectedPages:
    """Return an outlet's rejected pages."""
    return _rejected(request)


def rejected_one_json(request: Request) -> RejectedShown:
    """Return a rejected page with what extraction sees in it."""
    return _rejected_one(request)


def fronts_json(request: Request) -> list[FrontPage]:
    """Return an outlet's front and section pages."""
    return _pages(request)


def front_json(request: Request) -> FrontDay | None:
    """Return an outlet's front page on a day."""
    return _front(request)


def _rendered(request: Request, template: str, **values: Any) -> Response:
    return rendered(request, template, WORDS, say_of=names_in(language_of(request)), **values)


def _shown(request: Request) -> ShownOutlet:
    return shown(place_of(request), _OUTLET.of(request), _TO.of(request), _DAYS.of(request))


def _rejected(request: Request) -> RejectedPages:
    reason = _REASON.of(request)
    if reason and reason not in set(Reason):
        raise BrowseError(f"reason={reason}: is none of {', '.join(Reason)}.")
    return rejected_pages(place_of(request), _OUTLET.of(request), reason, _BEFORE.of(request) or LAST)


def _rejected_one(request: Request) -> RejectedShown:
    return rejected_shown(place_of(request), _OUTLET.of(request), _PLACE.of(request))


def _pages(request: Request) -> list[FrontPage]:
    place, name = place_of(request), _OUTLET.of(request)
    outlet = outlet_in(place, name)
    with place.state(name) as state:
        return front_pages(state, outlet)


def _front(request: Request) -> FrontDay | None:
    """Return the front page that a request asks for; None for an outlet without one."""
    place, url = place_of(request), _URL.of(request)
    if not url:
        pages = _pages(request)
        if not pages:
            return None
        url = pages[0].url
    return front_day(
        place, _OUTLET.of(request), outlet_in(place, _OUTLET.of(request)), url, _DAY.of(request), _AFTER.of(request)
    )


routes = [
    Route("/outlet/{outlet}", page),
    Route("/outlet/{outlet}/rejected", rejected_page),
    Route("/outlet/{outlet}/rejected/{place:int}", rejected_one_page),
    Route("/outlet/{outlet}/fronts", fronts_page),
]
endpoints = [
    Endpoint(
        "/api/outlets/{outlet}",
        outlet_json,
        ShownOutlet,
        "An outlet: its days, rejected pages, rights, health, runs and front pages.",
        (_OUTLET, _TO, _DAYS),
    ),
    Endpoint(
        "/api/outlets/{outlet}/rejected",
        rejected_json,
        RejectedPages,
        "An outlet's pages that became no document, the last captured first.",
        (_OUTLET, _REASON, _BEFORE),
    ),
    Endpoint(
        "/api/outlets/{outlet}/rejected/{place:int}",
        rejected_one_json,
        RejectedShown,
        "A rejected page with what extraction sees in it.",
        (_OUTLET, _PLACE),
    ),
    Endpoint(
        "/api/outlets/{outlet}/fronts",
        fronts_json,
        list[FrontPage],
        "An outlet's front and section pages that were captured.",
        (_OUTLET,),
    ),
    Endpoint(
        "/api/outlets/{outlet}/front",
        front_json,
        FrontDay | None,
        "A front page's captures on a day, each with the articles that led.",
        (_OUTLET, _URL, _DAY, _AFTER),
    ),
]
