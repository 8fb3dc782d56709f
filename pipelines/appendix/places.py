"""Where a heading, a credit's label or a prompt begins inside a line."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from pipelines.appendix.kinds import (
    BULLETS,
    LONGEST_CREDIT,
    LONGEST_TITLE,
    Kind,
    headed_by,
    is_asking,
    is_closed,
    is_stated,
    leads_to_title,
)
from pipelines.words.folding import fold, fold_words, phrases
from pipelines.words.grammar import Opening, certain_heading, heading_of, least_heading, may_open, ranking_heading
from pipelines.words.headings import CREDIT, KEYWORDS, RESUMING
from pipelines.words.prompts import is_certain_prompt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FEWEST_WORDS = 4
"""Fewest words of a line before the first place."""
LONGEST_TITLES = 60
"""Most words of titles that are run together behind a line's last heading."""
MOST_PLACES = 200
"""Most places of one line."""
LONGEST_SENTENCE = 400
"""Characters after a place that are read."""
_LONGEST_OPENING = 60
"""Characters in which the first word of a heading stands."""
_LOOK = 9
"""Words after a place that are read for a heading."""

HINT = re.compile(
    r"(?:^| )[وف]?(?:ا?قر[او]\w*|(?:شاهد|طالع|تابع|تصفح|اطلع|راجع|انظر|شارك|حمل|اشترك|انضم)\w*|"
    r"ل(?:ل)?(?:قراه|قراءه|مطالعه|مشاهده|متابعه|اطلاع|مزيد|تواصل|اشتراك|انضمام|تحميل)\w*|(?:ال)?مزيد|"
    r"(?:ذات|ذو) (?:ال)?(?:صله|علاقه)\w*|(?:ال)?(?:متعلق|مشابه|مرتبط|مقترح|مختار|متصل)\w*|[يت](?:هم|عجب|فوت)(?:ك|كم)|"
    r"الاكثر|اخترنا|ننصح\w*|نرشح|(?:ال)?(?:مصدر|مصادر)|كلمات|(?:ال)?حقوق|(?:ال)?وسوم|(?:ال)?كلمات|related|read|"
    r"more|هل|فاتكم?|جديد|ترشيحات\w*|اقتراحات|هذا|من|اخر|احدث|اهم|اخري|"
    r"(?:مقالات|اخبار|مواضيع|موضوعات|عناوين|قصص)\w*)(?= |$)|اقرا (?:ايضا|كذلك|المزيد)|(?:شاهد|طالع) ايضا"
)
"""A folded line without such words is not divided; it only saves time."""
_WORD = re.compile(r"[\w\u064b-\u065f\u0670]+")
_RUN_TOGETHER = re.compile(
    r"(?<=\w{3})(?=(?:[إأا]قر[أا]|شاهد|طالع)\w{0,3} (?:[أا]يضا|كذلك|المزيد))"
    r"|(?<=[ةى])[\u064b-\u065f]{0,3}(?=[^\W_])|(?<=اً|ًا)(?=[^\W_])|(?<= [أا]يضا)(?=[^\W_])|(?<=قرأ المزيد|"
    r"قرا المزيد)(?=[^\W_])"
)
"""Where two words are run together: before a heading, and after a letter or an ending that closes a word."""
_MAY_RUN = re.compile(r"[ةى][\u064b-\u065f]{0,3}[^\W_]|\u064b[^\W_]")
"""What the second half of `_RUN_TOGETHER` needs; its first character is found in a fraction of the time."""
_RUNNING = ("يضا", "كذلك", "المزيد")
"""What the other alternatives need, one of them."""
_ENDS = frozenset('.!؟?…»"”)]')
_QUOTES = frozenset("«“„")
_AFTER = re.compile(r"[\s\"”»)\]]*(?:[:|\N{FULLWIDTH COLON}]|\.{2,}|…|[-–—]\s|[»>]|$)")
_READ = phrases("اقرأ، إقرأ، اقرأي، اقرئي، اقرؤوا، اقرأوا، إقرؤوا، واقرأ")
_LABELS = CREDIT | KEYWORDS
STOP = re.compile(r"(?<=\w{2})[.؟!?][\"”»)]{0,3} (?=\S)")
"""The end of a sentence inside a line."""


