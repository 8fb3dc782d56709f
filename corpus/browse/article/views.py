"""The views of an article, and their JSON."""

from __future__ import annotations

import json
import re
from itertools import groupby
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from corpus.browse.article.cuts import cut_runs
from corpus.browse.article.history import Comparison, compared
from corpus.browse.article.shown import ShownArticle, shown
from corpus.browse.article.wording import WORDS
from corpus.browse.endpoints import Endpoint
from corpus.browse.page import path, rendered
from corpus.browse.parameters import Number, Text
from corpus.browse.place import place_of
from corpus.export.rows import document_id
from crawler.errors import AbsentError
from pipelines.documents.differences import SAME

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from corpus.browse.article.history import ChangedParagraph
    from corpus.browse.place import Document, Place

_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
CONTEXT = 1
"""Unchanged paragraphs shown on either side of a change; the others can be opened."""
_MOST = 10**12
_OUTLET = Text("outlet", "Name of the outlet.", 100)
_NUMBER = Number("number", "Number of the document within the outlet.", 0, _MOST, 0)
_FIRST = Number("from", "The first version that is listed; 0 for those around this one.", 0, _MOST, 0)
_WITH = Number("with", "Number of the version to compare with; -1 for the one before.", -1, _MOST, -1)


def page(request: Request) -> Response:
    """Show an article, by its number; by its `id`, which no rebuild changes, lead to its number."""
    if _ID.fullmatch(named := str(request.path_params["number"])):
        return RedirectResponse(_path_of_id(place_of(request), _OUTLET.of(request), named))
    found = _shown(request)
    title_of = place_of(request).title
    return rendered(request, "article.html", WORDS, article=found, runs=cut_runs(found.paragraphs), title_of=title_of)


def comparison_page(request: Request) -> Response:
    """Show what changed between two versions."""
    found = _compared(request)
    return rendered(request, "comparison.html", WORDS, found=found, runs=list(_near(found.paragraphs)))


def article_json(request: Request) -> ShownArticle:
    """Return an article."""
    return _shown(request)


def comparison_json(request: Request) -> Comparison:
    """Return what changed between two versions."""
    return _compared(request)


def bibtex(request: Request) -> Response:
    """Return an article's citation for BibTeX."""
    return Response(_shown(request).citation.bibtex, media_type="application/x-bibtex")


def csl(request: Request) -> Response:
    """Return an article's citation as CSL-JSON."""
    content = json.dumps(_shown(request).citation.csl, ensure_ascii=False)
    return Response(content, media_type="application/vnd.citationstyles.csl+json")


def _path_of_id(place: Place, outlet: str, wanted: str) -> str:
    """Return the path of the article of a document's `id`.

    Raises:
        AbsentError: The outlet has no such document.
    """
    with place.state(outlet) as state:
        number = next((one for one, *facts in state.document_keys() if document_id(outlet, *facts) == wanted), None)
    if number is None:
        raise AbsentError(f"{outlet} has no document {wanted}.")
    return path("article", outlet, number)


def _shown(request: Request) -> ShownArticle:
    base = str(request.base_url).rstrip("/")
    return shown(place_of(request), _document(request), base, _FIRST.of(request))


def _document(request: Request) -> Document:
    return place_of(request).document(_OUTLET.of(request), _NUMBER.of(request))


def _compared(request: Request) -> Comparison:
    place, after, number = place_of(request), _document(request), _WITH.of(request)
    if number < 0:
        previous = after.row["previous"]
        number = after.number if previous is None else int(previous.partition("_")[0])
    return compared(place, place.document(after.outlet, number), after)


def _near(paragraphs: Iterable[ChangedParagraph]) -> Iterable[tuple[bool, list[ChangedParagraph]]]:
    """Yield the paragraphs in runs, each with whether it is near a change; a run far from changes can be opened."""
    found = list(paragraphs)
    places = [at for at, one in enumerate(found) if one.kind != SAME]
    near = {at + step for at in places for step in range(-CONTEXT, CONTEXT + 1)}
    for is_near, run in groupby(range(len(found)), near.__contains__):
        yield is_near, [found[at] for at in run]


routes = [
    Route("/article/{outlet}/{number}", page),
    Route("/article/{outlet}/{number:int}/compare", comparison_page),
    Route("/article/{outlet}/{number:int}/cite.bib", bibtex),
    Route("/article/{outlet}/{number:int}/cite.json", csl),
]
endpoints = [
    Endpoint(
        "/api/articles/{outlet}/{number:int}",
        article_json,
        ShownArticle,
        "An article: its text with what was cut, versions, events, copies, provenance and citation.",
        (_OUTLET, _NUMBER, _FIRST),
    ),
    Endpoint(
        "/api/articles/{outlet}/{number:int}/compare",
        comparison_json,
        Comparison,
        "What changed between two versions of an article, word by word.",
        (_OUTLET, _NUMBER, _WITH),
    ),
]
