"""Spellings, prefixes and suffixes of a word have a form in common; other words have none."""

from __future__ import annotations

import sqlite3

import pytest

from corpus.search.forms import LONGEST, SEAT, Forms, folded, forms, readings
from pipelines.normalize import normalize
from tests.corpus.search.variants import CASES, DEFAULT_FINDS

OTHERS = [("وزير", "زيارة"), ("مصر", "مصدر"), ("دار", "دائرة"), ("ناب", "نائب"), ("لبن", "لبنان"), ("له", "الله")]


def test_there_are_enough_variants() -> None:
    assert len(CASES) >= 150


@pytest.mark.parametrize(("word", "other"), CASES)
def test_variants_find_each_other(word: str, other: str) -> None:
    assert set(forms(normalize(word))) & set(forms(normalize(other)))


@pytest.mark.parametrize(("word", "other"), OTHERS)
def test_other_words_do_not(word: str, other: str) -> None:
    assert not set(forms(word)) & set(forms(other))


def test_the_default_tokenizer_finds_few_of_them() -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE words USING fts5 (text)")
    found = 0
    for word, other in CASES:
        db.execute("DELETE FROM words")
        db.execute("INSERT INTO words VALUES (?)", (other,))
        found += len(db.execute("SELECT 1 FROM words WHERE words MATCH ?", (f'"{word}"',)).fetchall())
    assert found == DEFAULT_FINDS


def test_a_reading_keeps_enough_letters() -> None:
    assert readings("ولد") == ("ولد",)
    assert readings("وولد") == ("وولد", "ولد")
    assert "دم" in readings("الدم")
    assert readings("لبنان")[0] == "لبنان"
    assert "لبن" not in readings("لبنان")


def test_a_word_without_end_is_not_read() -> None:
    assert readings("ال" + "م" * LONGEST) == ("ال" + "م" * LONGEST,)
    assert len(readings("ال" + "م" * (LONGEST - 2))) > 1


def test_a_hamza_without_its_seat_finds_no_word_without_a_hamza() -> None:
    assert f"{SEAT}داره" in forms("دائرة")
    assert "داره" not in forms("دائرة")


def test_forms_beside_a_text_are_those_that_are_no_word_of_it() -> None:
    known = Forms()
    assert known.beside("الكتاب الكتاب") == known.beside("الكتاب") == " ".join(readings("الكتاب")[1:])
    assert known.beside("، … !") == ""


def test_a_short_text_is_folded_with_all_its_words() -> None:
    assert folded(" «ﻛﺘﺎﺏ»\u200f  الأُمّـة\n٣ ") == "كتاب الامه 3"
