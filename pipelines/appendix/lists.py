"""A list of other articles' titles below the article, under a heading that no grammar knows or under none.

An article ends with a sentence. Lines below it that end no sentence and tell of other things are titles: nearly none of
their longer words was told above. A list of the article's own (names, prices, steps, verses) is announced by a colon or
by a word («كالتالي»), or repeats its words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.appendix.kinds import (
    LONGEST_SUBHEADING,
    LONGEST_TITLE,
    Kind,
    goes_on,
    is_bulleted,
    is_closed,
    is_like_title,
)
from pipelines.appendix.leads import joins
from pipelines.words.folding import fold
from pipelines.words.site import voice_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

FEWEST_TITLES = 2
"""Fewest titles of such a list."""
SHARE_NEW = 0.75
"""At least such a share of the titles' longer words was not told in the article."""
FEWEST_PARAGRAPHS = 2
"""Fewest lines of an article with its title, above its last one."""
FEWEST_WORDS = 6
"""Fewest longer words by which the titles are compared with the article."""
FEWEST_NEW = 3
"""Fewest longer words of titles of which one may have been told; of two none may."""
RHYME = 2
"""Letters that verses share at their ends."""
FEWEST_VERSES = 3
"""Fewest lines that may be verses."""
LONG_WORD = 4
"""Letters from which a word names something."""
MOST_CHARACTERS = 1_200
"""Characters of a line that are compared."""
MOST_LINES = 60
"""Most lines of such a list."""

LONGEST_OPEN = 10
"""Most words of a title below an article that does not close its paragraphs."""
LONG_PARAGRAPHS = 14
"""Mean words of such an article's paragraphs."""
LONGEST_SENTENCE = 12
"""Most words of a title with a full stop."""
_LABELS = (Kind.LABEL, Kind.DOUBTFUL_LABEL, Kind.GLUED)

_ANNOUNCED = re.compile(r"(?:^| )(?:كال|بال|ال)?(?:تالي|تاليه|اتي|اتيه|يلي|قايمه|اسما|كشف|جدول|نتايج)(?: |$)")
_REPORTS = re.compile(
    r"[؟?!:]|\.\.|…|«"
    r"| س?ي(?!وسف|حي|اسر|ونس|عقوب|اسين|وم)\w{3,}"
    r"| ت(?!\w{2}ي\w|ونس|ركي|ميم|قرير|جار|كنولوج)\w{2,}[^\Wةه](?= )"
    r"| (?:لا|لن|لم|هل|كيف|لماذا|متى|ماذا|ما) | \w{3,}ت(?= )"
)
"""What a headline has: a mark, a verb in the present or in the past's feminine, a particle of verbs or questions."""
_STOP = re.compile(r"\w \.(?!\.)|\w{2}\. ")
"""A full stop inside a line, which no title has."""
_AFFIXES = re.compile(r"^[وبفلك]{0,2}(?:ال)?(?=\w{3})|(?:ات|ين|ون|ها|هم|ه)$")


def listed_below(lines: Sequence[str], kinds: Sequence[Kind]) -> int:
    """Return the first line of the list below an article; the number of lines when there is none."""
    none = len(lines)
    closes = closes_sentences(lines)
    last = max((i for i, kind in enumerate(kinds) if _is_told(lines[i], kind, closes=closes)), default=none)
    if none - last > MOST_LINES or not _may_end(lines, kinds, last, closes=closes):
        return none
    titles = [i for i in range(last + 1, none) if _is_headline(lines[i], kinds[i])]
    below = lines[last + 1 :]
    points = any(is_bulleted(lines[i]) for i in titles)  # an author's points look the same
    if len(titles) < FEWEST_TITLES or points or _goes_on(below) or _rhymes(below):
        return none
    if not any(_REPORTS.search(f" {lines[i]}") for i in titles):
        return none
    enough = sum(len(_named(lines[i])) for i in titles) >= FEWEST_WORDS
    if not enough or not are_new([lines[i] for i in titles], told_in(lines[: last + 1])):
        return none
    start = last + 1
    while start < titles[0] - 1 and _is_name(lines[start], kinds[start]):
        start += 1  # a writer's name stands above the list's heading
    return start


