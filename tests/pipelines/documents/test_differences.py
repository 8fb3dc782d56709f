"""Differences of two texts: words, moved paragraphs, and a bound for both."""

from __future__ import annotations

import time

from pipelines.documents.differences import ADDED, CHANGED, MOST_COMPARED, REMOVED, SAME, changed_words, changes
from tests.support.project import paragraphs

LINES = paragraphs(5)


def test_a_headline_is_compared_word_by_word() -> None:
    assert changed_words("الوزير يعلن خطة المياه", "الوزير يعلن تأجيل خطة المياه غداً") == [
        (SAME, "الوزير يعلن"),
        (ADDED, "تأجيل"),
        (SAME, "خطة المياه"),
        (ADDED, "غداً"),
    ]
    assert changed_words("", "خبر") == [(ADDED, "خبر")]
    assert changed_words("خبر", "خبر") == [(SAME, "خبر")]


def test_a_stop_word_between_changes_belongs_to_them() -> None:
    assert changed_words("مقتل عشرة في بغداد", "مقتل خمسة في البصرة") == [
        (SAME, "مقتل"),
        (REMOVED, "عشرة في بغداد"),
        (ADDED, "خمسة في البصرة"),
    ]
    assert (SAME, "خطة") in changed_words("أعلن خطة أمس", "قال خطة اليوم")
    assert changed_words("في بغداد", "في البصرة")[0] == (SAME, "في")


def test_a_moved_paragraph_is_marked_at_both_places() -> None:
    found = changes(LINES, [LINES[3], *LINES[:3]])
    assert [(one.kind, one.moved) for one in found if one.kind != SAME] == [(ADDED, True), (REMOVED, True)]
    found = changes([LINES[0], LINES[1]], [LINES[1], "جديد", LINES[0], LINES[0]])
    assert sum(one.moved for one in found if one.kind == ADDED) == sum(
        one.moved for one in found if one.kind == REMOVED
    )
    assert not any(one.moved for one in changes(LINES, LINES[:3]))


def test_many_long_paragraphs_are_compared_up_to_a_bound() -> None:
    def words(of: int, step: int) -> list[str]:
        return [f"{of}ك{word}" for word in range(2_000)][::step]

    before = [" ".join([*words(of, 1), *words(of, -1)][:2_000]) for of in range(12)]
    after = [" ".join([*words(of, -1), *words(of, 1)][:2_000]) for of in range(12)]
    began = time.process_time()
    found = changes(before, after)
    assert time.process_time() - began < 20  # all of them take a minute on such a machine
    assert all(one.kind == CHANGED for one in found)
    inner = [one for one in found if len(one.words) == 2]
    assert len(inner) >= 12 - MOST_COMPARED // 2_000**2
