"""How words are compared, and how lists of them are written in this project's rules."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"\w+")
_DROPPED = re.compile("[ء\u064b-\u065f\N{ARABIC LETTER SUPERSCRIPT ALEF}\N{ARABIC TATWEEL}]+")
_SAME = str.maketrans("أإآٱىیئؤةک", "اااايييوهك")


@lru_cache(maxsize=8192)
def fold(line: str) -> str:
    """Return the line's words as headings are compared, with single spaces between them.

    Forms of alef, yeh and hamza, teh marbuta, diacritics, tatweel, case and punctuation make no difference.
    For comparison only; the text keeps its spelling.
    """
    return " ".join(_WORD.findall(_DROPPED.sub("", line).translate(_SAME))).casefold()


def phrases(listed: str) -> frozenset[str]:
    """Return the phrases of a list with Arabic commas between them, folded."""
    return frozenset(map(fold, listed.split("،")))


def words(listed: str) -> frozenset[str]:
    """Return the words of a list with spaces between them, as they are written."""
    return frozenset(listed.split())
