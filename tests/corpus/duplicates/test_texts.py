"""Since when was a document public?"""

from __future__ import annotations

from datetime import datetime

import pytest

from corpus.duplicates.texts import moment_of
from crawler.state import DatedDocument

CAPTURED = "2026-11-22T10:00:00.000001Z"


@pytest.mark.parametrize(
    ("version", "published", "moment"),
    [
        (1, "2026-11-22T09:00:00+03:00", "2026-11-22T06:00:00Z"),
        (1, "2026-11-20", "2026-11-21T00:00:00Z"),
        (1, "2026-11-22", "2026-11-22T10:00:00Z"),
        (1, "2026-12-24T09:00:00+03:00", "2026-11-22T10:00:00Z"),
        (1, None, "2026-11-22T10:00:00Z"),
        (2, "2026-11-20", "2026-11-22T10:00:00Z"),
    ],
)
def test_a_document_is_as_old_as_its_date_and_not_younger_than_its_capture(
    version: int, published: str | None, moment: str
) -> None:
    document = DatedDocument(0, "0" * 64, version, published, CAPTURED)
    assert moment_of(document) == datetime.fromisoformat(moment).timestamp()
