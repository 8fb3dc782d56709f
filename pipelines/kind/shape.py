"""Sorts a page's texts by their place: in links, in cards of other articles, or in a text of the page's own."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from pipelines.words.folding import words
from pipelines.words.letters import letters_in

if TYPE_CHECKING:
    from lxml.html import HtmlElement

FLASH = 100
"""Letters of the shortest article: a news flash of one sentence (as in `pipelines.length`)."""
LONG = 150
"""Fewest letters of a long paragraph. No card has one: teasers are cut at 100 to 140, headlines are shorter still."""
SEVERAL = 3
"""Fewest long paragraphs of a substantial text, in one container. Two may be a section's description."""
UNBROKEN = 600
"""Fewest letters of a block that is a substantial text by itself: a body set in `<br>`, without `<p>`."""
MANY_CARDS = 4
"""Fewest containers of one tag and class that are cards, each with a headline link and a text. Three may be columns."""
LARGEST_CARD = 500
"""A card has fewer letters of text; a box like the cards with this many or more holds an article."""
LINE = 25
"""Fewest characters of a text that counts: menus, dates and labels have fewer, sentences and headlines more."""
MAX_ATTRIBUTE = 300
"""Characters that are read of a class list, a title or an address."""

_MAX_TEXTS = 4_000
"""Texts that are read of a page; a long article's page has about 500."""
_LINK_LEVELS = 4
"""Elements above a link's own that may be its card: heading, text box, row, card."""
_TEXT_LEVELS = 3
"""Elements above a paragraph that may be its card: text box, row, card."""
_CLASS_WORD = re.compile(r"[a-z0-9]+")
_NUMBER = re.compile(r"\d{3,}")
_FURNITURE = frozenset({"footer", "copyright", "copyrights", "newsletter", "subscribe", "disclaimer"})
_CONSENT = frozenset({"cookie", "cookies", "consent", "gdpr", "onetrust", "didomi", "ccpa"})
_ON_WRAPPERS = frozenset({"has", "with", "no", "is", "sticky", "fixed", "without", "show", "hide"})
"""Words that make a class a wrapper's: `has-footer`, `sticky-footer`. Such a class does not count."""
_NEVER_TEXT = words(
    """
    script style noscript title head nav footer button option select textarea label figcaption figure svg
    iframe
    """
)
_WHOLE = words("html body main article")
"""Elements that hold the article too, so their classes and ids do not describe the texts in them."""
_INLINE = words(
    """
    a abbr b bdi bdo big cite em font i ins mark q s small span strike strong sub sup time tt u
    """
)
_TEXTS = etree.XPath(
    # In this order: the cheapest test leaves the fewest nodes for the others.
    f"//body//text()[string-length() >= {LINE}][string-length(normalize-space()) >= {LINE}]"
    "[not(parent::script or parent::style)]"
)


@dataclass(frozen=True)
class Shape:
    """A page's texts, sorted by their place. Letters are counted in texts of `LINE` or more characters."""

    lines: tuple[str, ...]
    """Texts outside links, cards and furniture, in the page's order."""
    headlines: frozenset[str]
    """Texts of links."""
    links: int
    """Number of texts in links; a repeated one counts each time."""
    prose: int
    """Most letters of text in one container (a block, or the blocks of one parent or grandparent)."""
    substantial: bool
    """Whether one container has `SEVERAL` long paragraphs, or a block is `UNBROKEN`."""
    consent: int
    """Letters in containers that name themselves after cookies and consent."""


