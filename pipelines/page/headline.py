"""Finds the headline of a page whose metadata do not show it: by its place before the text, and by its words.

A headline stands directly before the text, with nothing between but short lines (date, byline, standfirst) and the
text's own headings, which are of a lower level or come later. It is no link: a headline that is one leads to another
page. A line that is no heading counts only if a date stands behind it, or if the text repeats its words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.page.dates import iso_of, only_tells_when
from pipelines.page.outline import TITLE_WORDS
from pipelines.words.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.page.outline import Line

FEWEST_PLACED = 4
"""Fewest words of a headline that only its place shows; labels of sections have fewer."""
MOST_PLACED = 30
"""Most words of such a headline."""
REPEATED = 0.5
"""Least share of a headline's long words that its text repeats."""
FEWEST_OF_MENU = 4
"""Fewest lines in a row, each only a link, that are a menu and stand in no text."""
_LONG_WORD = 4
_MAX_BACK = 40
"""Lines before the text that are read."""
_MAX_LINKS = 2
"""Titles of links that may stand between the headline and the text."""
_NEAR = 3
"""Lines behind a headline that may hold its date."""
_STEM = 4
"""Letters of a word by which it is compared, without its article and prepositions."""
_PREFIXES = ("وال", "بال", "كال", "فال", "لل", "ال")


def placed_headline(lines: Sequence[Line]) -> str:
    """Return the line that by its place and words is the headline of the page's longest text; empty without one."""
    start, end = longest_run(lines)
    if start == end:
        return ""
    above = _lines_above(lines, start)
    headings = [at for at in above if lines[at].level and _may_be_headline(lines[at])]
    if headings:
        highest = min(lines[at].level for at in headings)
        return lines[min(at for at in headings if lines[at].level == highest)].text
    stems = stems_of(" ".join(line.text for line in lines[start:end]))
    for at in above:
        line = lines[at]
        if not line.level and _may_be_headline(line) and not line.text.endswith((".", ":", "،", "…")):
            dated = any(_is_date(other) for other in lines[at + 1 : min(at + 1 + _NEAR, start)])
            if dated or repeated(line.text, stems) >= REPEATED:
                return line.text
    return ""


def longest_run(lines: Sequence[Line]) -> tuple[int, int]:
    """Return the place of the longest text: prose and short lines, without a heading, a link's title or a menu between.

    Returns:
        The number of its first line of prose, and of the line behind its last one; equal if the page has no prose.
    """
    best, most = (0, 0), 0
    start, end, letters, links = 0, 0, 0, 0
    for at, line in enumerate(lines):
        links = links + 1 if line.is_link else 0
        if line.is_prose:
            if not letters:
                start = at
            end, letters = at + 1, letters + line.letters
            if letters > most:
                best, most = (start, end), letters
        elif line.level or is_title(line) or links >= FEWEST_OF_MENU:
            letters = 0
    return best


def is_title(line: Line) -> bool:
    """Return whether a line is the title of another page, in a link."""
    return line.is_link and len(line.text.split()) >= TITLE_WORDS


def stems_of(text: str) -> frozenset[str]:
    """Return the beginnings of a text's long words, without the article."""
    found = set()
    for word in fold(text).split():
        for prefix in _PREFIXES:
            if word.startswith(prefix) and len(word) >= len(prefix) + _LONG_WORD - 1:
                word = word.removeprefix(prefix)  # noqa: PLW2901 - the same word without its article
                break
        if len(word) >= _LONG_WORD - 1 and word.isalpha():
            found.add(word[:_STEM])
    return frozenset(found)


def repeated(line: str, stems: frozenset[str]) -> float:
    """Return the share of a line's long words that are among the stems of a text; 0 for a line without long words."""
    own = stems_of(line)
    return len(own & stems) / len(own) if own else 0.0


def _lines_above(lines: Sequence[Line], start: int) -> list[int]:
    """Return the numbers of the lines that stand with a text, before it, from top to bottom.

    Lines between prose of the same container are the text's own, such as sub-headings and prompts.
    """
    found: list[int] = []
    links = 0
    text = lines[start].block
    for at in range(start - 1, max(start - 1 - _MAX_BACK, -1), -1):
        links += is_title(lines[at])
        if links > _MAX_LINKS:
            break
        if lines[at].is_prose and (lines[at].block is text or lines[at].block.getparent() is text.getparent()):
            found.clear()
        else:
            found.append(at)
    return found[::-1]


def _may_be_headline(line: Line) -> bool:
    words = len(line.text.split())
    return FEWEST_PLACED <= words <= MOST_PLACED and not line.linked and not only_tells_when(line.text)


def _is_date(line: Line) -> bool:
    """Return whether a line gives a date and little else."""
    return (
        any(map(str.isdecimal, line.text)) and only_tells_when(line.text) and iso_of(line.text, None, None) is not None
    )
