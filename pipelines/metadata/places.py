"""Finds the places on a page that may hold metadata of its article: the headline, and the elements beside it.

The headline is the element whose text equals the title: a heading, else the last such element before the first line of
prose. Beside it are the elements in its ancestors, nearest first, without those that hold other articles, captions,
comments or the page's own clock.
"""

from __future__ import annotations

import html
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree
from lxml.etree import XPath

from pipelines.metadata.bounds import BODY, LEVELS_BEFORE, MAX_BEFORE, MAX_DEPTH, MAX_NEAR, MAX_VALUE
from pipelines.metadata.classes import CRUMBS, NOT_BESIDE, classes_of, marks
from pipelines.metadata.values import text_of
from pipelines.page.structured import articles_of
from pipelines.words.folding import fold, run_together, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from pipelines.metadata.head import PageHead
    from pipelines.page.structured import Node

_PASSED_OVER = frozenset(
    words("script style noscript nav aside form iframe select button svg template figure figcaption marquee")
)
_LEVELS = 6
_FLAT = 2
_PROSE = 150
"""A text with more characters is prose, not a line."""
_ARTICLE_AFTER = XPath("following::article[1]")


class Beside(NamedTuple):
    """An element beside the headline."""

    element: HtmlElement
    classes: str
    """Its classes, id and microdata."""
    before: bool
    """Whether it stands before the headline."""
    level: int
    """Number of the headline's ancestors between the headline and the element: 0 for its siblings."""


class Places:
    """The places on a page that may hold metadata of its article."""

    def __init__(self, tree: HtmlElement, head: PageHead, nodes: tuple[Node, ...], headline: str) -> None:
        self._tree = tree
        headings = head.headings
        self.headline = self._located(headings, headline) if headline else self._headline(headings, head, nodes)
        """The element that is the headline; None if the page shows none."""

    def _located(self, headings: list[HtmlElement], headline: str) -> HtmlElement | None:
        """Return the element whose text equals the title: a heading, `h1` first, else the last before the prose."""
        wanted = run_together(headline)
        firsts = [element for element in headings if element.tag == "h1"][:20]
        for element in chain(firsts, headings[:20]):
            if wanted and run_together(text_of(element, MAX_VALUE)) == wanted:
                return element
        found = None
        shortest, longest = len(headline) * 2 // 3, len(headline) * 2
        body = self._tree.find(".//body")
        for element in () if body is None or not wanted else body.iter(etree.Element):
            text = element.text
            if text is None or element.tag in _PASSED_OVER or len(text) < shortest:
                continue
            line = text.strip()
            if shortest <= len(line) <= longest and run_together(line) == wanted:
                if not self._is_repeated(element):
                    found = element
            elif found is not None and len(line) > max(_PROSE, longest):
                break
        return found

    def _is_repeated(self, element: HtmlElement) -> bool:
        """Return whether a line that equals the headline stands in breadcrumbs or in a list of news."""
        return any(
            holder.tag in {"nav", "marquee", "ol", "ul", "option"} or marks(CRUMBS, classes_of(holder))
            for holder in islice(chain([element], element.iterancestors()), 4)
        )

    @staticmethod
    def _headline(headings: list[HtmlElement], head: PageHead, nodes: tuple[Node, ...]) -> HtmlElement | None:
        """Return the heading that agrees with a declared headline, else the only `h1`."""
        firsts = [element for element in headings if element.tag == "h1"][:20]
        said = head.titles + tuple(
            fold(html.unescape(node["headline"][:MAX_VALUE]))
            for node in articles_of(nodes)
            if isinstance(node.get("headline"), str)
        )
        for element in chain(firsts, headings[:20]):
            line = fold(text_of(element, MAX_VALUE))
            if line and len(line.split()) > 1 and any(title.startswith(line) or line == title for title in said):
                return element
        return firsts[0] if len(firsts) == 1 else None

    @cached_property
    def headline_text(self) -> str:
        """The headline's words, folded."""
        return fold(text_of(self.headline, MAX_VALUE)) if self.headline is not None else ""

    @cached_property
    def around(self) -> tuple[HtmlElement, ...]:
        """The elements that hold the headline, innermost first, at most six, without `body`."""
        if self.headline is None:
            return ()
        return tuple(islice((one for one in self.headline.iterancestors() if one.tag not in {"body", "html"}), _LEVELS))

    @property
    def parts(self) -> tuple[HtmlElement, ...]:
        """The headline, and its ancestors whose siblings count as beside it."""
        if self.headline is None:
            return ()
        # In a flat page the line after the headline stands beside its outermost holder.
        return (self.headline, *(self.around if len(self.around) <= _FLAT else self.around[:-1]))

    @cached_property
    def holders(self) -> frozenset[HtmlElement]:
        """All elements that hold the headline."""
        return frozenset() if self.headline is None else frozenset(self.headline.iterancestors())

    def stands_apart(self, element: HtmlElement) -> bool:
        """Return whether an element belongs to a part of the page that is not the article's."""
        for holder in islice(element.iterancestors(), MAX_DEPTH):
            if holder in self.holders or holder is self.article_after:
                return False
            if holder.tag != "form" and is_apart(holder, classes_of(holder)):  # ASP.NET sets whole pages in a form
                return True
        return False

    @cached_property
    def article_after(self) -> HtmlElement | None:
        """The `article` with the body, if the headline stands before it and in no `article` (Drupal's blocks)."""
        if self.headline is None or any(holder.tag == "article" for holder in self.holders):
            return None
        found: Any = _ARTICLE_AFTER(self.headline)
        return found[0] if found and not text_of(found[0], BODY) else None

    def _walk(self, element: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
        """Yield an element and its descendants with their classes, without parts that are not the article's."""
        own = self.article_after
        waiting = [element]
        while waiting:
            one = waiting.pop()
            if isinstance(one.tag, str):
                classes = classes_of(one)
                if one is own or not is_apart(one, classes):
                    yield one, classes
                    if len(one):
                        waiting += reversed(one[:MAX_NEAR])

    @cached_property
    def near(self) -> tuple[Beside, ...]:
        """The elements beside the headline, nearest first."""
        found: list[Beside] = []
        for level, part in enumerate(self.parts):
            after = chain.from_iterable(map(self._walk, part.itersiblings()))
            found += [Beside(*one, False, level) for one in islice(after, MAX_NEAR - len(found))]  # noqa: FBT003
            if level < LEVELS_BEFORE:
                before = chain.from_iterable(map(self._walk, part.itersiblings(preceding=True)))
                found += [Beside(*one, True, level) for one in islice(before, MAX_BEFORE)]  # noqa: FBT003
            if len(found) >= MAX_NEAR:
                break
        return tuple(found)


def is_apart(element: HtmlElement, classes: str) -> bool:
    """Return whether an element's tag or classes alone show that it is not part of the article."""
    tag = element.tag
    if tag in _PASSED_OVER or tag == "article" or marks(NOT_BESIDE, classes):
        return True
    if tag != "footer":
        return False
    parent = element.getparent()
    return parent is None or parent.tag != "article"
