"""Rejects pages that are no article: sections, searches, shops, walls, errors, players, shells.

A page is judged before extraction, and its text after it. Rejecting an article is the worst mistake, accepting a
section page the second worst. So the evidence has an order:

1. A statement that the page holds *this article* ends the judgement: a JSON-LD article whose headline the page shows,
   or the page's only JSON-LD article, with a body; microdata with an `articleBody`; WordPress's own `single-post`.
   Outlets print none of these on a list. Only the marks of a live blog come first.
2. A program's statement of the page's kind comes next: the classes that a CMS writes from its query (WordPress, Drupal,
   Joomla, Magento, Shopify), JSON-LD page types, a shop's properties. CMS classes count whatever text the page has,
   since an archive may print whole posts. People type in types and properties, and some sites print the same ones on
   all pages: three long paragraphs in one container (`shape.Shape.substantial`) outweigh these.
3. A title that *is* a phrase («الصفحة غير موجودة») marks an error, a wall or a form, unless the page has a substantial
   text, or a text as long as a flash and the marks of an article: there are articles about 404 and about cookies.
4. Structure alone (many headline links, a player, a password field) rejects a page only if it has no text even as long
   as a news flash outside the cards, nothing marks it as an article, and no script or attribute holds a text either.
5. After extraction a page that nothing above decided is weighed (`evidence`): a list of entries, a voice that is an
   institution's, an address, a missing headline and a missing date each count a little, and signs of an article count
   against them. Here the words of a path count, since they decide nothing alone.

Deliberately no evidence for 1 to 4: `og:type` `website` (half of the smaller outlets print it on articles), `og:type`
`article` against 2 (Yoast prints it on archives), `noindex`, the words of a path such as /category/, and a JSON-LD
`WebSite`, `ItemList` or `Organization`.

`marks` holds 1 and 2, `notices` 3, `structure` 4, `evidence` with `address`, `entries`, `renewed` and `voices` 5;
`rules` and `signs` hold their words, types, classes and weights; `shape` sorts a page's texts by their place.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from crawler.items import Reason
from pipelines.kind.evidence import Seen, by_evidence
from pipelines.kind.finding import Finding
from pipelines.kind.marks import (
    CAPTION,
    Marks,
    by_classes,
    by_live_marks,
    by_statements,
    canonical_of,
    is_own_article,
    is_standing,
    marks_of,
    statements_of,
)
from pipelines.kind.notices import by_titles, by_words
from pipelines.kind.rules import SEARCH_TITLES, TITLES
from pipelines.kind.shape import (
    FLASH,
    LINE,
    LONG,
    MANY_CARDS,
    MAX_ATTRIBUTE,
    SEVERAL,
    UNBROKEN,
    one_line,
    shape_of,
)
from pipelines.kind.structure import by_captions, by_structure
from pipelines.page.structured import articles_of
from pipelines.rejected import Rejected
from pipelines.words.folding import fold
from pipelines.words.letters import letters_in

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from pipelines.page.structured import Node

MOST = 0.8
"""Texts between titles are teasers when at least this share of them end cut off. A columnist too ends some paragraphs
with dots."""
_LINKED = etree.XPath("//a[@href]//text()", smart_strings=False)
_MAX_HEADINGS = 5
_SEPARATOR = re.compile(r"[|«»•·–—]|(?<=\s)[-:/](?=\s)")
_CUT_OFF = ("…", "...", "[…]", "[...]", "المزيد", "المزيد »", "التفاصيل")


def judge_page(
    tree: HtmlElement, nodes: tuple[Node, ...], url: str, *, live: bool = False, marks: Marks | None = None
) -> None:
    """Reject a page that certainly is no article, by the rules of this package.

    Args:
        tree: The page; it stays unchanged.
        nodes: Its JSON-LD, from `pipelines.page.structured.nodes_of`.
        url: Its address, of any scheme. A live blog may show in any segment of the path, a standing page in the last
            one; the site's root has none.
        live: Whether the outlet wants live blogs.
        marks: The page's marks, from `marks.marks_of`; None to read them here.

    Raises:
        Rejected: `challenge`, with evidence, or `not-an-article`, with kind and evidence.
    """
    metas, classes, typed = marks or marks_of(tree)
    title = one_line(tree.findtext(".//head/title") or tree.findtext(".//title") or "")[:MAX_ATTRIBUTE]
    headings = [fold(one_line(heading.text_content()[:1_000])) for heading in islice(tree.iter("h1"), _MAX_HEADINGS)]
    shown = {folded for folded in (*headings, fold(metas.get("og:title", "")), fold(title)) if folded}
    if found := by_live_marks(nodes, typed, shown, classes, (url, canonical_of(tree))):
        if live:
            return
        raise _rejected(found)
    if is_own_article(tree, nodes, typed, shown, classes):
        return
    if found := by_classes(classes):
        raise _rejected(found)
    stated = statements_of(tree, nodes, metas, shown)
    named = {fold(part) for part in (title, *_SEPARATOR.split(title))} - {""}
    if is_standing(stated, named | set(headings[:1]), classes, url):
        raise _rejected(Finding("standing", "a page that every site has, by its title and a second sign"))
    marked = _is_marked(metas, classes)
    notices = [phrase for titles in TITLES.values() for phrase in titles & {*named, *headings}]
    if marked and not stated and not notices:
        return
    shape = shape_of(tree)
    found = by_statements(stated, shape, marked=marked)
    if found is None and not shape.substantial and not (marked and shape.prose >= FLASH):
        found = by_titles(named, headings, shape)
    if found := found or by_structure(tree, shape, headings, url, marked=marked):
        raise _rejected(found)


def judge_text(
    tree: HtmlElement,
    nodes: tuple[Node, ...],
    title: str,
    text: str,
    *,
    url: str = "",
    dated: bool = False,
    marks: Marks | None = None,
) -> None:
    """Reject an extracted text that is no article.

    No article is: a notice (see `rules.NOTICES`); titles of links, with no other text as long as a flash; such titles
    with teasers that are cut off; the captions of pictures and of a player; a text whose signs together show another
    kind of page (`evidence`).

    Args:
        tree: The page of the text; it stays unchanged.
        nodes: The page's JSON-LD, from `pipelines.page.structured.nodes_of`.
        title: The text's headline; empty without one.
        text: One paragraph a line.
        url: The page's address; empty if it is unknown.
        dated: Whether the day of publication is known.
        marks: The page's marks, from `marks.marks_of`; None to read them here.

    Raises:
        Rejected: `challenge`, with evidence, or `not-an-article`, with kind and evidence.
    """
    if fold(title) in SEARCH_TITLES and not articles_of(nodes):
        raise _rejected(Finding("search", f"the title is {title!r}"))
    lines = [line for line in map(one_line, text.split("\n")) if line]
    if found := by_words(lines):
        raise _rejected(found)
    letters = [letters_in(line) for line in lines]
    if found := _by_text(tree, nodes, title, lines, letters):
        raise _rejected(found)
    metas, classes, typed = marks or marks_of(tree)
    marked = _is_marked(metas, classes)
    # Most articles are certain before their page has to be read as lines.
    certain = marked and dated and sum(count >= LONG for count in letters) >= SEVERAL
    if not certain and not is_own_article(tree, nodes, typed, {fold(title)} - {""}, classes):
        seen = Seen(title, tuple(lines), url, dated=dated, marked=marked)
        if found := by_evidence(tree, seen):
            raise _rejected(found)


def _is_marked(metas: dict[str, str], classes: frozenset[str]) -> bool:
    """Return whether a property or a class marks the page as an article."""
    return "article" in metas.get("og:type", "") or "article:published_time" in metas or "single" in classes


def _by_text(
    tree: HtmlElement, nodes: tuple[Node, ...], title: str, lines: list[str], counts: list[int]
) -> Finding | None:
    """Find a notice by its title, a list of links or a caption in the lines of a text with their numbers of letters."""
    letters = sum(counts)
    counted = zip(lines, counts, strict=True)
    if sum(count >= LONG and not line.endswith(_CUT_OFF) for line, count in counted) >= SEVERAL:
        return None
    folded = fold(title)
    for kind, titles in TITLES.items():
        if folded in titles and letters < UNBROKEN and not articles_of(nodes):
            return Finding(kind, f"the title is {title!r}")
    if len(lines) >= MANY_CARDS and _may_be_titles(tree, lines):
        shape = shape_of(tree)
        linked = [line for line in lines if line.removeprefix("- ") in shape.headlines and letters_in(line) < LONG]
        others = [line for line in lines if line.removeprefix("- ") not in shape.headlines and len(line) >= LINE]
        if len(linked) >= MANY_CARDS and sum(map(letters_in, others)) < FLASH:
            return Finding("section", f"{len(linked)} titles of links and no text")
        cut_off = sum(line.endswith(_CUT_OFF) for line in others)
        if min(len(linked), len(others)) >= MANY_CARDS and cut_off >= MOST * len(others):
            return Finding("section", f"{len(linked)} titles of links and {cut_off} teasers")
    return by_captions(tree, nodes, lines) if letters < CAPTION else None


def _may_be_titles(tree: HtmlElement, lines: list[str]) -> bool:
    """Return whether a page links as many of a text's lines as a list has: a first look, before its shape is read."""
    linked = set(map(one_line, _LINKED(tree)))
    return sum(line.removeprefix("- ") in linked for line in lines) >= MANY_CARDS


def _rejected(found: Finding) -> Rejected:
    """Return the rejection for a finding; a challenge has a reason of its own."""
    if found.kind == Reason.CHALLENGE:
        return Rejected(Reason.CHALLENGE, found.evidence)
    return Rejected(Reason.NOT_AN_ARTICLE, f"{found.kind}: {found.evidence}")