def shape_of(tree: HtmlElement) -> Shape:
    """Return a page's texts sorted by their place: in links, in cards, and the rest with its largest container."""
    links: list[HtmlElement] = []
    headlines: set[str] = set()
    blocks: defaultdict[HtmlElement, list[str]] = defaultdict(list)
    consent = 0
    places = _Places()
    for found in islice(_TEXTS(tree), _MAX_TEXTS):
        parent = found.getparent()
        element = parent.getparent() if found.is_tail else parent
        if element is None:
            continue
        place = places[element]
        line = one_line(found)
        if place.link is not None and len(line) < 2 * LONG:
            links.append(place.link)
            headlines.add(line)
        elif place.consent:
            consent += letters_in(line)
        elif place.counts:
            blocks[place.block].append(line)
    letters = {block: sum(map(letters_in, lines)) for block, lines in blocks.items()}
    cards = _cards(letters, links)
    prose: Counter[HtmlElement] = Counter()
    paragraphs: Counter[HtmlElement] = Counter()
    for block, count in letters.items():
        if block not in cards:
            for container in (block, *islice(block.iterancestors(), 2)):
                prose[container] += count
                paragraphs[container] += count >= LONG
    return Shape(
        lines=tuple(line for block, lines in blocks.items() if block not in cards for line in lines),
        headlines=frozenset(headlines),
        links=len(links),
        prose=max(prose.values(), default=0),
        substantial=max(paragraphs.values(), default=0) >= SEVERAL
        or any(count >= UNBROKEN for block, count in letters.items() if block not in cards),
        consent=consent,
    )


class _Place(NamedTuple):
    """The place of an element's own text."""

    link: HtmlElement | None
    block: HtmlElement
    counts: bool
    consent: bool


class _Places(dict["HtmlElement", _Place]):
    """The places of elements. Each is found once, after those of its ancestors."""

    def __missing__(self, element: HtmlElement) -> _Place:
        path = [element]
        while (above := path[-1].getparent()) is not None and above not in self:
            path.append(above)
        for each in reversed(path):
            place = self[each] = self._below(each, None if above is None else self[above])
            above = each
        return place

    @staticmethod
    def _below(element: HtmlElement, above: _Place | None) -> _Place:
        tag = element.tag
        names = "" if tag in _WHOLE else f"{element.get('class', '')} {element.get('id', '')}"[:MAX_ATTRIBUTE]
        named = _words_of(names)
        return _Place(
            link=element if tag == "a" and "href" in element.attrib else above.link if above else None,
            block=above.block if above and tag in _INLINE else element,
            counts=(above is None or above.counts) and tag not in _NEVER_TEXT and named.isdisjoint(_FURNITURE),
            consent=(above is not None and above.consent) or not named.isdisjoint(_CONSENT),
        )


@lru_cache(maxsize=4_096)
def _words_of(names: str) -> frozenset[str]:
    """Return the words of classes and ids, without those of wrappers."""
    found: set[str] = set()
    for name in names.lower().split():
        parts = _CLASS_WORD.findall(name)
        if _ON_WRAPPERS.isdisjoint(parts):
            found.update(parts)
    return frozenset(found)


def _cards(letters: dict[HtmlElement, int], links: list[HtmlElement]) -> set[HtmlElement]:
    """Return the blocks in cards: containers of one kind, each with a headline link of its own."""
    held: Counter[HtmlElement] = Counter()
    for link in links:
        held[link] += 1
        held.update(islice(link.iterancestors(), _LINK_LEVELS))
    members: defaultdict[tuple[object, str], defaultdict[HtmlElement, list[HtmlElement]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for block in letters:
        for card in islice(block.iterancestors(), _TEXT_LEVELS):
            if held[card] > held[block]:
                # Classes such as post-20418 differ from card to card.
                first = card.get("class", "").split(maxsplit=1)[:1]
                members[card.tag, _NUMBER.sub("", "".join(first))][card].append(block)
                break
    inside: set[HtmlElement] = set()
    for group in members.values():
        small = [blocks for blocks in group.values() if sum(letters[block] for block in blocks) < LARGEST_CARD]
        if len(small) >= MANY_CARDS:
            inside.update(block for blocks in small for block in blocks)
    return inside


def one_line(text: str) -> str:
    """Return a text as one line, with single spaces."""
    return " ".join(text.split())
