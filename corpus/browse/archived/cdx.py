"""A CDX server: the captures of a URL, of all URLs that begin like it, of a host or of a domain.

The parameters and fields are those of pywb's server (https://pywb.readthedocs.io/en/latest/manual/cdxserver_api.html),
without `showNumPages`, `collapseTime`, and filters by regular expressions, which can take forever.
"""

from __future__ import annotations

import json
import re
import time
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from corpus.browse.parameters import Choice, Number, Text, Texts
from crawler.archive.index.surt import surt
from crawler.errors import BrowseError
from crawler.urls import MAX_URL, netloc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.requests import Request

    from crawler.archive.index.cdxj import Entry
    from crawler.archive.read.addresses import Addresses, Held

MOST = 100_000
"""Captures of an answer, at most."""
USUAL = 10_000
SECONDS = 20.0
"""Time of an answer, at most; one that takes longer breaks off without its end, which every client notices."""
FIELDS = ("urlkey", "timestamp", "url", "mime", "status", "digest", "length", "offset", "filename")
_OTHER_NAMES = {"original": "url", "mimetype": "mime", "statuscode": "status"}
_DIGITS = re.compile(r"\d{1,14}", re.ASCII)
_FILTER = re.compile(r"(!?)([=~]?)(\w{1,20}):(.*)", re.DOTALL)


class Match(StrEnum):
    """Which URLs are meant."""

    EXACT = "exact"
    PREFIX = "prefix"
    HOST = "host"
    DOMAIN = "domain"


class Output(StrEnum):
    """The form of an answer: lines of a CDXJ index, or JSON objects, one a line."""

    TEXT = "text"
    JSON = "json"


_URL = Text("url", "The URL; at its end, * stands for prefix, and *. before it for domain.", MAX_URL)
_MATCH = Choice("matchType", "Which URLs are meant.", Match.EXACT)
_FROM = Text("from", "First moment, 1 to 14 digits.", 14)
_TO = Text("to", "Last moment, 1 to 14 digits.", 14)
_CLOSEST = Text("closest", "Moment, 1 to 14 digits; the captures nearest to it come first, of one URL.", 14)
_LIMIT = Number("limit", "Captures, at most.", 1, MOST, USUAL)
_OUTPUT = Choice("output", "Form of the answer.", Output.TEXT)
_CHOSEN = Text("fl", "Fields, with commas between them.")
_FILTERS = Texts("filter", "[!][=]field:text: the field contains the text, or is equal to it (=), or not (!).", 10)


class Query(NamedTuple):
    """What a request asks for."""

    url: str
    match: Match
    first: str
    """14 digits."""
    last: str
    closest: str
    """14 digits; empty for the order of the index."""
    limit: int
    output: Output
    fields: tuple[str, ...]
    """Empty for all."""
    filters: tuple[Callable[[Entry], bool], ...]


def query_of(request: Request) -> Query:
    """Return what a request asks for.

    Raises:
        BrowseError: A parameter cannot be used.
    """
    url, match = _URL.of(request), _MATCH.of(request)
    if url.startswith("*."):
        url, match = url[2:], Match.DOMAIN
    elif url.endswith("*"):
        url, match = url[:-1], Match.PREFIX
    url = url if "://" in url else f"http://{url}"
    if not netloc(url):
        raise BrowseError(f"url={url[:80]}: is not an http(s) URL; give url=https://….")
    closest = _moment(request, _CLOSEST, "0")
    if closest and match is not Match.EXACT:
        raise BrowseError("closest: goes with matchType=exact alone.")
    names = [_OTHER_NAMES.get(name, name) for name in _CHOSEN.of(request).split(",") if name]
    if unknown := next((name for name in names if name not in FIELDS), None):
        raise BrowseError(f"fl={unknown[:80]}: is none of {', '.join(FIELDS)}.")
    return Query(
        url,
        match,
        _moment(request, _FROM, "0"),
        _moment(request, _TO, "9") or "9" * 14,
        closest,
        _LIMIT.of(request),
        _OUTPUT.of(request),
        tuple(names),
        tuple(map(_filter, _FILTERS.of(request))),
    )


def _moment(request: Request, parameter: Text, padding: str) -> str:
    """Return a moment that may be inexact, as 14 digits; empty without one."""
    written = parameter.of(request)
    if written and not _DIGITS.fullmatch(written):
        raise BrowseError(f"{parameter.name}={written}: is not a moment of 1 to 14 digits.")
    return written.ljust(14, padding) if written else ""


def _filter(written: str) -> Callable[[Entry], bool]:
    """Return the condition of a filter."""
    found = _FILTER.fullmatch(written)
    name = _OTHER_NAMES.get(found[3], found[3]) if found else ""
    if found is None or name not in FIELDS:
        raise BrowseError(f"filter={written[:80]}: is not [!][=]field:text with one of {', '.join(FIELDS)}.")
    if found[2] == "~":
        raise BrowseError(f"filter={written[:80]}: regular expressions are not taken; use = or no sign.")
    no, whole, text = bool(found[1]), found[2] == "=", found[4]

    def takes(entry: Entry) -> bool:
        value = _value(entry, name)
        return (value == text if whole else text in value) != no

    return takes


def starts_of(query: Query) -> list[str]:
    """Return the beginnings of the lines of the wanted URLs, sorted."""
    key = surt(query.url)
    if query.match is Match.EXACT:
        return [f"{key} "]
    if query.match is Match.PREFIX:
        # A SURT drops a slash and a question mark at its end; of what they lead, it keeps them.
        end = query.url[-1] if query.url[-1] in "/?" and not key.endswith(query.url[-1]) else ""
        return [f"{key}{end}"]
    host = key.partition(")")[0]
    return [f"{host})"] if query.match is Match.HOST else [f"{host})", f"{host},", f"{host}:"]


def found(query: Query, addresses: Addresses) -> Iterator[Held]:
    """Yield the captures that a query wants, at most `query.limit`.

    Raises:
        BrowseError: It took longer than `SECONDS`.
    """
    nearest = query.closest and addresses.nearest(query.url, query.closest)
    end = time.monotonic() + SECONDS

    def wanted() -> Iterator[Held]:
        for held in nearest or addresses.below(starts_of(query)):
            if time.monotonic() > end:
                raise BrowseError(f"The answer took longer than {SECONDS:g} seconds; ask for less.")
            entry = held.entry
            if query.first <= entry.timestamp <= query.last and all(takes(entry) for takes in query.filters):
                yield held

    return islice(wanted(), query.limit)


def line(entry: Entry, query: Query) -> str:
    """Return the line of a capture, with its line end."""
    if query.output is Output.JSON:
        values = {name: _value(entry, name) for name in query.fields or FIELDS}
        return json.dumps({name: value for name, value in values.items() if value or query.fields}) + "\n"
    if query.fields:
        return " ".join(re.sub(r"\s", "%20", _value(entry, name)) or "-" for name in query.fields) + "\n"
    return entry.line()


def _value(entry: Entry, name: str) -> str:
    """Return a field as text."""
    if name == "urlkey":
        return entry.key
    return str(entry.status or "") if name == "status" else str(getattr(entry, name))
