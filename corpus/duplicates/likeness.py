"""Compares two texts: are they near-duplicates, of which kind, and how similar?"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from corpus.duplicates.forms import are_of_one_form

if TYPE_CHECKING:
    from corpus.duplicates.shingles import Shingled

SIMILAR = 0.42
"""Least share of their shingles (Jaccard) that near-duplicates have in common."""
CONTAINED = 0.78
"""Least share of the shorter text's shingles that stand in the longer one, when it contains the shorter."""
LONGER = 1.25
"""A text that contains another has at least so many times its shingles; below that the two are edits of each other."""
FEWEST_WORDS = 40
"""Words of a contained text, at least. Shorter ones are quotations and formulas."""


class Kind(StrEnum):
    """How two near-duplicates differ."""

    SAME = "same"
    """Only in what folding removes: spelling of alef, yeh and digits, diacritics, punctuation, division into lines."""
    CONTAINS = "contains"
    """One stands in the other, more or less."""
    EDITED = "edited"
    """Words or paragraphs differ on both sides."""


class Likeness(NamedTuple):
    """The result of a comparison of two near-duplicates."""

    kind: Kind
    similarity: float
    """Jaccard coefficient of the shingles: 0 to 1."""


def likeness(first: Shingled, second: Shingled) -> Likeness | None:
    """Return how two texts are alike; None when they are no near-duplicates."""
    shorter, longer = sorted((first, second), key=lambda text: len(text.shingles))
    few, many = len(shorter.shingles), len(longer.shingles)
    if not few:
        return None
    common = len(first.shingles & second.shingles)
    similarity = common / (few + many - common)
    contained = common >= CONTAINED * few and shorter.folded.count(b" ") + 1 >= FEWEST_WORDS
    if similarity < SIMILAR and not contained:
        return None
    if first.folded == second.folded:
        return Likeness(Kind.SAME, 1.0)
    if are_of_one_form(first.folded.decode().split(), second.folded.decode().split()):
        return None
    return Likeness(Kind.CONTAINS if contained and many >= LONGER * few else Kind.EDITED, similarity)
