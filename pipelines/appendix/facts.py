"""The pieces of a text with their kinds, and what the text shows of its author's habits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.appendix.kinds import (
    Kind,
    is_bulleted,
    kind_of,
    label_of,
    opens_with,
)
from pipelines.appendix.lists import closes_sentences
from pipelines.appendix.tail import settle_notices, settle_sentences
from pipelines.words.folding import fold
from pipelines.words.headings import LINK_LABELS, RELATED

if TYPE_CHECKING:
    from collections.abc import Collection

    from pipelines.appendix.division import Divided

FEWEST_WORDS = 10
"""Fewest words of a paragraph that is compared with a second article's lead."""
LONG_PROSE = 60
"""Words from which a line is more than one paragraph."""

_HEADINGS = (Kind.RELATED, Kind.LABEL, Kind.GLUED, Kind.DOUBTFUL, Kind.DOUBTFUL_LABEL, Kind.CLOSING)


class Facts:
    """A text's pieces with their kinds.

    Args:
        divided: The text's lines, divided into pieces.
        links: Indices of pieces that are links.
        cards: Indices of pieces that belong to cards.
    """

    def __init__(self, divided: Divided, links: Collection[int], cards: Collection[int]) -> None:
        self.lines = lines = divided.pieces
        self.links = frozenset(links)
        self.cards = frozenset(cards)
        self.kinds = [kind or kind_of(line) for line, kind in zip(lines, divided.kinds, strict=True)]
        self._name_links()
        settle_notices(lines, self.kinds)
        settle_sentences(lines, self.kinds)
        self.before = self._prose_before()
        """Paragraphs of prose before each line; a long one counts twice."""
        self.full_stops = closes_sentences(lines)
        """Whether the author closes paragraphs with full stops."""
        self.subheading = max(
            (
                len(lines[index + 1].split())
                for index, kinds in enumerate(zip(self.kinds, self.kinds[1:], self.kinds[2:], strict=False))
                if kinds == (Kind.PROSE, Kind.TITLE, Kind.PROSE)
            ),
            default=0,
        )
        """Words of the longest sub-heading."""
        first = next((index for index, kind in enumerate(self.kinds) if kind in _HEADINGS), len(lines))
        own = [line for line, kind in zip(lines[:first], self.kinds[:first], strict=True) if kind is Kind.TITLE]
        self._bullets_tell = not own or not all(map(is_bulleted, own))

    def is_listed(self, line: str) -> bool:
        """Return whether a bullet shows that a line belongs to a list; where headlines have bullets, too, none does."""
        return self._bullets_tell and is_bulleted(line)

    def is_paragraph(self, index: int) -> bool:
        """Return whether a line is a paragraph that is compared with a second article's lead."""
        return self.kinds[index] is Kind.PROSE and len(self.lines[index].split()) >= FEWEST_WORDS

    def _name_links(self) -> None:
        """Give links and cards the kinds that the page shows."""
        for index in self.links:
            label, title = label_of(self.lines[index])
            if (label in LINK_LABELS and title) or opens_with(fold(self.lines[index]), RELATED):
                self.kinds[index] = Kind.LABEL
        for index in sorted(self.links | self.cards):
            if self.kinds[index] is Kind.PROSE and (index in self.cards or self._is_led_to(index)):
                self.kinds[index] = Kind.TITLE

    def _is_led_to(self, index: int) -> bool:
        """Return whether a heading comes right before the line, or a link that counts as a title."""
        before = self.kinds[index - 1] if index else None
        return before in (Kind.RELATED, Kind.LABEL) or (before is Kind.TITLE and index - 1 in self.links)

    def _prose_before(self) -> list[int]:
        found: list[int] = []
        prose = 0
        for kind, line in zip(self.kinds, self.lines, strict=True):
            found.append(prose)
            prose += (kind is Kind.PROSE) + (kind is Kind.PROSE and len(line.split()) >= LONG_PROSE)
        return found
