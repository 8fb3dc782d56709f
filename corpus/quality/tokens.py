"""Signals of a text's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipelines.words.folding import fold_text
from pipelines.words.stopwords import DIALECT, STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence


class Tokens(NamedTuple):
    """Counts of a text's words."""

    words: int
    """Words: runs of letters and digits."""
    stop_words: int
    """Those in `STOP_WORDS`."""
    letterless: int
    """Those without a letter."""
    dialect: int
    """Those in `DIALECT`."""


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded (`pipelines.words.folding`)."""
    return fold_text(text).split()


def tokens_of(words: Sequence[str]) -> Tokens:
    """Return the counts of folded words."""
    return Tokens(
        words=len(words),
        stop_words=sum(map(STOP_WORDS.__contains__, words)),
        letterless=sum(map(str.isdecimal, words)),
        dialect=sum(map(DIALECT.__contains__, words)),
    )
