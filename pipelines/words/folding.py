"""The folding by which words are compared, and the parsing of the lists of words in the rules."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
_DROPPED = re.compile("[ء\u064b-\u065f\N{ARABIC LETTER SUPERSCRIPT ALEF}\N{ARABIC TATWEEL}]+")
_SAME = tuple(zip("أإآٱىیئؤةک", "اااايييوهك", strict=True))
"""Letters with the letter that stands for them; `str.replace` is twenty times as fast as a table for `translate`."""

LONGEST_KEPT = 1_000
"""Most characters of a line whose folded form is cached: headings and labels recur, long texts do not."""


def fold(line: str) -> str:
    """Return the line's words in the form in which they are compared, with single spaces between them.

    Forms of alef, yeh and hamza, teh marbuta, diacritics, tatweel, case and punctuation make no difference.
    For comparison only; the text keeps its spelling.
    """
    return _kept(line) if len(line) <= LONGEST_KEPT else _folded(line)


def _folded(line: str) -> str:
    line = _DROPPED.sub("", line)
    for letter, same in _SAME:
        line = line.replace(letter, same)
    return " ".join(_WORD.findall(line)).casefold()


_kept = lru_cache(maxsize=8192)(_folded)

_USUAL = "".join(map(chr, (*range(0x621, 0x63B), *range(0x640, 0x656), *range(0x660, 0x66D), *range(0x6F0, 0x6FA)))) + (
    "ٱپچژڤکگیە،؛؟“”‘’«»‹›„…•·°\N{NO-BREAK SPACE}\N{EN DASH}\N{EM DASH}\N{ARABIC LETTER SUPERSCRIPT ALEF}"
)
"""The characters beside ASCII that most Arabic texts are made of: at most 128, since one byte stands for each."""
_CHARACTERS = ("".join(map(chr, range(128))) + _USUAL).ljust(256, "\ufffe")
_BYTES = codecs.charmap_build(_CHARACTERS)
_DROPPED_BYTES = codecs.charmap_encode("".join(filter(_DROPPED.fullmatch, _USUAL)), "strict", _BYTES)[0]


def _folded_byte(letter: str) -> str:
    """Return the character that stands for a letter in `fold_text`."""
    if letter in "\n\ufffe" or _DROPPED.fullmatch(letter):
        return letter
    folded = _folded(letter) or " "
    return str(int(folded)) if folded.isdecimal() else folded


_FOLDED = codecs.charmap_encode("".join(map(_folded_byte, _CHARACTERS)), "replace", _BYTES)[0]


def fold_text(text: str) -> str:
    """Return a text's words as `fold` gives them, with digits as 0 to 9; lines stay lines, with spaces between words.

    A table of bytes does it in a sixth of the time. A text with a character that it lacks is folded by `fold`'s rules.
    """
    try:
        written = codecs.charmap_encode(text, "strict", _BYTES)[0]
    except UnicodeEncodeError:
        folded = "\n".join(map(_folded, text.split("\n")))
        return _DIGIT.sub(lambda digit: str(int(digit[0])), folded)
    return codecs.charmap_decode(written.translate(_FOLDED, _DROPPED_BYTES), "strict", _CHARACTERS)[0]


def fold_words(words: Sequence[str]) -> list[str]:
    """Return words folded, each for itself. Words recur: most of them need no call of a Python function."""
    return list(map(_kept if max(map(len, words), default=0) <= LONGEST_KEPT else fold, words))


def run_together(line: str) -> str:
    """Return the line's folded words without spaces, the form in which headlines are compared.

    One headline may have other quotation marks, hyphens, diacritics or spaces in another place of the page.
    """
    return fold(line).replace(" ", "")


def is_same_headline(line: str, other: str) -> bool:
    """Return whether two lines are the same headline; a line without words is not a headline."""
    return (words := run_together(line)) != "" and words == run_together(other)


def opens_with(folded: str, phrase: str) -> bool:
    """Return whether a folded line begins with the words of a folded phrase."""
    return folded == phrase or folded.startswith(f"{phrase} ")


def phrases(listed: str) -> frozenset[str]:
    """Return the phrases, folded, of a list with Arabic commas between them."""
    return frozenset(map(fold, listed.split("،")))


def words(listed: str) -> frozenset[str]:
    """Return the words, unchanged, of a list with spaces between them."""
    return frozenset(listed.split())
