"""A line that runs on, with its words and the ends of its sentences."""

from __future__ import annotations

import re
from bisect import bisect_left

from pipelines.appendix.places import words_of
from pipelines.words.headings import KEYWORDS

SENTENCE_END = re.compile(r"(?:(?<=[^\W_]{2})|(?<=[)\]»”“\"])|(?<=[\w)\]»”“\"] ))\.[\"”»)]{0,3} (?=\S)")
"""A full stop inside a line, but for those of initials and of an ellipsis."""
_BEHIND = re.compile(r"[\s:|]*")
_BULLETS = " •·▪●■►*#>-–—[(|"


class Line:
    """A line that runs on.

    Args:
        text: The line.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = words_of(text)
        self.ends = [end.end() for end in SENTENCE_END.finditer(text)]
        """The first characters of all sentences but the first."""
        self._starts = [word.start for word in self.words]

    def word_at(self, character: int) -> int:
        """Return the first word that begins at a character or after it."""
        return bisect_left(self._starts, character)

    def folded(self, first: int, count: int) -> list[str]:
        """Return so many folded words, or as many as there are."""
        return [word.folded for word in self.words[first : first + count]]

    def between(self, first: int, after: int) -> str:
        """Return the text from a word up to the end of the word before another."""
        return self.text[self.words[first].start : self.words[after - 1].end]

    def gap(self, index: int) -> str:
        """Return what stands between a word and the one before it."""
        return self.text[self.words[index - 1].end if index else 0 : self.words[index].start]

    def behind(self, index: int) -> int:
        """Return the character behind a word and the colon after it."""
        colon = _BEHIND.match(self.text, self.words[index].end)
        return colon.end() if colon else self.words[index].end

    def with_bullets(self, start: int) -> int:
        """Return the first of the bullets and brackets before a character."""
        while start and self.text[start - 1] in _BULLETS:
            start -= 1
        while self.text[start] == " ":
            start += 1
        return start


def keywords_label(words: list[str]) -> int:
    """Return how many of the first folded words are the label of keywords; 0 when none are."""
    return next((length for length in (2, 1) if " ".join(words[:length]) in KEYWORDS), 0)
