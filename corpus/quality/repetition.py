"""Shares of a text that repeat sequences of its words (Gopher, table A1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corpus.quality.tokens import Words

    Places = NDArray[np.int64]

TOP = (2, 3, 4)
"""Lengths of sequences of which the most frequent one counts."""
REPEATED = (5, 6, 7, 8, 9, 10)
"""Lengths of sequences of which all count that occurred before."""


def repetition(words: Words) -> list[tuple[float, ...]]:
    """Return for each text shares of its words' characters, 0 to 1: for each length in `TOP`, then in `REPEATED`.

    A sequence has a number, made of those of the two sequences that lack its last and its first word. Only places whose
    sequence recurs in their text can begin a longer one that recurs, so that each length looks at fewer places. A word
    counts once, in however many sequences it stands.
    """
    places, (numbers, uses) = np.arange(len(words.number)), _numbered(words.text * len(words.spelling) + words.number)
    characters = []
    for size in range(1, REPEATED[-1] + 1):
        recurs = uses[numbers] > 1
        places, numbers = places[recurs], numbers[recurs]
        if size in TOP:
            characters.append(_top(words, places, numbers, uses, size))
        elif size in REPEATED:
            characters.append(_later(words, places, numbers, size))
        joined = np.flatnonzero(places[1:] == places[:-1] + 1)
        places, (numbers, uses) = places[joined], _numbered(numbers[joined] * len(uses) + numbers[joined + 1])
    whole = np.bincount(words.text, np.diff(words.begins), words.texts)
    return list(map(tuple, (np.stack(characters, axis=1) / np.maximum(whole, 1)[:, None]).tolist()))


def _numbered(keys: Places) -> tuple[Places, Places]:
    """Return for each key its number, from 0, and for each number how many keys have it."""
    numbers = pa.array(keys).dictionary_encode().indices.to_numpy().astype(np.int64)
    return numbers, np.bincount(numbers)


def _top(words: Words, places: Places, numbers: Places, uses: Places, size: int) -> NDArray[np.number]:
    """Return for each text the characters in its most frequent sequence; of several, in the one that has most."""
    order = np.argsort(numbers, kind="stable")
    places, numbers = places[order], numbers[order]
    text, same = words.text[places], numbers[1:] == numbers[:-1]
    covered = np.bincount(numbers, _covered(words, places, size, same), len(uses))
    most, characters = np.zeros(words.texts), np.zeros(words.texts)
    np.maximum.at(most, text, uses[numbers])
    tops = uses[numbers] == most[text]
    np.maximum.at(characters, text[tops], covered[numbers[tops]])
    return characters


def _later(words: Words, places: Places, numbers: Places, size: int) -> NDArray[np.number]:
    """Return for each text the characters in sequences that occurred before."""
    first = np.zeros(numbers.max(initial=-1) + 1, np.int64)
    first[numbers[::-1]] = places[::-1]
    later = places[places != first[numbers]]
    return np.bincount(words.text[later], _covered(words, later, size, np.True_), words.texts)


def _covered(words: Words, places: Places, size: int, same: NDArray[np.bool_] | np.bool_) -> Places:
    """Return for each place the characters of its sequence's words, without those that are counted at the next place.

    Args:
        words: The words.
        places: Where the sequences begin, ascending.
        size: Their length.
        same: Of each place but the last, whether the next one counts together with it.
    """
    ends = places + size
    ends[:-1] = np.where(same, np.minimum(ends[:-1], places[1:]), ends[:-1])
    return words.begins[ends] - words.begins[places]
