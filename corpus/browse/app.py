"""The application: the rooms' routes behind what holds for each request."""

from __future__ import annotations

import logging
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from corpus.browse.archived import views as archived
from corpus.browse.archived.address import keyed
from corpus.browse.article import views as article
from corpus.browse.changes import views as changes
from corpus.browse.endpoints import Refused, described, plain, routes_of
from corpus.browse.guard import LOOPBACK, Admitted, Headed, Timed
from corpus.browse.outlet import views as outlet
from corpus.browse.page import FOLDER, rendered
from corpus.browse.results import views as results
from crawler.errors import AbsentError, BrowseError, DerivedError, SearchError, UnknownDocumentError, WarraqError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ExceptionHandler

    from corpus.browse.place import Place

ROOMS = (results, article, outlet, changes, archived)
"""The rooms, each with `routes` and `endpoints`."""
_STATUSES: dict[int, tuple[type[WarraqError], ...]] = {
    404: (AbsentError, UnknownDocumentError),
    400: (BrowseError, SearchError),
    503: (DerivedError,),  # the index is being made
}
"""Statuses of errors, the first that fits; 500 for others."""
_logger = logging.getLogger(__name__)


def application(place: Place, *, hosts: frozenset[str] = LOOPBACK, token: str = "") -> Starlette:
    """Return the application that shows a place.

    Args:
        place: The output folder with the outlets' facts.
        hosts: Names under which it may be reached; empty for any, where a token guards it.
        token: What a user has to know; empty for no token.
    """
    endpoints = [endpoint for room in ROOMS for endpoint in room.endpoints]
    description = described(endpoints)

    def openapi(_: Request) -> Response:
        return JSONResponse(description)

    app = Starlette(
        routes=[
            *(route for room in ROOMS for route in room.routes),
            *routes_of(endpoints),
            Route("/openapi.json", openapi),
            Mount("/static", StaticFiles(directory=FOLDER / "static")),
        ],
        middleware=[Middleware(Headed), Middleware(Admitted, hosts, token, keyed(place.key)), Middleware(Timed)],
        exception_handlers=_HANDLERS,
        lifespan=_lifespan,
    )
    app.state.place = place
    return app


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    """Keep the index up to date while the application is served."""
    keeper = app.state.place.keeper
    keeper.start()
    yield
    keeper.end()


def _answered(request: Request, status: int, sentence: str) -> Response:
    """Answer with a sentence, in the form that the address promises."""
    if request.url.path.startswith("/api/") or request.url.path.endswith(".json"):
        return JSONResponse(plain(Refused(sentence)), status)
    heading = {404: "absent", 500: "failed", 503: "failed"}.get(status, "refused")
    return rendered(request, "refused.html", {}, status=status, heading=heading, sentence=sentence)


def _unmet(request: Request, error: Exception) -> Response:
    """Answer for an error of Warraq's own."""
    status = next((status for status, kinds in _STATUSES.items() if isinstance(error, kinds)), 500)
    return _answered(request, status, str(error))


def _unread(request: Request, error: Exception) -> Response:
    """Answer for a file that cannot be read: its sentence names the file."""
    _logger.error("%s: %s", request.url.path, error)
    return _answered(
        request, 500, f"{getattr(error, 'filename', None) or 'A file'}: cannot be read; run scrapy verify."
    )


def _refused(request: Request, error: Exception) -> Response:
    """Answer for an address that no view has, or a method that none takes."""
    status = getattr(error, "status_code", 500)
    sentence = "There is nothing at this address." if status == 404 else str(getattr(error, "detail", error))  # noqa: PLR2004
    return _answered(request, status, sentence)


_HANDLERS: dict[int | type[Exception], ExceptionHandler] = {
    WarraqError: _unmet,
    OSError: _unread,
    HTTPException: _refused,
}
