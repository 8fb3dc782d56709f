"""Sequences of words that recur, beside a slow statement of the same."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.quality import repetition as module
from corpus.quality.repetition import REPEATED, TOP
from corpus.quality.tokens import words_of


def repetition(words: list[str]) -> tuple[float, ...]:
    return module.repetition(words_of([" ".join(words)]))[0]


def slow(words: list[str]) -> list[float]:
    """Return the shares as their definition states them."""
    whole = sum(map(len, words))
    shares = []
    for size in (*TOP, *REPEATED):
        sequences = [tuple(words[place : place + size]) for place in range(len(words) - size + 1)]
        counts = Counter(sequences)

        def share(places: list[int], size: int = size) -> float:
            covered = {place + offset for place in places for offset in range(size)}
            return sum(len(words[place]) for place in covered) / whole if whole else 0.0

        if size in REPEATED:
            shares.append(share([place for place, one in enumerate(sequences) if one in sequences[:place]]))
        else:
            most = max(counts.values(), default=0)
            tops = [one for one, count in counts.items() if count == most > 1]
            shares.append(
                max((share([place for place, one in enumerate(sequences) if one == top]) for top in tops), default=0.0)
            )
    return shares


@given(st.lists(st.lists(st.sampled_from(["ا", "بب", "تتت", "ث"]), max_size=40), min_size=1, max_size=3))
def test_the_shares_are_those_of_the_definition_whatever_texts_stand_beside(texts: list[list[str]]) -> None:
    assert module.repetition(words_of([" ".join(words) for words in texts])) == [tuple(slow(words)) for words in texts]


def test_a_text_of_one_word_again_and_again_is_repetition_alone() -> None:
    assert repetition(["نعم"] * 20) == pytest.approx([1, 1, 1, *((20 - 1) / 20 for _ in range(6))])


def test_five_words_that_recur_are_five_and_not_six() -> None:
    words = ["قال", "الوزير", "في", "بيان", "له", "ثم", "مضى", "قال", "الوزير", "في", "بيان", "له"]
    top_2, _, top_4, repeated_5, repeated_6, *_ = repetition(words)
    whole = sum(map(len, words))
    assert repeated_5 == sum(map(len, words[:5])) / whole
    assert repeated_6 == 0
    assert top_2 == 2 * len("قالالوزير") / whole
    assert top_4 == 2 * len("الوزيرفيبيانله") / whole or top_4 == 2 * len("قالالوزيرفيبيان") / whole


@pytest.mark.parametrize("words", [[], [""], ["نعم"], ["نعم", "لا"]])
def test_few_words_repeat_nothing(words: list[str]) -> None:
    assert repetition(words) == (0.0,) * 9
