"""What changed between two texts: paragraph by paragraph, and word by word within a changed paragraph."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from pipelines.words.folding import fold
from pipelines.words.stopwords import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

ALIKE = 0.5
"""Share of common words from which two paragraphs count as one that was changed."""
MOST_PAIRS = 10_000
"""Pairs of paragraphs compared at one place; thousands of changed paragraphs are an attack or another text."""
MOST_WORDS = 2_000
"""Words of a paragraph, at most, for a comparison word by word: its time grows with the square."""
MOST_COMPARED = 8_000_000
"""Pairs of words compared between two texts, at most: two seconds. Long articles have 100,000."""
SAME, REMOVED, ADDED, CHANGED = "same", "removed", "added", "changed"


class Change(NamedTuple):
    """A paragraph, with its change between two versions."""

    kind: str
    """`same`, `removed`, `added` or `changed`."""
    words: list[tuple[str, str]]
    """Pieces of the paragraph: a kind (`same`, `removed` or `added`) and the words; one piece unless it was changed."""
    moved: bool = False
    """Whether a removed or added paragraph stands at another place of the other text."""


def changes(before: list[str], after: list[str]) -> list[Change]:
    """Return each paragraph with its change, in reading order."""
    found: list[Change] = []
    compared = _Compared()
    for kind, i, j, k, n in SequenceMatcher(None, before, after).get_opcodes():
        if kind == "equal":
            found += [Change(SAME, [(SAME, line)]) for line in before[i:j]]
        else:
            found += _replaced(before[i:j], after[k:n], compared)
    return _with_moves(found)


def changed_words(before: str, after: str) -> list[tuple[str, str]]:
    """Return the pieces of a line in reading order: a kind (`same`, `removed` or `added`) and the words."""
    return _Compared().pieces(before.split(), after.split())


def _with_moves(found: list[Change]) -> list[Change]:
    """Mark each paragraph that was removed at one place and added at another."""
    removed, added = (Counter(one.words[0][1] for one in found if one.kind == kind) for kind in (REMOVED, ADDED))
    both = removed & added
    left = {REMOVED: both, ADDED: both.copy()}
    marked = []
    for one in found:
        is_moved = one.kind in left and left[one.kind][one.words[0][1]] > 0
        if is_moved:
            left[one.kind][one.words[0][1]] -= 1
        marked.append(one._replace(moved=is_moved))
    return marked


def _replaced(before: list[str], after: list[str], compared: _Compared) -> Iterator[Change]:
    """Yield the changes between replaced paragraphs and their replacements; two similar ones are one, changed."""
    rest = 0
    bags = [Counter(line.split()) for line in after] if len(before) * len(after) <= MOST_PAIRS else []
    for line in before:
        bag = Counter(line.split())
        place = next((at for at in range(rest, len(bags)) if _likeness(bag, bags[at]) >= ALIKE), None)
        if place is None:
            yield Change(REMOVED, [(REMOVED, line)])
            continue
        yield from (Change(ADDED, [(ADDED, other)]) for other in after[rest:place])
        yield Change(CHANGED, compared.pieces(line.split(), after[place].split()))
        rest = place + 1
    yield from (Change(ADDED, [(ADDED, other)]) for other in after[rest:])


def _likeness(one: Counter[str], two: Counter[str]) -> float:
    """Return Dice's coefficient of two multisets of words."""
    return 2 * (one & two).total() / max(1, one.total() + two.total())


class _Compared:
    """Compares lines word by word, as long as their words are fewer than `MOST_COMPARED` pairs in all."""

    def __init__(self) -> None:
        self._left = MOST_COMPARED

    def pieces(self, before: list[str], after: list[str]) -> list[tuple[str, str]]:
        """Return the pieces of a changed paragraph; it is replaced as a whole where it is too long."""
        size = len(before) * len(after)
        if max(len(before), len(after)) > MOST_WORDS or size > self._left:
            return [(kind, " ".join(words)) for kind, words in ((REMOVED, before), (ADDED, after)) if words]
        self._left -= size
        pieces = []
        for is_same, old, new in _runs(before, after):
            if is_same:
                pieces.append((SAME, " ".join(old)))
            else:
                pieces += [(kind, " ".join(words)) for kind, words in ((REMOVED, old), (ADDED, new)) if words]
        return pieces


def _runs(before: list[str], after: list[str]) -> Iterator[tuple[bool, list[str], list[str]]]:
    """Yield the runs of two lines: whether it is the same in both, and the words of each.

    A stop word alone between two changes belongs to them: «في» between other words shows nothing.
    """
    opcodes = SequenceMatcher(None, before, after).get_opcodes()
    steps = [(kind == "equal", before[i:j], after[k:n]) for kind, i, j, k, n in opcodes]
    old: list[str] = []
    new: list[str] = []
    for place, (is_same, one, two) in enumerate(steps):
        inner = 0 < place < len(steps) - 1
        if is_same and not (inner and len(one) == 1 and fold(one[0]) in STOP_WORDS):
            if old or new:
                yield False, old, new
                old, new = [], []
            yield True, one, two
        else:
            old, new = old + one, new + two
    if old or new:
        yield False, old, new
