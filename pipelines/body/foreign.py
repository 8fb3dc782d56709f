"""Whether a part of a body is foreign to its text: a card, a prompt, a notice, a life, a ticker; by what such parts do.

Names and words of one site know only that site. What all have in common: they stand behind, before or apart from the
body's own lines, in boxes with a title, a picture or an input; they share no words with the text, and name the site or
speak to its reader. Parts of the text share its words, begin with a conjunction or a quotation, and end as sentences.

Each mark is a number from 0 to 1 (`marks`); their weighted sum is compared with `EDGE`. The weights were fitted by
logistic regression (`benchmarks/parts.py`) on pages of many sites; to cut a part of the text weighs more than to leave
a foreign one. Quotations, lists and sub-headings among the own lines are the text's; they are not weighed.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from pipelines.appendix.kinds import is_asking, is_foreign, is_stated
from pipelines.body.blocks import is_heading
from pipelines.body.lines import CLOSED, MEDIA, look
from pipelines.body.parts import own_of, parts_of
from pipelines.page.dates import only_tells_when
from pipelines.page.headline import repeated, stems_of
from pipelines.words.folding import run_together

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.html import HtmlElement

    from pipelines.body.blocks import Block
    from pipelines.body.parts import Own, Part

EDGE = 1.5
"""The sum above which a part is foreign."""
WEIGHTS: dict[str, float] = {
    "any": -0.29,
    "behind": -1.29,
    "before": -1.39,
    "outside": 1.17,
    "deeper": 0.47,
    "paragraph behind": -0.81,
    "shares none": 1.17,
    "before, shares": -3.24,
    "among, closed": -2.48,
    "among, closed, shares": -1.19,
    "names the site": 1.73,
    "before, a date": 3.27,
    "heading": -0.70,
    "list": -1.49,
    "paragraph with a class": -0.64,
    "box": 1.09,
    "some closed": -0.08,
    "all closed": -0.70,
    "titled": 0.40,
    "several titled": 1.18,
    "paragraphs": -0.04,
    "begins with and": -2.23,
    "quotes": -1.50,
    "linked": 1.66,
    "picture": 2.16,
    "input": 2.25,
    "label": -2.69,
    "long": -1.61,
    "date": 0.32,
    "asks": 1.97,
    "speaks of us or to you": 0.30,
    "question": 0.14,
}
"""The weight of each mark."""
SHARE_OF_TEXT = 0.5
"""Largest share of the prose of the own lines that one foreign part may have, unless it has a title."""
SHARE_OF_TITLED = 1.0
"""The same for a part with one title; a list of titled texts may have any length."""
LONGEST_COMPARED = 100_000
"""Characters of the own lines in which a part's words are looked for."""
LONGEST_LABEL = 10
"""Most words of a line among the own lines that may be a sub-heading."""
LONGEST_TITLE = 16
"""Most words of a title above a foreign text."""
TIMES_TITLE = 1.5
"""How many times as many words as its title a text has that no sentence ends."""
FEWEST_OF_REPORT = 5
"""Fewest words of a title that reports an event; sub-headings and names have fewer."""
FEWEST_TITLED = 2
"""Fewest titles with a text in a list of these."""
SHORT, MEDIUM, LONG = 6, 14, 30
"""Most words of a label; of a title or prompt; of a short paragraph."""
_SAID = re.compile('[«"“”]')
_ADDRESS = re.compile("(?<![\u0621-\u064a])[\u0621-\u064a]{2,20}(?:نا|ك|كم|كن)(?![\u0621-\u064a])")
"""Words that may speak of «us» or to «you»."""
_WHEN = re.compile(r"20\d\d|\d:\d\d")
_QUOTES = ("blockquote", "pre")
_LISTS = ("ul", "ol", "li")
_BOXES = ("div", "section", "table", "td", "tr", "center")
_INPUTS = ("input", "button", "form", "textarea")


