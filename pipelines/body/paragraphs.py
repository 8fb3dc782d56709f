"""Divides a chosen body into its paragraphs, and tells its cards, boxes, captions and links from them.

A lead between the headline and the body belongs to the article, once. So does a credit right after the body. Inside
the body, a child that is mostly links and is not a paragraph is a card of related articles, with or without a heading;
`Body.cards` names its lines, and strip cuts them. A paragraph that is only a link stays where there are many of them,
since digests consist of such paragraphs, unless a heading of `pipelines.words.headings` governs it (`pipelines.strip`
decides that). Forms, tables of figures, and pictures with their captions count as cards too. Dates and bylines before
the prose go.

A small container with a button among the paragraphs, and an embedded post, are boxes: they count as cards. A linked
sentence is the author's, since titles have no full stop.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import takewhile, zip_longest
from typing import TYPE_CHECKING

from pipelines.body.blocks import Block, is_heading
from pipelines.body.foreign import foreign_lines
from pipelines.body.lines import (
    CLOSED,
    MEDIA,
    asks,
    has_picture,
    is_box,
    is_called_lead,
    is_embedded_post,
    is_meta,
    is_said_in,
    is_under_picture,
    leads_away,
    trailing_labels,
    without_labels,
)
from pipelines.body.reading import Reading
from pipelines.page.title import other_parts
from pipelines.strip import is_credit
from pipelines.words.folding import run_together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from pipelines.metadata import Metadata

LONGEST_FORM = 250
"""Most characters, without spaces, around an input in a form; an outlet may put its whole page into one form."""
FEWEST_OF_TITLE = 4
"""Fewest words of a link that may be a title."""
SHARE_OF_LINKS = 0.2
"""Largest share of lines that are only a link, in a body in which these lead to other articles."""
FEWEST_BESIDE = 2
"""Fewest paragraphs beside a box."""
MOST_LINES_OF_BOX = 12
"""Most lines of such a box or post."""
LONGEST_BOX = 400
"""Most characters, without spaces, of an embedded post or of a box with a button among the paragraphs."""
LINES_OF_CAPTION = 2
"""Most lines of a picture's caption, none of them a sentence."""
CREDIT_WITHIN = 4
"""Lines after the body in which its credit is looked for."""
FEWEST_LEAD_OF_BODY = 60
"""Fewest characters, without spaces, of the line of prose that must follow a headline inside the body."""
FEWEST_LEAD = 25
"""Fewest characters, without spaces, of a lead that only its place shows to be one."""
_RULE = re.compile("[\N{ARABIC TATWEEL}*_=~ –—-]{2,}")
"""A line of strokes that separates other lines."""


@dataclass(frozen=True)
class Body:
    """The paragraphs of an article's body on its page."""

    size: int
    """Characters of its prose, spaces not counted."""
    paragraphs: tuple[str, ...]
    """The lines in the page's order, with single spaces."""
    links: frozenset[int] = field(default=frozenset())
    """Indices of paragraphs that are only a link, with or without a label."""
    cards: frozenset[int] = field(default=frozenset())
    """Indices of lines of cards, forms, tables of figures and captions."""
    headed: bool = False
    """Whether the headline comes right before the prose, with no other article's title between."""
    first: int = 0
    """The index of its first line on the page."""


