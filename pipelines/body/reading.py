"""A page's lines with what they are: its cards, its headlines, and sums of characters, to find a body among them."""

from __future__ import annotations

from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from pipelines.body.lines import LINES_OF_CARD
from pipelines.body.repeats import cards_of
from pipelines.words.folding import is_same_headline, run_together

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from pipelines.body.blocks import Blocks

LONGEST_HEADLINE = 400
"""Most characters of a line that may be the headline."""
LONGEST_CARD = 400
"""Most characters, without spaces, of a card's text."""


class Reading:
    """The lines of a page; its subclasses choose the body from them and divide it into paragraphs."""

    def __init__(self, found: Blocks, headline: str, headings: list[HtmlElement]) -> None:
        self._found = found
        self._blocks = found.blocks
        self._spans = found.spans
        self._cards = self._find_cards() | cards_of(found)
        self._headlines = self._find_headlines(headings, headline)
        apart = self._cards.union(*(range(*span) for span in self._headlines))
        weights = (
            block.plain if block.is_prose and index not in apart else 0 for index, block in enumerate(found.blocks)
        )
        self._sums = (0, *accumulate(weights))
        self._linked = (0, *accumulate(block.linked for block in found.blocks))
        self._whole = (0, *accumulate(block.plain + block.linked for block in found.blocks))

    @cached_property
    def _prose_lines(self) -> list[str]:
        """The words of each line of prose, run together; empty for other lines."""
        return [run_together(block.text) if block.is_prose else "" for block in self._blocks]

    def _find_headlines(self, headings: list[HtmlElement], headline: str) -> list[tuple[int, int]]:
        """Return the spans of the lines that show the headline, in order."""
        found = {self._spans[element] for element in headings if element in self._spans}
        found.update(
            (index, index + 1)
            for index, block in enumerate(self._blocks)
            if len(block.text) <= LONGEST_HEADLINE and is_same_headline(block.text, headline)
        )
        return sorted(found)

    def _prose(self, span: tuple[int, int]) -> int:
        """Return the characters of prose in a span, without cards and headlines."""
        first, last = span
        return self._sums[min(last, len(self._blocks))] - self._sums[first]

    def _find_cards(self) -> set[int]:
        """Return the short lines under a linked title, in one small element with it: the words of its card."""
        cards: set[int] = set()
        for index in range(1, len(self._blocks)):
            title, block = self._blocks[index - 1], self._blocks[index]
            if block.plain > LONGEST_CARD or block.is_link:
                continue
            if title.is_link or index - 1 in cards:
                parent = block.element.getparent()
                span = self._spans.get(parent) if parent is not None else None
                titled = title.element.getparent()
                together = parent is titled or (titled is not None and titled.getparent() is parent)
                if together and span is not None and span[1] - span[0] <= LINES_OF_CARD and span[0] <= index - 1:
                    cards.add(index)
        return cards
