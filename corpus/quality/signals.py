"""All signals of a text's quality, in the order of their columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from corpus.quality.letters import letters_of
from corpus.quality.lines import lines_of
from corpus.quality.personal import personal_of
from corpus.quality.repetition import repetition
from corpus.quality.tokens import tokens_of, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.quality.tokens import Tokens

_PLACES = 4
"""Decimal places of a share: more state nothing of a text, and fewer make smaller files."""
_BATCH = 100_000
"""Characters of texts whose words are counted together: as many as the processor's cache holds."""


class Signals(NamedTuple):
    """The signals of a text. Shares go from 0 to 1; whatever has no characters, words or lines has the share 0."""

    words: int
    """Words: runs of letters and digits."""
    mean_word_length: float
    """Letters and digits of a word, in the mean, without diacritics and tatweel."""
    stop_words: int
    """Words that any Arabic text has."""
    stop_word_share: float
    """The same as a share of the words."""
    letterless: float
    """Share of the words without a letter."""
    arabic: float
    """Share of Arabic letters in all characters but spaces."""
    digits: float
    """Share of digits in these."""
    symbols: float
    """Share of punctuation and symbols in these."""
    hashes: float
    """Signs `#`, or ellipses if there are more of them, a word."""
    diacritics: int
    """Vowel signs and other marks of the Arabic script."""
    tatweel: int
    """Strokes that make words longer."""
    elongations: int
    """Runs of three or more of the same Arabic letter."""
    dialect: int
    """Words that only dialects have."""
    line_ends: float
    """Line ends a word."""
    sentence_lines: float
    """Share of the lines that end a sentence."""
    bullet_lines: float
    """Share of the lines that begin with a bullet point."""
    ellipsis_lines: float
    """Share of the lines that end with an ellipsis."""
    repeated_lines: float
    """Share of the lines that an earlier line equals."""
    repeated_line_characters: float
    """Share of the characters in such lines."""
    top_2: float
    """Share of the words' characters in the most frequent sequence of 2 words, if it recurs."""
    top_3: float
    """The same of 3 words."""
    top_4: float
    """The same of 4 words."""
    repeated_5: float
    """Share of the words' characters in sequences of 5 words that occurred before."""
    repeated_6: float
    """The same of 6 words."""
    repeated_7: float
    """The same of 7 words."""
    repeated_8: float
    """The same of 8 words."""
    repeated_9: float
    """The same of 9 words."""
    repeated_10: float
    """The same of 10 words."""
    urls: int
    """Addresses of the web."""
    emails: int
    """E-mail addresses."""
    phones: int
    """Telephone numbers."""
    ip_addresses: int
    """IP addresses of the public internet."""


def signals_of(texts: Sequence[str]) -> list[Signals]:
    """Return the signals of texts: paragraphs, one a line. Several at once cost less than each for itself."""
    found: list[Signals] = []
    batch: list[str] = []
    for place, text in enumerate(texts, 1):
        batch.append(text)
        if place == len(texts) or sum(map(len, batch)) > _BATCH:
            words = words_of(batch)
            found += map(_signals, batch, tokens_of(words), repetition(words))
            batch = []
    return found


def _signals(text: str, tokens: Tokens, shares: Sequence[float]) -> Signals:
    letters, lines = letters_of(text), lines_of(text)
    ellipses = text.count("…") + text.count("...")
    signals = (
        tokens.words,
        _share(letters.arabic + letters.other + letters.digits, tokens.words),
        tokens.stop_words,
        _share(tokens.stop_words, tokens.words),
        _share(tokens.letterless, tokens.words),
        _share(letters.arabic, letters.characters),
        _share(letters.digits, letters.characters),
        _share(letters.symbols, letters.characters),
        _share(max(text.count("#"), ellipses), tokens.words),
        letters.diacritics,
        letters.tatweel,
        letters.elongations,
        tokens.dialect,
        _share(lines.lines - 1, tokens.words),
        _share(lines.sentences, lines.lines),
        _share(lines.bullets, lines.lines),
        _share(lines.ellipses, lines.lines),
        _share(lines.repeated, lines.lines),
        _share(lines.repeated_characters, lines.characters),
        *(round(share, _PLACES) for share in shares),
        *personal_of(text),
    )
    return Signals._make(signals)


def _share(part: float, whole: int) -> float:
    return round(part / whole, _PLACES) if whole else 0.0
