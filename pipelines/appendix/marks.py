"""The marks that show whether prose begins a second article or goes on with the first one.

- Its first paragraph is like a lead: it opens with a verb of reports, names its day and its people with their offices,
  restates a title before it, and has a dateline.
- It changes the subject: its paragraphs share their words with one another and not with the text before, as far as the
  paragraphs of that text shared words among themselves.
- It tells again: reports on one event repeat runs of words. Articles do not repeat their own.

Each mark is a number from 0 to 1. Words are compared without conjunction, preposition and article, and only longer
ones that name something.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from pipelines.appendix.kinds import goes_on, is_closed
from pipelines.appendix.leads import DATELINE, SAYING, has_dateline, joins
from pipelines.words.folding import fold, words
from pipelines.words.months import MONTHS

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Sequence

LONG_WORD = 4
"""Letters from which a word names something."""
MOST_LINES = 8
"""Lines of prose after a heading that are compared, and at each end of the prose before it."""
MOST_CHARACTERS = 1_200
"""Characters of a paragraph that are compared."""
OPENING = 30
"""Words of a lead in which its day and its people are looked for."""
LEAD = 60
"""Words of a long lead."""
AGAIN = 4
"""Words of a run that only a report on the same event repeats."""
EVENT = 4.0
"""A text is about the same event when it repeats one of so many of its runs."""

_PREFIX = re.compile("^[وف]?[بكل]?(?:ال|لل)?(?=\\w{3})")
_COMMON = words(
    "الذي التي الذين اللذين اللتين خلال بعد قبل عند منذ كما حيث بين لدي علي الي حتي فيما بينما لكن ايضا ذلك هذه هناك "
    "وذلك وهو وهي وقد وكان كانت كان يكون تكون انه انها عليه عليها منها فيها بعض جميع عدد اكثر غير دون حول ضمن وفق وفقا "
    "بحسب نحو مثل عبر امام خاصه كافه قالت اضاف اكدت اوضح اشار واضاف واكد وقال واوضح واشار موكدا مشيرا موضحا الماضي "
    "المقبل اليوم امس"
)
"""Words without which hardly a report is written; they name nothing."""
_DAYS = words(
    "السبت الاحد الاثنين الثلاثا الاربعا الخميس الجمعه امس اليوم غدا مسا صباح ظهر فجر ليله الجاري المقبل الماضي"
) | {name for name in MONTHS if len(name) > LONG_WORD - 1}
_OFFICES = words(
    "وزير وزيره رييس رييسه مدير مديره امير محافظ امين سفير متحدث الناطق المتحدث وكيل قايد عميد نايب عضو الدكتور "
    "دكتور اللوا العميد العقيد المهندس الشيخ السيد الاستاذ الرييس الملك السلطان الامير النايب المدير الوزير"
)
_BACK = words(
    "هذا هذه ذلك تلك هولا المذكور المذكوره السابق السابقه ايضا كذلك ذاته نفسه نفسها بدوره بدورها حيث لكن غير ان اما "
    "ثم هو هي هم الا بل كما فيما بينما"
)
_ENDINGS = ("يذكر ان", "يشار الي", "جدير بالذكر", "تجدر الاشاره", "ومن المقرر", "ومن المتوقع", "في ختام", "في الختام")
"""Words with which articles give their background and end."""


class Marks(NamedTuple):
    """The marks of one place."""

    again: float
    """How far the prose tells of the event that was told before it: 0 another one, 1 the same."""
    values: dict[str, float]
    """Each mark by its name."""


@lru_cache(maxsize=512)
def named(line: str) -> frozenset[str]:
    """Return the words of a line that name something, folded, without conjunction, preposition and article."""
    found = fold(line[:MOST_CHARACTERS]).split()
    return frozenset(_PREFIX.sub("", word) for word in found if len(word) >= LONG_WORD and word not in _COMMON)


def share(one: Collection[Hashable], other: Collection[Hashable]) -> float:
    """Return the share of the first ones that are among the second."""
    return sum(item in other for item in one) / len(one) if one else 0.0


def runs(lines: Iterable[str], length: int) -> set[tuple[str, ...]]:
    """Return the runs of so many words in lines."""
    return set().union(*(_runs_of(line, length) for line in lines))


@lru_cache(maxsize=512)
def _runs_of(line: str, length: int) -> frozenset[tuple[str, ...]]:
    """Return the runs of a line; a text with many headings asks for them at each."""
    folded = fold(line[:MOST_CHARACTERS]).split()
    return frozenset(zip(*(folded[start:] for start in range(length)), strict=False))


def marks(before: Sequence[str], titles: Sequence[str], after: Sequence[str]) -> Marks:
    """Return the marks of a second article.

    Args:
        before: The prose before the heading, the first line of the text first; at least one line.
        titles: The titles between the heading and the prose.
        after: The prose after them; at least one line.
    """
    told = [*before[:MOST_LINES], *before[MOST_LINES:][-MOST_LINES:]]
    new = after[:MOST_LINES]
    values = {**_of_lead(told, new), **_of_titles(told, titles, new), **_of_subject(told, new), **_of_runs(told, new)}
    return Marks(min(1.0, EVENT * share(runs(new, AGAIN), runs(told, AGAIN))), values)


def _of_lead(told: Sequence[str], new: Sequence[str]) -> dict[str, float]:
    """Return the marks of the first paragraph's own form."""
    opening = fold(new[0][: 5 * DATELINE]).split()[:OPENING]
    size = len(new[0].split())
    usual = sum(len(line.split()) for line in told) / len(told)
    return {
        "saying": float(opening[:1] != [] and opening[0] in SAYING),
        "day": float(any(word in _DAYS or word.removeprefix("و") in _DAYS for word in opening)),
        "office": min(1.0, sum(word in _OFFICES for word in opening) / 3),
        "back": min(1.0, sum(word in _BACK for word in opening[:12]) / 2),
        "dateline": float(has_dateline(new[0])),
        "long lead": min(1.0, size / LEAD),
        "longer lead": min(2.0, size / max(1.0, usual)) / 2,
        "second goes on": float(len(new) > 1 and is_joining(new[1])),
        "joined before": sum(map(is_joining, told[1:])) / max(1, len(told) - 1),
        "closed": float(is_closed(told[-1])),
        "was over": float(any(phrase in fold(line) for line in told[-2:] for phrase in _ENDINGS)),
    }


