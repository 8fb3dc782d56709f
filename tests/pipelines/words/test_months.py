"""The list of months, by which dates are parsed and lines with a date are found."""

from __future__ import annotations

import re

import pytest

from pipelines.words.months import HIJRI_MONTHS, MONTH_OPENINGS, MONTHS

OPENING = re.compile(MONTH_OPENINGS)


def test_every_month_has_names_and_no_name_means_two() -> None:
    assert set(MONTHS.values()) == set(HIJRI_MONTHS.values()) == set(range(1, 13))
    assert MONTHS.keys().isdisjoint(HIJRI_MONTHS)
    assert "" not in MONTHS.keys() | HIJRI_MONTHS


@pytest.mark.parametrize(
    ("name", "shows"),
    [
        ("يناير", True),
        ("كانون الثاني", True),
        ("آب", True),
        ("رمضان", True),
        ("الماء", False),
        ("ناصر", False),
        ("أب", False),
    ],
)
def test_a_line_shows_a_date_by_names_that_are_no_words_of_their_own(name: str, *, shows: bool) -> None:
    assert (OPENING.match(name) is not None) is shows
