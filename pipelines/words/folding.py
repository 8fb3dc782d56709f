"""How words are compared, and how lists of them are written in this project's rules."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"\w+")
_DROPPED = re.compile("[ء\u064b-\u065f\N{ARABIC LETTER SUPERSCRIPT ALEF}\N{ARABIC TATWEEL}]+")
_SAME = str.maketrans("أإآٱىیئؤةک", "اااايييوهك")


LONGEST_KEPT = 1_000
"""Characters of a line that is kept with its folded form: headings and labels come again, long texts do not."""


def fold(line: str) -> str:
    """Return the line's words as headings are compared, with single spaces between them.

    Forms of alef, yeh and hamza, teh marbuta, diacritics, tatweel, case and punctuation make no difference.
    For comparison only; the text keeps its spelling.
    """
    return _kept(line) if len(line) <= LONGEST_KEPT else _folded(line)


def _folded(line: str) -> str:
    return " ".join(_WORD.findall(_DROPPED.sub("", line).translate(_SAME))).casefold()


_kept = lru_cache(maxsize=8192)(_folded)


def run_together(line: str) -> str:
    """Return the line's folded words without spaces, as headlines are compared.

    Two places of a page set the same headline with other quotation marks, hyphens, diacritics or spaces.
    """
    return fold(line).replace(" ", "")


def is_same_headline(line: str, other: str) -> bool:
    """Tell whether two lines are the same headline; a line without words is none."""
    return (words := run_together(line)) != "" and words == run_together(other)


def opens_with(folded: str, phrase: str) -> bool:
    """Tell whether a line begins with the words of a phrase; both are folded."""
    return folded == phrase or folded.startswith(f"{phrase} ")


def phrases(listed: str) -> frozenset[str]:
    """Return the phrases of a list with Arabic commas between them, folded."""
    return frozenset(map(fold, listed.split("،")))


def words(listed: str) -> frozenset[str]:
    """Return the words of a list with spaces between them, as they are written."""
    return frozenset(listed.split())
