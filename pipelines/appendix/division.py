"""Divides a line where a heading, a credit or a prompt begins inside it.

Crawled text often runs on: a whole article with its appendix in one line, a heading at the end of a paragraph, a title
and the next sentence behind a heading. A line is divided before

- a certain heading that a colon, a bar or the line's end follows, or that follows a sentence's end and leads to a title;
- a credit's label with its colon, and a prompt to the reader, after a sentence's end;
- the sentence that goes on after an insert's title: «… وقال …», or what follows the title's own full stop.

The pieces of a line are judged like lines. Joined, they are the line: nothing is lost at a place of division but the
spaces there, and a line of which nothing is cut stays unchanged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from pipelines.appendix.kinds import (
    BULLETS,
    LONGEST_CREDIT,
    LONGEST_SENTENCE,
    LONGEST_TITLE,
    Kind,
    goes_on,
    headed_by,
    is_closed,
)
from pipelines.words.folding import fold
from pipelines.words.grammar import Opening, heading_of, least_heading
from pipelines.words.headings import CREDIT, KEYWORDS
from pipelines.words.prompts import is_certain_prompt

if TYPE_CHECKING:
    from collections.abc import Collection

FEWEST_WORDS = 4
"""Fewest words of the text before a division, and of a title before a sentence that goes on."""
LONGEST_ENDING = 60
"""Most words of what follows the last heading of a line, which may be several titles run together."""
MOST_PIECES = 200
"""Most places of one line that are looked at."""
_LOOK = 8
"""Words after a place that are read for a heading."""

_HINT = re.compile(
    r"(?:^| )[وف]?(?:ا?قر[او]\w*|(?:شاهد|طالع|تابع|تصفح|اطلع|راجع|انظر|شارك|حمل|اشترك|انضم)\w*|"
    r"ل(?:ل)?(?:قراه|قراءه|مطالعه|مشاهده|متابعه|اطلاع|مزيد|تواصل|اشتراك|انضمام|تحميل)\w*|(?:ال)?مزيد|"
    r"(?:ذات|ذو) (?:ال)?(?:صله|علاقه)|(?:ال)?(?:متعلق|مشابه|مرتبط)\w*|[يت](?:هم|عجب|فوت)(?:ك|كم)|الاكثر|اخترنا|ننصح\w*|"
    r"(?:ال)?(?:مصدر|مصادر)|كلمات|(?:ال)?وسوم|(?:ال)?كلمات|related|read)(?= |$)"
)
_WORD = re.compile(r"[\w\u064b-\u065f\u0670]+")
_LABELS = CREDIT | KEYWORDS
_ENDS = frozenset('.!؟?…»"”)]')
_AFTER = re.compile(r"[\s\"”»)\]]*(?:[:|\N{FULLWIDTH COLON}]|\.{2,}|…|[-–—]\s|[»>]|$)")
_QUOTES = frozenset("«“„")
_STOP = re.compile(r"(?<=\w{2})[.؟!?][\"”»)]* (?=\S)")


class Piece(NamedTuple):
    """A piece of a line."""

    start: int
    """Its first character in the line."""
    title: bool
    """Whether it is a heading with titles, whatever its end or length."""


def pieces_of(line: str) -> list[Piece]:
    """Return the pieces of a line, in order; one piece when the line is not divided."""
    whole = [Piece(0, title=False)]
    if line.count(" ") < FEWEST_WORDS or not _HINT.search(fold(line)):
        return whole
    found = list(_WORD.finditer(line))
    starts = [found[place].start() for place in _places(line, found, [fold(word[0]) for word in found])]
    if not starts and headed_by(line) is None:
        return whole
    bounds = [0, *(_with_lead(line, start) for start in starts)]
    pieces: list[Piece] = []
    for start, end in zip(bounds, [*bounds[1:], len(line)], strict=True):
        pieces += _of_piece(line, start, end)
    return pieces


def _places(line: str, found: list[re.Match[str]], words: list[str]) -> list[int]:
    """Return the words before which a line is divided."""
    places: list[int] = []
    after = FEWEST_WORDS
    credited = -LONGEST_CREDIT
    for index in range(FEWEST_WORDS, len(words)):
        if index < after or len(places) == MOST_PIECES:
            continue
        before = line[found[index - 1].end() : found[index].start()]
        if words[index] in CREDIT:
            credited = index
        if length := _opens(line, found, index, before, ended=index - credited <= LONGEST_CREDIT):
            places.append(index)
            after = index + length
    return places


def _opens(line: str, found: list[re.Match[str]], index: int, before: str, *, ended: bool) -> int:
    """Return how many words a heading, a credit's label or a prompt has that begins at a word; 0 when none begins.

    Args:
        line: The line.
        found: Its words.
        index: The word.
        before: What stands between the word and the one before it.
        ended: Whether a credit stands shortly before.
    """
    if not _QUOTES.isdisjoint(before) or before.strip().endswith((":", "،")):
        return 0
    words = [fold(word[0]) for word in found[index : index + _LOOK]]
    if not _HINT.search(" ".join(words[:FEWEST_WORDS])):
        return 0
    ended = ended or not _ENDS.isdisjoint(before) or before.strip() in BULLETS[:-5]
    for length in range(len(words), 0, -1):
        if _is_heading(line, found, index, tuple(words[:length]), ended=ended):
            return length
    if not ended:
        return 0
    if label := _label_length(line, found, index, words):
        return label
    sentence = _sentence(line, found[index].start())
    if (count := least_heading(words)) and headed_by(sentence):
        return count
    return int(is_certain_prompt(fold(sentence)))


def _is_heading(line: str, found: list[re.Match[str]], index: int, words: tuple[str, ...], *, ended: bool) -> bool:
    """Return whether words from a place on are a heading that stands apart from what is before and after it."""
    heading = heading_of(words)
    last = index + len(words)
    if heading is None or not heading.certain or not _AFTER.match(line, found[last - 1].end()):
        return False
    at_end = last == len(found)
    if heading.opening is Opening.RANKING or len(words) == 1:
        return ended and (at_end or heading.opening is Opening.RELATED)
    return ended or at_end or line[found[last - 1].end() :][:3].lstrip().startswith((":", "|"))


def _label_length(line: str, found: list[re.Match[str]], index: int, words: list[str]) -> int:
    """Return how many words a label of a credit or of keywords has that begins at a word, with its colon."""
    for length in (1, 2):
        label = " ".join(words[:length])
        if label in _LABELS and line[found[index + min(length, len(words)) - 1].end() :][:3].lstrip().startswith(":"):
            return length
    return 0


def _sentence(line: str, start: int) -> str:
    """Return the sentence that begins at a character."""
    stop = _STOP.search(line, start, start + 400)
    return line[start : stop.start() + 1] if stop else line[start:]


def _with_lead(line: str, start: int) -> int:
    """Return the start of a heading with the bullets and brackets before it."""
    while start and line[start - 1] in " •·▪●■►▶◄*#>-–—[(|\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}":
        start -= 1
    while line[start] == " ":
        start += 1
    return start


def _of_piece(line: str, start: int, end: int) -> list[Piece]:
    """Return a piece, divided once more where the article goes on after a heading's title."""
    piece = line[start:end].strip()
    if not _leads_to_titles(piece):
        return [Piece(start, title=False)]
    found = list(_WORD.finditer(piece))
    stop = _STOP.search(piece)
    if is_closed(piece):
        for word in found[FEWEST_WORDS + 1 : LONGEST_TITLE + FEWEST_WORDS]:
            if stop and stop.start() < word.start():
                break
            if _resumes(piece[word.start() :]):
                return [Piece(start, title=True), Piece(start + word.start(), title=False)]
    if stop:
        short = FEWEST_WORDS < len(piece[: stop.start()].split()) <= LONGEST_SENTENCE
        whole = not is_closed(piece) and len(found) <= LONGEST_ENDING // 2
        if short and not whole:
            return [Piece(start, title=True), Piece(start + stop.end(), title=False)]
        return [Piece(start, title=whole)]
    punctuated = _STOP.search(line, 0, start) is not None
    return [Piece(start, title=punctuated and not is_closed(piece) and len(found) <= LONGEST_ENDING)]


