"""The views of changes: a page, JSON and a feed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from corpus.browse.changes.atom import MEDIA_TYPE, feed
from corpus.browse.changes.edits import LAST_PAGE, Changes, Cursor, Part, Wanted, changes_of
from corpus.browse.changes.wording import WORDS
from corpus.browse.endpoints import Endpoint
from corpus.browse.page import language_of, rendered
from corpus.browse.parameters import Choice, Number, Text
from corpus.browse.place import place_of
from corpus.browse.wording import said
from corpus.search.query import LONGEST

if TYPE_CHECKING:
    from starlette.requests import Request

_OUTLET = Text("outlet", "Only edits of this outlet.", 100)
_QUERY = Text("q", "Only edits whose later version this query finds (docs/search.md).", LONGEST)
_PART = Choice("part", "Only edits of this part of an article.", Part.ANY)
_BEFORE = Text("before", "Only edits captured before: a day, a WARC-Date, or `next` of another page.", 200)
_PAGE = Number("page", "The page of what the query finds.", 1, LAST_PAGE, 1)
PARAMETERS = (_OUTLET, _QUERY, _PART, _BEFORE, _PAGE)


def page(request: Request) -> Response:
    """Show edits."""
    place, wanted = place_of(request), _wanted(request)
    chosen = urlencode({"outlet": wanted.outlet, "q": wanted.query, "part": wanted.part})
    outlets = sorted(((name, place.title(name)) for name in place.outlets()), key=lambda one: one[1])
    found = changes_of(place, wanted)
    return rendered(request, "changes.html", WORDS, found=found, chosen=chosen, outlets=outlets)


def changes_json(request: Request) -> Changes:
    """Return edits."""
    return changes_of(place_of(request), _wanted(request))


def atom(request: Request) -> Response:
    """Return the last edits as a feed."""
    found = changes_of(place_of(request), _wanted(request))
    title = said(WORDS, "feed-title", language_of(request))
    names = [
        name
        for name in (found.changes[0].publication if found.outlet and found.changes else found.outlet, found.query)
        if name
    ]
    content = feed(found, str(request.base_url).rstrip("/"), ": ".join([title, *names]))
    return Response(content, media_type=MEDIA_TYPE)


def _wanted(request: Request) -> Wanted:
    """Return which edits a request asks for.

    Raises:
        BrowseError: A parameter cannot be used.
    """
    return Wanted(
        _OUTLET.of(request),
        _QUERY.of(request).strip(),
        _PART.of(request),
        Cursor.of(_BEFORE.of(request)),
        _PAGE.of(request),
    )


routes = [Route("/changes", page), Route("/changes.atom", atom)]
endpoints = [
    Endpoint(path, changes_json, Changes, "Edited articles, the last captured first.", PARAMETERS)
    for path in ("/api/changes", "/changes.json")
]
