"""Reports that are cast in one form: cables to two presidents, two planes of one airlift, the market on two days.

They share most of their words, and are not the same report. What differs between them stands in the same slots: where
one text has a name, a number or a day, the other has another one. A report and its rewrite differ elsewhere: sentences
are added, left out or put in other words, and the names stay.

A slot is a place between two words that both texts have.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from pipelines.words.folding import fold, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Slot = tuple[str, str]

NAME_SLOTS = 3
"""Slots in which one text has always the same name, and the other always another one, in two reports of one form."""
FIGURE_SLOTS = 2
"""Slots with different figures in two reports of one form; those with the same figures are less than half as many."""
SERIES_SLOTS = 2
"""Words that two reports of one form count with different ordinals: «the third plane», «the fourth relief plane»."""
LONGEST_NAME = 6
"""Words of a name, at most."""
_REACH = 3
"""Words before an ordinal among which the counted thing is."""
_ALIKE = 0.3
_SAME_LETTERS = 0.75
_PREFIXES = ("وال", "بال", "لل", "ال", "و", "ب", "ل", "ف")
_DAYS = words(fold("الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت"))
_RELATIVE_DAYS = words(fold("اليوم أمس غدا أول"))
_ORDINALS = {
    f"{prefix}{ordinal}": place
    for place, ordinals in enumerate(
        (
            "أول أولى",
            "ثاني ثانية",
            "ثالث ثالثة",
            "رابع رابعة",
            "خامس خامسة",
            "سادس سادسة",
            "سابع سابعة",
            "ثامن ثامنة",
            "تاسع تاسعة",
            "عاشر عاشرة",
            "حادي حادية",
        )
    )
    for ordinal in fold(ordinals).split()
    for prefix in ("", "ال", "وال", "بال", "لل")
}


def are_of_one_form(first: Sequence[str], second: Sequence[str]) -> bool:
    """Return whether two texts that have most words in common are two reports cast in one form.

    Args:
        first: A text's words, folded.
        second: The other text's words.
    """
    return _have_other_figures(first, second) or _count_otherwise(first, second) or _have_other_names(first, second)


def _have_other_figures(first: Sequence[str], second: Sequence[str]) -> bool:
    """Return whether the slots of numbers and days have mostly other ones: prices, temperatures, results."""
    ours, theirs = _slots(first, _is_figure), _slots(second, _is_figure)
    same = [not ours[slot].isdisjoint(theirs[slot]) for slot in ours.keys() & theirs.keys()]
    return same.count(False) >= FIGURE_SLOTS and same.count(False) > 2 * same.count(True)


def _is_figure(word: str) -> bool:
    return word.isdecimal() or word in _DAYS


def _slots(text: Sequence[str], wanted: Callable[[str], bool]) -> dict[Slot, set[str]]:
    """Return the slots of the wanted words, each with its words."""
    slots: dict[Slot, set[str]] = defaultdict(set)
    for place, word in enumerate(text):
        if wanted(word):
            slots["".join(text[max(place - 1, 0) : place]), "".join(text[place + 1 : place + 2])].add(word)
    return slots


def _count_otherwise(first: Sequence[str], second: Sequence[str]) -> bool:
    """Return whether the texts give the same things other ordinals."""
    ours, theirs = _counted(first), _counted(second)
    others = [thing for thing in ours.keys() & theirs.keys() if ours[thing].isdisjoint(theirs[thing])]
    return len(others) >= SERIES_SLOTS


def _counted(text: Sequence[str]) -> dict[str, set[int]]:
    """Return the words shortly before ordinals, each with the ordinals."""
    counted = defaultdict(set)
    for place, word in enumerate(text):
        if word in _ORDINALS:
            for thing in text[max(place - _REACH, 0) : place]:
                if len(thing) > _REACH and thing not in _ORDINALS:
                    counted[thing].add(_ORDINALS[word])
    return counted


def _have_other_names(first: Sequence[str], second: Sequence[str]) -> bool:
    """Return whether one text has a name throughout that the other lacks, and the other another one in its slots."""
    ours: dict[Slot, list[list[str]]] = defaultdict(list)
    for slot, name in _own_words(first, frozenset(second)):
        ours[slot].append(name)
    together: Counter[tuple[str, str]] = Counter()
    for slot, name in _own_words(second, frozenset(first)):
        if ours.get(slot):
            other = ours[slot].pop(0)
            if not _is_spelling("".join(other), "".join(name)):
                together.update({(one, two) for one in other for two in name if _is_name(one) and _is_name(two)})
    return any(slots >= NAME_SLOTS and not _is_spelling(*pair) for pair, slots in together.items())


def _own_words(text: Sequence[str], others: frozenset[str]) -> Iterator[tuple[Slot, list[str]]]:
    """Yield the slots where a text has up to `LONGEST_NAME` words that the other text has nowhere, and these words."""
    shared = [-1, *(place for place, word in enumerate(text) if word in others), len(text)]
    for before, after in pairwise(shared):
        if 1 < after - before <= LONGEST_NAME + 1:
            yield (
                ("".join(text[max(before, 0) : before + 1]), "".join(text[after : after + 1])),
                list(text[before + 1 : after]),
            )


def _is_name(word: str) -> bool:
    """Return whether a word may be a part of a name."""
    return len(word) > 2 and not word.isdecimal() and word not in _RELATIVE_DAYS  # noqa: PLR2004 - particles and initials


def _is_spelling(one: str, two: str) -> bool:
    """Return whether two words may be one in two spellings or forms: «ميليشيات» and «مليشيات», «كنيدي» and «كيندي»."""
    if one in two or two in one or one[:4] == two[:4] or one[-4:] == two[-4:]:
        return True
    return (
        _likeness(list(pairwise(one)), list(pairwise(two))) >= _ALIKE
        or _likeness(_stem(one), _stem(two)) >= _SAME_LETTERS
    )


def _likeness(one: Sequence[object], two: Sequence[object]) -> float:
    """Return Dice's coefficient of two collections."""
    return 2 * (Counter(one) & Counter(two)).total() / max(1, len(one) + len(two))


def _stem(word: str) -> str:
    """Return a word without the article and the particles that are written with it."""
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) > 2:  # noqa: PLR2004 - roots have three letters
            return word[len(prefix) :]
    return word
