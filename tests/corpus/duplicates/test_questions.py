"""What others learn about near-duplicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpus.duplicates import Document, Kind, Place, duplicates_of, update_duplicates
from crawler.errors import DerivedError
from tests.corpus.duplicates.stored import paragraph, report, store

if TYPE_CHECKING:
    from pathlib import Path

FIRST, COPY, LONGER = Document("wafa.ps", 1), Document("alroya.om", 0), Document("alroya.om", 2)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Return an output folder: `COPY` has another title than `FIRST`, and `LONGER` two paragraphs more."""
    store(tmp_path, "wafa.ps", report(8, 9), report(1, 2))
    store(tmp_path, "alroya.om", report(1, 2), report(5, 6), report(3, 1, 2, 4), hour=1)
    update_duplicates(tmp_path)
    return tmp_path


def test_places_name_the_representative_and_leave_out_what_stands_alone(output: Path) -> None:
    with duplicates_of(output) as duplicates:
        assert list(duplicates.places("wafa.ps")) == [Place(FIRST, FIRST, None, 1.0)]
        copy, longer = duplicates.places("alroya.om")
        assert list(duplicates.places("alhurra.com")) == []
        assert list(duplicates.clusters()) == [[Place(FIRST, FIRST, None, 1.0), copy, longer]]
        assert duplicates.count() == (5, 1, 2)
    assert (copy.document, copy.representative, copy.kind) == (COPY, FIRST, Kind.EDITED)
    assert (longer.document, longer.representative, longer.kind) == (LONGER, FIRST, Kind.CONTAINS)
    assert 1 > copy.similarity > longer.similarity > 0.4


def test_links_name_the_longer_text_and_come_by_similarity(output: Path) -> None:
    with duplicates_of(output) as duplicates:
        links = duplicates.links_of(COPY)
        assert [{link.longer, link.shorter} for link in links] == [{COPY, FIRST}, {COPY, LONGER}]
        assert (links[1].longer, links[1].kind) == (LONGER, Kind.CONTAINS)
        assert duplicates.links_of(Document("alroya.om", 1)) == duplicates.links_of(Document("alroya.om", 9)) == []


def test_a_copy_under_one_title_is_the_same(tmp_path: Path) -> None:
    store(tmp_path, "wafa.ps", paragraph(1), title="خبر واحد")
    store(tmp_path, "alroya.om", paragraph(1), hour=1, title="خبر واحد")
    update_duplicates(tmp_path)
    with duplicates_of(tmp_path) as duplicates:
        (place,) = duplicates.places("alroya.om")
    assert (place.kind, place.similarity) == (Kind.SAME, 1.0)


def test_questions_before_the_first_update_name_the_command(tmp_path: Path) -> None:
    with pytest.raises(DerivedError, match="scrapy duplicates makes it"), duplicates_of(tmp_path):
        pass
