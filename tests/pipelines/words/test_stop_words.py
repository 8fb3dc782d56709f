"""Stop words are compared folded, with «and» or «so» before them."""

from __future__ import annotations

import pytest

from pipelines.words.folding import fold
from pipelines.words.stop_words import is_stop_word


@pytest.mark.parametrize("word", ["من", "ومن", "إلى", "الى", "فإن", "الّتي", "وهو", "هٰذا"])
def test_stop_words(word: str) -> None:
    assert is_stop_word(fold(word))


@pytest.mark.parametrize("word", ["وزير", "فلسطين", "منطقة", "قال", "و", ""])
def test_other_words(word: str) -> None:
    assert not is_stop_word(fold(word))
