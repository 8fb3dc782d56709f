"""Shares of a text that repeat sequences of its words (Gopher, table A1)."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

TOP = (2, 3, 4)
"""Lengths of sequences of which the most frequent one counts."""
REPEATED = (5, 6, 7, 8, 9, 10)
"""Lengths of sequences of which all count that occurred before."""


def repetition(words: Sequence[str]) -> tuple[float, ...]:
    """Return shares of the words' characters, 0 to 1: for each length in `TOP`, then for each in `REPEATED`.

    Only places whose sequence recurs can begin a longer one that recurs, so that a text without repetition costs one
    pass. A word counts once, in however many sequences it stands.
    """
    lengths = list(map(len, words))
    whole = sum(lengths)
    shares = []
    recurring = _recurring(range(len(words) - 1), list(pairwise(words)))
    for size in range(TOP[0], REPEATED[-1] + 1):
        if size in TOP:
            shares.append(_top(recurring, size, lengths))
        elif size in REPEATED:
            shares.append(_covered(_later(recurring), size, lengths))
        recurring = _longer(recurring)
    return tuple(share / whole if whole else 0.0 for share in shares)


def _longer(recurring: dict[int, int]) -> dict[int, int]:
    """Return by place the sequences that recur, each a word longer than those given."""
    places = [place for place in recurring if place + 1 in recurring]
    return _recurring(places, [(recurring[place], recurring[place + 1]) for place in places])


def _recurring(places: Iterable[int], keys: Sequence[Hashable]) -> dict[int, int]:
    """Return the places whose key another one has; equal keys have one number."""
    counts = Counter(keys)
    if len(counts) == len(keys):
        return {}
    several = [key for key, count in counts.items() if count > 1]
    numbers = dict(zip(several, range(len(several)), strict=True))
    return {place: numbers[key] for place, key in zip(places, keys, strict=True) if key in numbers}


def _top(recurring: dict[int, int], size: int, lengths: Sequence[int]) -> int:
    """Return the characters in the most frequent sequence; of several, in the one that has most."""
    places = defaultdict(list)
    for place, key in recurring.items():
        places[key].append(place)
    most = max(map(len, places.values()), default=0)
    return max((_covered(found, size, lengths) for found in places.values() if len(found) == most), default=0)


def _later(recurring: dict[int, int]) -> list[int]:
    """Return the places whose sequence occurred before."""
    seen: set[int] = set()
    later = []
    for place, key in recurring.items():
        if key in seen:
            later.append(place)
        seen.add(key)
    return later


def _covered(places: Iterable[int], size: int, lengths: Sequence[int]) -> int:
    """Return the characters of the words in sequences that begin at these places, which ascend."""
    characters = end = 0
    for place in places:
        characters += sum(lengths[max(place, end) : place + size])
        end = place + size
    return characters
