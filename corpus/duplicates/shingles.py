"""Shingles of a text: every three words that follow each other, folded, as numbers; and the few that the index holds.

Two texts are compared by all their shingles (Broder, "On the resemblance and containment of documents", 1997). To find
the texts that are worth comparing, the index holds those whose number is 0 modulo 8: unlike MinHash, such a sample
shows that a short text stands inside a long one (Manasse, "On the efficient determination of most near neighbors",
2012).
"""

from __future__ import annotations

import struct
from itertools import compress
from typing import NamedTuple
from zlib import crc32

from pipelines.words.folding import fold_text

SAMPLED = 8
"""One shingle in so many is in the index."""
PARAGRAPH = 8
"""Fewest words of a paragraph that is in the index as a whole."""
MOST_WORDS = 20_000
"""Words of a text that are compared, at most; an article of a newspaper has some hundred."""
_SECOND, _THIRD = 1_048_583, 786_433
"""Primes: the order of a shingle's words counts, and its number stays below 2**53, far within its 64 bits."""
_LANE = 64
"""Bits of a shingle's number among those of a whole text."""
_IS_SAMPLED = bytes(not lowest % SAMPLED for lowest in range(256))
"""For the lowest byte of a shingle's number, whether the shingle is sampled."""


class Shingled(NamedTuple):
    """A text in the form in which it is compared."""

    folded: bytes
    """Its words folded, in UTF-8, with single spaces between them."""
    shingles: frozenset[int]
    """The numbers of its shingles; empty for a text of fewer than three words."""
    keys: frozenset[int]
    """What the index holds of it, as numbers of 32 bits: of sampled shingles even ones, of paragraphs odd ones."""


def shingled(text: str) -> Shingled:
    """Return a text's shingles.

    The number of a word is its CRC-32: the same in every process, and quicker than a look-up in a table of words.

    Args:
        text: Title and paragraphs, one a line; words beyond `MOST_WORDS` are left out.
    """
    words: list[bytes] = []
    keys = []
    for line in fold_text(text).encode("utf-8", "surrogatepass").split(b"\n"):
        of_line = line.split()
        words += of_line
        if len(of_line) >= PARAGRAPH:
            keys.append(crc32(b" ".join(of_line)) | 1)
        if len(words) > MOST_WORDS:
            del words[MOST_WORDS:]
            break
    shingles, lowest = _shingles(words)
    keys += [shingle >> 3 & 0xFFFFFFFE for shingle in compress(shingles, lowest.translate(_IS_SAMPLED))]
    return Shingled(b" ".join(words), frozenset(shingles), frozenset(keys))


def _shingles(words: list[bytes]) -> tuple[tuple[int, ...], bytes]:
    """Return the numbers of the shingles, in the order of the words, and the lowest byte of each.

    All of them are one large number with a lane of 64 bits for each, which Python multiplies at once. No lane reaches
    the next one: each stays below 2**53.
    """
    first = int.from_bytes(struct.pack(f"<{len(words)}Q", *map(crc32, words)), "little")
    added = first + (first >> _LANE) * _SECOND + (first >> 2 * _LANE) * _THIRD
    shingles = max(len(words) - 2, 0)
    written = added.to_bytes(8 * len(words) + 8, "little")[: 8 * shingles]
    return struct.unpack(f"<{shingles}Q", written), written[::8]
