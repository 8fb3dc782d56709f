"""A capture's date has one form, whatever form the archive has."""

from __future__ import annotations

import pytest

from crawler.archive.read.moments import capture_date, order_of

NOON = "2026-11-26T10:00:00Z"
SENT = b"Thu, 26 Nov 2026 10:00:00 GMT"


@pytest.mark.parametrize(
    ("written", "date"),
    [
        (NOON, NOON),
        ("2026-11-26T10:00:00.123456789Z", "2026-11-26T10:00:00.123456789Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:60Z"),
        ("2026-11-26T10:00:61Z", ""),
        ("2026-11-26T13:00:00+03:00", NOON),
        ("2026-11-26T10:00:00.5+00:00", "2026-11-26T10:00:00.500000Z"),
        ("2026-11-26T10:00Z", NOON),
        ("2026-11-26 10:00:00", NOON),
        ("20261126100000", NOON),
        ("202611261000", NOON),
        ("2026-11-26", "2026-11-26T00:00:00Z"),
        ("20261126", "2026-11-26T00:00:00Z"),
        ("2026-11", "2026-11-01T00:00:00Z"),
        ("2026", "2026-01-01T00:00:00Z"),
        ("Thu, 26 Nov 2026 13:00:00 +0300", NOON),
        ("Thu Nov 26 10:00:00 2026", NOON),
        ("Thu Nov 26 2026", "2026-11-26T00:00:00Z"),
        ("2026-13-26T10:00:00Z", ""),
        ("20261399100000", ""),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_any_form_becomes_the_one_form(written: str, date: str) -> None:
    assert capture_date(written, b"") == date
    assert capture_date(written, SENT) == (date or NOON)
    assert capture_date(written, b"\xff") == date


def test_keys_sort_in_time() -> None:
    dates = [NOON, "2026-11-26T10:00:00.5Z", "2026-11-26T10:00:00.51Z", "2026-11-26T10:00:01Z"]
    assert sorted(dates, key=order_of) == dates
