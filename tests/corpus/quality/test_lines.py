"""Lines: what ends a sentence, what is repeated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.quality.lines import lines_of


@pytest.mark.parametrize("line", ["انتهى.", "انتهى؟", "انتهى!", "انتهى…", "قال: «انتهى.»", 'قال "انتهى".', "(انتهى.)"])
def test_a_sentence_ends_before_what_closes_it(line: str) -> None:
    assert lines_of(line).sentences == 1


@pytest.mark.parametrize("line", ["", "انتهى", "وهي:", "انتهى؛", "3.5 في المائة", "«انتهى»"])
def test_other_lines_end_no_sentence(line: str) -> None:
    assert lines_of(line).sentences == 0


def test_bullets_and_ellipses_are_counted() -> None:
    assert lines_of("• واحد\n- اثنان...\nثلاثة…\n3") == (4, 2, 2, 2, 0, 0, 23)


def test_a_line_that_an_earlier_one_equals_is_repeated() -> None:
    assert lines_of("أ\nبب\nأ\nبب\nبب")[4:] == (3, 5, 8)


@given(st.lists(st.text(st.sampled_from("ab. "), max_size=3), min_size=1))
def test_repeated_lines_are_those_that_occurred_before(lines: list[str]) -> None:
    found = lines_of("\n".join(lines))
    again = [line for place, line in enumerate(lines) if line in lines[:place]]
    assert (found.repeated, found.repeated_characters) == (len(again), sum(map(len, again)))
    assert found.characters == sum(map(len, lines))
