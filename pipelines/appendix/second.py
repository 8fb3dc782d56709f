"""Whether a second article follows a heading, by a credit before it, the lines after it, and its lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.appendix.anew import begins_anew
from pipelines.appendix.facts import FEWEST_WORDS
from pipelines.appendix.kinds import LONGEST_SUBHEADING, Kind, goes_on, is_dated
from pipelines.appendix.leads import has_dateline, shares_most
from pipelines.appendix.marks import MOST_LINES
from pipelines.words.folding import fold
from pipelines.words.headings import KEYWORDS

if TYPE_CHECKING:
    from pipelines.appendix.facts import Facts

ENOUGH = 2
"""Pieces of evidence for a second article after a heading that suffice, when no piece decides alone."""
LONGER = 3
"""A title has so many words more than the longest sub-heading of its article."""
WINDOW = 8
"""Lines before and after a heading that may hold evidence."""


def begins_article(text: Facts, index: int, own: int, end: int, *, listed: bool) -> bool:
    """Return whether a second article follows a heading.

    Args:
        text: The text.
        index: The heading.
        own: The first line after the heading that belongs to an article: prose or a credit.
        end: The first line of the appendix that was found so far.
        listed: Whether a list of titles closes the page.
    """
    first = text.lines[own]
    if not text.before[index] or goes_on(first):
        return False
    over = _is_over(text, index)
    if over or text.kinds[own] is Kind.CREDIT:
        return over
    titles = _titles(text, index, own)
    undated = [title for title in titles if not is_dated(title)]
    alone = text.kinds[index] is Kind.RELATED and len(undated) == 1
    evidence = (
        len(undated) < len(titles),
        any(map(has_dateline, (*undated, first))),
        alone and _restates(first, undated[0]),
        listed,
    )
    return sum(evidence) >= ENOUGH or _begins_anew(text, index, own, end, titles)


def _titles(text: Facts, index: int, own: int) -> list[str]:
    """Return the titles between a heading and the prose after it; a sub-heading is none."""
    between = range(index + 1, min(own, index + 1 + WINDOW))
    if text.links:
        return [text.lines[i] for i in between if i in text.links]
    titles = [text.lines[i] for i in between if text.kinds[i] is Kind.TITLE]
    if titles and len(titles[-1].split()) < text.subheading + LONGER:
        return titles[:-1]  # a sub-heading names what follows it, as a title does
    return titles


def _begins_anew(text: Facts, index: int, own: int, end: int, titles: list[str]) -> bool:
    """Return whether the prose from a line on is like a second article's (`pipelines.appendix.anew`)."""
    if text.kinds[own] is not Kind.PROSE or len(text.lines[own].split()) < FEWEST_WORDS:
        return False
    before = [i for i in range(index) if text.is_paragraph(i)]
    after = [i for i in range(own, end) if text.is_paragraph(i)]
    sides = (before[:MOST_LINES] + before[MOST_LINES:][-MOST_LINES:], after[:MOST_LINES])
    told, new = ([text.lines[i] for i in side] for side in sides)
    return begins_anew(told, titles, new)


def _is_over(text: Facts, index: int) -> bool:
    """Return whether a credit or keywords precede a line with only headings, prompts or short titles between."""
    for i in range(index - 1, max(-1, index - 1 - WINDOW), -1):
        kind, line = text.kinds[i], text.lines[i]
        if kind in (Kind.CREDIT, Kind.KEYWORDS) or (kind is Kind.CLOSING and fold(line) in KEYWORDS):
            return True
        if kind is Kind.PROSE or (kind is Kind.TITLE and len(line.split()) >= LONGEST_SUBHEADING):
            return False
    return False


def _restates(lead: str, title: str) -> bool:
    """Return whether a lead repeats at least half of a title's longer words, and `FEWEST_SHARED` of them."""
    words = {word for word in fold(title).split() if len(word) >= LONGEST_SUBHEADING}
    return shares_most(words, set(fold(lead).split()))
