"""Which segments of an index are merged: size tiers, so that each line is written again a logarithmic number of times.

A segment of `n` bytes stands in tier log n, to the base of `FULL`. From the oldest segment to the newest, tiers never
rise, and no tier has `FULL` segments; a merge that restores both always takes the newest segments. So each merge lifts
every line in it to a higher tier, except those of the segment that was just added. An index of `n` bytes has at most
(`FULL` - 1) · (1 + log n) segments.

Source: size-tiered compaction, as in Cassandra and Lucene, here of neighbours only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FULL = 4
"""Segments of one tier that are merged. More would write less and leave more files, all of which a look-up opens."""


def tier(size: int, full: int = FULL) -> int:
    """Return the tier of a segment of `size` bytes: the logarithm to the base `full`, rounded down."""
    found = 0
    while size >= full:
        size //= full
        found += 1
    return found


def to_merge(sizes: Sequence[int], full: int = FULL) -> int:
    """Return how many of the newest segments are to be merged into one; 0 for none.

    Args:
        sizes: Bytes of the segments, from the oldest to the newest.
        full: Segments of one tier that are merged; at least 2.
    """
    count, total = min(len(sizes), 1), sum(sizes[-1:])
    while count < len(sizes):
        reached = tier(total, full)
        older = [tier(size, full) for size in reversed(sizes[:-count])]
        lower = next((place for place, found in enumerate(older) if found >= reached), len(older))
        same = next((place for place, found in enumerate(older) if found != reached), len(older))
        taken = lower or (same if same >= full - 1 else 0)
        if not taken:
            break
        total += sum(sizes[len(sizes) - count - taken : len(sizes) - count])
        count += taken
    return count if count > 1 else 0
