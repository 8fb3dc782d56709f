"""Answers with pages: templates that escape everything, in the language that the request asks for."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from corpus.browse.wording import NOUNS, said
from corpus.statistics.labels import LANDS, Language, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.requests import Request

    from corpus.statistics.labels import Text

FOLDER = Path(__file__).parent
"""Folder of `templates/` and `static/`."""
LANGUAGE = "lang"
"""Name of the parameter and the cookie with the language."""
_YEAR = 365 * 86_400
_ZONE = re.compile(r"(?:Z|[+-]\d\d:\d\d)\Z", re.ASCII)
_TEMPLATES = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    auto_reload=False,
    trim_blocks=True,
    lstrip_blocks=True,
)


def language_of(request: Request) -> Language:
    """Return the language that a request asks for: its parameter, else its cookie, else Arabic."""
    for asked in (request.query_params.get(LANGUAGE), request.cookies.get(LANGUAGE)):
        if asked in set(Language):
            return Language(asked)
    return Language.ARABIC


def rendered(
    request: Request, template: str, words: Mapping[str, Text], *, status: int = 200, **values: Any
) -> HTMLResponse:
    """Answer with a page.

    A template has, beside its values: `say(key, …)` (words), `counted(count, noun)`, `land(code)`, `address(…)`
    (this page's with other parameters), `safe(url)`, `path(part, …)`, `language`, `dir`.

    Args:
        request: The request.
        template: Name of the template's file.
        words: The room's own words.
        status: HTTP status code.
        values: What the template shows.
    """
    language = language_of(request)
    other = Language.ENGLISH if language is Language.ARABIC else Language.ARABIC
    content = _TEMPLATES.get_template(template).render(
        say=partial(_said, words, language),
        counted=lambda count, noun: NOUNS[noun].counted(count, language),
        land=lambda code: named(LANDS, code, language),
        address=partial(address, request),
        safe=safe,
        path=path,
        language=language,
        dir="rtl" if language is Language.ARABIC else "ltr",
        other=other,
        here=request.url.path,
        **values,
    )
    answer = HTMLResponse(content, status)
    answer.headers["vary"] = "Cookie"
    if request.query_params.get(LANGUAGE) in set(Language):
        answer.set_cookie(LANGUAGE, language, max_age=_YEAR, httponly=True, samesite="lax")
    return answer


def _said(words: Mapping[str, Text], language: Language, key: str, **values: object) -> str:
    apart = {name: isolated(value) if isinstance(value, str) else value for name, value in values.items()}
    return said(words, key, language, **apart)


def isolated(text: str) -> str:
    """Return a text in isolates: its direction is its own, also in attributes and options, where no element can be.

    Without them, Arabic words before a date turn its parts round (UAX #9).
    """
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"


def clock(moment: str) -> str:
    """Return an ISO 8601 moment for readers: day, minute and the zone that it states, as 2026-08-03 07:00 +03:00."""
    zone = _ZONE.search(moment)
    stated = "UTC" if zone and zone[0] in ("Z", "+00:00") else zone[0] if zone else ""
    return " ".join(filter(None, (moment[:10], moment[11:16], stated)))


_TEMPLATES.filters.update(clock=clock, isolated=isolated)


def address(request: Request, **changes: str | int | Iterable[str] | None) -> str:
    """Return the address of the page that a request asked for, with other parameters.

    Args:
        request: The request.
        changes: New values of parameters; None, an empty text and an empty list remove one.
    """
    changes.setdefault(LANGUAGE, None)  # the cookie keeps it
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in changes]
    for name, value in changes.items():
        values = [str(value)] if isinstance(value, str | int) else list(value or ())
        kept += [(name, one) for one in values if one]
    return f"{request.url.path}?{urlencode(kept)}"


def path(*parts: str | int) -> str:
    """Return a path of this server, each part escaped."""
    return "".join(f"/{quote(str(part), safe='')}" for part in parts)


def safe(url: str | None) -> str:
    """Return a URL of the web to which a link may lead; empty for other schemes, like `javascript:`."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else ""
    except ValueError:
        return ""