def sentences_below(lines: Sequence[str], kinds: Sequence[Kind]) -> int:
    """Return the first of the titles with full stops that end a text; the number of lines when there are none.

    All of them are short, none continues, and the first opens as only titles do: «شاهد.. لحظة الوصول.»
    """
    first = none = len(lines)
    while first and kinds[first - 1] is not Kind.CREDIT and _is_short(lines[first - 1]):
        first -= 1
    starts = (i for i in range(max(first, 1), none - FEWEST_TITLES) if kinds[i] in _LABELS)
    start = next(starts, none)
    enough = Kind.PROSE in kinds[:first] and is_closed(lines[start - 1])
    return start if enough and start < none and are_new(lines[start:], told_in(lines[:start])) else none


def _is_short(line: str) -> bool:
    return LONGEST_SUBHEADING <= len(line.split()) <= LONGEST_SENTENCE and is_like_title(line) and not _continues(line)


def _is_told(line: str, kind: Kind, *, closes: bool) -> bool:
    """Return whether a line is the article's: prose, a credit, a line with a full stop inside.

    Where the article does not close its paragraphs, all lines that are longer than titles are its own.
    """
    if kind in (Kind.PROSE, Kind.CREDIT):
        return True
    return kind is Kind.TITLE and (_STOP.search(line) is not None or (not closes and len(line.split()) > LONGEST_OPEN))


def closes_sentences(lines: Sequence[str]) -> bool:
    """Return whether an article ends its paragraphs with full stops: half of the long ones or more."""
    long = [line for line in lines if len(line.split()) > LONGEST_TITLE // 2]
    return 2 * sum(map(is_closed, long)) >= len(long)


def _may_end(lines: Sequence[str], kinds: Sequence[Kind], last: int, *, closes: bool) -> bool:
    """Return whether an article may end with a line: a credit, or its paragraphs' usual end that announces no list."""
    below = lines[last + 1 :]
    if len(below) < FEWEST_TITLES or any(line.startswith("*") for line in below) or last < FEWEST_PARAGRAPHS:
        return False
    if kinds[last] is Kind.CREDIT:
        return True
    end = lines[last]
    if not closes:
        ended = sum(len(line.split()) for line in lines[1 : last + 1]) >= LONG_PARAGRAPHS * last
    else:
        ended = is_closed(end) or kinds[last] is not Kind.PROSE
    return ended and not end.endswith((":", "،")) and not _ANNOUNCED.search(fold(end[-MOST_CHARACTERS // 8 :]))


def _is_headline(line: str, kind: Kind) -> bool:
    return kind is Kind.TITLE and LONGEST_SUBHEADING <= len(line.split()) <= LONGEST_TITLE


def _is_name(line: str, kind: Kind) -> bool:
    """Return whether a line may be a writer's name: two to four words, none of a site's."""
    return kind is Kind.TITLE and 1 < len(line.split()) <= LONGEST_SUBHEADING and voice_of(fold(line)).own == 0


def _rhymes(below: Sequence[str]) -> bool:
    """Return whether most of three lines or more end alike, as verses do."""
    ends = [folded[-RHYME:] for line in below if (folded := fold(line[-MOST_CHARACTERS:]))]
    return len(ends) >= FEWEST_VERSES and 2 * max(map(ends.count, ends)) > len(ends)


def _goes_on(below: Sequence[str]) -> bool:
    """Return whether lines go on with an article; one title may open with a word like «وصفة»."""
    return any(map(goes_on, below)) or sum(map(_continues, below)) > 1


def _continues(line: str) -> bool:
    return goes_on(line) or joins(fold(line[:MOST_CHARACTERS]).split())


def are_new(titles: Sequence[str], told: AbstractSet[str]) -> bool:
    """Return whether titles tell of other things than an article.

    Args:
        titles: The titles.
        told: The article's words, as `told_in` returns them.
    """
    named = [word for title in titles for word in _named(title)]
    new = sum(word not in told for word in named)
    return new >= SHARE_NEW * len(named) if len(named) >= FEWEST_NEW else len(named) == new > 1


def told_in(lines: Iterable[str]) -> set[str]:
    """Return the longer words of lines, without their affixes."""
    return set().union(*map(_named, lines))


def _named(line: str) -> set[str]:
    """Return the longer words of a line without their affixes."""
    return {_AFFIXES.sub("", word) for word in fold(line[:MOST_CHARACTERS]).split() if len(word) >= LONG_WORD}
