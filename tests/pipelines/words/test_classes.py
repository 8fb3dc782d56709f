"""Words belong to classes by their stems and affixes."""

from __future__ import annotations

import pytest

from pipelines.words.classes import OTHER, class_of, classes_in
from pipelines.words.folding import fold


@pytest.mark.parametrize(
    ("words", "letter"),
    [
        ("اقرأ اقرأي إقرأوا واقرأ طالعي شاهدوا تصفح", "v"),
        ("لقراءة للقراءة وللاطلاع لمشاهدة", "t"),
        ("روابط الموضوعات خبران للمقالات تقاريرنا قصة", "n"),
        ("متعلقة المرتبطة مشابهان المماثلة", "l"),
        ("المزيد للمزيد ولمزيد مزيدا", "w"),
        ("يهمك تعجبكم فاتك ننصحكم اخترنا", "m"),
        ("ميناء رسوم كتاب وزير", OTHER),
    ],
)
def test_a_class_has_its_words_in_every_form(words: str, letter: str) -> None:
    assert {class_of(fold(word)) for word in words.split()} == {letter}


def test_a_line_has_a_letter_for_each_word_and_none_for_numbers() -> None:
    assert classes_in("3- روابط ذات صلة") == "nze"


def test_a_long_word_has_no_class() -> None:
    assert class_of("المزيد" + "ا" * 11) == OTHER