class Word(NamedTuple):
    """A word of a line."""

    start: int
    end: int
    folded: str


_as_word: Callable[[tuple[int, int, str]], Word] = partial(tuple.__new__, Word)
"""`Word._make`, in C."""


def words_of(line: str) -> list[Word]:
    """Return a line's words; words that were run together are divided where the spelling shows it."""
    spans = [word.span() for word in _WORD.finditer(line)]
    if _may_run(line) and (cuts := [cut.end() for cut in _RUN_TOGETHER.finditer(line)]):
        spans = list(_cut(spans, cuts))
    folded = fold_words([line[start:end] for start, end in spans])
    return [_as_word((start, end, word)) for (start, end), word in zip(spans, folded, strict=True)]


def _may_run(line: str) -> bool:
    """Return whether `_RUN_TOGETHER` may match."""
    return _MAY_RUN.search(line) is not None or any(map(line.__contains__, _RUNNING))


def _cut(spans: list[tuple[int, int]], cuts: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the spans of words, divided at some characters."""
    at = 0
    for start, end in spans:
        bounds = [start]
        while at < len(cuts) and cuts[at] < end:
            if cuts[at] > start:
                bounds.append(cuts[at])
            at += 1
        yield from pairwise([*bounds, end])


def _first_word(line: str) -> str:
    """Return the first of a line's words (`words_of`), folded; empty without one."""
    word = _WORD.search(line)
    if word is None:
        return ""
    cut = _RUN_TOGETHER.search(line, word.start()) if _may_run(line) else None
    return fold(line[word.start() : cut.end() if cut is not None and cut.end() < word.end() else word.end()])


def places_of(line: str, words: list[Word]) -> list[int]:
    """Return the characters before which a line is divided."""
    places: list[int] = []
    after = FEWEST_WORDS
    credited = -LONGEST_CREDIT
    folded = [word.folded for word in words]
    hinted = [index for index, hint in enumerate(hints_of(folded)) if hint]
    # Most words open nothing, and only those before a hint may.
    near = {index for hint in hinted for index in range(max(hint - FEWEST_WORDS + 1, FEWEST_WORDS), hint + 1)}
    labels = {index for index in range(FEWEST_WORDS, len(words)) if folded[index] in CREDIT}
    for index in sorted(near | labels):
        if index < after or len(places) == MOST_PLACES:
            continue
        if index in labels:
            credited = index
        elif index - credited > LONGEST_CREDIT and _stands_inside(line, words, index):
            continue
        if index not in near:
            continue
        if length := _Place(line, words, index, credited=index - credited <= LONGEST_CREDIT).length():
            places.append(words[index].start)
            after = index + length
    return places


def _stands_inside(line: str, words: list[Word], index: int) -> bool:
    """Return whether a word opens no heading and only a space is before it, so that nothing begins there."""
    return line[words[index - 1].end : words[index].start] == " " and not may_open(words[index].folded)


def hints_of(words: list[str]) -> Iterator[bool]:
    """Yield for each of a line's folded words whether `HINT` matches it, alone or with the next one."""
    return map(_is_hint, words, [*words[1:], ""])


@lru_cache(maxsize=16384)
def _is_hint(word: str, following: str) -> bool:
    """Return whether `HINT` matches two folded words; it spans no more."""
    return HINT.search(f"{word} {following}") is not None


class _Place:
    """A word inside a line, at which a heading may begin.

    Args:
        line: The line.
        words: Its words.
        index: The word.
        credited: Whether a credit stands shortly before.
    """

    def __init__(self, line: str, words: list[Word], index: int, *, credited: bool) -> None:
        self._line = line
        self._words = words
        self._index = index
        self._next = [word.folded for word in words[index : index + _LOOK]]
        self._before = line[words[index - 1].end : words[index].start]
        self._comma = self._before.strip() == "،"
        self._ended = (
            credited
            or self._before.strip() in ("(", "[", "|", "<<")
            or not _ENDS.isdisjoint(self._before)
            or self._before.strip() in BULLETS[:18]
        )

    def length(self) -> int:
        """Return how many words a heading, a label or a prompt has that begins here; 0 when none does."""
        opens = may_open(self._next[0])
        if not opens and not self._ended:
            return 0
        quoted = not _QUOTES.isdisjoint(self._before) or self._before.strip().endswith(":")
        if quoted or not HINT.search(" ".join(self._next[:FEWEST_WORDS])):
            return 0
        lengths = range(len(self._next), 0, -1) if opens else ()
        if length := next((length for length in lengths if self._is_heading(length)), 0):
            return length
        if not self._ended:
            return self._glued() if self._next[0] in _READ else 0
        return self._label() or self._glued() or self._prompt()

    def _is_heading(self, length: int) -> bool:
        """Return whether so many words are a heading that stands apart from what is before and after it."""
        heading = heading_of(tuple(self._next[:length]))
        last = self._words[self._index + length - 1].end
        if heading is None or not _AFTER.match(self._line, last):
            return False
        at_end = self._index + length == len(self._words)
        marked = self._line[last : last + 3].lstrip().startswith((":", "|"))
        if not heading.certain or heading.opening is Opening.RANKING:
            return self._ended and (marked or (at_end and heading.certain)) and length > 1
        if length == 1:
            return self._ended
        return (self._ended or at_end or marked) and (marked or not self._comma)

    def _label(self) -> int:
        """Return how many words a label of a credit or of keywords has, with its colon."""
        for length in (1, 2):
            last = self._words[min(self._index + length, len(self._words)) - 1].end
            if " ".join(self._next[:length]) in _LABELS and self._line[last : last + 3].lstrip().startswith(":"):
                return length
            if length > 1 and " ".join(self._next[:length]) in KEYWORDS and not is_closed(self._line):
                return length
        return 0

    def _glued(self) -> int:
        """Return how many words a heading has that a title follows to the line's end, without a mark between them."""
        rest = self._line[self._words[self._index].start :][:LONGEST_SENTENCE]
        words = [word.folded for word in self._words[self._index : self._index + LONGEST_TITLES]]
        count = _title_after(words, ranking=self._ended)
        if not count:
            return 0
        ended = is_closed(rest) or ((stop := STOP.search(rest)) is not None and stop[0][0] == ".")
        return 0 if ended and not _goes_on_soon(words) else count

    def _prompt(self) -> int:
        """Return 1 when a prompt begins here."""
        rest = self._line[self._words[self._index].start :][:LONGEST_SENTENCE]
        stop = STOP.search(rest)
        sentence = rest[: stop.start() + 1] if stop else rest
        return int(is_certain_prompt(fold(sentence)) or is_stated(sentence) or (not stop and is_asking(rest)))


def _title_after(words: list[str], *, ranking: bool) -> int:
    """Return how many of the first words make a heading before a title; 0 when none does."""
    counts = (least_heading(words), certain_heading(words), ranking_heading(words) if ranking else 0)
    return next((count for count in counts if leads_to_title(words[: count + LONGEST_TITLE], count)), 0)


def _goes_on_soon(words: list[str]) -> bool:
    """Return whether a verb with which an article goes on follows a title among a heading's next words."""
    return not RESUMING.isdisjoint(words[FEWEST_WORDS + 1 : LONGEST_TITLE])


def leads_to_titles(piece: str) -> bool:
    """Return whether a heading opens a piece of a line, with one title or more behind it."""
    headed = headed_by(piece)
    if not _QUOTES.isdisjoint(piece[:2]):
        return False
    if headed:
        return headed.kind in (Kind.LABEL, Kind.GLUED)
    if not may_open(_first_word(piece[:_LONGEST_OPENING])):
        return False
    words = words_of(piece[:LONGEST_SENTENCE])
    folded = [word.folded for word in words]
    for length in range(min(_LOOK, len(words)), 0, -1):
        heading = heading_of(tuple(folded[:length]))
        last = words[length - 1].end
        if heading and heading.certain and heading.opening is Opening.RELATED and _AFTER.match(piece, last):
            return fold(piece[last : last + LONGEST_TITLES]) != ""
    if is_closed(piece) and not _goes_on_soon(folded):
        return False
    return _title_after(folded, ranking=True) > 0
