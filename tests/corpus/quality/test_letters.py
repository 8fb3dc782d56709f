"""Characters by kind."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.quality.letters import letters_of

SHOWN = ("arabic", "other", "digits", "diacritics", "tatweel", "symbols", "elongations")


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("", (0, 0, 0, 0, 0, 0, 0)),
        ("كتب في BBC عام ٢٠٢٦ 1", (8, 3, 5, 0, 0, 0, 0)),
        ("كَتَبَ", (3, 0, 0, 3, 0, 0, 0)),
        ("كـــتب", (3, 0, 0, 0, 3, 0, 0)),
        ("«نعم»، #لا…", (5, 0, 0, 0, 0, 5, 0)),
        ("گپ ڤ ہ ݐ ﷺ", (6, 0, 0, 0, 0, 0, 0)),
        ("中é 😀½", (0, 2, 0, 0, 0, 2, 0)),
        ("۱२", (0, 0, 2, 0, 0, 0, 0)),
    ],
)
def test_each_character_is_of_one_kind(text: str, counts: tuple[int, ...]) -> None:
    assert dict(zip(SHOWN, letters_of(text), strict=True)) == dict(zip(SHOWN, counts, strict=True))


@pytest.mark.parametrize(
    ("text", "runs"),
    [("جمييل", 0), ("جميييل", 1), ("ههههههه راااائع", 2), ("www III 000", 0), ("الله لله", 0), ("كل ل ل ل", 0)],
)
def test_three_equal_letters_in_a_row_are_an_elongation(text: str, runs: int) -> None:
    assert letters_of(text).elongations == runs


@given(st.text() | st.text(st.sampled_from("ابي ـ\n١1x.\u064b#")))
def test_every_character_but_spaces_is_counted_once(text: str) -> None:
    assert letters_of(text).characters == sum(not character.isspace() for character in text)


@given(st.text(st.characters(min_codepoint=0x600, max_codepoint=0x77F)))
def test_letters_that_the_table_lacks_count_as_others_do(text: str) -> None:
    found = letters_of(text)
    assert found.arabic == sum(
        letter.isalpha() and unicodedata.name(letter, "").startswith("ARABIC") and letter != "\N{ARABIC TATWEEL}"
        for letter in text
    )
    assert found.digits == sum(map(str.isdecimal, text))
