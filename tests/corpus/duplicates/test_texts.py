"""The documents that are new, and since when each was public."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from corpus.duplicates.texts import moment_of, new_texts
from crawler.state import DatedDocument, read_state
from tests.corpus.duplicates.stored import paragraph, store

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.errors import CorpusError, StateError

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


def test_the_documents_end_when_the_state_was_made_anew_meanwhile(tmp_path: Path) -> None:
    store(tmp_path, "alroya.om", paragraph(1), paragraph(2))
    with read_state(tmp_path, "alroya.om") as state:
        assert state is not None
        identity = state.identity()
    unread: list[CorpusError | StateError] = []
    assert [text.number for text in new_texts(tmp_path, "alroya.om", identity, 1, unread)] == [1]
    assert not list(new_texts(tmp_path, "alroya.om", "another", 0, unread))
    assert not unread
