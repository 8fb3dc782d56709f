"""Clusters: each document has one representative, which was published before it and to which it is linked.

The documents are taken in the order of publication. One that is linked to a representative joins the most similar; any
other one represents itself. So a cluster holds what is like its representative, and chains are not closed: of three
documents, each an edit of the one before, the third may stand alone. The result depends on the links and the order of
publication only. When documents come or go, those are settled again whose representatives that may change.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.duplicates.store import Store


def settle(store: Store, documents: Iterable[int]) -> None:
    """Find the representatives of documents that are new or whose links changed, and of those that depend on them."""
    changed = frozenset(documents)
    waiting = [store.place_of(document) for document in changed]
    heapify(waiting)
    last = 0
    while waiting:
        place = heappop(waiting)
        if place.id == last:
            continue
        last = place.id
        linked = store.linked_to(place.id)
        earlier = [
            (-similarity, other) for other, similarity in linked if other < place and other.representative == other.id
        ]
        now = min(earlier)[1].id if earlier else place.id
        if now != place.representative:
            store.represent(place.id, now)
        elif place.id not in changed:
            continue
        if place.id in (now, place.representative):
            for other, _ in linked:
                if other > place:
                    heappush(waiting, other)
