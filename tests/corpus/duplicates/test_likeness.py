"""Which two texts are near-duplicates, and of which kind: both sides of each threshold."""

from __future__ import annotations

import pytest

from corpus.duplicates.likeness import CONTAINED, FEWEST_WORDS, LONGER, SIMILAR, Kind, Likeness, likeness
from corpus.duplicates.shingles import Shingled, shingled
from tests.corpus.duplicates.stored import paragraph


def text(first: int, last: int, words: int = 500) -> Shingled:
    """Return a text with these shingles, and as many words as wanted."""
    return Shingled(b" ".join([b"%d-%d" % (first, last)] * words), frozenset(range(first, last)), frozenset())


@pytest.mark.parametrize(("common", "found"), [(SIMILAR, True), (SIMILAR - 0.01, False)])
def test_near_duplicates_share_two_fifths_of_their_shingles(common: float, *, found: bool) -> None:
    half = round(1000 * (1 + common) / 2)
    assert (likeness(text(0, half), text(1000 - half, 1000)) is not None) is found


@pytest.mark.parametrize(
    ("common", "words", "found"),
    [
        (CONTAINED, FEWEST_WORDS, True),
        (CONTAINED - 0.01, FEWEST_WORDS, False),
        (CONTAINED, FEWEST_WORDS - 1, False),
    ],
)
def test_a_text_of_forty_words_is_contained_when_most_of_it_is(common: float, words: int, *, found: bool) -> None:
    within = round(100 * common)
    alike = likeness(text(0, 100, words), text(100 - within, 5000))
    assert (alike and alike.kind) == (Kind.CONTAINS if found else None)


@pytest.mark.parametrize(("size", "kind"), [(LONGER, Kind.CONTAINS), (LONGER - 0.01, Kind.EDITED)])
def test_a_text_that_is_not_much_longer_is_an_edit(size: float, kind: Kind) -> None:
    alike = likeness(text(0, 1000), text(0, round(1000 * size)))
    assert alike == Likeness(kind, 1000 / round(1000 * size))


def test_spelling_marks_and_lines_make_no_difference() -> None:
    plain = "قال الوزير: إنّ العام ٢٠٢٦ يشهد مشاركةً أوسع\nفي المعرض"
    assert likeness(shingled(plain), shingled("قال الوزير ان العام 2026 يشهد مشاركه اوسع في المعرض")) == Likeness(
        Kind.SAME, 1.0
    )


def test_texts_without_three_words_are_like_nothing() -> None:
    assert likeness(shingled("خبر عاجل"), shingled("خبر عاجل")) is None


def test_an_exchange_of_a_word_changes_three_shingles() -> None:
    words = paragraph(1, 100).split()
    alike = likeness(shingled(" ".join(words)), shingled(" ".join([*words[:50], "كلمة", *words[51:]])))
    assert alike == Likeness(Kind.EDITED, 95 / 101)
