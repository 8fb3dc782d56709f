"""Reads a page or a text for learning: extraction without a profile, and the elements of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.clean import cleaned
from pipelines.extract import extract, tree_of
from pipelines.normalize import normalize
from pipelines.profile.blocks import container_of, elements_of
from pipelines.profile.sheets import Sheet, is_sentence
from pipelines.words.folding import fold

if TYPE_CHECKING:
    from crawler.items import Page


def sheet_of(page: Page) -> Sheet:
    """Return what a profile learns from a page, always by extraction without a profile.

    Raises:
        Rejected: By `pipelines.extract.extract`.
    """
    article = extract(page)
    tree = tree_of(page)
    names = frozenset(map(fold, (page.outlet.title, page.outlet.name, *article.authors)))
    lines = tuple(article.text.split("\n"))
    return Sheet(
        lines=lines,
        cut=tuple(article.cut),
        captured=article.capture.date,
        day=(article.published or article.capture.date)[:10],
        section=article.section or "",
        names=names,
        elements=elements_of(tree, names),
        container=container_of(tree, {line for line in lines if is_sentence(line)}),
    )


def sheet_of_text(text: str) -> Sheet:
    """Return what a profile learns from a text without a page."""
    stripped = cleaned(normalize(text))
    return Sheet(lines=stripped.kept, cut=stripped.cut)
