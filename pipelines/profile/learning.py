"""Learns a profile, and joins it with the one before, in which a person may have mended something."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

from crawler.errors import ProfileError
from pipelines.profile.blocks import furniture_blocks, usual_container
from pipelines.profile.lines import furniture_lines
from pipelines.profile.model import Block, Change, Heading, Line, Profile, mark

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pipelines.profile.sheets import Sheet

FEWEST = 20
"""Fewest articles from which a profile is learned: in fewer, a story that goes on for days looks like furniture."""

MOST_LINES = 300
"""Most paragraphs of an article that is learned from: the time of learning grows with the square of their number."""

E = TypeVar("E", Line, Heading, Block)


def learn(sheets: Sequence[Sheet], outlet: str = "", before: Profile | None = None) -> Profile:
    """Return the profile of an outlet. The order of the articles does not change it, when they have capture times.

    Args:
        sheets: Articles of the outlet, each once.
        outlet: The outlet's name; empty for a batch of texts.
        before: The profile that was there, with what a person mended; None for the first.

    Raises:
        ProfileError: There are fewer than `FEWEST` articles.
    """
    sheets = [sheet for sheet in sheets if len(sheet.lines) <= MOST_LINES]
    if len(sheets) < FEWEST:
        raise ProfileError(
            f"{outlet or 'the batch'}: {len(sheets)} articles can be read, and a profile needs {FEWEST}; "
            f"{'crawl more of the outlet' if outlet else 'give more of one outlet'}, then learn."
        )
    ordered = sorted(sheets, key=lambda sheet: (sheet.captured, sheet.day, sheet.lines))
    blocks = furniture_blocks(ordered)
    paths = {block.path for block in blocks}  # extraction drops these first: their words are none of the article's
    lines, headings = furniture_lines([sheet.without(paths) for sheet in ordered])
    found = Profile(
        outlet=outlet,
        pages=len(ordered),
        first=ordered[0].captured[:10],
        last=ordered[-1].captured[:10],
        lines=lines,
        headings=headings,
        blocks=blocks,
        container=usual_container(ordered),
    )
    return joined(found, before)


def is_stale(profile: Profile, newest: str, days: float) -> bool:
    """Return whether a profile is to be learned anew.

    Args:
        profile: The outlet's profile.
        newest: WARC-Date of the outlet's newest capture; empty without captures.
        days: Days from the profile's newest page after which it is stale; 0 for never.
    """
    try:
        age = date.fromisoformat(newest[:10]) - date.fromisoformat(profile.last)
    except ValueError:
        return False
    return 0 < days <= age / timedelta(days=1)


def joined(found: Profile, before: Profile | None) -> Profile:
    """Return a learned profile with what a person decided in the one before, and with what changed.

    An entry with `keep = true` stays so, also when it is not found any more. So does one that a person added. One that
    a person deleted comes back with `keep = true` when it is found again.
    """
    if before is None:
        return replace(found, written=_marks(found.entries()))
    known = {mark(entry) for entry in before.entries()}
    deleted = set(before.written) - known
    kept = {mark(entry) for entry in before.entries() if entry.keep} | deleted
    added = known - set(before.written)
    lasting = kept | added
    merged = replace(
        found,
        lines=_merged(found.lines, before.lines, kept, lasting),
        headings=_merged(found.headings, before.headings, kept, lasting),
        blocks=_merged(found.blocks, before.blocks, kept, lasting),
    )
    marks = {mark(entry) for entry in merged.entries()}
    appeared = tuple(_shown(entry) for entry in merged.entries() if mark(entry) not in known | deleted)
    vanished = tuple(_shown(entry) for entry in before.entries() if mark(entry) not in marks)
    change = Change(day=found.last, appeared=appeared, vanished=vanished) if appeared or vanished else None
    return replace(merged, change=change, written=tuple(sorted(marks - added | deleted)))


def _merged(
    found: tuple[E, ...], before: tuple[E, ...], kept: Collection[str], lasting: Collection[str]
) -> tuple[E, ...]:
    """Return what was found, with `keep` where a person wants it, and the earlier entries that last."""
    again = tuple(replace(entry, keep=mark(entry) in kept) for entry in found)
    marks = {mark(entry) for entry in again}
    return again + tuple(entry for entry in before if mark(entry) in lasting and mark(entry) not in marks)


def _marks(entries: Sequence[Line | Heading | Block]) -> tuple[str, ...]:
    return tuple(sorted(map(mark, entries)))


def _shown(entry: Line | Heading | Block) -> str:
    return entry.path if isinstance(entry, Block) else entry.text
