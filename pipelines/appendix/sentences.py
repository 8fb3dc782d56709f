"""The pieces of a line that runs on: of an article that lost its line ends.

A line runs on when it holds most sentences of its text. Where the text's line ends became marks («. | », «. • »), the
line is divided at these. Otherwise it is divided

- at the end of each sentence;
- before a certain heading that opens a sentence, has a colon, or follows a credit;
- where the titles behind such a heading end (`pipelines.appendix.title_ends`), and behind the last full stop
  (`pipelines.appendix.behind`).

Where a title ends can often not be told, and such a heading stays with its sentence: a foreign title in the text is
better than a lost sentence. Behind a credit no end is looked for: what follows its heading is another article.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from pipelines.appendix.behind import pieces_behind
from pipelines.appendix.kinds import (
    LONGEST_CREDIT,
    LONGEST_LABEL,
    LONGEST_SUBHEADING,
    LONGEST_TITLE,
    Kind,
    is_closed,
    kind_of,
    label_of,
    leads_to_title,
)
from pipelines.appendix.leads import joins
from pipelines.appendix.pieces import Piece, are_titles, moved, pieces_of
from pipelines.appendix.places import FEWEST_WORDS
from pipelines.appendix.running import SENTENCE_END, Line, keywords_label
from pipelines.appendix.title_ends import TitleEnds
from pipelines.words.classes import class_of
from pipelines.words.grammar import (
    LONGEST_HEADING,
    Opening,
    certain_heading,
    heading_of,
    may_open,
    ranking_heading,
)
from pipelines.words.headings import CREDIT, KEYWORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

FEWEST_SENTENCES = 2
"""Fewest ends of sentences of a line that runs on."""
SHARE = 3
"""Such a line holds one of so many sentences of its text, or more."""
FEWEST_MARKS = 2
"""Fewest sentences that the same mark follows in a line whose line ends became marks."""
LONGEST_CLOSED = 10
"""Most words of a heading and a title with its own full stop, when the line goes on behind it."""
LONGEST_SENTENCES = 400
"""Most characters of titles with full stops behind a heading."""
MOST_HEADINGS = 200
"""Most headings of one line."""

_MARK = re.compile(r"(?<=[.؟?!»\"”)]) (\||•|·|▪|■|●|»|>>|<<|…|[-–—*]|/|\\n) (?=\S)")
_SURE_MARKS = ("|", "•", "▪", "■", "●", ">>", "<<")
"""Marks that stand behind sentences nowhere else."""
_COLON = re.compile(r"[\s\"”»)\]]*[:|\N{FULLWIDTH COLON}]")
_SKIP = re.compile(r"(?<!\w)تخط[ىي]? (.{2,30}?) و(?:واصل|تابع|أكمل) القراءة (?:.{0,300}? )?\1 نهاية ?")
"""A block that a page lets screen readers skip (`pipelines.appendix.skips`), inside a line."""
_OPENERS = frozenset('.؟?!…»"”)]|>•·▪■●-–—')
_TAILS = "po"
"""Classes of words with which a heading's tail begins: «مقالات ذات صلة من موقعنا:»."""
_KEYWORDS_OPEN = frozenset(phrase.split()[0] for phrase in KEYWORDS)


def running_on(lines: list[str]) -> set[int]:
    """Return the lines that run on: each holds at least two ends of sentences and a third of the text's."""
    ends = [line.count(". ") for line in lines]
    return {
        index
        for index, count in enumerate(ends)
        if count >= FEWEST_SENTENCES and SHARE * (count + 1) >= sum(ends) + len(lines)
    }


def pieces_of_sentences(line: str, *, last: bool) -> list[Piece]:
    """Return the pieces of a line that runs on, in order.

    Args:
        line: The line.
        last: Whether the text ends with it.
    """
    return _between_marks(line) or _Sentences(line, last=last).pieces()


def _between_marks(line: str) -> list[Piece]:
    """Return the pieces between the marks that stand for line ends; none when no mark follows most sentences."""
    found = [mark[1] for mark in _MARK.finditer(line)]
    mark = max(set(found), key=found.count) if found else ""
    least = FEWEST_MARKS if mark in _SURE_MARKS else len(SENTENCE_END.findall(line)) // 2
    if found.count(mark) < max(FEWEST_MARKS, least):
        return []
    pieces: list[Piece] = []
    starts = [0, *(at.start() + 1 for at in re.finditer(rf" {re.escape(mark)} ", line))]
    for start, end in pairwise([*starts, len(line)]):
        skipped = len(mark) + 1 if start else 0
        text = line[start + skipped : end]
        inner = pieces_of(text.strip(" "))
        pieces.append(Piece(start, inner[0].kind, skipped))
        pieces += [Piece(start + skipped + piece.start, piece.kind) for piece in inner[1:]]
    return pieces


