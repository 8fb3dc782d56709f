"""Patterns: the shapes that the addresses of a list have, told by the addresses alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_READ = 300
"""Addresses of a list that are used, at most."""
_FEWEST = 3
"""Paths from which a fixed segment counts as such."""
_SHARE = 0.6
"""Share of the addresses that a pattern must cover, at least."""
_SHAPES = 3
"""Alternatives of a pattern, at most."""
_SHAPE = (  # how a segment of a path is recognised, and its pattern; the first that fits counts
    (re.compile(r"(?:19|20)\d\d"), r"\d{4}"),
    (re.compile(r"\d{1,2}"), r"\d{1,2}"),
    (re.compile(r"\d{3,}"), r"\d+"),
    (re.compile(r"(?:19|20)\d\d-\d{1,2}-\d{1,2}"), r"\d{4}-\d{1,2}-\d{1,2}"),
    (re.compile(r"\d{3,}[_-].+\.html?"), r"\d+[_-][^/]+\.html?"),
    (re.compile(r"\d{3,}[_-].+"), r"\d+[_-][^/]+"),
    (re.compile(r".+[_-]\d{3,}\.html?"), r"[^/]+\d\.html?"),
    (re.compile(r".*\d\.html?"), r"[^/]*\d\.html?"),
    (re.compile(r".*\d\.aspx?"), r"[^/]*\d\.aspx?"),
    (re.compile(r".+[_-]\d{4,}"), r"[^/]+[_-]\d{4,}"),
    (re.compile(r"(?=[^/]*\d)[a-z0-9]{8,}|[0-9a-f-]{36}"), r"[a-z0-9-]{8,}"),
    (re.compile(r"(?:[^/_-]+[_-]+){3}.*"), r"(?:[^/_-]+[_-]+){3}[^/]*"),
)
_ANY = "[^/]+"
_PLAIN = re.compile(r"[A-Za-z0-9_-]+")
"""Segments that a pattern keeps unchanged; some sites percent-encode other letters, some do not."""
_WEAK = frozenset((_ANY, r"\d{1,2}", r"\d{4}"))
"""Shapes that the address of a section may have too."""
_SLUG = re.compile(r"(\d{3,}[_-])?(.*?)([_-]\d{3,})?(\.[a-z]{3,5})?")
"""An identifier, words, an identifier, an ending; all but the words may be missing."""
_SEPARATORS = 2
"""Separators between the words of a slug, at least."""
_OWN_WORDS = "عنوان-من-كلمات-لنا"


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """A shape that several addresses share."""

    pattern: str
    """Regular expression of their paths, then the keys of their queries."""
    count: int
    """Their number."""
    example: str
    """One of them."""


def article_pattern(urls: Sequence[str]) -> str:
    """Return a pattern for `Outlet.article` that fits most of the addresses.

    Each segment of a path has a shape (a year, a number, a slug, …). The pattern joins the most frequent sequences of
    shapes. A segment without a shape stays unchanged when all paths of its sequence share it.

    Args:
        urls: Addresses; most are articles'.

    Returns:
        The empty string when `_SHAPES` sequences cover too few addresses; sequences that a section could have too do
        not count.
    """
    groups: dict[tuple[str, ...], list[list[str]]] = {}
    for url in urls[:_READ]:
        segments = _segments(url)
        groups.setdefault(tuple(map(_shape, segments)), []).append(segments)
    told = {shapes: paths for shapes, paths in groups.items() if not _WEAK.issuperset(shapes)}
    best = sorted(told.items(), key=lambda item: len(item[1]), reverse=True)[:_SHAPES]
    best = [item for item in best if len(item[1]) * 10 >= len(best[0][1])]
    if not best or sum(len(paths) for _, paths in best) < _SHARE * len(urls[:_READ]):
        return ""
    return "|".join(sorted({_pattern(shapes, paths) for shapes, paths in best}))


def shapes_of(urls: Iterable[str]) -> list[Shape]:
    """Return the shapes of addresses, the most frequent first; addresses whose queries have other keys differ.

    Args:
        urls: Addresses.
    """
    groups: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for url in urls:
        keys = tuple(sorted(dict.fromkeys(key for key, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True))))
        groups.setdefault((tuple(map(_shape, _segments(url))), keys), []).append(url)
    found = sorted(groups.items(), key=lambda item: len(item[1]), reverse=True)
    return [
        Shape(
            pattern=_pattern(shapes, list(map(_segments, group))) + (f" with {', '.join(keys)}" if keys else ""),
            count=len(group),
            example=group[0],
        )
        for (shapes, keys), group in found
    ]


def _segments(url: str) -> list[str]:
    return unquote(urlsplit(url).path).strip("/").split("/")


def _shape(segment: str) -> str:
    """Return the pattern of a segment's shape."""
    return next((shape for told_by, shape in _SHAPE if told_by.fullmatch(segment)), _ANY)


def _pattern(shapes: tuple[str, ...], paths: list[list[str]]) -> str:
    """Return the pattern of paths with the same sequence of shapes."""
    segments = []
    for place, shape in enumerate(shapes):
        first = paths[0][place]
        same = shape == _ANY and len(paths) >= _FEWEST and all(path[place] == first for path in paths)
        segments.append(first if same and _PLAIN.fullmatch(first) else shape)
    return f"^/{'/'.join(segments)}/?$"


def made_up(urls: Iterable[str]) -> list[str]:
    """Replace the slugs of addresses by words of our own, since headlines belong to their authors.

    Numbers and shapes stay; of equal results one is returned.
    """
    return list(dict.fromkeys(map(_made_up, urls)))


def _made_up(url: str) -> str:
    parts = urlsplit(url)
    segments = unquote(parts.path).split("/")
    for place, segment in enumerate(segments):
        if (slug := _SLUG.fullmatch(segment)) and len(re.findall(r"[\s_+-]", slug[2])) >= _SEPARATORS:
            segments[place] = f"{slug[1] or ''}{_OWN_WORDS}{slug[3] or ''}{slug[4] or ''}"
    return parts._replace(path="/".join(segments), query="", fragment="").geturl()