def is_joining(line: str) -> bool:
    """Return whether a paragraph joins the one before by its first words."""
    return goes_on(line) or joins(fold(line[:DATELINE]).split())


def _of_titles(told: Sequence[str], titles: Sequence[str], new: Sequence[str]) -> dict[str, float]:
    """Return the marks of the titles before the prose."""
    lead, rest, known = named(new[0]), _union(new[1:]), _union(told)
    title = named(titles[-1]) if titles else frozenset[str]()
    return {
        "restates": max((share(named(line), lead) for line in titles[-MOST_LINES:]), default=0.0),
        "title later": share(title, rest),
        "title new": max(0.0, share(title, lead | rest) - share(title, known)),
        "title told": share(title, known),
        "title dated": float(any(map(has_dateline, titles))),
        "one title": float(len(titles) == 1),
        "no title": float(not titles),
    }


def _union(lines: Iterable[str]) -> set[str]:
    return set().union(*map(named, lines))


def _of_subject(told: Sequence[str], new: Sequence[str]) -> dict[str, float]:
    """Return the marks of words that the prose shares with the text before, and within itself."""
    old, own = [named(line) for line in told], [named(line) for line in new]
    known, start = set().union(*old), set().union(*old[:2])
    lead, rest = own[0], frozenset[str]().union(*own[1:])
    recurring = lead & rest
    usual = _usual(old)
    return {
        "lead told": share(lead, known),
        "told before": usual,
        "new subject": max(0.0, usual - share(lead, known)),
        "start again": share(lead, start),
        "joins last": _overlap(lead, old[-1]),
        "held together": _together(old),
        "holds together": _together(own),
        "lead goes on": share(rest, lead),
        "start goes on": share(rest, start),
        "own lead": max(0.0, share(rest, lead) - share(rest, start)),
        "rest told": share(rest, known),
        "all told": share(lead | rest, known),
        "new recurs": len(recurring - known) / len(recurring) if recurring else 0.0,
        "many recur": min(1.0, len(recurring - known) / 6),
    }


def _usual(paragraphs: Sequence[frozenset[str]]) -> float:
    """Return the mean share of a paragraph's words that stood before it in its own text."""
    seen = set(paragraphs[0])
    shares: list[float] = []
    for paragraph in paragraphs[1:]:
        if len(paragraph) > LONG_WORD:
            shares.append(share(paragraph, seen))
        seen |= paragraph
    return sum(shares) / len(shares) if shares else 0.3


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of the smaller set that is in the other."""
    return len(one & other) / max(1, min(len(one), len(other)))


def _together(paragraphs: Sequence[frozenset[str]]) -> float:
    """Return the mean overlap of neighbours."""
    found = [_overlap(one, other) for one, other in pairwise(paragraphs)]
    return sum(found) / len(found) if found else 0.2


def _of_runs(told: Sequence[str], new: Sequence[str]) -> dict[str, float]:
    """Return the marks of runs of words that stood before."""
    twos, threes = runs(told, 2), runs(told, 3)
    return {
        "again 2": share(runs(new, 2), twos),
        "again 3": share(runs(new, 3), threes),
        "again 5": share(runs(new, 5), runs(told, 5)),
        "lead again 2": share(runs(new[:1], 2), twos),
        "lead again 3": share(runs(new[:1], 3), threes),
        "lead start 3": share(runs(new[:1], 3), runs(told[:2], 3)),
    }