class _Sentences:
    """Divides a line that runs on into its sentences.

    Args:
        line: The line.
        last: Whether the text ends with it.
    """

    def __init__(self, line: str, *, last: bool) -> None:
        self._line = Line(line)
        self._last = last
        self._title_ends = TitleEnds(self._line)

    def pieces(self) -> list[Piece]:
        """Return the pieces, in order."""
        text, ends = self._line.text, self._line.ends
        tail = ends[-1] if ends and not is_closed(text) else len(text)
        blocks = [block.span() for block in _SKIP.finditer(text, 1) if block.end() <= tail]
        headings = {start: length for start, length in self._headings() if start < tail}
        bounds = {0, *(end for end in ends if end < tail), *headings, *(end for block in blocks for end in block), tail}
        found: list[Piece] = []
        credited = False
        for start, end in pairwise(sorted(bounds)):
            if blocks and blocks[0][0] <= start < blocks[0][1]:
                found += [Piece(start, Kind.LABEL)]
                blocks = blocks[end == blocks[0][1] :]
                continue
            found += self._of_sentence(start, end, headings.get(start, 0), credited=credited)
            if headings.get(start) and self._are_titles(start):
                return found
            label = label_of(text[start:end])[0]
            credited = label in CREDIT | KEYWORDS and text.count(" ", start, end) <= LONGEST_CREDIT
        return found if tail == len(text) else [*found, *pieces_behind(self._line, tail)]

    def _headings(self) -> Iterator[tuple[int, int]]:
        """Yield for each certain heading its first character, with bullets before it, and its number of words."""
        text = self._line.text
        after = count = 0
        credit = -LONGEST_CREDIT
        sentences = set(self._line.ends)
        for index, word in enumerate(self._line.words):
            if word.start in sentences and label_of(text[word.start : word.start + LONGEST_LABEL])[0] in CREDIT:
                credit = index
            opening = may_open(word.folded) or word.folded in _KEYWORDS_OPEN
            if index < after or not index or count == MOST_HEADINGS or not opening:
                continue
            start = self._line.with_bullets(word.start)
            opened = start in sentences or credit + 1 < index <= credit + LONGEST_CREDIT
            before = text[max(0, start - 3) : start].rstrip()[-1:]
            if length := self._heading(index, opened=opened or before in _OPENERS):
                count += 1
                after = index + length
                yield start, length

    def _heading(self, index: int, *, opened: bool) -> int:
        """Return how many words a heading has that begins with a word; 0 when none does.

        Args:
            index: The word.
            opened: Whether a sentence or a bullet begins here, or a credit ended.
        """
        following = self._line.folded(index, LONGEST_HEADING + LONGEST_TITLE)
        places = range(index, min(index + LONGEST_HEADING, len(self._line.words)))
        colon = next((place - index + 1 for place in places if self._colon(place)), 0)
        heading = heading_of(tuple(following[:colon]))
        least = certain_heading(following[:colon]) if heading and not heading.certain else 0
        if least and opened and class_of(following[least]) not in _TAILS:
            return least  # the title has a colon of its own
        if heading and (heading.certain or (opened and colon > 1)):
            return colon if opened or (heading.opening is Opening.RELATED and colon > 1) else 0
        if not opened:
            return 0
        if label := keywords_label(following):
            return label
        count = certain_heading(following) or ranking_heading(following)
        if not count or not leads_to_title(following[: count + LONGEST_TITLE], count):
            return 0
        return 0 if self._line.gap(index + count).startswith(("،", "؛")) else count

    def _colon(self, index: int) -> bool:
        return _COLON.match(self._line.text, self._line.words[index].end) is not None

    def _are_titles(self, start: int) -> bool:
        """Return whether short titles with full stops follow a heading to the line's end."""
        return len(self._line.text) - start <= LONGEST_SENTENCES and are_titles(self._line.text[start:])

    def _of_sentence(self, start: int, end: int, heading: int, *, credited: bool) -> Iterator[Piece]:
        """Yield the pieces of a sentence, or of what stands between two headings.

        Args:
            start: Its first character in the line.
            end: The character after it.
            heading: The number of words of the heading that opens it; 0 without one.
            credited: Whether a credit or keywords stand before it.
        """
        if not heading:
            yield from self._whole(start, end)
            return
        closed = is_closed(self._line.text[start:end])
        if self._are_titles(start) or not (closed or self._line.text.count(" ", start, end) > LONGEST_TITLE):
            yield Piece(start, Kind.LABEL)
            return
        opening = self._line.word_at(start)
        first = opening + heading
        if credited:
            yield from (Piece(start), Piece(self._line.behind(first - 1)))
        elif at := self._title_ends.after(opening, first, end):
            yield from self._titled(start, self._line.behind(first - 1), at)
        elif closed or "،" in self._line.text[start:end]:
            yield from self._whole(start, end)
        else:
            yield Piece(start, Kind.LABEL)

    def _whole(self, start: int, end: int) -> Iterator[Piece]:
        """Yield the pieces of a sentence; one that a heading opens is prose when a title and a sentence may be in it.

        Args:
            start: Its first character in the line.
            end: The character after it.
        """
        text = self._line.text[start:end].rstrip()
        pieces = pieces_of(text)
        ended = self._last and end == len(self._line.text) and not self._may_go_on(start)
        words = len(text.split())
        long = words > LONGEST_TITLE + FEWEST_WORDS or (is_closed(text) and not ended and words > LONGEST_CLOSED)
        kind = pieces[0].kind or kind_of(text)
        if long and len(pieces) == 1 and kind in (Kind.LABEL, Kind.DOUBTFUL_LABEL, Kind.GLUED):
            yield Piece(start, Kind.PROSE)
        else:
            yield from moved(pieces, start)

    def _may_go_on(self, start: int) -> bool:
        """Return whether a word with a conjunction, as of a sentence, stands behind a title's first words."""
        following = self._line.folded(self._line.word_at(start) + FEWEST_WORDS, LONGEST_TITLE)
        return any(joins([word]) and not word.startswith("وال") for word in following)

    def _titled(self, start: int, behind: int, at: int) -> Iterator[Piece]:
        """Yield a heading with its titles, and the prose after them; one title alone, as in lines, before a lead.

        Args:
            start: The first character of the heading.
            behind: The character after it.
            at: The first character of the prose.
        """
        text = self._line.text
        lead = not text.startswith("و", at)
        alone = LONGEST_SUBHEADING < len(text[behind:at].split()) <= LONGEST_TITLE
        if lead and alone and kind_of(text[start:behind].strip()) is Kind.RELATED:
            yield from (Piece(start), Piece(behind))
        else:
            yield Piece(start, Kind.LABEL)
        yield Piece(at)
