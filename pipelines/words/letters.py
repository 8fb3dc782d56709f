"""Counts letters."""

from __future__ import annotations

import re

_RUN = re.compile(r"[^\W\d_]+")
"""Letters, and the few signs of numbers that are no figures: «½», «Ⅷ»."""


def letters_in(text: str) -> int:
    """Return how many letters a text has, of any script (`str.isalpha`)."""
    found = "".join(_RUN.findall(text))
    # Both calls read the text in C, which takes a third of the time of asking each character.
    return len(found) if found.isalpha() else sum(map(str.isalpha, found))
