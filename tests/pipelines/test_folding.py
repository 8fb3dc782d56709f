"""What makes no difference where words are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.folding import fold, phrases, words


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


def test_a_list_is_read_as_it_is_meant() -> None:
    assert phrases("اقرأ أيضًا، Read\n also") == {"اقرا ايضا", "read also"}
    assert words("h1 H2\n  من-نحن") == {"h1", "H2", "من-نحن"}
