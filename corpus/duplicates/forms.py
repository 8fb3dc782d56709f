"""Reports that are cast in one form: cables to two presidents, two planes of one airlift, the market on two days.

They share most of their words, and are not the same report. What differs between them stands in the same slots: where
one text has a name, a number or a day, the other has another one. A report and its rewrite differ elsewhere: sentences
are added, left out or put in other words, and the names stay.

A slot is a place between two words that both texts have.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import compress, count, pairwise
from typing import TYPE_CHECKING

from pipelines.words.folding import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Slot = tuple[str, str]

NAME_SLOTS = 3
"""Slots in which one text has always the same name, and the other always another one, in two reports of one form."""
FIGURE_SLOTS = 2
"""Slots with different figures in two reports of one form; those with the same figures are less than half as many."""
SERIES_SLOTS = 2
"""Places where a report counts the things to which the other gives other ordinals: «the third plane», «the fourth»."""
OPENING = 40
"""Words at the beginning of both texts among which the name is: the one that a report is about."""
LONGEST_NAME = 6
"""Words of a name, at most."""
_REACH = 3
"""Words before an ordinal among which the counted thing is."""
_CONSONANTS = 3
_PREFIXES = ("وال", "بال", "لل", "ال", "و", "ب", "ل", "ف")
_SOUNDS = str.maketrans("جغقطظصزذثضحخ", "كككتتسسسسدهه", "اويه")
_DAYS = words(fold("الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت"))
_RELATIVE_DAYS = words(fold("اليوم أمس غدا أول"))
_TEN = 10
_TEENS = words(fold("عشر عشرة"))
"""The word after an ordinal from the eleventh to the nineteenth."""
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
    ours, theirs = _figures(first), _figures(second)
    same = [not ours[slot].isdisjoint(theirs[slot]) for slot in ours.keys() & theirs.keys()]
    return same.count(False) >= FIGURE_SLOTS and same.count(False) > 2 * same.count(True)


def _figures(text: Sequence[str]) -> dict[Slot, set[str]]:
    """Return the slots of numbers and days, each with what stands there."""
    slots: dict[Slot, set[str]] = defaultdict(set)
    numbers, days = map(str.isdecimal, text), map(_DAYS.__contains__, text)
    for place in [*compress(count(), numbers), *compress(count(), days)]:
        slots[_slot(text, place - 1, place + 1)].add(text[place])
    return slots


def _slot(text: Sequence[str], before: int, after: int) -> Slot:
    """Return the slot between two places, which may lie before the first word and after the last."""
    return text[before] if before >= 0 else "", text[after] if after < len(text) else ""


def _count_otherwise(first: Sequence[str], second: Sequence[str]) -> bool:
    """Return whether the texts give the same things other ordinals; in one of them, in several places."""
    ours, theirs = _counted(first), _counted(second)
    others = [
        thing
        for thing in ours.keys() & theirs.keys()
        if frozenset(ours[thing].values()).isdisjoint(theirs[thing].values())
    ]
    return any(len({place for thing in others for place in text[thing]}) >= SERIES_SLOTS for text in (ours, theirs))


def _counted(text: Sequence[str]) -> dict[str, dict[int, int]]:
    """Return the words shortly before ordinals, each with the places of its ordinals, and these."""
    counted: dict[str, dict[int, int]] = defaultdict(dict)
    for place in compress(count(), map(_ORDINALS.__contains__, text)):
        ordinal = _ORDINALS[text[place]] + (_TEN if _slot(text, place, place + 1)[1] in _TEENS else 0)
        for thing in text[max(place - _REACH, 0) : place]:
            if len(thing) > _REACH and thing not in _ORDINALS:
                counted[thing][place] = ordinal
    return counted


def _have_other_names(first: Sequence[str], second: Sequence[str]) -> bool:
    """Return whether one text is about a name that the other lacks, and the other has another one in its slots."""
    ours: dict[Slot, list[list[str]]] = defaultdict(list)
    for slot, name in _own_words(first, frozenset(second)):
        ours[slot].append(name)
    together: Counter[tuple[str, str]] = Counter()
    for slot, name in _own_words(second, frozenset(first)):
        if ours.get(slot):
            other = ours[slot].pop(0)
            if not _is_spelling("".join(other), "".join(name)):
                together.update({(one, two) for one in other for two in name if _is_name(one) and _is_name(two)})
    return any(
        slots >= NAME_SLOTS and one in first[:OPENING] and two in second[:OPENING] and not _is_spelling(one, two)
        for (one, two), slots in together.items()
    )


def _own_words(text: Sequence[str], others: frozenset[str]) -> Iterator[tuple[Slot, list[str]]]:
    """Yield the slots where a text has up to `LONGEST_NAME` words that the other text has nowhere, and these words."""
    own = [place for place, word in enumerate(text) if word not in others]
    run: list[str] = []
    for place, after in pairwise([*own, len(text) + 1]):
        run.append(text[place])
        if after > place + 1:
            if len(run) <= LONGEST_NAME:
                yield _slot(text, place - len(run), place + 1), run
            run = []


def _is_name(word: str) -> bool:
    """Return whether a word may be a part of a name."""
    return len(word) > 2 and not word.isdecimal() and word not in _RELATIVE_DAYS  # noqa: PLR2004 - particles and initials


def _is_spelling(one: str, two: str) -> bool:
    """Return whether two words may be one in two spellings or forms: «سوريا» and «سورية», «غوغل» and «جوجل»."""
    if one in two or two in one or (one[:-1] == two[:-1] and len(one) > _CONSONANTS):
        return True
    ours, theirs = sorted((_sounds(one), _sounds(two)), key=len)
    return len(ours) >= _CONSONANTS and theirs.startswith(ours) and abs(len(_stem(one)) - len(_stem(two))) <= 1


def _sounds(word: str) -> str:
    """Return a word's consonants, those as one by which a foreign sound is written."""
    return _stem(word).translate(_SOUNDS)


def _stem(word: str) -> str:
    """Return a word without the article and the particles that are written with it."""
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) > 2:  # noqa: PLR2004 - roots have three letters
            return word[len(prefix) :]
    return word
