"""Chooses the part of a page that is the article's body, and returns its paragraphs.

The page is read as lines (`pipelines.body.blocks`), without the elements that its markup marks as surroundings; when
that leaves no body, it is read once more with the elements whose class or id names them so. The body is, the surest
evidence first:

1.  The element of the outlet's own selector (`Outlet.content`).
2.  The smallest element that holds the JSON-LD `articleBody`, when its lines are found on the page.
3.  The element that the markup names as body: microdata or RDFa `articleBody`, and the classes and ids of
    `surroundings.BODIES`. Of several the smallest that has nearly as much prose as the one with the most; siblings of
    the same class are pieces of one body and count together.
4.  The place of the prose by the weights of the page's lines (`pipelines.body.place`): several containers, where the
    body has them. Cards (`pipelines.body.repeats`), lines before the headline, and articles below it do not count.

The page must confirm a mark: the marked element must hold enough prose, and not much less than the place of step 4.

A name that says «surroundings» is a hint too. An element that was passed over because of one is read when it holds a
page's worth of prose and is nearer to the headline than the body, or when it holds more.

A lead between the headline and the body belongs to the article, once. So does a credit right after the body. Inside
the body, a child that is mostly links and is not a paragraph is a card of related articles, with or without a heading;
`Body.cards` names its lines, and strip cuts them. A paragraph that is only a link stays where there are many of them,
since digests consist of such paragraphs, unless a heading of `pipelines.words.headings` governs it (`pipelines.strip`
decides that). Forms, tables of figures, and pictures with their captions count as cards too. Dates and bylines before
the prose go.

trafilatura then reads the paragraphs alone, as a small document. A page without a body goes to trafilatura as a whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, takewhile, zip_longest
from typing import TYPE_CHECKING

from lxml import etree

from pipelines.body.blocks import Block, Blocks, blocks_of, is_heading
from pipelines.body.embedded import embedded_body
from pipelines.body.lines import (
    CLOSED,
    LINES_OF_CARD,
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
    look,
    shape_of,
    trailing_labels,
    without_labels,
)
from pipelines.body.place import place_of, weights_of
from pipelines.body.repeats import cards_of
from pipelines.body.surroundings import HEADINGS, names_body
from pipelines.page.structured import articles_of
from pipelines.strip import is_credit
from pipelines.words.folding import is_same_headline, run_together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from pipelines.metadata import Metadata
    from pipelines.page.structured import Node

FEWEST_BODY = 80
"""Fewest characters, without spaces, of a body's prose; a page with less may be a flash, and goes to trafilatura."""
ENOUGH = 600
"""Characters, without spaces, of prose from which a body on the page is taken without a look at the page's data."""
LONGEST_FORM = 250
"""Most characters, without spaces, around an input in a form; an outlet may put its whole page into one form."""
FEWEST_PASSED = 250
"""Fewest characters of prose for which an element counts whose name or tag says that it surrounds an article."""
TIMES_BEHIND = 4
"""How many times as much prose as the body such an element must hold when it comes after the body."""
NO_CONTAINERS = ("body", "html", *HEADINGS)
"""Elements that hold the headline and are no container of an article."""
FEWEST_OF_TITLE = 4
"""Fewest words of a link that may be a title."""
SHARE_OF_LINKS = 0.2
"""Largest share of lines that are only a link, in a body in which these lead to other articles."""
LONGEST_BOX = 400
"""Most characters, without spaces, of an embedded post or of a box with a button among the paragraphs."""
LINES_OF_CAPTION = 2
"""Most lines of a picture's caption, none of them a sentence."""
CREDIT_WITHIN = 4
"""Lines after the body in which its credit is looked for."""
FEWEST_LEAD_OF_BODY = 60
"""Fewest characters, without spaces, of the line of prose that must follow a headline inside the body."""
LONGEST_HEADLINE = 400
"""Most characters of a line that may be the headline."""
SHARE_OF_MARK = 0.4
"""Smallest share of the prose found without marks that a marked element must have to be the body."""
SHARE_OF_BEST = 0.85
"""Smallest share of the prose of the largest marked element that a smaller one must have to replace it."""
FEWEST_LEAD = 25
"""Fewest characters, without spaces, of a lead that only its place shows to be one."""
LONGEST_CARD = 400
"""Most characters, without spaces, of a card's text."""
MAX_STATED = 3
"""JSON-LD nodes whose `articleBody` is looked for on the page."""
FEWEST_STATED = 500
"""Fewest characters of a JSON-LD `articleBody` that counts as the whole text: many sites state the beginning only."""

