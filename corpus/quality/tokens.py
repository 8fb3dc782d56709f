"""The words of several texts as arrays, and signals of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.words.folding import fold_text
from pipelines.words.stopwords import DIALECT, STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_STOP_WORDS, _DIALECT = (pa.array(sorted(words)) for words in (STOP_WORDS, DIALECT))


class Words(NamedTuple):
    """The words of several texts, folded (`pipelines.words.folding`), one text after the other."""

    texts: int
    """How many texts there are."""
    text: NDArray[np.int64]
    """Of each word, the place of its text."""
    number: NDArray[np.int64]
    """Of each word, the place of its spelling: equal words have one number."""
    spelling: pa.StringArray
    """The different words."""
    begins: NDArray[np.int64]
    """Of each word, how many characters the words before it have; at the end, how many all have."""


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


def words_of(texts: Sequence[str]) -> Words:
    """Return the words of texts."""
    split = pc.ascii_split_whitespace(pa.array(map(fold_text, texts), pa.string()))
    encoded = split.flatten().dictionary_encode()
    lengths = pc.utf8_length(encoded.dictionary).to_numpy(zero_copy_only=False).astype(np.int64)
    number = encoded.indices.to_numpy().astype(np.int64)
    text = np.repeat(np.arange(len(texts)), np.diff(split.offsets.to_numpy()))
    if not lengths.all():  # a text that is empty, or begins or ends with a space, has an empty word
        text, number = text[lengths[number] > 0], number[lengths[number] > 0]
    begins = np.concatenate(([0], np.cumsum(lengths[number])))
    return Words(len(texts), text, number, encoded.dictionary, begins)


def tokens_of(words: Words) -> list[Tokens]:
    """Return the counts of each text's words."""
    spelling = words.spelling
    kinds = (pc.is_in(spelling, _STOP_WORDS), pc.utf8_is_decimal(spelling), pc.is_in(spelling, _DIALECT))
    chosen = (words.text[kind.to_numpy(zero_copy_only=False)[words.number]] for kind in kinds)
    counts = (np.bincount(text, minlength=words.texts).tolist() for text in (words.text, *chosen))
    return list(map(Tokens, *counts))