def _leads_to_titles(piece: str) -> bool:
    """Return whether a heading opens a piece, with one title or more behind it."""
    headed = headed_by(piece)
    if headed:
        return headed.kind is Kind.LABEL
    found = list(_WORD.finditer(piece[:400]))
    folded = [fold(word[0]) for word in found[:_LOOK]]
    for length in range(len(folded), 0, -1):
        heading = heading_of(tuple(folded[:length]))
        after = found[length - 1].end()
        if heading and heading.certain and heading.opening is Opening.RELATED and _AFTER.match(piece, after):
            return fold(piece[after : after + LONGEST_ENDING]) != ""
    return least_heading(folded) > 0


def _resumes(rest: str) -> bool:
    """Return whether the article goes on with the words that begin here: «وقال …», «من جانبه …»."""
    words = fold(rest[:60]).split()
    strong = bool(words) and words[0].startswith("و") and len(words[0]) > FEWEST_WORDS - 1
    return (strong or (len(words) > 1 and words[0] in ("من", "يذكر", "تجدر", "يشار"))) and goes_on(rest)


@dataclass(frozen=True)
class Divided:
    """A text's lines, divided."""

    lines: list[str]
    """The lines."""
    pieces: list[str]
    """The pieces of all lines, in order, without spaces at their ends."""
    titled: list[bool]
    """For each piece, whether it is a heading with titles, whatever its end or length."""
    first: list[int]
    """For each line its first piece."""

    def sorted_by(self, stays: list[bool]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the lines that stay and those that go; of a line with both, its parts.

        Args:
            stays: For each piece whether it stays.
        """
        kept: list[str] = []
        cut: list[str] = []
        for line, start, end in zip(self.lines, self.first, [*self.first[1:], len(self.pieces)], strict=True):
            part = stays[start:end]
            if len(set(part)) == 1:
                (kept if part[0] else cut).append(line)
                continue
            kept.append(" ".join(piece for piece, whole in zip(self.pieces[start:end], part, strict=True) if whole))
            cut.extend(piece for piece, whole in zip(self.pieces[start:end], part, strict=True) if not whole)
        return tuple(kept), tuple(cut)


def divide(lines: list[str], undivided: Collection[int] = ()) -> Divided:
    """Return a text's lines with their pieces.

    Args:
        lines: The lines.
        undivided: Indices of lines that stay whole, since the page marks them as links or cards.
    """
    divided = Divided(lines, [], [], [])
    for index, line in enumerate(lines):
        divided.first.append(len(divided.pieces))
        pieces = [Piece(0, title=False)] if index in undivided else pieces_of(line)
        for piece, end in zip(pieces, [*(piece.start for piece in pieces[1:]), len(line)], strict=True):
            divided.pieces.append(line[piece.start : end].strip(" "))
            divided.titled.append(piece.title)
    return divided
