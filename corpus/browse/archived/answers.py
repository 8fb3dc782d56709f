"""Answers with captures: the status that the server sent, a media type from a list, and headers that fence it in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from corpus.browse.archived.address import Form, keyed, memento_path
from corpus.browse.archived.markup import LONGEST, linked, rewritten
from corpus.browse.archived.memento import http_date
from corpus.browse.archived.styles import sheet
from crawler.errors import AbsentError
from crawler.outlet import OK
from pipelines.page.charset import decode
from pipelines.rejected import Rejected

if TYPE_CHECKING:
    from crawler.archive.read.addresses import Held
    from crawler.archive.read.pages import Served

IMAGES = frozenset(
    f"image/{name}"
    for name in ("apng", "avif", "bmp", "gif", "jpeg", "jpg", "png", "vnd.microsoft.icon", "webp", "x-icon")
)
"""Media types of images that have no script."""
DRAWING = "image/svg+xml"
PAGES = ("text/html", "application/xhtml+xml")
_STYLES = "text/css"
_ANYTHING = "application/octet-stream"
_HOST = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?", re.ASCII)
_NO_BODY = frozenset((204, 205, 304))
_LEAST, _MOST = 200, 599
_FENCED = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'"
"""The policy of each archived body that a browser opens: an origin of its own, no script, no form, nothing fetched."""


def policy(origin: str, key: str) -> str:
    """Return the policy of a page that is shown: it may fetch images and style sheets of this archive alone.

    Args:
        origin: Scheme and host of this server.
        key: The key in their addresses.
    """
    # A policy cannot name an IPv6 address (CSP 3, section 2.3.1).
    source = f"{origin}{keyed(key)}" if _HOST.fullmatch(origin) else "'self'"
    return f"{_FENCED}; img-src {source}; style-src {source} 'unsafe-inline'; frame-ancestors 'self'"


def answer(form: Form, held: Held, served: Served, origin: str, key: str) -> Response:
    """Return the answer for a capture.

    Args:
        form: How it is shown.
        held: The capture.
        served: What the server sent.
        origin: Scheme and host of this server.
        key: The key in the addresses of images and style sheets; empty where it is not known.

    Raises:
        AbsentError: It cannot be shown in that form.
    """
    if served.location:
        target = memento_path(
            held.entry.timestamp, served.location, form, key if form in (Form.IMAGE, Form.STYLES) else ""
        )
        response: Response = RedirectResponse(target, served.status)
        response.headers["content-security-policy"] = _FENCED
    elif form in (Form.IMAGE, Form.STYLES):
        response = _requisite(form, held, served, key)
    else:
        response = _page(held, served, origin, key) if form is Form.PAGE else _raw(served)
    response.headers["memento-datetime"] = http_date(held.entry.timestamp)
    return response


def _media_type(served: Served) -> str:
    return served.content_type.partition(";")[0].strip().lower()


def _status(served: Served) -> int:
    """Return the server's status, where an answer with a body can have it."""
    return served.status if _LEAST <= served.status <= _MOST and served.status not in _NO_BODY else OK


def _requisite(form: Form, held: Held, served: Served, key: str) -> Response:
    """Return an image or a style sheet.

    A page in the sandbox, whose origin is none, may load it by the key. Without the key no other page may: pages of the
    web would learn what the archive has.
    """
    kind = _media_type(served)
    headers = {"content-security-policy": _FENCED}
    if key:
        headers["cross-origin-resource-policy"] = "cross-origin"
    if served.status == OK and form is Form.IMAGE and kind in IMAGES:
        return Response(served.body, media_type=kind, headers=headers)
    if served.status == OK and form is Form.IMAGE and kind == DRAWING:
        headers["content-disposition"] = "attachment"  # opened by itself, its links would lead outside
        return Response(served.body, media_type=kind, headers=headers)
    if served.status == OK and form is Form.STYLES and kind in (_STYLES, ""):
        css = sheet(served.body.decode("utf-8", "replace"), linked(held.entry.url, held.entry.timestamp, key))
        return Response(css, media_type=_STYLES, headers=headers)
    raise AbsentError(f"{held.entry.url}: the archive has no {'image' if form is Form.IMAGE else 'style sheet'} of it.")


def _page(held: Held, served: Served, origin: str, key: str) -> Response:
    """Return a page that can be shown; a text as text, an image as image, and anything else to be stored."""
    kind = _media_type(served)
    headers = {"content-security-policy": policy(origin, key)}
    status = _status(served)
    if kind in IMAGES:
        return Response(served.body, status, headers, kind)
    if kind in PAGES or (not kind and served.body[:1024].lstrip()[:1] == b"<"):
        if len(served.body) > LONGEST:
            raise AbsentError(f"{held.entry.url}: is too long to be shown; its raw body is at {_raw_path(held)}")
        try:
            page = rewritten(served.body, served.content_type, held.entry.url, held.entry.timestamp, key)
        except Rejected as rejected:
            raise AbsentError(f"{held.entry.url}: cannot be read: {rejected}; see {_raw_path(held)}") from None
        return Response(page.encode("utf-8", "replace"), status, headers, "text/html; charset=utf-8")
    if kind.startswith("text/") or kind.endswith(("/json", "+json", "/xml", "+xml")):
        try:
            text = decode(served.body[:LONGEST], served.content_type)
        except Rejected:
            text = served.body[:LONGEST].decode("utf-8", "replace")
        return Response(text.encode("utf-8", "replace"), status, headers, "text/plain; charset=utf-8")
    return _raw(served)


def _raw_path(held: Held) -> str:
    return memento_path(held.entry.timestamp, held.entry.url, Form.RAW)


def _raw(served: Served) -> Response:
    """Return the body as it was served, with its media type; a browser stores it instead of opening it."""
    declared = served.content_type if served.content_type.isascii() and served.content_type.isprintable() else ""
    headers = {
        "content-security-policy": _FENCED,
        "content-disposition": "attachment",
        "content-type": declared or _ANYTHING,
    }
    return Response(served.body, _status(served), headers)
