"""The forms of a word that the index has: the folded word, and its readings without prefixes and suffixes.

Two words match when they have a form in common. A reading is kept beside the word, never in its place: «وزير» may be
«و» and «زير» or one word, and only who reads it knows. So «الوزير» is found by «وزير», and «وزير» stays whole.

The lists of affixes are those of the light stemmer light10 (Larkey, Ballesteros, Connell: Light Stemming for Arabic
Information Retrieval, 2007), with pronouns.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.normalize import normalize
from pipelines.words.folding import fold_text

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 40
"""Letters of a word that is read, at most; longer ones are only found as they are written."""
SEAT = "\N{ARABIC LETTER HAMZA}"
"""Stands before a form whose hamza has lost its seat, so that «مسؤول» finds «مسئول» and no word without a hamza."""
_ARTICLES = ("وبال", "وكال", "ولل", "فبال", "فلل", "وال", "فال", "بال", "كال", "لل", "ال")
_SHORTEST_DEFINITE = 2
_WHOLE = frozenset(("الله", "والله", "بالله"))
"""Words whose first letters are no article."""
_PARTICLES = "وفبكل"
_MOST_PARTICLES = 2
_SHORTEST = 3
"""Letters that stay, at least, of a word without a particle."""
_SUFFIXES = (
    *((suffix, 4) for suffix in ("هما", "تين", "تان")),
    *((suffix, 3) for suffix in ("ها", "ات", "وا", "يه")),
    *((suffix, 4) for suffix in ("هم", "هن", "كم", "نا", "ان", "ون", "ين")),
    *((suffix, 3) for suffix in "هيا"),
)
"""Suffixes in the order in which they are tried, each with the letters that stay, at least: «لبنان» keeps all."""
_MOST_SUFFIXES = 2
_SEATED = re.compile(r"(?<=\w)[ؤئء](?=\w)|(?<=\w[^\Wل])أ(?=\w)")
_VOCABULARY = 400_000
"""Written words whose forms are kept in memory, at most."""


def folded(written: str) -> str:
    """Return the words of a short text folded, whatever invisible characters and presentation forms it has."""
    return " ".join(fold_text(normalize(written)).split())


def readings(word: str) -> tuple[str, ...]:
    """Return a folded word, and its readings without prefixes and suffixes, each once."""
    if len(word) > LONGEST:
        return (word,)
    return tuple(dict.fromkeys(form for base in _without_prefixes(word) for form in _without_suffixes(base)))


def _without_prefixes(word: str) -> Iterator[str]:
    yield word
    if word in _WHOLE:
        return
    for article in _ARTICLES:
        if word.startswith(article) and len(word) >= len(article) + _SHORTEST_DEFINITE:
            yield word[len(article) :]
            return
    for _ in range(_MOST_PARTICLES):
        if len(word) <= _SHORTEST or word[0] not in _PARTICLES:
            return
        word = word[1:]
        yield word


def _without_suffixes(word: str) -> Iterator[str]:
    yield word
    for _ in range(_MOST_SUFFIXES):
        for suffix, least in _SUFFIXES:
            if word.endswith(suffix) and len(word) >= len(suffix) + least:
                word = word[: -len(suffix)]
                break
        else:
            return
        yield word
        if word.endswith("ت") and len(word) > _SHORTEST:  # the teh marbuta of «مدينة» in «مدينته»
            yield word[:-1]


def forms(written: str) -> tuple[str, ...]:
    """Return all forms by which a written word may be found, its folded spelling first; none without a letter.

    Args:
        written: What stands between two spaces: a word with its punctuation, or several words joined by signs.
    """
    found: dict[str, None] = {}
    for word in fold_text(written).split():
        found.update(dict.fromkeys(readings(word)))
    if (bare := _SEATED.sub("", written)) != written and len(written) <= LONGEST:
        for word in fold_text(bare).split():
            found.update(dict.fromkeys(SEAT + form for form in readings(word)))
    return tuple(found)


class Forms:
    """The forms of texts. Written words recur: most of them are looked up."""

    def __init__(self) -> None:
        self._known = _Known()

    def beside(self, text: str) -> str:
        """Return the forms of a text's words that are no folded word of it; a form may stand there more than once."""
        if len(self._known) > _VOCABULARY:
            self._known.clear()
        return " ".join(set(map(self._known.__getitem__, text.split())))


class _Known(dict[str, str]):
    """The forms of written words beside the folded word, with spaces between them."""

    def __missing__(self, written: str) -> str:
        found = self[written] = " ".join(forms(written)[1:])
        return found
