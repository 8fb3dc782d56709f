"""Words: stop words, numbers, dialects."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.quality.tokens import Tokens, tokens_of, words_of
from pipelines.words.stopwords import DIALECT, STOP_WORDS


def tokens(text: str) -> Tokens:
    return tokens_of(words_of([text]))[0]


def test_words_are_compared_folded() -> None:
    found = tokens("إلي المدينهِ، وأنَّ فى ٢٠٢٦ قال: «مش» دلوقتى 12")
    assert found == (9, 3, 2, 2)


def test_a_name_is_no_word_of_a_dialect_and_no_stop_word() -> None:
    for text in ("فاز برشا", "برنامج توك شو", "دول الخليج", "واين روني", "محمد صلاح", "هادي الحسن", "فورا"):
        assert tokens(text)[1::2] == (0, 0), text
    assert not STOP_WORDS & DIALECT
    assert "" not in STOP_WORDS | DIALECT


@given(st.text())
def test_no_part_is_larger_than_the_whole(text: str) -> None:
    found = tokens(text)
    assert max(found) == found.words
    assert found.stop_words + found.letterless + found.dialect <= found.words
