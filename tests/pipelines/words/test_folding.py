"""Spellings that make no difference in the comparison of words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.words.folding import LONGEST_KEPT, fold, fold_text, is_same_headline, opens_with, phrases, words


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ("أخبارٌ مُتعلّقة:", "اخبار متعلقه"),
        ("إقـــرأ  المزيد…", "اقرا المزيد"),
        ("«قد يهمّك»\nأيضًا", "قد يهمك ايضا"),
        ("هدى الشافعى", "هدي الشافعي"),
        ("READ also", "read Also!"),
        ("...", ""),
    ],
)
def test_spelling_marks_and_case_make_no_difference(line: str, other: str) -> None:
    assert fold(line) == fold(other)


@given(st.text(st.characters(max_codepoint=0x7F) | st.characters(min_codepoint=0x600, max_codepoint=0x6FF)))
def test_what_is_folded_stays_as_it_is(line: str) -> None:
    assert fold(fold(line)) == fold(line)


@pytest.mark.parametrize(
    ("line", "other", "same"),
    [
        ("«عودة» الكهرباء إلى المدينة", "عَودة الكهرباء الى المدينه", True),
        ("نصف-نهائي البطولة", "نصف نهائي البطولة…", True),
        ("عودة الكهرباء", "عودة الكهرباء إلى المدينة", False),
        ("", "", False),
        ("…", "»", False),
    ],
)
def test_a_headline_is_the_same_whatever_its_marks_and_spaces(line: str, other: str, *, same: bool) -> None:
    assert is_same_headline(line, other) is same
    assert is_same_headline(other, line) is same


def test_a_phrase_opens_a_line_by_whole_words() -> None:
    assert opens_with("خبر عاجل", "خبر")
    assert opens_with("خبر", "خبر")
    assert not opens_with("خبراء", "خبر")


@pytest.mark.parametrize("length", [LONGEST_KEPT, LONGEST_KEPT + 1])
def test_long_lines_are_folded_alike(length: int) -> None:
    assert fold("أ" * length) == "ا" * length


USUAL = st.text(st.characters(max_codepoint=0x7F) | st.characters(min_codepoint=0x600, max_codepoint=0x6FF))


@given(USUAL | st.text())
def test_a_text_is_folded_as_its_lines_are_and_its_digits_too(text: str) -> None:
    lines = fold_text(text).split("\n")
    assert [line.split() for line in lines] == [with_digits(fold(line)).split() for line in text.split("\n")]


def with_digits(folded: str) -> str:
    return "".join(str(int(letter)) if letter.isdecimal() else letter for letter in folded)


def test_all_digits_are_one() -> None:
    assert fold_text("عام ٢٠٢٦، ۱۴۴۸هـ").split() == ["عام", "2026", "1448ه"]


def test_a_list_is_read_as_it_is_meant() -> None:
    assert phrases("اقرأ أيضًا، Read\n also") == {"اقرا ايضا", "read also"}
    assert words("h1 H2\n  من-نحن") == {"h1", "H2", "من-نحن"}
