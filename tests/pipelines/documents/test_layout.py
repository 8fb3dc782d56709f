"""A profile that finds new lines is a sign of a new layout, for some days."""

from __future__ import annotations

import pytest

from pipelines.documents.layout import judge_layout
from pipelines.profile.model import Change, Profile


def profile(*appeared: str, vanished: tuple[str, ...] = ()) -> Profile:
    change = Change(day="2026-11-20", appeared=appeared, vanished=vanished)
    return Profile(outlet="rawabi.example", pages=30, first="2026-10-01", last="2026-11-20", change=change)


@pytest.mark.parametrize(("newest", "told"), [("2026-11-27T23:00:00Z", True), ("2026-11-28T01:00:00Z", False)])
def test_new_lines_are_a_fault_for_a_week_of_captures(newest: str, told: bool) -> None:  # noqa: FBT001 - a column
    fault = judge_layout(profile("صوتوا لأجمل صورة", "مقاعدكم محجوزة"), newest)
    assert (fault is not None) is told
    if fault is not None:
        assert fault.word == "layout"
        assert str(fault) == (
            "its pages repeat 2 new lines («صوتوا لأجمل صورة»), as after a change of layout, since 2026-11-20"
        )


def test_what_only_vanished_is_no_fault() -> None:
    assert judge_layout(profile(vanished=("صوتوا",)), "2026-11-20T10:00:00Z") is None
    assert judge_layout(None, "2026-11-20T10:00:00Z") is None
    assert judge_layout(profile("صوتوا"), "") is None