class Paragraphs(Reading):
    """The lines of a page, and the paragraphs of a body that is a span of them."""

    def whole(self, headline: str, told: Metadata) -> Body:
        """Return all lines as paragraphs."""
        return self._paragraphs((0, len(self._blocks)), headline, told)

    def _paragraphs(self, span: tuple[int, int], headline: str, told: Metadata) -> Body:
        """Return the body of a span: its lead, its lines without rules, labels, dates and bylines, and its credit."""
        first, last = span[0], min(span[1], len(self._blocks))
        first = self._after_headline(first, last)
        cut = self._linked_children(first, last) | self._captions(first, last)
        own = [index for index in range(first, last) if index not in cut]
        cut |= foreign_lines(self._blocks, self._spans, own, headline, self._site(headline))
        opening = True
        lines: list[tuple[Block, bool]] = []
        for index in range(first, last):
            block = self._blocks[index]
            opening = opening and not (block.is_prose and block.text.endswith(CLOSED))
            if not _RULE.fullmatch(block.text) and not (opening and (is_meta(block) or is_credit(block.text))):
                lines.append((block, index in cut))
        lead = self._lead(first, told.description or "")
        if lead is not None and not is_said_in(lead, lines):
            lines.insert(0, (lead, False))
        lines += [(block, False) for block in self._behind(last) if is_credit(block.text)][:1]
        lines = without_labels(lines, headline, told)
        del lines[len(lines) - trailing_labels(lines) :]
        return Body(
            size=self._prose((first, last)),
            paragraphs=tuple(block.text for block, _ in lines),
            links=frozenset(index for index, (block, _) in enumerate(lines) if block.is_link or leads_away(block)),
            cards=frozenset(index for index, (_, card) in enumerate(lines) if card),
            headed=self._is_headed(first, last),
            first=first,
        )

    def _site(self, headline: str) -> str:
        """Return the parts of the page's title that are not the headline: the names of site and section."""
        title = self._blocks[0].element.getroottree().findtext(".//head/title")
        return " ".join(other_parts(title or "", headline))

    def _is_headed(self, first: int, last: int) -> bool:
        """Return whether no other article's title comes between the headline and the first prose of a span."""
        prose = next((index for index in range(first, last) if self._blocks[index].is_prose), last)
        after = max((end for _, end in self._headlines if end <= prose), default=None)
        return after is not None and not any(
            block.is_link and len(block.text.split()) >= FEWEST_OF_TITLE for block in self._blocks[after:prose]
        )

    def _behind(self, last: int) -> Iterator[Block]:
        """Yield the lines after the body; a credit's label is joined to the name in the next line."""
        behind = self._blocks[last : last + CREDIT_WITHIN]
        for block, after in zip_longest(behind, behind[1:]):
            label, colon, rest = block.text.partition(":")
            labelled = after is not None and colon and not rest and is_credit(f"{label}: {after.text}")
            yield block._replace(text=f"{block.text} {after.text}") if labelled else block

    def _captions(self, first: int, last: int) -> set[int]:
        """Return the lines that are captions of pictures before them, and the lines that are only a link, if few.

        Digests consist of paragraphs that are only a link; in other articles these lead to related ones.
        """
        spare = {
            index
            for index in range(first, last)
            if not self._blocks[index].text.endswith(CLOSED) and is_under_picture(self._blocks[index])
        }
        links = {
            index
            for index in range(first, last)
            if self._blocks[index].is_link and len(self._blocks[index].text.split()) >= FEWEST_OF_TITLE
        }
        closing = set(takewhile(links.__contains__, range(last - 1, first, -1)))
        few = links == closing or len(links) <= SHARE_OF_LINKS * (last - first)
        return spare | {index for index in links if few and not self._blocks[index].text.endswith(CLOSED)}

    def _after_headline(self, first: int, last: int) -> int:
        """Return the line after a headline that comes before the span's prose; the first line when no headline does."""
        prose = next(
            (index for index in range(first, last) if self._prose((index, index + 1)) >= FEWEST_LEAD_OF_BODY), last
        )
        return max((end for start, end in self._headlines if first <= start and end <= prose), default=first)

    def _linked_children(self, first: int, last: int) -> set[int]:
        """Return the lines of cards, forms, tables of figures, captions, and of elements that are mostly links."""
        cut = {index for index in self._cards if first <= index < last}
        cut.update(*(range(*span) for span in self._apart(first, last)))
        cut.update(*(range(*span) for span in self._boxes(first, last)))
        tags = [block.element.tag for block in self._blocks[first:last] if block.is_prose]
        usual = max(dict.fromkeys(tags), key=tags.count, default="p")
        for element, (start, end) in self._spans.items():
            if start < first or last < end or (start, end) == (first, last) or element.tag == usual == "p":
                continue
            if element.tag == "p" or self._prose((start, end)) or self._are_sentences(element, start, end):
                continue
            linked, whole = (sums[min(end, last)] - sums[start] for sums in (self._linked, self._whole))
            if 2 * linked > whole:
                cut.update(range(start, end))
        return cut

    def _boxes(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Yield the spans of embedded posts, and of small boxes with a button among the body's paragraphs."""
        paragraphs = Counter(
            element.getparent() for element in self._spans if element.tag == "p" and element.getparent() is not None
        )
        for element, (start, end) in self._spans.items():
            if start < first or last < end or (start, end) == (first, last):
                continue
            lines = self._blocks[start:end]
            if end - start > MOST_LINES_OF_BOX or sum(block.plain for block in lines) > LONGEST_BOX:
                continue
            beside = len(lines) > 1 and paragraphs[element.getparent()] >= FEWEST_BESIDE
            if is_embedded_post(element) or (beside and is_box(element, lines)):
                yield start, end

    def _are_sentences(self, element: HtmlElement, start: int, end: int) -> bool:
        """Return whether all lines of an element without pictures are whole sentences: titles have no full stop."""
        lines = self._blocks[start:end]
        return all(_is_sentence(block.text) for block in lines) and next(element.iter(*MEDIA), None) is None

    def _apart(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Yield the spans of forms, tables of figures, and pictures with their captions."""
        for element, (start, end) in self._spans.items():
            if start < first or last < end or (start, end) == (first, last):
                continue
            inner = next(element.iter("input", "table", *MEDIA), None)
            if inner is None:
                continue
            lines = self._blocks[start:end]
            if inner.tag == "table":
                apart = not self._prose((start, end))
            elif inner.tag == "input":
                apart = sum(block.plain for block in lines) <= LONGEST_FORM
            else:
                apart = len(lines) <= LINES_OF_CAPTION and not any(block.text.endswith(CLOSED) for block in lines)
            if apart:
                yield start, end

    def _lead(self, first: int, description: str) -> Block | None:
        """Return the lead between the headline and the body; None when no line there is one."""
        after = max((end for start, end in self._headlines if end <= first), default=None)
        if after is None:
            return None
        said = run_together(description)
        for block in self._blocks[after:first]:
            if block.linked or (is_heading(block) and block.plain < FEWEST_LEAD):
                continue
            text = run_together(block.text)
            if said and len(text) >= FEWEST_LEAD and (said.startswith(text[:60]) or text.startswith(said[:60])):
                return block
            if (
                block.plain >= FEWEST_LEAD
                and not has_picture(block.element)
                and not asks(block.element)
                and (is_called_lead(block.element) or block.text.rstrip('"»”').endswith((".", "…", "؟", "!")))
            ):
                return block
        return None


def _is_sentence(line: str) -> bool:
    """Return whether a line ends with a full stop; an ellipsis is not one."""
    bare = line.rstrip('"»”')
    return bare.endswith(".") and not bare.endswith("..")
