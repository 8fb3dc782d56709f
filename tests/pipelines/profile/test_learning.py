"""A profile that is learned again heeds what a person decided, and names what changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.errors import ProfileError
from pipelines.profile.learning import FEWEST, MOST_LINES, is_stale, joined, learn
from pipelines.profile.model import Line, Place, Profile, mark
from pipelines.profile.sheets import Sheet


def line(text: str, *, keep: bool = False) -> Line:
    return Line(text=text, pages=30, share=1.0, place=Place.BOTTOM, keep=keep)


def profile(*lines: Line, last: str = "2026-10-30") -> Profile:
    return Profile(outlet="rawabi.example", pages=30, first="2026-10-01", last=last, lines=lines)


PROMPT, POLICY, POLL, OWN = line("مقاعدكم"), line("سياسة النشر"), line("صوتوا"), line("خاص روابي")
FIRST = joined(profile(PROMPT, POLICY), None)


def test_a_first_profile_changes_nothing() -> None:
    assert FIRST.change is None
    assert set(FIRST.written) == {mark(PROMPT), mark(POLICY)}


def test_the_same_again_changes_nothing() -> None:
    assert joined(profile(PROMPT, POLICY), FIRST) == FIRST


def test_what_appeared_and_what_vanished_is_named() -> None:
    again = joined(profile(PROMPT, POLL, last="2026-11-30"), FIRST)
    assert again.change is not None
    assert (again.change.day, again.change.appeared, again.change.vanished) == (
        "2026-11-30",
        ("صوتوا",),
        ("سياسة النشر",),
    )
    assert again.lines == (PROMPT, POLL)
    assert set(again.written) == {mark(PROMPT), mark(POLL)}


def test_a_marked_line_stays_kept_also_when_it_is_found_no_more() -> None:
    mended = replace(FIRST, lines=(replace(PROMPT, keep=True), POLICY))
    assert joined(profile(PROMPT, POLICY), mended).lines == mended.lines
    assert joined(profile(POLICY), mended).lines == (POLICY, replace(PROMPT, keep=True))


def test_a_deleted_line_stays_deleted_and_comes_back_as_kept() -> None:
    mended = replace(FIRST, lines=(POLICY,))
    again = joined(profile(PROMPT, POLICY), mended)
    assert again.lines == (replace(PROMPT, keep=True), POLICY)
    assert again.change is None
    gone = joined(profile(POLICY), mended)
    assert gone.lines == (POLICY,)
    assert joined(profile(PROMPT, POLICY), gone).lines == (replace(PROMPT, keep=True), POLICY)


def test_a_line_that_a_person_added_lasts() -> None:
    mended = replace(FIRST, lines=(*FIRST.lines, OWN))
    again = joined(profile(PROMPT, POLICY), mended)
    assert again.lines == (PROMPT, POLICY, OWN)
    assert joined(profile(PROMPT, POLICY), again).lines == (PROMPT, POLICY, OWN)
    assert again.change is None


@pytest.mark.parametrize(
    ("newest", "days", "stale"),
    [
        ("2026-11-29T10:00:00Z", 30, True),
        ("2026-11-28T10:00:00Z", 30, False),
        ("2026-11-29T10:00:00Z", 0, False),
        ("2026-11-29T10:00:00Z", 30.5, False),
        ("", 30, False),
    ],
)
def test_a_profile_is_stale_after_its_days(newest: str, days: float, stale: bool) -> None:  # noqa: FBT001 - a column
    assert is_stale(FIRST, newest, days) is stale


@pytest.mark.parametrize(("lines", "enough"), [(MOST_LINES, True), (MOST_LINES + 1, False)])
def test_an_article_with_too_many_paragraphs_is_not_learned_from(lines: int, enough: bool) -> None:  # noqa: FBT001 - a column
    sheets = [Sheet(lines=("سطر",) * (lines if number == 0 else 5)) for number in range(FEWEST)]
    if enough:
        assert learn(sheets).pages == FEWEST
    else:
        with pytest.raises(ProfileError, match="19 articles can be read"):
            learn(sheets)
