"""Judges an outlet's health by its profile: a line that pages repeat anew is often a layout that changed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from crawler.health import Fault

if TYPE_CHECKING:
    from pipelines.profile.model import Profile

SHOWN_FOR = timedelta(days=7)
"""Time of captures after a learning in which its changes are a fault."""
SHOWN = 40
"""Characters of a line in a fault's sentence."""


def judge_layout(profile: Profile | None, newest: str) -> Fault | None:
    """Return the fault that the last learning shows; None when nothing new was repeated, or long ago.

    Args:
        profile: The outlet's profile; None without one.
        newest: WARC-Date of the outlet's newest capture; empty without captures.
    """
    if profile is None or profile.change is None or not profile.change.appeared:
        return None
    try:
        age = date.fromisoformat(newest[:10]) - date.fromisoformat(profile.change.day)
    except ValueError:
        return None
    if age > SHOWN_FOR:
        return None
    count, first = len(profile.change.appeared), profile.change.appeared[0]
    shown = first if len(first) <= SHOWN else f"{first[:SHOWN]}…"
    what = f"its pages repeat {count} new {'line' if count == 1 else 'lines'} («{shown}»), as after a change of layout"
    return Fault(word="layout", what=what, since=profile.change.day)
