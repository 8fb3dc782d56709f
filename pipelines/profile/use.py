"""Finds an outlet's furniture among the paragraphs of a text, by the outlet's profile."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from pipelines.profile.lines import label_of
from pipelines.profile.model import key
from pipelines.profile.sheets import LONGEST_SUBHEADING, LONGEST_TITLE, goes_on, own_lines, sentences_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pipelines.profile.model import Profile


def furniture_of(lines: Sequence[str], profile: Profile | None, links: Collection[int] = ()) -> set[int]:
    """Return the indices of the lines that an outlet's profile knows, and of the titles under its headings.

    A line that belongs to articles (`sheets.own_lines`) stays. The time is linear in the lines' length.

    Args:
        lines: Normalized paragraphs, in their order.
        profile: The outlet's profile; None for an outlet without one, of which nothing is known.
        links: Indices of lines that are links on the page.
    """
    if profile is None:
        return set()
    keys = [key(line) for line in lines]
    own = own_lines(lines)
    found = {index for index, one in enumerate(keys) if one in profile.line_keys}
    headings = {key(heading.text): heading for heading in profile.used_headings if not heading.label}
    labels = {key(heading.text) for heading in profile.used_headings if heading.label}
    linked = frozenset(links)
    sentences = sentences_of(lines, linked)
    for index, line in enumerate(lines):
        if labels and not sentences[index] and key(label_of(line)[0]) in labels:
            found.add(index)
        if (heading := headings.get(keys[index])) is None:
            continue
        found.add(index)
        unknown = (at for at in range(index + 1, len(lines)) if at not in own and at not in found)
        behind = list(islice(unknown, heading.titles + 1))  # not all of them, so that the time stays linear
        listed = all(not sentences[at] or (heading.stops and _is_short(lines[at])) for at in behind)
        if heading.closes and len(behind) <= heading.titles and listed:
            found.update(behind)
        else:
            found.update(_titles(lines, sentences, index, heading.titles, linked))
    return found - own


def _is_short(line: str) -> bool:
    """Return whether a line that ends like a sentence may be a title."""
    return len(line.split()) <= LONGEST_TITLE and not goes_on(line)


def _titles(
    lines: Sequence[str], sentences: Sequence[bool], index: int, most: int, links: Collection[int]
) -> Iterator[int]:
    """Yield the lines under a heading that are its titles.

    The list ends at a sentence that is no link, and after `most` lines. A short line right before the article's prose
    may be a sub-heading, and stays unless it is a link or the only line.
    """
    stop = index + 1
    while stop < len(lines) and stop <= index + most and not sentences[stop]:
        stop += 1
    last = stop - 1
    prose = stop < len(lines) and sentences[stop]
    if prose and last > index + 1 and last not in links and len(lines[last].split()) <= LONGEST_SUBHEADING:
        stop = last
    yield from range(index + 1, stop)
