"""Judges the elements of an outlet's pages, and leaves out those that were learned.

An element is a block of furniture when its text stands on another article's page as well, on nearly every page that has
such an element: the same prompt everywhere, or the same ticker on the pages of one hour. No article's text does that.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from hashlib import blake2b
from typing import TYPE_CHECKING

from lxml import etree

from pipelines.body.blocks import blocks_of
from pipelines.normalize import normalize_line
from pipelines.profile.model import Block, Container, key
from pipelines.profile.sheets import Element, own_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from lxml.html import HtmlElement

    from pipelines.body.blocks import Blocks
    from pipelines.body.paragraphs import Body
    from pipelines.profile.model import Profile
    from pipelines.profile.sheets import Sheet

SHARE = 0.3
"""Smallest share of pages that have a block."""
FEWEST_PAGES = 6
"""Fewest pages that have it."""
REPEATED = 0.95
"""Smallest share of its occurrences whose text another page has too."""
MOST_OF_PROSE = 0.6
"""Smallest share of a text's prose that its container holds: more than the half that `_is_elsewhere` asks for."""
SHARE_OF_CONTAINER = 0.6
"""Smallest share of pages on which one element holds the prose, for it to be the container."""
LONGER = 1.5
"""An element so many times longer than all that were learned is left in."""
MUCH_LONGER = 2.0
"""A body so many times longer than the one in the usual place is believed wherever it stands."""
MOST_ELEMENTS = 400
"""Most elements of a page that are looked at."""
MOST_LETTERS = 2_000
"""Most characters, without spaces, of an element that may be a block."""
SHOWN = 60
"""Characters of a block's text that the profile shows."""
_TAGS = frozenset(("aside", "blockquote", "div", "dl", "form", "ol", "section", "table", "ul"))
_OF_ONE_PAGE = re.compile(r"\d{3}")
_IDENTIFIER = re.compile(r"[^\W\d][\w-]{0,60}")
_MOST_NAMES = 4
_TEXTS = etree.XPath(".//text()[not(parent::script or parent::style)]")
_NAMED = etree.XPath("//*[@class or @id]")


def path_of(element: HtmlElement) -> str:
    """Return the tag and classes of an element and of the one around it; empty when it has neither class nor id."""
    name, named = _name(element)
    outer = element.getparent()
    return f"{_name(outer)[0]} > {name}" if named and outer is not None else ""


def _name(element: HtmlElement) -> tuple[str, bool]:
    """Return an element's tag and classes, or its id without classes, and whether it has one of them.

    A class or id with a long number is of one page: post-12345. Those that CSS would have to escape are left out.
    """
    names = [f".{name}" for name in sorted(element.get("class", "").split()) if _is_usable(name)]
    given = element.get("id", "").strip()
    if not names and _is_usable(given):
        names = [f"#{given}"]
    return "".join((str(element.tag), *names[:_MOST_NAMES])), bool(names)


def _is_usable(name: str) -> bool:
    return _IDENTIFIER.fullmatch(name) is not None and not _OF_ONE_PAGE.search(name)


def elements_of(tree: HtmlElement, names: Collection[str], text_lines: Sequence[str] = ()) -> tuple[Element, ...]:
    """Return the elements of a page that could be blocks, in the page's order.

    Args:
        tree: The page; it is not changed.
        names: Folded names that may sign the text.
        text_lines: The paragraphs of the text that extraction found.
    """
    found = blocks_of(tree, everything=True)
    counts = Counter(normalize_line(block.text) for block in found.blocks)
    places: dict[str, list[int]] = {line: [] for line in text_lines}
    for index, line in enumerate(text_lines):
        places[line].append(index)
    elements: list[Element] = []
    for element, (first, last) in found.spans.items():
        path = path_of(element) if element.tag in _TAGS else ""
        if not path or _letters(found, first, last) > MOST_LETTERS or len(elements) == MOST_ELEMENTS:
            continue
        lines = [normalize_line(block.text) for block in found.blocks[first:last]]
        text = " ".join(lines)
        outer = element.getparent()
        only_here = (line for line, count in Counter(lines).items() if line in places and count == counts[line])
        elements.append(
            Element(
                path=path,
                outer="" if outer is None or outer.getparent() is None else path_of(outer),
                text=blake2b(key(text).encode(), digest_size=8).hexdigest(),
                shown=text[:SHOWN],
                letters=_letters(found, first, last),
                own=bool(own_lines(lines, names)),
                lines=frozenset(index for line in only_here for index in places[line]),
            )
        )
    return tuple(elements)


