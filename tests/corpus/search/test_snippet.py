"""A snippet shows the words of the query where most of them stand together."""

from __future__ import annotations

from corpus.search.query import parsed
from corpus.search.snippet import WIDTH, snippet_of


def marked(text: str, query: str) -> tuple[str, list[str]]:
    """Return a snippet and its marked words."""
    found = snippet_of(text, parsed(query, {}, {}))
    return found.text, [found.text[begin:end] for begin, end in found.marks]


def test_the_place_with_most_words_is_shown() -> None:
    text = f"الوزير {'كلمة ' * 50}قال وزير التعليم، أمس {'كلمة ' * 50}"
    shown, words = marked(text, "وزير تعليم -كلمة")
    assert words == ["وزير", "التعليم،"]
    assert shown.startswith("… كلمة")
    assert len(shown.split()) == WIDTH + 1


def test_a_prefix_and_other_spellings_are_marked() -> None:
    assert marked("في المدارس مَدْرسة", "مدر*")[1] == ["المدارس", "مَدْرسة"][1:]
    assert marked("المسئولون هنا", "مسؤول")[1] == ["المسئولون"]


def test_a_text_without_the_words_shows_its_beginning() -> None:
    assert marked("أول\nثان", "tag:x") == ("أول ثان", [])
    assert marked("", "x") == ("", [])


def test_a_word_without_end_is_not_shown() -> None:
    assert marked("ا" * 100_000, "x") == ("", [])