_NAMED = etree.XPath("//*[@class or @id or @itemprop or @property]")
_NO_BODIES = ("body", "html", "script", "style", "meta", "link")
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


def body_of(
    tree: HtmlElement, nodes: tuple[Node, ...], headline: str, told: Metadata, selectors: tuple[str, ...] = ()
) -> Body | None:
    """Return the body of a page's article; None when neither the page's lines nor its data show one.

    Args:
        tree: The page; it is not changed.
        nodes: The JSON-LD of the page.
        headline: The headline of the page; empty when it has no headline.
        told: The metadata of the page: its description may be the lead; its tags and authors are not text.
        selectors: The outlet's CSS selectors of the body, best first.
    """
    found = _on_page(tree, nodes, headline, told, selectors)
    if found is not None and found.size >= ENOUGH:
        return found
    inside = embedded_body(tree, nodes, headline, found.paragraphs if found is not None and found.headed else ())
    if inside is not None:
        body = _Choice(blocks_of(inside), headline, [], []).whole(headline, told)
        if found is None or body.size > 2 * found.size:
            return _begun(found, body) if found is not None and found.headed else body
    return found


def _begun(shown: Body, body: Body) -> Body:
    """Return a body from the data after the prose on the page that the data lack: a page may show its first lines."""
    text = run_together(" ".join(body.paragraphs))
    lead = [
        line
        for at, line in enumerate(shown.paragraphs)
        if at not in shown.cards and at not in shown.links and len(line) >= FEWEST_BODY and line.endswith(CLOSED)
    ]
    lead = [line for line in lead if run_together(line)[:FEWEST_BODY] not in text]
    return Body(
        size=body.size,
        paragraphs=(*lead, *body.paragraphs),
        links=frozenset(at + len(lead) for at in body.links),
        cards=frozenset(at + len(lead) for at in body.cards),
    )


def _on_page(
    tree: HtmlElement, nodes: tuple[Node, ...], headline: str, told: Metadata, selectors: tuple[str, ...]
) -> Body | None:
    """Return the body in the page's lines; None when no part of them has enough prose."""
    headings = _headlines(tree, headline)
    marked = _marked(tree)
    keep = {above for element in (*headings[:1], *marked) for above in (element, *element.iterancestors())}
    for everything in (False, True):
        choice = _Choice(blocks_of(tree, keep, everything=everything), headline, headings, marked)
        found = choice.body(tree, nodes, headline, told, selectors)
        if not everything and (mended := choice.passed_body(found)) is not None:
            again = keep.union([mended])
            choice = _Choice(blocks_of(tree, again), headline, headings, marked)
            found = choice.body(tree, nodes, headline, told, selectors) or found
        if found is not None:
            return found
    return None


def _headlines(tree: HtmlElement, headline: str) -> list[HtmlElement]:
    """Return the headings that show the headline."""
    if not run_together(headline):
        return []
    found = tree.iter("h1", "h2", "h3")
    return [element for element in found if is_same_headline(element.text_content()[:1000], headline)]


def _marked(tree: HtmlElement) -> list[HtmlElement]:
    """Return the elements that the markup names as an article's body."""
    return [
        element
        for element in _NAMED(tree)
        if (attributes := element.attrib)
        and (
            names_body(attributes.get("class", ""))
            or names_body(attributes.get("id", ""))
            or attributes.get("itemprop", "").lower() == "articlebody"
            or attributes.get("property", "").rpartition(":")[2].lower() == "articlebody"
        )
        and element.tag not in _NO_BODIES
    ]