def container_of(tree: HtmlElement, lines: Collection[str]) -> str:
    """Return the path of the smallest element that holds most lines of a text; empty when none is found.

    The others may be a lead above it, or furniture beside it that extraction took for prose.

    Args:
        tree: The page; it is not changed.
        lines: The paragraphs of prose that extraction found.
    """
    found = blocks_of(tree, everything=True)
    prose = [0]  # characters of prose before each block
    for block in found.blocks:
        prose.append(prose[-1] + (block.plain + block.linked if normalize_line(block.text) in lines else 0))
    least = max(1, MOST_OF_PROSE * prose[-1])
    holding = [
        (last - first, path)
        for element, (first, last) in found.spans.items()
        if prose[last] - prose[first] >= least and last - first > 1 and (path := path_of(element))
    ]
    return min(holding, default=(0, ""))[1]


def _letters(found: Blocks, first: int, last: int) -> int:
    return sum(block.plain + block.linked for block in found.blocks[first:last])


def furniture_blocks(sheets: Sequence[Sheet]) -> tuple[Block, ...]:
    """Return the blocks that the pages of some articles repeat, without those inside another block."""
    pages: dict[str, set[int]] = defaultdict(set)
    texts: dict[str, list[tuple[int, Element]]] = defaultdict(list)
    having: dict[tuple[str, str], set[int]] = defaultdict(set)
    for number, sheet in enumerate(sheets):
        for element in sheet.elements:
            pages[element.path].add(number)
            texts[element.path].append((number, element))
            having[element.path, element.text].add(number)
    least = max(FEWEST_PAGES, SHARE * len(sheets))
    found = {
        path
        for path, seen in texts.items()
        if len(pages[path]) >= least
        and not any(element.own for _, element in seen)
        and sum(len(having[path, element.text]) > 1 for _, element in seen) >= REPEATED * len(seen)
    }
    blocks = [
        Block(
            path=path,
            pages=len(pages[path]),
            share=round(len(pages[path]) / len(sheets), 3),
            letters=max(element.letters for _, element in texts[path]),
            text=texts[path][-1][1].shown,
        )
        for path in found
        if not all(element.outer in found for _, element in texts[path])
    ]
    return tuple(sorted(blocks, key=lambda block: (-block.pages, block.path)))


def usual_container(sheets: Sequence[Sheet]) -> Container | None:
    """Return the element that holds the prose on most pages; None when there is no such element."""
    counts: dict[str, int] = defaultdict(int)
    for sheet in sheets:
        if sheet.container:
            counts[sheet.container] += 1
    path = max(sorted(counts), key=lambda one: counts[one], default="")
    share = round(counts[path] / len(sheets), 3) if path else 0.0
    return Container(path=path, pages=counts[path], share=share) if share >= SHARE_OF_CONTAINER else None


def usual_selector(tree: HtmlElement, profile: Profile, body: Body | None) -> str:
    """Return the CSS selector of the element that usually holds the prose, when the body was found elsewhere.

    Args:
        tree: The page; it is not changed.
        profile: The outlet's profile.
        body: The body that the page shows; None when it shows none.

    Returns:
        Empty when the body is there, or when the page does not have just one such element.
    """
    if profile.container is None or profile.container.share < SHARE_OF_CONTAINER:
        return ""
    path = profile.container.path
    found = tree.cssselect(path)
    if len(found) != 1:
        return ""
    there = {block.text for block in blocks_of(found[0], everything=True).blocks} if body is not None else set()
    return "" if body is not None and not _is_elsewhere(body, there) else path


def likelier_body(found: Body | None, usual: Body | None) -> Body | None:
    """Return the body in the usual place when the one that the page shows by itself is elsewhere, and not much longer.

    Args:
        found: The body that the page shows; None when it shows none.
        usual: The body in the usual place; None when there is too little prose.
    """
    if found is None or usual is None:
        return found or usual
    elsewhere = _is_elsewhere(found, set(usual.paragraphs))
    return usual if elsewhere and found.size <= MUCH_LONGER * usual.size else found


def _is_elsewhere(body: Body, lines: set[str]) -> bool:
    """Return whether less than half of a body is among some lines."""
    common = sum(len(line) for line in body.paragraphs if line in lines)
    return 2 * common < sum(map(len, body.paragraphs))


def drop_blocks(tree: HtmlElement, profile: Profile) -> None:
    """Take the profile's blocks out of a page; an element with the headline, or one much longer, stays.

    Args:
        tree: The page; it is changed.
        profile: The outlet's profile.
    """
    learned = profile.block_letters
    if not learned:
        return
    for element in _NAMED(tree):
        if element.tag not in _TAGS or (most := learned.get(path_of(element))) is None:
            continue
        letters = len("".join("".join(_TEXTS(element)).split()))
        if next(element.iter("h1"), None) is None and letters <= LONGER * most:
            element.drop_tree()
