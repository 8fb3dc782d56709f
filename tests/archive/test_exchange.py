"""A response's bytes divide into head and body."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive.exchange import HELD, Exchange, divide_response, record_head

if TYPE_CHECKING:
    from pathlib import Path

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


@pytest.mark.parametrize("digits", [b"9" * 5000, b"0" * 5000 + b"9"])
def test_a_length_of_thousands_of_digits_is_a_length(digits: bytes) -> None:
    parts = divide_response(HEAD + b"Content-Length: %b\r\n\r\nabc" % digits)
    assert parts is not None
    assert (parts.body, parts.whole) == (b"abc", False)


# --- Long responses --------------------------------------------------------------------------------------------


def long_exchange(folder: Path) -> Exchange:
    return Exchange(url="https://akhbar.example/", began=datetime(2026, 11, 22, tzinfo=UTC), folder=folder)


@pytest.mark.parametrize("length", [HELD - len(HEAD) - 2, HELD - len(HEAD) - 1, 3 * HELD])
def test_a_long_response_comes_out_as_it_was_received(tmp_path: Path, length: int) -> None:
    exchange, body = long_exchange(tmp_path), bytes(range(256)) * (length // 256) + b"x" * (length % 256)
    received = HEAD + b"\r\n" + body
    for at in range(0, len(received), 65_536):
        assert exchange.receive(received[at : at + 65_536])
    assert exchange.size == len(received)
    parts = exchange.divide()
    assert parts is not None
    assert parts.body == exchange.body == body
    assert not list(tmp_path.iterdir())


def test_an_endless_body_is_not_held_while_it_arrives_and_once_when_it_is_divided(tmp_path: Path) -> None:
    exchange = long_exchange(tmp_path)
    exchange.failure = "too long"
    piece, chunks = b"x" * 0xFFF0, 128
    tracemalloc.start()
    try:
        assert exchange.receive(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        for _ in range(chunks):
            assert exchange.receive(b"fff0\r\n%b\r\n" % piece)
        _, peak = tracemalloc.get_traced_memory()
        assert peak < 3 * HELD
        parts = exchange.divide()
        held, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert parts is not None
    assert (len(parts.body), parts.whole, exchange.body) == (chunks * len(piece), False, b"")
    assert held < len(parts.body) + 2 * HELD
    assert peak < exchange.size + len(parts.body) * 9 / 8 + 5 * HELD  # a growing buffer has an eighth to spare


def test_a_connection_that_begins_anew_has_none_of_the_earlier_bytes(tmp_path: Path) -> None:
    exchange = long_exchange(tmp_path)
    assert exchange.receive(HEAD + b"\r\n" + b"x" * 2 * HELD)
    exchange.restart("192.0.2.1", "")
    assert exchange.receive(HEAD + b"\r\nabc")
    parts = exchange.divide()
    assert parts is not None
    assert parts.body == b"abc"


def test_a_long_response_that_cannot_be_put_aside_is_an_error_of_the_archive(tmp_path: Path) -> None:
    exchange = long_exchange(tmp_path / "missing")
    assert not exchange.receive(HEAD + b"\r\n" + b"x" * 2 * HELD)
    with pytest.raises(FileNotFoundError):
        exchange.divide()
