"""Tests for lines of a page that are not paragraphs: dates, bylines, labels, captions, leads, links to other pages."""

from __future__ import annotations

import re
from itertools import accumulate, islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipelines.body.surroundings import HEADINGS, names_lead
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
"""Most words of a line that gives only the article's date or its author."""
LONGEST_CAPTION = 20
"""Most words of a caption: a line under a picture that is not a sentence."""
LONGEST_LABEL = 3
"""Most words of a tag that only its place and its neighbours show to be one, of a date's words and of a label."""
LINES_OF_CARD = 4
"""Most lines of a card: section, title, date, a few words."""
POSTS = frozenset(
    ("twitter.com", "x.com", "instagram.com", "facebook.com", "tiktok.com", "t.me", "threads.net", "bsky.app")
)
"""Hosts of networks that give out their posts as quotations to embed."""
LONGEST_ADDRESS = 500
"""Characters of an address that are read."""
MAX_LINKS = 20
"""Links of a quotation that are read."""
BOXES = ("div", "section", "table", "fieldset", "form", "ul")
"""Elements that may be a box."""
MEDIA = ("img", "amp-img", "video", "iframe", "amp-video", "amp-youtube", "amp-iframe")
"""Elements for pictures and players."""
_PARTS = re.compile(r"[/|–—-]")
CLOSED = (".", "؟", "!", "…", ".»", '."', ".”")
"""Endings of a sentence."""
_DATE = re.compile(
    rf"\d{{1,2}}\s{{0,3}}(?:{MONTH_OPENINGS})|\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}|\d{{1,2}}:\d{{2}}|^(?:منذ|قبل)\s+\S*\s?\S+$|"
    r"\d\s{0,3}(?:مشاهدة|مشاهدات|دقيقة|دقائق|min|قراءة|زيارة)"
)


def without_labels(lines: list[tuple[Block, bool]], headline: str, told: Metadata) -> list[tuple[Block, bool]]:
    """Leave out lines that are an author's name and, before and after the prose, headline, tags and section.

    Dates at the end go too.

    Args:
        lines: The body's lines, each with whether it belongs to another article's card.
        headline: The article's headline.
        told: The metadata of the article's page.
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
    """Return the number of short, alike lines at the end: tags, since text follows a sub-heading; 0 for one line."""
    count = 0
    for block, card in reversed(lines):
        short = len(block.text.split()) <= LONGEST_LABEL and block.text[-1:].isalnum() and ":" not in block.text
        if card or not short or (count and look(block.element) != look(lines[-1][0].element)):
            break
        count += 1
    return count if count > 1 else 0


def look(element: HtmlElement) -> tuple[str, str]:
    """Return an element's tag and class, which decide its look on the page."""
    return str(element.tag), element.get("class", "")


def shape_of(element: HtmlElement) -> tuple[str, ...]:
    """Return the tags of an element and of its children, each once, all headings as one."""
    tags = {"h" if child.tag in HEADINGS else str(child.tag) for child in element if isinstance(child.tag, str)}
    return (str(element.tag), *sorted(tags))


def is_under_picture(block: Block) -> bool:
    """Return whether a line comes right after a paragraph that is only a picture, and is neither bold nor a heading."""
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
    """Return whether a line is a date with hardly any other words."""
    worded = sum(not any(map(str.isdigit, word)) for word in line.split())
    return worded <= LONGEST_LABEL and not is_credit(line) and _DATE.search(line) is not None and only_tells_when(line)


def is_meta(block: Block) -> bool:
    """Return whether a line before the text is a date, a count of views or a byline."""
    words = block.text.split()
    if len(words) > LONGEST_META:
        return False
    if AGENCIES.intersection(map(fold, words)):
        return False  # a dateline belongs to the first paragraph
    if _DATE.search(block.text) and not block.text.endswith(CLOSED):
        return True
    label, colon, name = block.text.partition(":")
    return bool(colon and name) and fold(_PARTS.split(label)[-1]) in WRITTEN_BY


def has_picture(element: HtmlElement) -> bool:
    """Return whether a line is the caption of a picture or a player: its element, or a small parent, holds one."""
    parent = element.getparent()
    return any(
        next(one.iter(*MEDIA), None) is not None
        for one in (element, parent)
        if one is not None and len(one) < LINES_OF_CARD
    )


def asks(element: HtmlElement) -> bool:
    """Return whether a line stands right beside a form's inputs: a poll's question, a prompt to subscribe."""
    parent = element.getparent()
    return any(
        next(one.iter("input", "select", "textarea"), None) is not None
        for one in (element, parent)
        if one is not None and len(one) <= LINES_OF_CARD
    )


def leads_away(block: Block) -> bool:
    """Return whether a line is a link except for its label."""
    if not block.linked:
        return False
    label, colon, _ = block.text.partition(":")
    if colon and block.plain <= len(label) + 1:
        return True
    words = block.text.split()
    lengths = list(accumulate(map(len, words[:LONGEST_LABEL])))
    return block.plain in lengths and fold(" ".join(words[: lengths.index(block.plain) + 1])) in RELATED


def is_called_lead(element: HtmlElement) -> bool:
    """Return whether a class or id of an element or of its parent names a lead."""
    parent = element.getparent()
    return any(
        names_lead(f"{one.get('class', '')} {one.get('id', '')}") for one in (element, parent) if one is not None
    )


def is_said_in(lead: Block, lines: list[tuple[Block, bool]]) -> bool:
    """Return whether one of a body's first four lines begins like the lead."""
    text = run_together(lead.text)
    return any(run_together(block.text).startswith(text[:80]) for block, _ in lines[:4])


def is_embedded_post(element: HtmlElement) -> bool:
    """Return whether an element is a quotation that a network of posts gives out to embed: it links to the post."""
    return element.tag == "blockquote" and any(
        (urlsplit(link.get("href", "")[:LONGEST_ADDRESS]).hostname or "").removeprefix("www.") in POSTS
        for link in islice(element.iter("a"), MAX_LINKS)
    )


def is_box(element: HtmlElement, lines: list[Block]) -> bool:
    """Return whether some lines are a small box with a button."""
    button = any(block.is_link and len(block.text.split()) <= LONGEST_LABEL for block in lines)
    return element.tag in BOXES and (button or next(element.iter("input", "button"), None) is not None)
