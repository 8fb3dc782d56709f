"""Which lines of a text a profile takes out, and where its lists end."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from pipelines.clean import clean, cleaned
from pipelines.profile.model import Heading, Line, Place, Profile
from pipelines.profile.use import furniture_of
from tests.pipelines.profile.outlet import INSERT, PROMPT, SHELF, other_title, story

LISTED = Heading(text=INSERT, pages=30, share=1.0, titles=2, closes=False, stops=False)
CLOSING = Heading(text=SHELF, pages=30, share=1.0, titles=3, closes=True, stops=True)
LABEL = Heading(text="صفحة قريبة", pages=30, share=1.0, titles=0, closes=False, stops=False, label=True)
PROFILE = Profile(
    outlet="rawabi.example",
    pages=30,
    first="",
    last="",
    lines=(Line(text=PROMPT, pages=30, share=1.0, place=Place.INSIDE),),
    headings=(LISTED, CLOSING, LABEL),
)
FIRST, SECOND, THIRD, *_ = story(4).lines
ONE, TWO, THREE = map(other_title, (1, 2, 3))


def cut(*lines: str, profile: Profile | None = PROFILE, links: tuple[int, ...] = ()) -> list[str]:
    return [lines[index] for index in sorted(furniture_of(lines, profile, links))]


def test_without_a_profile_nothing_is_known() -> None:
    assert cut(FIRST, PROMPT, profile=None) == []


def test_a_line_goes_in_any_spelling_that_folds_alike() -> None:
    assert cut(FIRST, PROMPT, SECOND) == [PROMPT]
    assert cut(FIRST, f"«{PROMPT}»!", SECOND) == [f"«{PROMPT}»!"]
    assert cut(FIRST, f"{PROMPT} من الباب الخلفي", SECOND) == []


def test_what_a_person_keeps_stays() -> None:
    kept = replace(PROFILE, lines=tuple(replace(line, keep=True) for line in PROFILE.lines), headings=())
    assert cut(FIRST, PROMPT, INSERT, ONE, profile=kept) == []


def test_a_list_ends_at_a_sentence_and_at_the_number_that_was_learned() -> None:
    assert cut(FIRST, INSERT, ONE, SECOND) == [INSERT, ONE]
    assert cut(FIRST, INSERT, ONE, TWO, SECOND) == [INSERT, ONE, TWO]
    assert cut(FIRST, INSERT, ONE, TWO, THREE, SECOND) == [INSERT, ONE, TWO]


def test_a_sub_heading_before_the_prose_stays_unless_it_is_a_link() -> None:
    assert cut(FIRST, INSERT, ONE, "عودة الصيادين", SECOND) == [INSERT, ONE]
    assert cut(FIRST, INSERT, ONE, "عودة الصيادين", SECOND, links=(3,)) == [INSERT, ONE, "عودة الصيادين"]


def test_a_link_is_a_title_with_any_ending() -> None:
    assert cut(FIRST, INSERT, f"{ONE}.", SECOND, links=(2,)) == [INSERT, f"{ONE}."]
    assert cut(FIRST, INSERT, f"{ONE}.", SECOND) == [INSERT]


def test_behind_a_closing_heading_titles_with_full_stops_go() -> None:
    assert cut(FIRST, SHELF, f"{ONE}.", f"{TWO}.") == [SHELF, f"{ONE}.", f"{TWO}."]


@pytest.mark.parametrize(
    "behind",
    [
        (f"{ONE}.", f"{TWO}.", f"{THREE}.", FIRST),
        ("وقال إن الصيادين عادوا.",),
        (f"{FIRST} {SECOND} {THIRD}",),
    ],
)
def test_what_cannot_be_its_list_stays_behind_a_closing_heading(behind: tuple[str, ...]) -> None:
    assert cut(SECOND, SHELF, *behind) == [SHELF]


def test_a_credit_behind_the_list_stays() -> None:
    assert cut(FIRST, SHELF, f"{ONE}.", "المصدر: رويترز") == [SHELF, f"{ONE}."]
    assert cut(FIRST, INSERT, "(رويترز)") == [INSERT]


def test_a_label_goes_with_its_title_and_not_with_a_sentence() -> None:
    assert cut(FIRST, f"صفحة قريبة: {ONE}", SECOND) == [f"صفحة قريبة: {ONE}"]
    assert cut(FIRST, f"صفحة قريبة: {SECOND}") == []


def test_a_text_without_a_page_uses_the_profile_as_well() -> None:
    text = f"{FIRST}\n{PROMPT}\n{SECOND}"
    assert clean(text, PROFILE) == f"{FIRST}\n{SECOND}"
    assert cleaned(text, profile=PROFILE).cut == (PROMPT,)
    assert clean(text) == text


def test_it_is_idempotent() -> None:
    text = "\n".join((FIRST, PROMPT, INSERT, ONE, SECOND, SHELF, f"{TWO}."))
    once = clean(text, PROFILE)
    assert clean(once, PROFILE) == once


def test_many_headings_cost_linear_time() -> None:
    lines = [SHELF, f"{ONE}."] * 2_500
    began = time.process_time()
    furniture_of(lines, PROFILE)
    assert time.process_time() - began < 2
