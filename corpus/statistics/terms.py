"""Top words and credits: spellings of one word are added up, and stop words left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from pipelines.words.folding import fold
from pipelines.words.stopwords import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

SPELLINGS = 3_000
"""Most frequent spellings of which the top words are made: words of which even the best is not among them have no
place there."""


def top_terms(spellings: Mapping[str, int], most: int) -> list[tuple[str, int]]:
    """Return the most frequent words, or credits, with their counts, the most frequent first.

    Spellings that fold to the same are one, and the most frequent of them is shown. Prefixes are not cut off: «الوزير»
    and «وزير» are two words.

    Args:
        spellings: Their counts.
        most: Number of words, at most.
    """
    counts: Counter[str] = Counter()
    shown: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for spelling, count in spellings.items():
        folded = fold(spelling)
        if len(folded) > 1 and folded not in STOP_WORDS:
            counts[folded] += count
            shown[folded].append((-count, spelling))
    order = sorted(counts, key=lambda folded: (-counts[folded], folded))
    return [(min(shown[folded])[1], counts[folded]) for folded in order[:most]]
