"""Bodies: whatever a server sent becomes plain UTF-8."""

from __future__ import annotations

import codecs
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.bodies import utf8

XML = '<?xml version="1.0" encoding="{}"?><rss><title>أخبار اليوم</title></rss>'


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (XML.format("utf-8").encode(), ""),
        (XML.format("utf-8").encode(), "text/xml; charset=windows-1256"),
        (codecs.BOM_UTF8 + XML.format("utf-8").encode(), ""),
        (b"\r\n\t " + XML.format("utf-8").encode(), ""),
        (XML.format("utf-16").encode("utf-16"), ""),
        (XML.format("utf-16").encode("utf-16-le"), ""),
        (XML.format("utf-16").encode("utf-16-be"), "text/xml; charset=utf-8"),
        (XML.format("utf-8").encode("utf-16"), "text/xml; charset=utf-8"),
        (XML.format("utf-16").encode(), ""),
        (XML.format("windows-1256").encode("cp1256"), ""),
        (XML.format("x").encode("cp1256"), "text/xml; charset=windows-1256"),
        (gzip.compress(XML.format("utf-8").encode()), "text/xml"),
        (gzip.compress(gzip.compress(XML.format("utf-8").encode())), "text/xml"),
        (gzip.compress(XML.format("utf-16").encode("utf-16")), "text/html; charset=utf-8"),
        (b"\n" + codecs.BOM_UTF8 + gzip.compress(XML.format("utf-8").encode()), "application/xml"),
        (codecs.BOM_UTF8 + b" \n" + codecs.BOM_UTF8 + XML.format("utf-8").encode(), ""),
        (f"\n{XML.format('utf-16')}".encode("utf-16-le"), "text/html"),
        (f"\n{XML.format('utf-16')}".encode("utf-16-be"), ""),
        ("\N{ZERO WIDTH NO-BREAK SPACE}\n".encode("utf-16") + XML.format("x").encode("utf-16-le"), ""),
        (b"\r\n" + XML.format("windows-1256").encode("cp1256"), ""),
    ],
)
def test_arabic_comes_through_every_encoding(body: bytes, content_type: str) -> None:
    text = utf8(body, content_type).decode()

    assert text.startswith("<?xml")
    assert "أخبار اليوم" in text


def test_a_torn_gzip_gives_what_came_before_the_tear() -> None:
    body = "".join(f"<url><loc>/news/{n}</loc></url>" for n in range(10_000)).encode()

    torn = utf8(gzip.compress(body)[:-2000], "")

    assert torn
    assert body.startswith(torn)


def test_a_body_cut_within_a_letter_stays_utf8() -> None:
    assert utf8("خبر".encode()[:-1], "text/html; charset=windows-1256").startswith("خب".encode())


def test_what_stands_before_a_text_is_passed_in_one_go() -> None:
    assert utf8((codecs.BOM_UTF8 + b" ") * 2_000_000 + b"<rss/>", "") == b"<rss/>"


@given(st.binary(max_size=200), st.text(max_size=30))
def test_any_bytes_give_decodable_text_or_a_cut_of_it(body: bytes, content_type: str) -> None:
    utf8(body, content_type).decode("utf-8", "replace")
    utf8(b"\x1f\x8b\x08" + body, content_type)
