"""Counts of a text's characters by their kind."""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_TATWEEL = "\N{ARABIC TATWEEL}"
_ARABIC = range(0x600, 0x700)
"""The block of Arabic, whose characters stand for themselves."""
_STANDS_FOR = {"arabic": "ب", "letter": "x", "digit": "0", "diacritic": "\N{ARABIC FATHA}", "space": " ", "symbol": "°"}
"""For each kind, a character that counts in place of one that the table of bytes lacks."""


def _kind(character: str) -> str:
    """Return a character's kind: a key of `_STANDS_FOR`, or `tatweel`."""
    if character == _TATWEEL:
        return "tatweel"
    if character.isspace():
        return "space"
    if character.isdecimal():
        return "digit"
    is_arabic = unicodedata.name(character, "").startswith("ARABIC")
    if character.isalpha():
        return "arabic" if is_arabic else "letter"
    if unicodedata.category(character).startswith("M"):
        return "diacritic" if is_arabic else "letter"
    return "symbol"


_TABLE = "".join(
    [
        *map(chr, range(128)),
        *(letter for letter in map(chr, _ARABIC) if _kind(letter) in ("tatweel", "diacritic")),
        *(letter for letter in map(chr, range(0x620, 0x64B)) if _kind(letter) == "arabic"),
        *"٠١٢٣٤٥٦٧٨٩،؛؟«»“”…•–°",
    ]
)
"""Characters that have a byte of their own; each kind has one at least."""
_BYTES = codecs.charmap_build(_TABLE.ljust(256, "\ufffe"))
_OTHER = re.compile(f"[^{re.escape(_TABLE)}]")


def _bytes_of(*kinds: str) -> bytes:
    return bytes(place for place, character in enumerate(_TABLE) if _kind(character) in kinds)


_ALL = ("arabic", "letter", "digit", "diacritic", "tatweel", "space", "symbol")
_MOSTLY = _bytes_of("arabic", "space")
_BUT = {kind: _bytes_of(*(other for other in _ALL if other != kind)) for kind in _ALL}


class Letters(NamedTuple):
    """A text's characters by kind, in numbers."""

    arabic: int
    """Letters of the Arabic script."""
    other: int
    """Letters of other scripts."""
    digits: int
    """Decimal digits of any script."""
    diacritics: int
    """Vowel signs and other marks of the Arabic script."""
    tatweel: int
    """Strokes that make a word longer."""
    symbols: int
    """Punctuation and all other characters but spaces."""
    elongations: int
    """Runs of three or more of the same Arabic letter."""

    @property
    def characters(self) -> int:
        """All characters but spaces and line ends."""
        return self.arabic + self.other + self.digits + self.diacritics + self.tatweel + self.symbols


def letters_of(text: str) -> Letters:
    """Return the characters of a text by kind."""
    try:
        written = codecs.charmap_encode(text, "strict", _BYTES)[0]
    except UnicodeEncodeError:
        written = codecs.charmap_encode(_OTHER.sub(_standing_for, text), "strict", _BYTES)[0]
    arabic = written.translate(None, _BUT["arabic"])
    others = written.translate(None, _MOSTLY)
    return Letters(
        arabic=len(arabic),
        other=len(others.translate(None, _BUT["letter"])),
        digits=len(others.translate(None, _BUT["digit"])),
        diacritics=len(others.translate(None, _BUT["diacritic"])),
        tatweel=len(others.translate(None, _BUT["tatweel"])),
        symbols=len(others.translate(None, _BUT["symbol"])),
        elongations=_elongations(text) if _may_have_runs(arabic) else 0,
    )


def _standing_for(match: re.Match[str]) -> str:
    return _stands_for(match[0])


@lru_cache(maxsize=4096)
def _stands_for(character: str) -> str:
    """Return the character that counts in place of another one of its kind."""
    return _STANDS_FOR[_kind(character)]


def _may_have_runs(letters: bytes) -> bool:
    """Return whether a byte follows itself twice: all are one number, which is compared with itself, a place moved."""
    number = int.from_bytes(letters, "little")
    return b"\0\0" in (number ^ (number >> 8)).to_bytes(len(letters), "little")


_RUN = re.compile(r"([^\W\d_])\1\1+")


def _elongations(text: str) -> int:
    return sum(_kind(match[1]) == "arabic" for match in _RUN.finditer(text))
