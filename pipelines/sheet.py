"""Reads a page or a text for learning: extraction without a profile, and the elements of the page."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING

from pipelines.body.blocks import blocks_of
from pipelines.clean import cleaned
from pipelines.extract import TEXT, extract, tree_of
from pipelines.normalize import normalize, normalize_line
from pipelines.profile.blocks import container_of, elements_of
from pipelines.profile.sheets import Sheet, is_sentence
from pipelines.rejected import Rejected
from pipelines.words.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.items import Page
    from pipelines.workers import Workers

UNDER_WAY = 8
"""Pages that are read or wait for their turn: enough for the workers, and bounds memory."""


def sheet_of(page: Page) -> Sheet:
    """Return what a profile learns from a page, always by extraction without a profile.

    Raises:
        Rejected: By `pipelines.extract.extract`.
    """
    article = extract(page)
    lines = tuple(article.text.split("\n"))
    if page.content_type.startswith(TEXT):
        date = article.capture.date
        return Sheet(lines=lines, cut=tuple(article.cut), captured=date, day=date[:10])
    tree, _ = tree_of(page)
    names = frozenset(map(fold, (page.outlet.title, page.outlet.name, *article.authors)))
    linked = {normalize_line(block.text) for block in blocks_of(tree, everything=True).blocks if block.is_link}
    return Sheet(
        lines=lines,
        links=frozenset(index for index, line in enumerate(lines) if line in linked),
        cut=tuple(article.cut),
        captured=article.capture.date,
        day=(article.published or article.capture.date)[:10],
        section=article.section or "",
        names=names,
        elements=elements_of(tree, names, lines),
        container=container_of(tree, {line for line in lines if is_sentence(line)}),
    )


async def read_sheets(pages: Iterable[Page], workers: Workers) -> dict[str, list[Sheet]]:
    """Return by outlet what profiles learn from some pages, read in worker processes.

    Pages that are no article are left out.

    Args:
        pages: The pages; few of them are in memory at a time.
        workers: The processes.
    """
    sheets: dict[str, list[Sheet]] = {}
    under_way: deque[tuple[str, asyncio.Task[Sheet]]] = deque()

    async def take() -> None:
        outlet, task = under_way.popleft()
        found = sheets.setdefault(outlet, [])
        with suppress(Rejected):
            found.append(await task)

    for page in pages:
        under_way.append((page.outlet.name, asyncio.create_task(workers.run(sheet_of, page))))
        await asyncio.sleep(0)
        while len(under_way) > UNDER_WAY:
            await take()
    while under_way:
        await take()
    return sheets


def sheet_of_text(text: str) -> Sheet:
    """Return what a profile learns from a text without a page."""
    stripped = cleaned(normalize(text))
    return Sheet(lines=stripped.kept, cut=stripped.cut)
