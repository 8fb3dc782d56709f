"""Chunked bodies come out whole as long as their last chunk arrived."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive.chunks import MAX_LINE, MAX_TRAILERS, ChunkDecoder, dechunk

WHOLE = {
    "plain": b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
    "sizes padded with spaces behind": b"3  \r\nabc\r\n2\t\r\nde\r\n0   \r\n\r\n",
    "sizes padded with spaces before": b"   3\r\nabc\r\n\t2\r\nde\r\n  0\r\n\r\n",
    "sizes padded with zeros": b"00000003\r\nabc\r\n00000002\r\nde\r\n00000000\r\n\r\n",
    "lines that end in a bare LF": b"3\nabc\n2\nde\n0\n\n",
    "extensions": b'3;a="x,y"\r\nabc\r\n2 ; b\r\nde\r\n0;c=\xc3\xa9\r\n\r\n',
    "trailers": b"3\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 1\r\nX-More: 2\r\n\r\n",
    "no empty line at the end": b"3\r\nabc\r\n2\r\nde\r\n0\r\n",
    "a trailer and no empty line": b"3\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 1\r\n",
    "a trailer that breaks off": b"3\r\nabc\r\n2\r\nde\r\n0\r\nX-S",
    "bytes behind": b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\nHTTP/1.1 200 OK",
    "a long extension": b"3;%b\r\nabc\r\n2\r\nde\r\n0\r\n\r\n" % (b"x" * (MAX_LINE - 2)),
    "long trailers": b"3\r\nabc\r\n2\r\nde\r\n0\r\n%b\r\n\r\n" % (b"x" * (MAX_TRAILERS - 2)),
}
BROKEN = {
    "no last chunk": b"3\r\nabc\r\n2\r\nde\r\n",
    "a last chunk whose line breaks off": b"3\r\nabc\r\n2\r\nde\r\n0",
    "a size that is no number": b"3\r\nabc\r\n2\r\nde\r\nzwei\r\n",
    "a chunk longer than its size": b"3\r\nabc\r\n2\r\ndef\r\n0\r\n\r\n",
    "an endless extension": b"3\r\nabc\r\n2\r\nde\r\n0;%b\r\n\r\n" % (b"x" * MAX_LINE),
    "endless trailers": b"3\r\nabc\r\n2\r\nde\r\n0\r\n%b\r\n\r\n" % (b"x" * (MAX_TRAILERS + 2)),
    "a size beyond 64 bits": b"3\r\nabc\r\n2\r\nde\r\n10000000000000000\r\n",
}


@pytest.mark.parametrize("coded", WHOLE.values(), ids=WHOLE.keys())
def test_what_browsers_accept_is_whole(coded: bytes) -> None:
    assert dechunk(coded) == (b"abcde", True)


@pytest.mark.parametrize("coded", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_coding_gives_what_arrived_and_is_not_whole(coded: bytes) -> None:
    assert dechunk(coded) == (b"abcde", False)


@pytest.mark.parametrize("body", [b"<p>undone</p>", b"\r\n<p>undone</p>", b"\n\n<p>", b"  <p>"])
def test_a_body_that_is_not_chunked_any_more_stays(body: bytes) -> None:
    assert dechunk(body) == (body, True)


@given(st.sampled_from(sorted(WHOLE)), st.lists(st.integers(0, 200), max_size=12))
def test_pieces_of_any_size_give_the_same_body(name: str, cuts: list[int]) -> None:
    coded, pieces, rest = WHOLE[name], list[bytes](), list[bytes]()
    decoder = ChunkDecoder(pieces.append, rest.append)
    places = sorted({0, len(coded), *(cut for cut in cuts if cut < len(coded))})
    for begin, end in pairwise(places):
        if rest:
            break  # Twisted gives the bytes behind a finished body to nobody
        decoder.dataReceived(coded[begin:end])
    decoder.noMoreData()
    assert b"".join(pieces) == b"abcde"
