"""The shingles of a text, and what the index holds of it."""

from __future__ import annotations

from zlib import crc32

from corpus.duplicates.shingles import MOST_WORDS, PARAGRAPH, SAMPLED, shingled
from pipelines.words.folding import fold_text
from tests.corpus.duplicates.stored import paragraph


def test_the_order_of_words_counts_and_lines_do_not() -> None:
    assert shingled("واحد اثنان ثلاثة").shingles != shingled("ثلاثة اثنان واحد").shingles
    assert shingled("واحد\nاثنان ثلاثة").shingles == shingled("واحد اثنان\nثلاثة").shingles


def test_the_numbers_are_the_same_in_every_process() -> None:
    assert shingled("one two three").shingles == {1246777728051376}


def test_the_shingles_of_a_text_are_those_of_its_words_one_by_one() -> None:
    for words in (2, 3, 4, 500):
        text = paragraph(6, words)
        numbers = [crc32(word.encode()) for word in fold_text(text).split()]
        threes = zip(numbers, numbers[1:], numbers[2:], strict=False)
        expected = {first + second * 1_048_583 + third * 786_433 for first, second, third in threes}
        of = shingled(text)
        assert of.shingles == expected
        sampled = {shingle >> 3 & 0xFFFFFFFE for shingle in expected if shingle % SAMPLED == 0}
        assert {key for key in of.keys if not key & 1} == sampled


def test_one_shingle_in_eight_is_sampled_and_each_long_paragraph() -> None:
    of = shingled(paragraph(3, 4000))
    sampled = [key for key in of.keys if not key & 1]
    assert 0.8 < len(sampled) * SAMPLED / len(of.shingles) < 1.2
    assert sum(key & 1 for key in of.keys) == 1
    assert all(key < 1 << 32 for key in of.keys)
    lines = "\n".join([paragraph(4, PARAGRAPH), paragraph(5, PARAGRAPH - 1)])
    assert sum(key & 1 for key in shingled(lines).keys) == 1


def test_a_text_without_end_is_read_to_a_limit() -> None:
    words = [f"كلمة{number}" for number in range(MOST_WORDS + 5)]
    assert len(shingled(" ".join(words)).shingles) == MOST_WORDS - 2
    assert len(shingled("\n".join(words)).shingles) == MOST_WORDS - 2
