"""Reads the signs of articles and of other pages in an address of the web."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from pipelines.kind.rules import STANDING_PATHS
from pipelines.kind.signs import INDEX_NAMES, LIST_PATHS, SCRIPT_NAMES, SERVICE_PATHS, SUBJECT_PATHS
from pipelines.words.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SLUG_WORDS = 4
"""Fewest words of an article's slug; names of sections have fewer."""
_MAX_ADDRESS = 500
_ID = re.compile(r"\d{4,}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_WORD = re.compile(r"[^\W_]+")
_NAME = re.compile(r"[^\W\d_]{3,}")
_PERIOD = re.compile(
    r"(?:.*/)?(?:19|20)\d\d(?:/(?:0?[1-9]|1[0-2])(?:/(?:0?[1-9]|[12]\d|3[01]))?)?(?:/page/\d+)?/?", re.DOTALL
)
"""A path that ends with a year, a month or a day, and has no name behind it."""


def by_address(url: str) -> Iterator[str]:
    """Yield the signs in an address of the web; a file's path has none."""
    try:
        parts = urlsplit(url[:_MAX_ADDRESS])
    except ValueError:
        return
    if parts.scheme not in {"http", "https"}:
        return
    path = unquote(parts.path)
    segments = _segments_of(path, parts.query)
    yield from _by_names(segments, path, parts.query)
    last = segments[-1] if segments else ""
    if not segments and not parts.query:
        yield "the front page's address"
    elif segments and not parts.query and _PERIOD.fullmatch(path):
        yield "a period's address"
    elif _ID.search(f"{path} {parts.query}") or (
        len(_WORD.findall(last)) >= SLUG_WORDS and SUBJECT_PATHS.isdisjoint(segments[-2:])
    ):
        yield "an article's address"
    elif len(segments) <= 1 and not any(map(str.isdecimal, f"{last}{parts.query}")):
        yield "a short address"


def _by_names(segments: Sequence[str], path: str, query: str) -> Iterator[str]:
    """Yield the signs in the words of a path."""
    last_two = segments[-2:] if segments and segments[-1].isdecimal() else segments[-1:]
    named = not _ID.search(path) and not SUBJECT_PATHS.isdisjoint(segments[-2:])
    by_number = any(map(str.isdecimal, query)) and not SCRIPT_NAMES.isdisjoint(segments[-1:])
    if by_number:
        return
    if named or not LIST_PATHS.isdisjoint(last_two):
        yield "a list's address"
    if not STANDING_PATHS.isdisjoint(last_two):
        yield "a standing page's address"
    if _is_plain(segments, path, query):
        yield "an address of plain words"
        if not SERVICE_PATHS.isdisjoint(map(fold, segments[:-1])):
            yield "a service's address"


def _segments_of(path: str, query: str) -> list[str]:
    """Return the segments of a path without their endings, without languages and without a folder's file."""
    segments = [segment.partition(".")[0].lower() for segment in path.split("/") if segment]
    segments = [segment for segment in segments if not _LANGUAGE.fullmatch(segment)]
    if segments and not query and segments[-1] in INDEX_NAMES:
        segments.pop()
    return segments


def _is_plain(segments: Sequence[str], path: str, query: str) -> bool:
    """Return whether a path ends with the name of a page: a few words, and no number in the whole address."""
    if not segments or query or any(map(str.isdecimal, path)):
        return False
    return _NAME.search(segments[-1]) is not None and len(_WORD.findall(segments[-1])) < SLUG_WORDS