def foreign_lines(
    blocks: Sequence[Block],
    spans: Mapping[HtmlElement, tuple[int, int]],
    lines: Sequence[int],
    headline: str,
    site: str,
) -> set[int]:
    """Return the indices of the lines that are in foreign parts of a body.

    Args:
        blocks: The lines of the page.
        spans: The span of lines of each element.
        lines: The indices of the body's lines, without those that are known to be none of its text.
        headline: The headline of the article.
        site: The parts of the page's title that are not the headline.
    """
    return {
        index
        for part, marks in weighed_parts(blocks, spans, lines, headline, site)
        if sum(WEIGHTS[name] * value for name, value in marks.items()) > EDGE
        for index in range(part.first, part.last)
    }


def weighed_parts(
    blocks: Sequence[Block],
    spans: Mapping[HtmlElement, tuple[int, int]],
    lines: Sequence[int],
    headline: str,
    site: str,
) -> Iterator[tuple[Part, dict[str, float]]]:
    """Yield the parts of a body that may be foreign, with their marks; the arguments are those of `foreign_lines`."""
    own = own_of(blocks, lines)
    if own is None:
        return
    text: Text | None = None
    for part in parts_of(blocks, spans, lines, own.lines):
        if _is_weighed(part, blocks, own):
            text = text or Text(blocks, own, headline, site)
            if not text.has(part):
                yield part, text.marks(part)


class Text:
    """The own lines of a body, with which its other parts are compared.

    Args:
        blocks: The lines of the page.
        own: The own lines.
        headline: The headline of the article.
        site: The parts of the page's title that are not the headline.
    """

    def __init__(self, blocks: Sequence[Block], own: Own, headline: str, site: str) -> None:
        self._blocks = blocks
        self._own = own
        words = " ".join([*(blocks[index].text for index in sorted(own.lines)), headline])
        self._stems = stems_of(words)
        self._letters = run_together(words[:LONGEST_COMPARED])
        self._site = stems_of(site)
        self._look = look(blocks[own.first].element)
        self._prose = sum(blocks[index].plain for index in own.lines)

    def has(self, part: Part) -> bool:
        """Return whether a part is the text's: it repeats own words, as a pulled quotation does, or is long."""
        lines = self._blocks[part.first : part.last]
        if run_together(" ".join(line.text for line in lines)) in self._letters:
            return True
        if self._continues(part, lines):
            return True
        prose = sum(line.plain for line in lines if line.is_prose)
        titled = _titled(lines)
        return titled < FEWEST_TITLED and prose > (SHARE_OF_TITLED if titled else SHARE_OF_TEXT) * self._prose

    def _continues(self, part: Part, lines: Sequence[Block]) -> bool:
        """Return whether a part is the next container of the text: right behind the own lines' one, with such lines.

        A container of cards has titles; one with a life or a notice has one sentence, which no conjunction begins.
        """
        if part.element is None or part.element.getprevious() is not self._own.element:
            return False
        closed = [line for line in lines if line.text.endswith(CLOSED) and line.is_prose]
        titles = any(
            not line.text.endswith((*CLOSED, ":")) and len(line.text.split()) >= FEWEST_OF_REPORT for line in lines
        )
        alike = all(look(line.element) == self._look for line in closed)
        return alike and not titles and (len(closed) > 1 or any(map(_goes_on, closed)))

    def marks(self, part: Part) -> dict[str, float]:
        """Return the marks of a part, each from 0 to 1."""
        lines = self._blocks[part.first : part.last]
        return {"any": 1.0} | self._of_place(part) | self._of_words(part, lines) | _of_form(part, lines)

    def _of_place(self, part: Part) -> dict[str, float]:
        """Return where a part stands."""
        own, element = self._own, part.element
        above = element.getparent() if element is not None else None
        inside = element is not None and own.element in element.iterancestors()
        return {
            "behind": float(part.first > own.last),
            "before": float(part.last <= own.first),
            "outside": float(element is not None and not inside),
            "deeper": float(inside and above is not own.element),
            "paragraph behind": float(part.first > own.last and above is own.element and _tag(part) == "p"),
        }

    def _of_words(self, part: Part, lines: Sequence[Block]) -> dict[str, float]:
        """Return what a part's words have to do with the text, the site and the reader."""
        text = " ".join(line.text for line in lines)
        shared = repeated(text, self._stems)
        among = not (part.first > self._own.last or part.last <= self._own.first)
        closed = all(line.text.endswith(CLOSED) for line in lines)
        twice = min(1.0, 2 * shared)
        return {
            "shares none": float(not shared),
            "before, shares": twice * (part.last <= self._own.first),
            "among, closed": float(among and closed),
            "among, closed, shares": twice * (among and closed),
            "names the site": float(not self._site.isdisjoint(stems_of(text))),
            "before, a date": float(part.last <= self._own.first and _is_date(text)),
        }


