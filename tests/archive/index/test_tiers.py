"""Tiers: few segments, and each byte is written again a logarithmic number of times."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive.index.tiers import FULL, tier, to_merge


@pytest.mark.parametrize(
    ("size", "found"), [(0, 0), (1, 0), (3, 0), (4, 1), (15, 1), (16, 2), (4**9 - 1, 8), (4**9, 9)]
)
def test_a_tier_is_the_whole_part_of_a_logarithm(size: int, found: int) -> None:
    assert tier(size, 4) == found


@pytest.mark.parametrize(
    ("sizes", "count"),
    [
        ([], 0),
        ([5], 0),
        ([5, 5, 5], 0),
        ([5, 5, 5, 5], 4),
        ([15, 4, 15, 4], 4),
        ([64, 5, 5, 5, 5], 4),
        ([16, 16, 16, 5, 5, 5, 5], 7),
        ([64, 5, 5, 16], 3),
        ([64, 5, 4], 0),
        ([64, 3, 4], 2),
        ([3, 3, 1000], 3),
        ([1000, 0], 0),
    ],
)
def test_the_newest_segments_are_merged_when_a_tier_is_full_or_an_older_one_is_lower(
    sizes: list[int], count: int
) -> None:
    assert to_merge(sizes, 4) == count


@given(st.lists(st.integers(1, 5000), max_size=300), st.integers(2, 8))
def test_segments_stay_few_and_what_is_written_stays_logarithmic(added: list[int], full: int) -> None:
    segments: list[tuple[int, list[int]]] = []
    written = [0] * len(added)
    for number, size in enumerate(added):
        segments.append((size, [number]))
        written[number] += 1
        if count := to_merge([size for size, _ in segments], full):
            together = [one for _, numbers in segments[-count:] for one in numbers]
            segments[-count:] = [(sum(size for size, _ in segments[-count:]), together)]
            for one in together:
                written[one] += 1
        tiers = [tier(size, full) for size, _ in segments]
        assert tiers == sorted(tiers, reverse=True)
        assert all(tiers.count(found) < full for found in tiers)
    for number, size in enumerate(added):
        # Once as a segment, once in the merge that its own arrival asks for, and then a tier higher each time.
        assert written[number] <= 2 + tier(sum(added), full) - tier(size, full)


def test_a_line_of_a_million_is_written_ten_times_at_most() -> None:
    segments: list[int] = []
    written = 0
    for _ in range(50_000):
        segments.append(20)
        written += 20
        if count := to_merge(segments, FULL):
            written += sum(segments[-count:])
            segments[-count:] = [sum(segments[-count:])]
    assert written <= 10 * 20 * 50_000
    assert len(segments) <= (FULL - 1) * 9
