"""The inverted index: which documents have a key. It lies in the store, in sorted segments that are merged.

A posting is a number of 64 bits: the key, then the document. Each call of `add` writes its postings, sorted, as a new
segment; when the one before it is not at least twice as large, both are merged, and so on (a log-structured merge
tree). So a posting is written a logarithmic number of times, in long rows, and takes its eight bytes on disk. A segment
is divided by the first bits of the key into buckets of about `BUCKET` postings, a row each.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections import Counter
from itertools import compress, islice
from operator import eq
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping

MOST_DOCUMENTS = 64
"""Documents that a key leads to, at most: the first ones. A key of more documents is a phrase or furniture."""
BUCKET = 4096
"""Postings of a bucket, about."""
SCHEMA = """
CREATE TABLE segments (id INTEGER PRIMARY KEY, bits INTEGER NOT NULL, postings INTEGER NOT NULL);
CREATE TABLE buckets (id INTEGER PRIMARY KEY, postings BLOB NOT NULL);
"""
"""The index's tables. A bucket's id is that of its segment, then 32 bits for its place in it."""
_KEY_BITS = 32
_BITS = 32
_DOCUMENT = (1 << _BITS) - 1
_PART = 64
"""Buckets that are read at a time where all are."""
_SEARCHES = 8
"""A bucket with fewer postings for each wanted key is read whole: that costs less than to search for each key."""


class _Segment(NamedTuple):
    id: int
    bits: int
    """First bits of a key that number its buckets."""
    postings: int

    def buckets(self, bits: int, place: int) -> tuple[int, int]:
        """Return the ids of the first and the last bucket whose keys begin with `place`, a number of `bits` bits."""
        finer = self.bits - bits
        first = self.id << _BITS | place << finer
        return first, first + (1 << finer) - 1


class Postings:
    """The index in an open store.

    Args:
        db: The store.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def add(self, keys: Mapping[int, Collection[int]]) -> dict[int, Counter[int]]:
        """Add documents, and return for each of them the earlier ones with common keys, and how many.

        Args:
            keys: The keys of each new document. New documents have higher numbers than those in the index.
        """
        new = sorted([key << _BITS | document for document, of_document in keys.items() for key in of_document])
        keys_of_new = [posting >> _BITS for posting in new]
        held = self._held(list(dict.fromkeys(keys_of_new)))
        common = held.keys() | set(compress(keys_of_new, map(eq, keys_of_new, islice(keys_of_new, 1, None))))
        found = {}
        beyond = set()
        for document, of_document in keys.items():
            others: list[int] = []
            for key in common.intersection(of_document):  # most keys have no other document
                documents = held.setdefault(key, [])
                others += documents
                if key & 1:  # a whole paragraph is as good as two shingles
                    others += documents
                if len(documents) < MOST_DOCUMENTS:
                    documents.append(document)
                else:
                    beyond.add(key << _BITS | document)
            found[document] = Counter(others)
        self._write([posting for posting in new if posting not in beyond] if beyond else new)
        return found

    def _held(self, keys: list[int]) -> dict[int, list[int]]:
        """Return the documents in the index for sorted keys, in their order."""
        held: dict[int, list[int]] = {}
        for segment in self._segments():
            width = _KEY_BITS - segment.bits
            rows = self._db.execute(
                "SELECT buckets.id, postings FROM json_each(?) JOIN buckets ON buckets.id = json_each.value",
                (json.dumps(sorted({segment.id << _BITS | key >> width for key in keys})),),
            )
            for bucket, blob in rows:
                postings = array("Q", blob)
                low = (bucket & _DOCUMENT) << width
                wanted: Collection[int] = keys[bisect_left(keys, low) : bisect_left(keys, low + (1 << width))]
                if len(wanted) * _SEARCHES > len(postings):
                    wanted = set(wanted).intersection([posting >> _BITS for posting in postings])
                for key in wanted:
                    place = bisect_left(postings, key << _BITS)
                    while place < len(postings) and postings[place] >> _BITS == key:
                        held.setdefault(key, []).append(postings[place] & _DOCUMENT)
                        place += 1
        return held

    def _segments(self) -> list[_Segment]:
        return [_Segment(*row) for row in self._db.execute("SELECT id, bits, postings FROM segments ORDER BY id")]

    def _write(self, postings: list[int]) -> None:
        """Write sorted postings as a segment, and merge the last segments until each is twice as large as the next."""
        segment = self._new_segment(len(postings))
        self._put(segment, postings, 0, 1 << 64)
        segments = self._segments()
        while len(segments) > 1 and segments[-2].postings < 2 * segments[-1].postings:
            segments[-2:] = [self._merged(*segments[-2:])]

    def _new_segment(self, postings: int) -> _Segment:
        bits = (postings // BUCKET).bit_length()
        row = self._db.execute("INSERT INTO segments (bits, postings) VALUES (?, ?)", (bits, postings))
        return _Segment(int(row.lastrowid or 0), bits, postings)

    def _put(self, segment: _Segment, postings: list[int], low: int, high: int) -> None:
        """Write the buckets of a segment for all of its postings from `low` up to `high`, sorted."""
        width = 1 << 64 - segment.bits
        start = 0
        rows = []
        for edge in range(low, high, width):
            end = bisect_left(postings, edge + width, start)
            if end > start:
                rows.append((segment.id << _BITS | edge // width, array("Q", postings[start:end]).tobytes()))
            start = end
        self._db.executemany("INSERT INTO buckets VALUES (?, ?)", rows)

    def _merged(self, *segments: _Segment) -> _Segment:
        """Replace segments by one with all their postings; at no time does it hold more than a few buckets."""
        merged = self._new_segment(sum(segment.postings for segment in segments))
        coarsest = min(segment.bits for segment in segments)
        width = 1 << 64 - coarsest
        for place in range(1 << coarsest):
            ranges = [segment.buckets(coarsest, place) for segment in segments]
            postings = array("Q")
            for one in ranges:
                for (blob,) in self._db.execute(
                    "SELECT postings FROM buckets WHERE id BETWEEN ? AND ? ORDER BY id", one
                ):
                    postings.frombytes(blob)
            self._db.executemany("DELETE FROM buckets WHERE id BETWEEN ? AND ?", ranges)
            self._put(merged, sorted(postings), place * width, (place + 1) * width)
        self._db.executemany("DELETE FROM segments WHERE id = ?", [(segment.id,) for segment in segments])
        return merged

    def drop(self, documents: Collection[int]) -> None:
        """Remove documents. It reads the whole index."""
        last = -1
        while rows := self._db.execute(
            "SELECT id, postings FROM buckets WHERE id > ? ORDER BY id LIMIT ?", (last, _PART)
        ).fetchall():
            for bucket, blob in rows:
                postings = array("Q", blob)
                kept = array("Q", [posting for posting in postings if posting & _DOCUMENT not in documents])
                if len(kept) < len(postings):
                    self._db.execute("UPDATE buckets SET postings = ? WHERE id = ?", (kept.tobytes(), bucket))
            last = rows[-1][0]
