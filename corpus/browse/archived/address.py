"""The addresses of archived pages: `/archived/<14 digits><form>/<url>`, as in the Wayback Machine."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote, urljoin

from crawler.archive.index.cdxj import timestamp_of
from crawler.archive.index.nearest import distance
from crawler.errors import BrowseError
from crawler.urls import MAX_URL, netloc

if TYPE_CHECKING:
    from starlette.requests import Request

_MEMENTO = re.compile(r"/archived/(?:~([\w-]{1,50})/)?(\d{4,14})(id_|im_|cs_)?/(.+)", re.ASCII | re.DOTALL)
_SCHEME = re.compile(r"(https?):/{0,2}(?=[^/])", re.IGNORECASE)
_SAFE = "!$%&()*+,-./:;=?@[]_~"
"""Characters of a URL that stay unescaped in an address, in a header and in a style sheet: no quotes, no hash."""


class Form(StrEnum):
    """How a capture is shown."""

    PAGE = ""
    """A page whose addresses lead to the archive, in a sandbox."""
    RAW = "id_"
    """The body as it was served."""
    IMAGE = "im_"
    """An image."""
    STYLES = "cs_"
    """A style sheet."""


class Wanted(NamedTuple):
    """A capture that a request asks for."""

    timestamp: str
    """UTC, 14 digits."""
    form: Form
    url: str
    key: str
    """The key in the address; empty without one."""


def memento_path(timestamp: str, url: str, form: Form = Form.PAGE, key: str = "") -> str:
    """Return the path of a capture; the URL's query becomes the path's.

    Args:
        timestamp: UTC, 14 digits.
        url: Its URL.
        form: How it is shown.
        key: The key by which a page in the sandbox gets its images and style sheets (`Place.key`).
    """
    return f"{keyed(key)}{timestamp}{form}/{escaped(url)}"


def keyed(key: str) -> str:
    """Return the beginning of the paths with a key."""
    return f"/archived/~{key}/" if key else "/archived/"


def escaped(url: str) -> str:
    """Return a URL in ASCII, without its fragment, so that it can stand in an address, a header or a style sheet."""
    return quote(url.partition("#")[0], safe=_SAFE, errors="replace")


def resolved(base: str, written: str) -> str:
    """Return the http(s) URL of a reference on a page; empty for any other."""
    written = written.strip()
    if not written or len(written) > MAX_URL:
        return ""
    try:
        url = urljoin(base, written)
    except ValueError:
        return ""
    return url if len(url) <= MAX_URL and netloc(url) else ""


def wanted(request: Request) -> Wanted | None:
    """Return the capture that a request for a memento asks for; None when the address has no moment.

    Raises:
        BrowseError: The moment is none, or the URL is not http(s).
    """
    found = _MEMENTO.fullmatch(_written(request))
    if found is None:
        return None
    timestamp = timestamp_of(found[2])
    if distance(timestamp, timestamp):
        raise BrowseError(f"{found[2]}: is no moment; write it like 20260801103000.")
    return Wanted(timestamp, Form(found[3] or ""), _checked(found[4]), found[1] or "")


def url_behind(request: Request, beginning: re.Pattern[str]) -> tuple[str, str]:
    """Return the first group in the beginning of a path, if any, and the URL behind it, with the request's query.

    Raises:
        BrowseError: It is no http(s) URL.
    """
    written = _written(request)
    found = beginning.match(written)
    groups = found.groups("") if found else ()
    return groups[0] if groups else "", _checked(written[found.end() if found else 0 :])


def _written(request: Request) -> str:
    """Return the path and query as the client wrote them: decoding would lose escapes of the archived URL."""
    raw: bytes = request.scope["raw_path"]
    query: bytes = request.scope["query_string"]
    return (raw.partition(b"?")[0] + (b"?" + query if query else b"")).decode("latin-1")


def _checked(written: str) -> str:
    """Return a URL; clients and proxies may have escaped all of it, or merged its slashes."""
    url = written.encode("latin-1", "replace").decode("utf-8", "replace")
    if "%3a" in url[:12].lower():
        url = unquote(url)
    url = _SCHEME.sub(r"\1://", url, count=1) if _SCHEME.match(url) else f"http://{url}"
    if len(url) > MAX_URL or not netloc(url):
        raise BrowseError(f"{url[:80]}: is not an http(s) URL of at most {MAX_URL} characters.")
    return url
