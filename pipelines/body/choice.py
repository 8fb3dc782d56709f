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

`pipelines.body.paragraphs` divides the body into its lines.

trafilatura then reads the paragraphs alone, as a small document. A page without a body goes to trafilatura as a whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from pipelines.body.blocks import Blocks, blocks_of, is_heading
from pipelines.body.embedded import embedded_body
from pipelines.body.lines import CLOSED, look, shape_of
from pipelines.body.paragraphs import Body, Paragraphs
from pipelines.body.place import place_of, weights_of
from pipelines.body.repeats import cards_of
from pipelines.body.surroundings import HEADINGS, names_body
from pipelines.page.structured import articles_of
from pipelines.words.folding import is_same_headline, run_together

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from pipelines.metadata import Metadata
    from pipelines.page.structured import Node

FEWEST_BODY = 80
"""Fewest characters, without spaces, of a body's prose; a page with less may be a flash, and goes to trafilatura."""
ENOUGH = 600
"""Characters, without spaces, of prose from which a body on the page is taken without a look at the page's data."""
FEWEST_PASSED = 250
"""Fewest characters of prose for which an element counts whose name or tag says that it surrounds an article."""
TIMES_BEHIND = 4
"""How many times as much prose as the body such an element must hold when it comes after the body."""
NO_CONTAINERS = ("body", "html", *HEADINGS)
"""Elements that hold the headline and are no container of an article."""
SHARE_OF_MARK = 0.4
"""Smallest share of the prose found without marks that a marked element must have to be the body."""
SHARE_OF_BEST = 0.85
"""Smallest share of the prose of the largest marked element that a smaller one must have to replace it."""
MAX_STATED = 3
"""JSON-LD nodes whose `articleBody` is looked for on the page."""
FEWEST_STATED = 500
"""Fewest characters of a JSON-LD `articleBody` that counts as the whole text: many sites state the beginning only."""

_NO_BODIES = ("body", "html", "script", "style", "meta", "link")


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
        for element in tree.iter(etree.Element)
        if (
            ((name := element.get("class")) and names_body(name))
            or ((name := element.get("id")) and names_body(name))
            or ((name := element.get("itemprop")) and name.lower() == "articlebody")
            or ((name := element.get("property")) and name.rpartition(":")[2].lower() == "articlebody")
        )
        and element.tag not in _NO_BODIES
    ]


class _Choice(Paragraphs):
    """The lines of a page with the elements that its markup marks as a body, to choose the body from."""

    def __init__(self, found: Blocks, headline: str, headings: list[HtmlElement], marked: list[HtmlElement]) -> None:
        super().__init__(found, headline, headings)
        self._marked = [element for element in marked if element in found.spans]

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
            if at < after or (length := _length(element)) < FEWEST_PASSED:
                continue
            least = most
            if found is not None and not self._is_nearer(at, after, found):
                least = max(most, found.size * (1 if at <= found.first else TIMES_BEHIND))
            if length <= least:
                continue  # it has no more prose than characters
            inner = blocks_of(element, [element])
            cards = cards_of(inner)
            prose = sum(
                block.plain
                for index, block in enumerate(inner.blocks)
                if block.is_prose and not block.linked and index not in cards and block.text.endswith(CLOSED)
            )
            if prose > least:
                best, most = element, prose
        return best

    def _is_nearer(self, at: int, after: int, found: Body) -> bool:
        """Return whether a line is nearer to the headline than a body that does not come right after it."""
        return after > 0 and not found.headed and (at <= found.first or found.first < after)

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
                title = self._blocks[span[0]]
                styled = element.get("class") and look(title.element) == look(element)
                headed = is_heading(title) or styled
                if headed and (span[0], span[0] + 1) not in self._headlines:
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


def _length(element: HtmlElement) -> int:
    """Return the number of characters in an element, markup not counted."""
    return len(etree.tostring(element, method="text", encoding="unicode", with_tail=False))
