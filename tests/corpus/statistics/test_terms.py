"""Top words: spellings are one, stop words are none, prefixes stay."""

from __future__ import annotations

from corpus.statistics.terms import top_terms


def test_spellings_are_one_word_in_its_most_frequent_spelling() -> None:
    found = top_terms({"القاهرة": 3, "القاهره": 2, "أحمد": 2, "احمد": 1}, 9)
    assert found == [("القاهرة", 5), ("أحمد", 3)]


def test_stop_words_are_left_out_with_their_and() -> None:
    counts = {"من": 9, "ومن": 8, "الى": 7, "إلى": 6, "فإن": 5, "وزير": 4, "الوزير": 3}
    assert top_terms(counts, 9) == [("وزير", 4), ("الوزير", 3)]


def test_no_more_than_the_wanted_are_returned() -> None:
    assert top_terms({"أول": 1, "ثاني": 1, "ثالث": 1}, 2) == [("أول", 1), ("ثالث", 1)]
    assert top_terms({}, 2) == []
