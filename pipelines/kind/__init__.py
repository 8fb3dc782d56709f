"""Pages that are no article: sections, searches, shops, walls, errors, players, shells.

Judged before and after extraction. To reject an article is the worst mistake, to let a section page pass the second
worst. So evidence is weighed:

1. What says of itself that it is *this page's article* ends the judgement: a JSON-LD article whose headline the page
   shows, or the only one, with a body; microdata with an `articleBody`; WordPress's own `single-post`. Only a live
   blog comes before it. Outlets print none of these on a list.
2. A machine's statement of the page's kind is believed: the classes that a CMS writes from its query (WordPress,
   Drupal, Joomla, Magento, Shopify), JSON-LD page types, a shop's properties. CMS classes stand against any text, since
   an archive may print whole posts. Types and properties are typed in by hand, and some sites have the same ones on all
   pages: three long paragraphs in one container (`shape.Shape.substantial`) outweigh them.
3. A title that *is* a phrase («الصفحة غير موجودة») speaks for an error, a wall or a form, unless the page has a
   substantial text, or a flash's and the marks of an article: articles are written about 404 and about cookies.
4. Structure alone (many headline links, a player, a password field) rejects only where no text of even a news flash
   stands outside the cards, nothing marks an article, and no script or attribute holds a text either.

Deliberately no evidence: `og:type` `website` (half of the smaller outlets print it on articles), `og:type` `article`
against 2 (Yoast prints it on archives), `noindex`, the words of a path such as /category/, and a JSON-LD `WebSite`,
`ItemList` or `Organization`.

1 and 2 stand in `stated`, 3 in `notices`, 4 in `structure`; the words, types and classes of all in `rules`; what a
page's texts are in `shape`.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from crawler.items import Reason
from pipelines.kind.finding import Finding
from pipelines.kind.marks import (
    CAPTION,
    body_classes,
    by_classes,
    by_live_marks,
    by_statements,
    canonical_of,
    is_own_article,
    is_standing,
    microdata_types,
    properties_of,
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
    letters_in,
    one_line,
    shape_of,
)
from pipelines.kind.structure import by_captions, by_structure
from pipelines.page.structured import articles_of
from pipelines.rejected import Rejected
from pipelines.words.folding import fold

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from pipelines.page.structured import Node

MOST = 0.8
"""Share of the texts between titles that are cut off where they are teasers; a columnist ends some paragraphs so."""
_MAX_HEADINGS = 5
_SEPARATOR = re.compile(r"[|«»•·–—]|(?<=\s)[-:/](?=\s)")
_CUT_OFF = ("…", "...", "[…]", "[...]", "المزيد", "المزيد »", "التفاصيل")


def judge_page(tree: HtmlElement, nodes: tuple[Node, ...], url: str, *, live: bool = False) -> None:
    """Let a page pass unless it certainly is no article, by the rules of this package.

    Args:
        tree: The page; it stays as it is.
        nodes: Its JSON-LD, from `pipelines.page.structured.nodes_of`.
        url: Its address, of any scheme; the path's last segment and a live blog's are looked at, and the site's root.
        live: Whether the outlet wants live blogs.

    Raises:
        Rejected: `challenge`, with evidence, or `not-an-article`, with kind and evidence.
    """
    metas = properties_of(tree)
    classes = body_classes(tree)
    title = one_line(tree.findtext(".//head/title") or tree.findtext(".//title") or "")[:MAX_ATTRIBUTE]
    headings = [fold(one_line(heading.text_content()[:1_000])) for heading in islice(tree.iter("h1"), _MAX_HEADINGS)]
    shown = {folded for folded in (*headings, fold(metas.get("og:title", "")), fold(title)) if folded}
    typed = microdata_types(tree)
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
    marked = "article" in metas.get("og:type", "") or "article:published_time" in metas or "single" in classes
    notices = [phrase for titles in TITLES.values() for phrase in titles & {*named, *headings}]
    if marked and not stated and not notices:
        return
    shape = shape_of(tree)
    found = by_statements(stated, shape, marked=marked)
    if found is None and not shape.substantial and not (marked and shape.prose >= FLASH):
        found = by_titles(named, headings, shape)
    if found := found or by_structure(tree, shape, headings, url, marked=marked):
        raise _rejected(found)


def judge_text(tree: HtmlElement, nodes: tuple[Node, ...], title: str, text: str) -> None:
    """Let an extracted text pass unless it is certainly what stands around an article, or in its place.

    It is no article if it is: a notice (see `rules.NOTICES`); titles of links, with no sentence of a flash's length
    between them; such titles with teasers that are cut off; or the captions of pictures and of a player.

    Args:
        tree: The page that it came from; it stays as it is.
        nodes: The page's JSON-LD, from `pipelines.page.structured.nodes_of`.
        title: Its headline; empty when it has none.
        text: One paragraph a line.

    Raises:
        Rejected: `challenge`, with evidence, or `not-an-article`, with kind and evidence.
    """
    if fold(title) in SEARCH_TITLES and not articles_of(nodes):
        raise _rejected(Finding("search", f"the title is {title!r}"))
    lines = [line for line in map(one_line, text.split("\n")) if line]
    letters = sum(map(letters_in, lines))
    if found := by_words(lines):
        raise _rejected(found)
    if sum(letters_in(line) >= LONG and not line.endswith(_CUT_OFF) for line in lines) >= SEVERAL:
        return
    folded = fold(title)
    for kind, titles in TITLES.items():
        if folded in titles and letters < UNBROKEN and not articles_of(nodes):
            raise _rejected(Finding(kind, f"the title is {title!r}"))
    if len(lines) >= MANY_CARDS:
        shape = shape_of(tree)
        linked = [line for line in lines if line.removeprefix("- ") in shape.headlines and letters_in(line) < LONG]
        others = [line for line in lines if line.removeprefix("- ") not in shape.headlines and len(line) >= LINE]
        if len(linked) >= MANY_CARDS and sum(map(letters_in, others)) < FLASH:
            raise _rejected(Finding("section", f"{len(linked)} titles of links and no text"))
        cut_off = sum(line.endswith(_CUT_OFF) for line in others)
        if min(len(linked), len(others)) >= MANY_CARDS and cut_off >= MOST * len(others):
            raise _rejected(Finding("section", f"{len(linked)} titles of links and {cut_off} teasers"))
    if letters < CAPTION and (found := by_captions(tree, nodes, lines)):
        raise _rejected(found)


def _rejected(found: Finding) -> Rejected:
    """Return the rejection that a finding leads to; a challenge has a reason of its own."""
    if found.kind == Reason.CHALLENGE:
        return Rejected(Reason.CHALLENGE, found.evidence)
    return Rejected(Reason.NOT_AN_ARTICLE, f"{found.kind}: {found.evidence}")
