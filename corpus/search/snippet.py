"""The part of a text that shows why it was found."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from corpus.search.forms import forms

if TYPE_CHECKING:
    from corpus.search.query import Query

WIDTH = 30
"""Words of a snippet, at most."""
_READ = 5_000
"""Words of a text that are looked at, at most."""
_LONGEST = 400
"""Characters of a snippet, at most."""
_WORD = re.compile(r"\S+")
_forms = lru_cache(maxsize=50_000)(forms)  # words recur; without it, twenty texts of a page take 0.1 s


class Snippet(NamedTuple):
    """A part of a text in one line."""

    text: str
    marks: tuple[tuple[int, int], ...]
    """Begin and end of each highlighted word in `text`, in characters."""


def snippet_of(text: str, query: Query) -> Snippet:
    """Return the words around the place of a text where most different words of the query stand."""
    words = [word[0] for _, word in zip(range(_READ), _WORD.finditer(text))]  # noqa: B905 - the shorter one ends it
    found = {place: hit for place, word in enumerate(words) if (hit := _hit(word, query))}
    best = max(
        found or [0], key=lambda place: (len({found[at] for at in range(place, place + WIDTH) if at in found}), -place)
    )
    first = max(0, best - WIDTH // 4)
    shown, marks = "…" if first else "", []
    for place in range(first, min(first + WIDTH, len(words))):
        word = words[place]
        if len(shown) + len(word) >= _LONGEST:
            break
        shown += " " if shown else ""
        if place in found:
            marks.append((len(shown), len(shown) + len(word)))
        shown += word
    return Snippet(shown, tuple(marks))


def _hit(word: str, query: Query) -> str:
    """Return the form of a written word that the query has; empty without one."""
    own = _forms(word)
    hit = next((form for form in own if form in query.shown), "")
    return hit or next((begin for begin in query.begins if any(form.startswith(begin) for form in own)), "")
