"""The index returns what a dictionary would, however its segments were merged."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING

import pytest

from corpus.duplicates import postings
from corpus.duplicates.postings import MOST_DOCUMENTS, SCHEMA, Postings

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def index() -> Iterator[Postings]:
    db = sqlite3.connect(":memory:")
    db.executescript(SCHEMA)
    yield Postings(db)
    db.close()


def test_common_keys_are_counted_whatever_was_merged(index: Postings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "BUCKET", 8)
    chance = Random(7)  # noqa: S311 - keys, no secrets
    documents = {
        document: frozenset(chance.choice((chance.getrandbits(32), chance.randrange(200))) & ~1 for _ in range(12))
        for document in range(1, 200)
    }
    held: dict[int, list[int]] = defaultdict(list)
    waiting = list(documents)
    while waiting:
        new, waiting = waiting[: (size := chance.randrange(1, 9))], waiting[size:]
        found = index.add({document: documents[document] for document in new})
        for document in new:
            expected: Counter[int] = Counter()
            for key in documents[document]:
                expected.update(held[key])
                held[key].append(document)
            assert found[document] == expected
    segments = index._db.execute("SELECT postings FROM segments ORDER BY id").fetchall()  # noqa: SLF001 - the subject
    sizes = [size for (size,) in segments]
    assert sum(sizes) == sum(map(len, documents.values()))
    assert all(first >= 2 * second for first, second in pairwise(sizes))


def test_a_key_leads_to_its_first_documents_only(index: Postings) -> None:
    index.add({document: {42} for document in range(1, MOST_DOCUMENTS)})
    index.add({MOST_DOCUMENTS: {42}})
    found = index.add({1000: {42}, 1001: {42, 7}})
    assert set(found[1000]) == set(found[1001]) == set(range(1, MOST_DOCUMENTS + 1))


def test_a_common_paragraph_counts_twice(index: Postings) -> None:
    index.add({1: {2, 5}})
    assert index.add({2: {2}, 3: {5}}) == {2: {1: 1}, 3: {1: 2}}


def test_a_dropped_document_is_not_found(index: Postings) -> None:
    index.add({1: {2, 4}, 2: {2}})
    index.drop({1})
    assert index.add({3: {2, 4}}) == {3: {2: 1}}
