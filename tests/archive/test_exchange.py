"""A response's bytes divide into head and body."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from crawler.archive.exchange import Exchange, divide_response, record_head

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def chunked(pieces: list[bytes]) -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@given(st.lists(st.binary(min_size=1, max_size=300), max_size=8))
def test_chunked_bodies_come_out_as_they_went_in(pieces: list[bytes]) -> None:
    parts = divide_response(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(pieces))
    assert parts is not None
    assert (parts.body, parts.whole) == (b"".join(pieces), True)


@given(st.lists(st.binary(min_size=1, max_size=300), min_size=1, max_size=8), st.data())
def test_a_chunked_body_that_is_cut_is_kept_as_far_as_it_came(pieces: list[bytes], data: st.DataObject) -> None:
    wire = chunked(pieces)
    cut = data.draw(st.integers(0, len(wire) - 1))
    parts = divide_response(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + wire[:cut])
    assert parts is not None
    assert parts.whole == (cut > len(wire) - 3)  # all but the empty line at the end may be missing
    assert b"".join(pieces).startswith(parts.body)


@given(st.binary(max_size=400))
def test_any_bytes_divide_without_error(received: bytes) -> None:
    parts = divide_response(received)
    assert parts is None or (parts.head + parts.body) in received or b"chunked" in parts.head.lower()


def test_a_body_shorter_than_promised_is_not_whole() -> None:
    parts = divide_response(HEAD + b"Content-Length: 9\r\n\r\nabc")
    assert parts is not None
    assert (parts.body, parts.whole) == (b"abc", False)


def test_bytes_after_the_promised_body_are_not_its() -> None:
    parts = divide_response(HEAD + b"Content-Length: 3\r\n\r\nabcHTTP/1.1 200 OK\r\n")
    assert parts is not None
    assert (parts.body, parts.whole) == (b"abc", True)


def test_a_response_to_head_has_no_body() -> None:
    parts = divide_response(HEAD + b"Content-Length: 9\r\n\r\n", b"HEAD")
    assert parts is not None
    assert (parts.body, parts.whole) == (b"", True)


def test_a_record_that_claims_chunked_and_is_not_keeps_its_body() -> None:
    parts = divide_response(HEAD + b"Transfer-Encoding: chunked\r\n\r\n<p>already undone</p>")
    assert parts is not None
    assert (parts.body, parts.whole) == (b"<p>already undone</p>", True)


def test_only_the_claim_of_a_transfer_coding_changes_in_the_head() -> None:
    head = b"HTTP/1.1 200 OK\r\nx-a: Transfer-Encoding: no\r\ntransfer-ENCODING : chunked\r\nContent-Length: 7\r\n\r\n"
    assert record_head(head) == (
        b"HTTP/1.1 200 OK\r\nx-a: Transfer-Encoding: no\r\nX-Archive-Orig-transfer-ENCODING : chunked\r\n"
        b"X-Archive-Orig-Content-Length: 7\r\n\r\n"
    )
    plain = HEAD + b"Content-Length: 7\r\n\r\n"
    assert record_head(plain) == plain


def test_what_is_received_has_a_limit_and_reaches_it() -> None:
    exchange = Exchange(url="https://akhbar.example/", began=datetime(2026, 11, 22, tzinfo=UTC), room=3)
    assert exchange.receive(b"abc")
    assert (bytes(exchange.received), exchange.truncated) == (b"abc", "")
    assert not exchange.receive(b"d")
    assert (bytes(exchange.received), exchange.truncated) == (b"abc", "length")


def test_the_first_final_status_is_200() -> None:
    interim = b"HTTP/1.1 199 Wait\r\n\r\n"
    parts = divide_response(interim + b"HTTP/1.1 200 OK\r\n\r\n")
    assert parts is not None
    assert parts.status == 200
    assert divide_response(interim) is None


def test_a_body_as_long_as_promised_is_whole() -> None:
    parts = divide_response(HEAD + b"Content-Length: 3\r\n\r\nabc")
    assert parts is not None
    assert (parts.body, parts.whole) == (b"abc", True)