class _Choice:
    """A page's lines with their cards, headlines, marked elements and sums of characters, to choose a body from."""

    def __init__(self, found: Blocks, headline: str, headings: list[HtmlElement], marked: list[HtmlElement]) -> None:
        self._found = found
        self._blocks = found.blocks
        self._spans = found.spans
        self._marked = [element for element in marked if element in found.spans]
        self._cards = self._find_cards() | cards_of(found)
        self._headlines = self._find_headlines(headings, headline)
        apart = self._cards.union(*(range(*span) for span in self._headlines))
        weights = (
            block.plain if block.is_prose and index not in apart else 0 for index, block in enumerate(found.blocks)
        )
        self._sums = (0, *accumulate(weights))
        self._linked = (0, *accumulate(block.linked for block in found.blocks))
        self._whole = (0, *accumulate(block.plain + block.linked for block in found.blocks))

    def body(
        self,
        tree: HtmlElement,
        nodes: tuple[Node, ...],
        headline: str,
        told: Metadata,
        selectors: tuple[str, ...],
    ) -> Body | None:
        """Return the body's paragraphs; None when there is too little prose."""
        if not self._blocks:
            return None
        span = self._selected(tree, selectors) or self._stated(nodes) or self._chosen(tree)
        if self._prose(span) < FEWEST_BODY:
            return None
        return self._paragraphs(span, headline, told)

    def passed_body(self, found: Body | None) -> HtmlElement | None:
        """Return an element that was passed over though it holds a page's worth of prose; None without one.

        One name must not outweigh that. Where the rest of the page holds a body too, the passed element must be nearer
        to the headline, or hold more prose; behind the body several times as much, since comments are prose too.
        """
        after = max((end for _, end in self._headlines), default=0)
        best, most = None, FEWEST_PASSED - 1
        for element, at in self._found.passed:
            if at < after or _length(element) < FEWEST_PASSED:
                continue
            inner = blocks_of(element, [element])
            cards = cards_of(inner)
            prose = sum(
                block.plain
                for index, block in enumerate(inner.blocks)
                if block.is_prose and not block.linked and index not in cards and block.text.endswith(CLOSED)
            )
            if found is not None and not self._is_nearer(at, after, found):
                times = 1 if at <= found.first else TIMES_BEHIND
                if prose <= times * found.size:
                    continue
            if prose > most:
                best, most = element, prose
        return best

    def _is_nearer(self, at: int, after: int, found: Body) -> bool:
        """Return whether a line is nearer to the headline than a body that does not come right after it."""
        return after > 0 and not found.headed and (at <= found.first or found.first < after)

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

    def whole(self, headline: str, told: Metadata) -> Body:
        """Return all lines as paragraphs."""
        return self._paragraphs((0, len(self._blocks)), headline, told)

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

    def _selected(self, tree: HtmlElement, selectors: tuple[str, ...]) -> tuple[int, int] | None:
        """Return the span of the first element with prose that one of the outlet's selectors finds."""
        for selector in selectors:
            for element in tree.cssselect(selector):
                if element in self._spans and self._prose(self._spans[element]):
                    return self._spans[element]
        return None

    def _stated(self, nodes: tuple[Node, ...]) -> tuple[int, int] | None:
        """Return the span of the smallest element that holds the JSON-LD `articleBody`; None without a whole one."""
        for node in articles_of(nodes)[:MAX_STATED]:
            stated = node.get("articleBody")
            if not isinstance(stated, str) or len(stated) < FEWEST_STATED or stated.rstrip().endswith(("…", "...")):
                continue
            letters = run_together(stated)
            at = [index for index, own in enumerate(self._prose_lines) if own and own in letters]
            if len(at) > 1 and 2 * sum(self._blocks[index].plain for index in at) >= len(letters):
                return self._smallest(at[0], at[-1] + 1)
        return None

    def _smallest(self, first: int, last: int) -> tuple[int, int]:
        """Return the span of the smallest element that holds the lines from `first` to before `last`."""
        spans = (span for span in self._spans.values() if span[0] <= first and last <= span[1])
        return min(spans, key=lambda span: span[1] - span[0], default=(first, last))

    def _chosen(self, tree: HtmlElement) -> tuple[int, int]:
        """Return the span of the marked body when it has enough prose, else that of the element with the prose."""
        generic = self._generic(tree)
        best = self._best_marked()
        if best is None:
            return generic
        span = self._joined(best)
        if self._prose(span) >= max(FEWEST_BODY, SHARE_OF_MARK * self._prose(generic)):
            return span
        return generic

    def _best_marked(self) -> HtmlElement | None:
        """Return the smallest marked element that has nearly as much prose as the one with the most."""
        most = max((self._prose(self._spans[element]) for element in self._marked), default=0)
        near = [e for e in self._marked if most and self._prose(self._spans[e]) >= SHARE_OF_BEST * most]
        return min(near, key=self._size, default=None)

    def _size(self, element: HtmlElement) -> int:
        first, last = self._spans[element]
        return last - first

    def _joined(self, best: HtmlElement) -> tuple[int, int]:
        """Return the span of a marked element and its marked siblings of the same class: pieces of one body."""
        first, last = self._spans[best]
        if best.get("class"):
            for element in self._marked:
                if element.getparent() is best.getparent() and element.get("class") == best.get("class"):
                    first, last = min(first, self._spans[element][0]), max(last, self._spans[element][1])
        return first, last

    def _generic(self, tree: HtmlElement) -> tuple[int, int]:
        """Return the span of the body's place by the weights of the lines."""
        apart = self._cards.union(*(range(*span) for span in self._headlines))
        after = self._headlines[0][1] if self._headlines else 0
        if not after or self._prose((0, after)):
            anywhere = place_of(tree, self._found, weights_of(self._found, apart, 0, len(self._blocks)), 0)
            repeated = anywhere[0] < after <= anywhere[1] and self._is_repeated(anywhere, after)
            if not after or repeated or self._prose((after, len(self._blocks))) < FEWEST_BODY:
                return anywhere  # a headline amid its text is repeated there
        weights = weights_of(self._found, apart, after, self._next_article(after))
        return place_of(tree, self._found, weights, after)

    def _is_repeated(self, place: tuple[int, int], after: int) -> bool:
        """Return whether a headline amid prose only repeats the one above: more of the text is before it than behind.

        Another article above this one has a headline of its own that looks alike.
        """
        own = look(self._blocks[after - 1].element)
        above = self._blocks[place[0] : after - 1]
        alike = any(is_heading(block) and look(block.element) == own for block in above)
        before = self._prose((place[0], after))
        return not alike and before >= max(FEWEST_BODY, self._prose((after, self._next_article(after))))

    def _next_container(self, element: HtmlElement) -> int:
        """Return the first line of a container beside the headline's that has the same shape and another heading."""
        for above in (element, *element.iterancestors()):
            own = shape_of(above)
            if above.tag in NO_CONTAINERS or len(own) == 1:
                continue
            for beside in above.itersiblings():
                span = self._spans.get(beside)
                if span is None or shape_of(beside) != own or self._prose(span) < FEWEST_BODY:
                    continue
                if is_heading(self._blocks[span[0]]) and (span[0], span[0] + 1) not in self._headlines:
                    return span[0]
        return len(self._blocks)

    def _next_article(self, after: int) -> int:
        """Return the first line of an article below this one; the number of lines without one.

        Its headline looks like this one's, and does not stand among the paragraphs as a sub-heading does.
        """
        end = len(self._blocks)
        if not after:
            return end
        own = self._blocks[after - 1].element
        end = self._next_container(own)
        for index in range(after, end):
            block = self._blocks[index]
            parent = block.element.getparent()
            if (
                is_heading(block)
                and look(block.element) == look(own)
                and not is_same_headline(block.text, self._blocks[after - 1].text)
                and self._prose((after, index)) >= FEWEST_BODY
                and self._blocks[index - 1].element.getparent() is not parent
            ):
                return index
        return end

    def _paragraphs(self, span: tuple[int, int], headline: str, told: Metadata) -> Body:
        """Return the body of a span: its lead, its lines without rules, labels, dates and bylines, and its credit."""
        first, last = span[0], min(span[1], len(self._blocks))
        first = self._after_headline(first, last)
        cut = self._linked_children(first, last) | self._captions(first, last)
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
        usual = max(set(tags), key=tags.count, default="p")
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
        for element, (start, end) in self._spans.items():
            if start < first or last < end or (start, end) == (first, last):
                continue
            lines = self._blocks[start:end]
            if sum(block.plain for block in lines) > LONGEST_BOX:
                continue
            if is_embedded_post(element) or (len(lines) > 1 and is_box(element, lines)):
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


def _length(element: HtmlElement) -> int:
    """Return the number of characters in an element, markup not counted."""
    return len(etree.tostring(element, method="text", encoding="unicode", with_tail=False))
