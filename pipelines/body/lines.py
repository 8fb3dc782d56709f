"""What a line of a page is when it is no paragraph: a date, a byline, a label, a caption, a lead, a way elsewhere."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from pipelines.body.surroundings import names_lead
from pipelines.page.dates import only_tells_when
from pipelines.strip import is_credit
from pipelines.words.agencies import AGENCIES
from pipelines.words.folding import fold, run_together
from pipelines.words.headings import RELATED, WRITTEN_BY
from pipelines.words.months import MONTH_OPENINGS

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from pipelines.body.blocks import Block
    from pipelines.metadata import Metadata

LONGEST_META = 14
"""Words in a line that only says when the article was published, or who wrote it."""
LONGEST_CAPTION = 20
"""Words of a line under a picture that is its caption, when it is no sentence."""
LONGEST_LABEL = 3
"""Words of a tag that nothing but its place and its like tell of."""
LINES_OF_CARD = 4
"""Lines of a card: section, title, date, a few words."""
MEDIA = ("img", "amp-img", "video", "iframe", "amp-video", "amp-youtube", "amp-iframe")
"""Elements that are pictures and players."""
_PARTS = re.compile(r"[/|–—-]")
CLOSED = (".", "؟", "!", "…", ".»", '."', ".”")
"""How a sentence ends."""
_DATE = re.compile(
    rf"\d{{1,2}}\s{{0,3}}(?:{MONTH_OPENINGS})|\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}|\d{{1,2}}:\d{{2}}|^(?:منذ|قبل)\s+\S*\s?\S+$|"
    r"\d\s{0,3}(?:مشاهدة|مشاهدات|دقيقة|دقائق|min|قراءة|زيارة)"
)


def without_labels(lines: list[tuple[Block, bool]], headline: str, told: Metadata) -> list[tuple[Block, bool]]:
    """Leave out lines that are an author's name, and around the prose the headline, tags, section and dates.

    Args:
        lines: The body's, each with whether it belongs to another article's card.
        headline: The article's.
        told: What the page tells about it.
    """
    authors = {fold(name) for name in told.authors if len(name.split()) > 1}  # initials sign a text
    labels = {fold(name) for name in (headline, *told.tags, told.section or "")} | authors
    prose = [index for index, (block, card) in enumerate(lines) if block.is_prose and not card]
    while lines and _is_date(lines[-1][0].text):
        lines = lines[:-1]
    return [
        line
        for index, line in enumerate(lines)
        if fold(line[0].text) not in (authors if prose and prose[0] < index < prose[-1] else labels)
    ]


def trailing_labels(lines: list[tuple[Block, bool]]) -> int:
    """Return how many lines at the end are short and alike: tags, since a sub-heading heads something."""
    count = 0
    for block, card in reversed(lines):
        short = len(block.text.split()) <= LONGEST_LABEL and block.text[-1:].isalnum() and ":" not in block.text
        if card or not short or (count and _look(block.element) != _look(lines[-1][0].element)):
            break
        count += 1
    return count if count > 1 else 0


def _look(element: HtmlElement) -> tuple[str, str]:
    return str(element.tag), element.get("class", "")


def is_under_picture(block: Block) -> bool:
    """Tell whether a line stands right under a paragraph that is a picture, and is set neither bold nor as heading."""
    before = block.element.getprevious()
    return (
        before is not None
        and block.element.tag in ("p", "div", "center", "span")
        and len(block.text.split()) <= LONGEST_CAPTION
        and next(block.element.iter("strong", "b"), None) is None
        and next(before.iter(*MEDIA), None) is not None
        and not before.text_content().strip()
    )


def _is_date(line: str) -> bool:
    """Tell whether a line is a date and hardly anything else."""
    worded = sum(not any(map(str.isdigit, word)) for word in line.split())
    return worded <= LONGEST_LABEL and not is_credit(line) and _DATE.search(line) is not None and only_tells_when(line)


def is_meta(block: Block) -> bool:
    """Tell whether a line before the text is a date, a count of views or who wrote it, and no text."""
    words = block.text.split()
    if len(words) > LONGEST_META:
        return False
    if AGENCIES.intersection(map(fold, words)):
        return False  # a dateline is the first paragraph's
    if _DATE.search(block.text) and not block.text.endswith(CLOSED):
        return True
    label, colon, name = block.text.partition(":")
    return bool(colon and name) and fold(_PARTS.split(label)[-1]) in WRITTEN_BY


def has_picture(element: HtmlElement) -> bool:
    """Tell whether a line stands with a picture or a player: its caption."""
    parent = element.getparent()
    return any(
        next(one.iter(*MEDIA), None) is not None
        for one in (element, parent)
        if one is not None and len(one) < LINES_OF_CARD
    )


def leads_away(block: Block) -> bool:
    """Tell whether all of a line but its label is a link."""
    if not block.linked:
        return False
    label, colon, _ = block.text.partition(":")
    if colon and block.plain <= len(label) + 1:
        return True
    words = block.text.split()
    lengths = list(accumulate(map(len, words[:LONGEST_LABEL])))
    return block.plain in lengths and fold(" ".join(words[: lengths.index(block.plain) + 1])) in RELATED


def is_called_lead(element: HtmlElement) -> bool:
    """Tell whether an element, or the one that holds it, is named as a lead."""
    parent = element.getparent()
    return any(
        names_lead(f"{one.get('class', '')} {one.get('id', '')}") for one in (element, parent) if one is not None
    )


def is_said_in(lead: Block, lines: list[tuple[Block, bool]]) -> bool:
    """Tell whether a body says its lead once more: as a paragraph, or at the beginning of its first ones."""
    text = run_together(lead.text)
    return any(run_together(block.text).startswith(text[:80]) for block, _ in lines[:4])
