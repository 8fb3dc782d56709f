"""A document joins a representative to which it is linked; chains are not closed."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from corpus.duplicates.clusters import settle
from corpus.duplicates.likeness import Kind
from corpus.duplicates.store import Found, NewDocument, opened_store

if TYPE_CHECKING:
    from pathlib import Path

CHAIN = {(2, 1): 0.6, (3, 2): 0.7, (4, 3): 0.6, (4, 1): 0.5}
"""Links between documents that are numbered in the order of their publication, with similarities."""


@pytest.mark.parametrize("order", list(permutations((1, 2, 3, 4))))
def test_the_order_of_arrival_makes_no_difference(tmp_path: Path, order: tuple[int, ...]) -> None:
    with opened_store(tmp_path, write=True) as store:
        store.take("alroya.om", "x", 4)
        ids = {number: place + 1 for place, number in enumerate(order)}
        for number in order:
            store.add_documents([NewDocument(ids[number], "alroya.om", number, "00" * 32, number, 9, 9)])
            store.add_links(
                Found(max(ids[one], ids[two]), min(ids[one], ids[two]), Kind.EDITED, similarity)
                for (one, two), similarity in CHAIN.items()
                if max(ids[one], ids[two]) == ids[number]
            )
            settle(store, [ids[number]])
        places = {place.number: place.representative for place in map(store.place_of, ids.values())}
        # 3 is linked to 2 alone, which 1 represents: so it stands alone, and 4 joins it, which is more like it than 1.
        assert places == {1: ids[1], 2: ids[1], 3: ids[3], 4: ids[3]}
