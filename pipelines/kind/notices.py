"""Notices: texts in which a site speaks to its reader in an article's place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.kind.finding import Finding
from pipelines.kind.rules import NOTICES, TITLES
from pipelines.kind.shape import FLASH
from pipelines.words.folding import fold
from pipelines.words.letters import letters_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.kind.shape import Shape

WALL = 1_500
"""Most letters of a notice; consent walls have the longest, about 1,200."""
_OPENINGS = {kind: tuple((phrase.split()[0], phrase) for phrase in said) for kind, said in NOTICES.items()}
"""The phrases of notices, each with its first word, which shows sooner than the phrase that a text lacks it."""


def by_titles(named: set[str], headings: list[str], shape: Shape) -> Finding | None:
    """Find a notice by its title or its only heading, else by the words of the page.

    Args:
        named: The page's title and the parts of it, folded.
        headings: Its headings, folded.
        shape: Its texts.
    """
    for kind, titles in TITLES.items():
        if found := named & titles:
            return Finding(kind, f"the title is {min(found)!r}")
        if shape.prose < FLASH and len(headings) == 1 and headings[0] in titles:
            return Finding(kind, f"the heading is {headings[0]!r}")
    return by_words(shape.lines)


def by_words(lines: Sequence[str]) -> Finding | None:
    """Find a notice that makes up most of the lines, if the other lines are too short for a flash."""
    letters = [letters_in(line) for line in lines]
    total = sum(letters)
    if total > WALL:
        return None
    folded = [(f" {fold(line)} ", count) for line, count in zip(lines, letters, strict=True)]
    whole = "\n".join(line for line, _ in folded)
    known = set(whole.split())
    for kind, said in _OPENINGS.items():
        found = [phrase for word, phrase in said if word in known and f" {phrase} " in whole]
        # «الحقوق محفوظة» in «جميع الحقوق محفوظة» is no second phrase.
        if sum(sum(phrase in other for other in found) == 1 for phrase in found) > 1:
            covered = sum(count for line, count in folded if any(f" {phrase} " in line for phrase in found))
            if 2 * covered >= total and total - covered < FLASH:
                return Finding(kind, "most of the text is a notice")
    return None
