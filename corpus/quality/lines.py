"""Signals of a text's lines, which are its paragraphs."""

from __future__ import annotations

from typing import NamedTuple

_ENDS = (".", "!", "?", "؟", "…", "۔")
"""Marks that end a sentence."""
_CLOSING = "\"'»”’)]}"
"""What may stand after such a mark."""
_ELLIPSES = ("...", "…")
_BULLETS = ("•", "●", "▪", "■", "◆", "-", "*", "–")


class Lines(NamedTuple):
    """A text's lines."""

    lines: int
    """Number of lines, from 1."""
    sentences: int
    """Lines that end a sentence."""
    bullets: int
    """Lines that begin with a bullet point."""
    ellipses: int
    """Lines that end with an ellipsis."""
    repeated: int
    """Lines that an earlier line equals."""
    repeated_characters: int
    """Characters of those."""
    characters: int
    """Characters of all lines."""


def lines_of(text: str) -> Lines:
    """Return the counts of a text's lines."""
    lines = text.split("\n")
    ends = [line.rstrip(_CLOSING) for line in lines]
    distinct = set(lines)
    characters = len(text) - len(lines) + 1
    return Lines(
        lines=len(lines),
        sentences=sum(end.endswith(_ENDS) for end in ends),
        bullets=sum(line.startswith(_BULLETS) for line in lines),
        ellipses=sum(end.endswith(_ELLIPSES) for end in ends),
        repeated=len(lines) - len(distinct),
        repeated_characters=characters - sum(map(len, distinct)),
        characters=characters,
    )
