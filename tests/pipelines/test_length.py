"""The rejection of texts that are too short or too long for an article."""

from __future__ import annotations

import pytest

from pipelines.length import FEWEST_LETTERS, MOST_LETTERS, judge_length
from pipelines.rejected import Rejected
from tests.support.project import SHARED

SHORTEST = SHARED / "pages/articles/elbaladtv.net/1806793639.txt"


def test_a_text_of_the_fewest_letters_passes() -> None:
    judge_length("ب" * FEWEST_LETTERS)


@pytest.mark.parametrize("text", ["", "تسجيل الدخول", "ب" * (FEWEST_LETTERS - 1), "١٢٣ ،. " * 500, "ـ ً" * 5])
def test_less_is_too_short(text: str) -> None:
    with pytest.raises(Rejected, match=r"too-short: \d+ letters") as rejected:
        judge_length(text)
    assert rejected.value.reason == "too-short"


def test_a_text_of_the_most_letters_passes() -> None:
    judge_length("ب" * MOST_LETTERS)


def test_a_text_longer_than_a_book_is_too_long() -> None:
    with pytest.raises(Rejected, match="too-long") as rejected:
        judge_length("ب" * (MOST_LETTERS + 1))
    assert rejected.value.reason == "too-long"


@pytest.mark.skipif(not SHORTEST.exists(), reason="needs ../shared/pages, which this machine does not have")
def test_the_shortest_reference_page_passes_even_without_its_title() -> None:
    _, _, body = SHORTEST.read_text(encoding="utf-8").partition("\n")
    judge_length(body)