def _of_form(part: Part, lines: Sequence[Block]) -> dict[str, float]:
    """Return what a part looks like by itself."""
    text = " ".join(line.text for line in lines)
    words = len(text.split())
    closed = [line.text.endswith(CLOSED) for line in lines]
    plain, linked = (sum(getattr(line, name) for line in lines) for name in ("plain", "linked"))
    element, tag = part.element, _tag(part)
    dated = words <= MEDIUM and _WHEN.search(text) is not None
    return {
        "heading": float(len(lines) == 1 and is_heading(lines[0])),
        "list": float(tag in _LISTS),
        "paragraph with a class": float(tag == "p" and bool(element is not None and element.get("class"))),
        "box": float(tag in _BOXES or "-" in tag),
        "some closed": float(any(closed)),
        "all closed": float(all(closed)),
        "titled": float(len(lines) > 1 and _titled(lines) > 0),
        "several titled": float(_titled(lines) >= FEWEST_TITLED),
        "paragraphs": float(not _titled(lines) and sum(line.is_prose for line in lines) > 1),
        "begins with and": float(text.startswith("و") or any(map(_goes_on, lines))),
        "quotes": float(_SAID.search(text) is not None),
        "linked": linked / (plain + linked),
        "picture": float(element is not None and next(element.iter(*MEDIA), None) is not None),
        "input": float(element is not None and next(element.iter(*_INPUTS), None) is not None),
        "label": float(words <= SHORT),
        "long": float(max(len(line.text.split()) for line in lines) > LONG),
        "date": float(dated or _is_date(text)),
        "asks": float(any(is_asking(line.text) or is_foreign(line.text) or is_stated(line.text) for line in lines)),
        "speaks of us or to you": min(1.0, 5 * len(_ADDRESS.findall(text)) / words),
        "question": float("؟" in text),
    }


def _is_weighed(part: Part, blocks: Sequence[Block], own: Own) -> bool:
    """Return whether a part may be foreign: no quotation, and no list or sub-heading among the own lines."""
    lines = blocks[part.first : part.last]
    tag = _tag(part)
    if tag in _QUOTES:
        return False
    if not own.first < part.first < own.last:
        return True
    alone = lines[0] if len(lines) == 1 else None
    if tag in _LISTS or (alone is not None and is_heading(alone)):
        return False
    return alone is None or not _is_label(part, alone)


def _is_label(part: Part, line: Block) -> bool:
    """Return whether a line may be a sub-heading: a few words without a link, a question, a prompt and a button."""
    button = part.element is not None and next(part.element.iter(*_INPUTS), None) is not None
    return (
        len(line.text.split()) <= LONGEST_LABEL
        and not line.text.endswith(CLOSED)
        and not (button or line.linked or is_asking(line.text))
    )


def _titled(lines: Sequence[Block]) -> int:
    """Return how many lines are a title's, with its text in the next line: a sentence, or many more words."""
    return sum(
        not title.text.endswith(CLOSED)
        and (words := len(title.text.split())) <= LONGEST_TITLE
        and (text.text.endswith(CLOSED) or len(text.text.split()) >= max(MEDIUM, TIMES_TITLE * words))
        for title, text in pairwise(lines)
    )


def _goes_on(line: Block) -> bool:
    """Return whether a line is a paragraph that begins with a conjunction."""
    return line.is_prose and line.text.startswith("و")


def _is_date(text: str) -> bool:
    """Return whether a text gives a date and little else."""
    return any(map(str.isdecimal, text)) and only_tells_when(text)


def _tag(part: Part) -> str:
    return str(part.element.tag) if part.element is not None else ""
