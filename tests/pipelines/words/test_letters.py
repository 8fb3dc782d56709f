"""Tests for counting letters."""

from __future__ import annotations

import pytest

from pipelines.words.letters import letters_in


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        (" 12 – ١٢", 0),
        ("باعة السوق", 9),
        ("بَاعَ", 3),
        ("بـاع 3 أقلام_Pen", 12),
        ("½ كيلو، ٣² متر، Ⅷ", 7),
        ("½", 0),
    ],
)
def test_letters_of_any_script_count_and_nothing_else(text: str, count: int) -> None:
    assert letters_in(text) == count == sum(map(str.isalpha, text))
